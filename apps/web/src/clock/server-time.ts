import { estimateOffset, type ClockSample } from '@gongyan/domain'

export interface TimeSources {
  /** The server's clock, ms since the epoch; rejects when it cannot be reached. */
  askServer(): Promise<number>
  /** A local clock that nobody can set; it may stand still while the device sleeps. */
  monotonicMs(): number
  /** The local clock that anybody can set. Only ever compared with itself. */
  wallMs(): number
}

export interface ServerTime {
  /** Server time now, ms since the epoch with a fraction; null until the server has answered once. */
  nowMs(): number | null
  /** How far off that may be, in ms; null as above. */
  errorMs(): number | null
  /** Exchanges times with the server; resolves when done, also when the server cannot be reached. */
  exchange(): Promise<void>
  /**
   * Whether the two local clocks have come apart since the last call: the wall clock was set, or the device slept and one
   * of them stood still. Nobody here can tell which, so what was learned before counts less than a new exchange.
   */
  isShaken(): boolean
}

/** Questions of one exchange; the shortest of them wins. */
const QUESTIONS = 5
/** A monotonic clock may drift by 50 ppm: 15 ms in this time. */
const SAMPLE_LIFE_MS = 300_000
const SHAKEN_MS = 500
/** A correction backwards smaller than this is waited out, so that the clock stays monotonic; a larger one mends an error. */
const STEP_MS = 1_000

/** The server's time as this page knows it, by exchange over whatever network there is (CL4). */
export function makeServerTime(sources: TimeSources): ServerTime {
  let samples: ClockSample[] = []
  let estimate: ReturnType<typeof estimateOffset> = null
  let apart = sources.wallMs() - sources.monotonicMs()
  let latest = Number.NEGATIVE_INFINITY
  let running: Promise<void> | null = null
  let shakes = 0

  async function ask(): Promise<boolean> {
    const askedAt = sources.monotonicMs()
    const shakesBefore = shakes
    try {
      const serverMs = await sources.askServer()
      const answeredAt = sources.monotonicMs()
      // An exchange with a nap in it says nothing.
      if (shakesBefore === shakes)
        samples = [
          ...samples.filter((sample) => answeredAt - sample.answeredAt < SAMPLE_LIFE_MS),
          { askedAt, serverMs, answeredAt },
        ]
      return true
    } catch {
      return false
    }
  }
  async function run(): Promise<void> {
    for (let n = 0; n < QUESTIONS; n++) if (!(await ask())) break
    estimate = estimateOffset(samples) ?? estimate
  }

  return {
    nowMs() {
      if (!estimate) return null
      const now = sources.monotonicMs() + estimate.offsetMs
      latest = now < latest - STEP_MS ? now : Math.max(latest, now)
      return latest
    },
    errorMs: () => estimate?.errorMs ?? null,
    exchange() {
      running ??= run().finally(() => {
        running = null
      })
      return running
    },
    isShaken() {
      const now = sources.wallMs() - sources.monotonicMs()
      const isShaken = Math.abs(now - apart) > SHAKEN_MS
      if (isShaken) {
        apart = now
        samples = []
        shakes++
      }
      return isShaken
    },
  }
}
