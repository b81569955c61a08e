import type { Api } from '@gongyan/contract/client'
import { createSignal, onCleanup, type Accessor } from 'solid-js'
import { randomId } from '../../random-id.ts'
import type { AnyProblem } from '../../shell/index.ts'
import { queryOf, type PlanFilters } from './filters.ts'

/** How often the server is asked how far it is, ms. */
const ASK_EVERY_MS = 1_000

type Answer = Awaited<ReturnType<Api['getPrintBook']>>
type Told = Extract<Answer, { ok: true }>['data']
export type BookFormat = Told['format']

export interface PrintBook {
  /** The format that was asked for; undefined before. */
  readonly format: Accessor<BookFormat | undefined>
  /** How far the server is; undefined until it has begun. */
  readonly told: Accessor<Told | undefined>
  readonly problem: Accessor<AnyProblem | null>
  readonly isSaved: Accessor<boolean>
  /** Begins a book, also once more after one that is saved or failed. */
  begin(format: BookFormat): void
}

/** Has all plans of the filters made into one book and hands it over; leaving the page gives it up. */
export function createPrintBook(
  api: Api,
  order: () => { readonly filters: PlanFilters; readonly title: string },
  save: (book: Blob, title: string, format: BookFormat) => void,
): PrintBook {
  const [format, setFormat] = createSignal<BookFormat>()
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

  const pause = () => new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))

  const run = async (wanted: BookFormat) => {
    const { filters, title } = order()
    const { bin: _, ...list } = queryOf(filters)
    const begun = await api.createPrintBook({
      headers: { 'idempotency-key': randomId() },
      body: { title, format: wanted, list },
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
    save(file.data, title, wanted)
    setSaved(true)
  }
  const begin = (wanted: BookFormat) => {
    setFormat(wanted)
    setTold(undefined)
    setProblem(null)
    setSaved(false)
    void run(wanted)
  }
  return { format, told, problem, isSaved, begin }
}
