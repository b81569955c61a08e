import type { Api, LessonPlanSummary } from '@gongyan/contract/client'
import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import type { AnyProblem } from '../../shell/index.ts'
import { queryOf, type PlanFilters } from './filters.ts'

export interface PlanList {
  /** undefined until the first answer. */
  plans: Accessor<readonly LessonPlanSummary[] | undefined>
  hasMore: Accessor<boolean>
  /** The list shown belongs to earlier filters; the new one is on its way. */
  isSearching: Accessor<boolean>
  isLoadingMore: Accessor<boolean>
  problem: Accessor<AnyProblem | null>
  /** Fetches the next page and resolves to how many plans came. */
  more: () => Promise<number>
  reload: () => Promise<void>
  remove: (id: string) => void
}

/** The pages of a list that follow the filters; the answer of an earlier question never overwrites that of a later one. */
export function createPlanList(api: Api, filters: Accessor<PlanFilters>): PlanList {
  const [plans, setPlans] = createSignal<readonly LessonPlanSummary[]>()
  const [cursor, setCursor] = createSignal<string | null>(null)
  const [isSearching, setSearching] = createSignal(true)
  const [isLoadingMore, setLoadingMore] = createSignal(false)
  const [problem, setProblem] = createSignal<AnyProblem | null>(null)
  let asked: AbortController | undefined
  onCleanup(() => asked?.abort())

  const ask = async () => {
    asked?.abort()
    const mine = new AbortController()
    asked = mine
    setSearching(true)
    const reply = await api.listLessonPlans({ query: queryOf(filters()), signal: mine.signal })
    if (mine.signal.aborted) return
    setSearching(false)
    setLoadingMore(false)
    setProblem(reply.ok ? null : reply.problem)
    if (reply.ok) {
      setPlans(reply.data.items)
      setCursor(reply.data.nextCursor)
    }
  }
  createEffect(
    on(filters, () => {
      void ask()
    }),
  )

  return {
    plans,
    isSearching,
    isLoadingMore,
    problem,
    hasMore: () => cursor() !== null,
    reload: ask,
    remove: (id) => {
      setPlans((all) => all?.filter((plan) => plan.id !== id))
    },
    more: async () => {
      const from = cursor()
      const mine = asked
      if (from === null || !mine || isLoadingMore()) return 0
      setLoadingMore(true)
      const reply = await api.listLessonPlans({ query: { ...queryOf(filters()), cursor: from }, signal: mine.signal })
      if (mine.signal.aborted) return 0
      setLoadingMore(false)
      setProblem(reply.ok ? null : reply.problem)
      if (!reply.ok) return 0
      const known = new Set(plans()?.map((plan) => plan.id))
      const fresh = reply.data.items.filter((plan) => !known.has(plan.id))
      setPlans((all) => [...(all ?? []), ...fresh])
      setCursor(reply.data.nextCursor)
      return fresh.length
    },
  }
}
