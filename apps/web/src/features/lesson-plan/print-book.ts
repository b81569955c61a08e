import type { Api, LessonPlanSummary } from '@gongyan/contract/client'
import { createSignal, onCleanup, onMount, type Accessor } from 'solid-js'
import { randomId } from '../../random-id.ts'
import type { AnyProblem } from '../../shell/index.ts'
import { queryOf, type PlanFilters } from './filters.ts'

/** How often the server is asked how far it is, ms. */
const ASK_EVERY_MS = 1_000
const PAGE = 100
/** Pages of the list that are gone through; the server says how many plans are too many. */
const MOST_PAGES = 10

type Answer = Awaited<ReturnType<Api['getPrintBook']>>
type Told = Extract<Answer, { ok: true }>['data']

export interface PrintBook {
  /** How far the server is; undefined until it has begun. */
  readonly told: Accessor<Told | undefined>
  readonly problem: Accessor<AnyProblem | null>
  readonly isSaved: Accessor<boolean>
}

/** Has all plans of the filters made into one PDF and hands it over; leaving the page gives it up. */
export function createPrintBook(
  api: Api,
  order: () => { readonly filters: PlanFilters; readonly title: string },
  save: (pdf: Blob, title: string) => void,
): PrintBook {
  const [told, setTold] = createSignal<Told>()
  const [problem, setProblem] = createSignal<AnyProblem | null>(null)
  const [isSaved, setSaved] = createSignal(false)
  const leaving = new AbortController()
  const { signal } = leaving
  onCleanup(() => {
    leaving.abort()
    const bookId = told()?.id
    if (bookId) void api.discardPrintBook({ params: { bookId } })
  })

  const listed = async (filters: PlanFilters): Promise<readonly LessonPlanSummary[] | null> => {
    const plans: LessonPlanSummary[] = []
    let cursor: string | undefined
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = { ...queryOf(filters), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
      const reply = await api.listLessonPlans({ query, signal })
      if (!reply.ok) {
        setProblem(reply.problem)
        return null
      }
      plans.push(...reply.data.items)
      if (reply.data.nextCursor === null) break
      cursor = reply.data.nextCursor
    }
    return plans
  }

  const pause = () => new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))

  const run = async () => {
    const { filters, title } = order()
    const plans = await listed(filters)
    if (!plans || signal.aborted) return
    const begun = await api.createPrintBook({
      headers: { 'idempotency-key': randomId() },
      body: { title, planIds: plans.map(({ id }) => id) },
    })
    if (!begun.ok) {
      setProblem(begun.problem)
      return
    }
    const params = { bookId: begun.data.id }
    if (signal.aborted) return void api.discardPrintBook({ params })
    setTold(begun.data)
    while (told()?.state === 'making') {
      await pause()
      const reply = await api.getPrintBook({ params, signal })
      if (signal.aborted) return
      // A line that comes back is noticed by the same question.
      if (!reply.ok && reply.problem.code === 'network/unreachable') continue
      if (!reply.ok) return void setProblem(reply.problem)
      setTold(reply.data)
    }
    const { problem: why } = told() as Told
    if (why !== null) return void setProblem({ code: why as AnyProblem['code'] })
    const file = await api.getPrintBookFile({ params, signal })
    if (signal.aborted) return
    if (!file.ok) return void setProblem(file.problem)
    save(file.data, title)
    setSaved(true)
  }
  onMount(() => void run())
  return { told, problem, isSaved }
}
