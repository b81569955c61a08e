import { uptime } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { estimateOffset, type ClockSample } from '@gongyan/domain'

/** The instants every record carries: the database's time as it was at the start, carried on by a clock nobody can set. */
export interface ServerClock {
  /** ms since the epoch, with a fraction; never goes back, whatever is done to the machine's wall clock. */
  nowMs(): number
}

export interface ServerClockSources {
  /** The database's `now()`, ms since the epoch. */
  readDatabaseNow(): Promise<number>
  /** Milliseconds of a clock that only moves forward; may stand still while the machine sleeps. */
  monotonicMs?(): number
  /** Milliseconds since the machine was switched on, sleep included. */
  uptimeMs?(): number
  /** The machine's wall clock, ms; anybody may set it. */
  wallMs?(): number
}

const EXCHANGES = 5
/** Coarser than the difference between the two local clocks (10 ms) and finer than anyone's nap. */
const SLEEP_MS = 2_000
/** Asking how long the machine has been on costs more than storing a keystroke: a nap shows on the wall clock first. */
const WALL_MOVED_MS = 1_000
const ASK_AGAIN_MS = 1_000

/**
 * The server's clock, anchored to PostgreSQL's `now()` so that several servers agree, and monotonic from then on (CL3).
 * Rejects when the database does not answer.
 */
export async function createServerClock(sources: ServerClockSources): Promise<ServerClock> {
  const monotonic = sources.monotonicMs?.bind(sources) ?? (() => performance.now())
  const awakeAndAsleep = sources.uptimeMs?.bind(sources) ?? (() => uptime() * 1000)
  const wall = sources.wallMs?.bind(sources) ?? (() => Date.now())
  const samples: ClockSample[] = []
  for (let exchange = 0; exchange < EXCHANGES; exchange++) {
    const askedAt = monotonic()
    const serverMs = await sources.readDatabaseNow()
    samples.push({ askedAt, serverMs, answeredAt: monotonic() })
    // The first exchange pays for a new connection; the next ones should not queue behind each other.
    if (exchange < EXCHANGES - 1) await sleep(1)
  }
  const anchor = estimateOffset(samples)
  if (!anchor) throw new Error('the monotonic clock went back')
  let offsetMs = anchor.offsetMs
  let asleepBefore = awakeAndAsleep() - monotonic()
  let lookedAt = monotonic()
  let wallAhead = wall() - lookedAt
  let latest = Number.NEGATIVE_INFINITY

  function countSleep(now: number): void {
    lookedAt = now
    wallAhead = wall() - now
    const asleep = awakeAndAsleep() - now
    if (asleep - asleepBefore <= SLEEP_MS) return
    offsetMs += asleep - asleepBefore
    asleepBefore = asleep
  }

  return {
    nowMs() {
      const now = monotonic()
      if (now - lookedAt > ASK_AGAIN_MS || Math.abs(wall() - now - wallAhead) > WALL_MOVED_MS) countSleep(now)
      latest = Math.max(latest, now + offsetMs)
      return latest
    },
  }
}
