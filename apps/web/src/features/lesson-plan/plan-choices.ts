import type { Api, PlanChoices } from '@gongyan/contract/client'
import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from 'solid-js'
import { queryOf, type PlanFilters } from './filters.ts'

const NONE: PlanChoices = { groups: [], terms: [], units: [] }

/** The groups, terms and units by which the list can be narrowed further; the last answer stays until the next one is here. */
export function createPlanChoices(api: Api, filters: Accessor<PlanFilters>): Accessor<PlanChoices> {
  const [choices, setChoices] = createSignal<PlanChoices>(NONE)
  // Typing a search asks nothing anew.
  const asked = createMemo(() => queryOf({ ...filters(), q: '' }), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  })
  createEffect(() => {
    const leaving = new AbortController()
    onCleanup(() => leaving.abort())
    void api.listPlanChoices({ query: asked(), signal: leaving.signal }).then((reply) => {
      if (reply.ok && !leaving.signal.aborted) setChoices(reply.data)
    })
  })
  return choices
}
