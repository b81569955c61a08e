import { tMsAt } from '@gongyan/domain'
import type { Api } from '@gongyan/contract/client'
import { createSignal, onCleanup } from 'solid-js'
import { usePageTime } from './page-time.ts'

export interface LessonClockView {
  /** unknown: the server has not answered yet. */
  state(): 'unknown' | 'notStarted' | 'running'
  /** Milliseconds on the lesson's clock, moved on once a second; null unless it runs. */
  tMs(): number | null
  /** The exact value now, for something that is put on record. */
  readTMs(): number | null
  /** Server time now as far as this page knows it, for events; null before the first answer. */
  serverMs(): number | null
  /** Starts the clock; somebody else having done so is as good. Answers whether it runs. */
  start(): Promise<boolean>
  /** Asks the server whether the clock was started. */
  refresh(): Promise<void>
}

const TICK_MS = 1_000
/** While a lesson has not started somebody may start it anywhere. */
const ASK_AGAIN_MS = 15_000

/** The clock of the lesson beside a plan; ends with its owner. Local clocks may be wrong, jump or sleep (CL5). */
export function createLessonClock(
  api: Pick<Api, 'getServerTime' | 'getLessonClock' | 'startLessonClock'>,
  planId: string,
): LessonClockView {
  const [time, giveBack] = usePageTime(async () => {
    const reply = await api.getServerTime({})
    if (!reply.ok) throw new Error(reply.problem.code)
    return reply.data.serverMs
  })
  const [startedAtMs, setStartedAtMs] = createSignal<number | null | undefined>()
  const [tick, setTick] = createSignal(0)
  const learn = (startedAt: string | null) => {
    setStartedAtMs(startedAt === null ? null : Date.parse(startedAt))
  }

  async function refresh(): Promise<void> {
    const reply = await api.getLessonClock({ params: { id: planId } })
    if (reply.ok) learn(reply.data.startedAt)
  }
  function readTMs(): number | null {
    const startedAt = startedAtMs()
    const now = time.nowMs()
    return startedAt == null || now === null ? null : tMsAt({ lessonId: planId, startedAtMs: startedAt }, now)
  }

  let askedAt = performance.now()
  void refresh()
  const timer = setInterval(() => {
    setTick((n) => n + 1)
    if (
      startedAtMs() == null &&
      performance.now() - askedAt >= ASK_AGAIN_MS &&
      document.visibilityState === 'visible'
    ) {
      askedAt = performance.now()
      void refresh()
    }
  }, TICK_MS)
  onCleanup(() => {
    clearInterval(timer)
    giveBack()
  })

  return {
    state: () => (startedAtMs() === undefined ? 'unknown' : startedAtMs() === null ? 'notStarted' : 'running'),
    tMs() {
      tick()
      return readTMs()
    },
    readTMs,
    serverMs: () => time.nowMs(),
    async start() {
      const reply = await api.startLessonClock({ params: { id: planId } })
      if (reply.ok) learn(reply.data.startedAt)
      else if (reply.problem.code === 'lesson-clock/started') await refresh()
      return startedAtMs() != null
    },
    refresh,
  }
}
