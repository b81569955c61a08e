import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import type { AnyProblem, Services } from '../../shell/index.ts'
import type { Import } from './answers.ts'

/** How often a batch in which something moves is asked for, ms. */
const ASK_EVERY_MS = 1_000
/** On a slow line the answers of a large batch leave most of it to the files: a pause is so many times as long as its answer took. */
const PAUSE_PER_ANSWER = 3

export interface Batch {
  readonly value: Accessor<Import | undefined>
  /** Why the last question was not answered. */
  readonly problem: Accessor<AnyProblem | undefined>
  readonly reload: () => Promise<void>
  /** Takes an answer that came with another request. */
  readonly take: (value: Import) => void
}

/** One import, asked for again as long as something in it is being read. What is known stays while the line is down. */
export function createBatch({ api }: Pick<Services, 'api'>, id: Accessor<string | undefined>): Batch {
  const [value, setValue] = createSignal<Import>()
  const [problem, setProblem] = createSignal<AnyProblem>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0
  const isMoving = (batch: Import | undefined) =>
    batch?.items.some(({ state }) => state.kind === 'waiting' || state.kind === 'reading') ?? false
  const reload = async () => {
    const current = id()
    clearTimeout(timer)
    const mine = (turn += 1)
    if (current === undefined) return
    const askedAt = performance.now()
    const reply = await api.getImport({ params: { importId: current } })
    if (mine !== turn) return
    if (reply.ok) setValue(reply.data)
    setProblem(reply.ok ? undefined : reply.problem)
    // A line that comes back is noticed by the same question.
    if (isMoving(value()) || (!reply.ok && reply.problem.code === 'network/unreachable'))
      timer = setTimeout(() => void reload(), Math.max(ASK_EVERY_MS, PAUSE_PER_ANSWER * (performance.now() - askedAt)))
  }
  createEffect(
    on(id, () => {
      setValue(undefined)
      setProblem(undefined)
      void reload()
    }),
  )
  onCleanup(() => {
    turn += 1
    clearTimeout(timer)
  })
  return {
    value,
    problem,
    reload,
    take: (next) => {
      setValue(next)
      void reload()
    },
  }
}
