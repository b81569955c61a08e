import { makeServerTime, type ServerTime } from './server-time.ts'

const LOOK_MS = 1_000
const SYNC_MS = 60_000
const RETRY_MS = 5_000

export interface PageTime extends ServerTime {
  stop(): void
}

/**
 * The server's time kept right for as long as a page is open: exchanged at the start, every minute, when the page comes
 * back to the front or the network returns, and when the local clocks have come apart.
 */
export function makePageTime(askServer: () => Promise<number>): PageTime {
  const time = makeServerTime({ askServer, monotonicMs: () => performance.now(), wallMs: () => Date.now() })
  let syncedAt = Number.NEGATIVE_INFINITY
  const exchange = () => {
    syncedAt = performance.now()
    return time.exchange()
  }
  const look = () => {
    const since = performance.now() - syncedAt
    if (time.isShaken() || since >= SYNC_MS || (time.nowMs() === null && since >= RETRY_MS)) void exchange()
  }
  const comeBack = () => {
    if (document.visibilityState === 'visible') void exchange()
  }
  void exchange()
  const timer = setInterval(look, LOOK_MS)
  document.addEventListener('visibilitychange', comeBack)
  window.addEventListener('online', comeBack)
  return {
    ...time,
    exchange,
    stop() {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', comeBack)
      window.removeEventListener('online', comeBack)
    },
  }
}

let shared: { time: PageTime; users: number } | null = null

/** The one time of this page, running while somebody uses it; the second value gives it back. */
export function usePageTime(askServer: () => Promise<number>): [PageTime, () => void] {
  shared ??= { time: makePageTime(askServer), users: 0 }
  const held = shared
  held.users++
  let isHeld = true
  return [
    held.time,
    () => {
      if (!isHeld) return
      isHeld = false
      if (--held.users > 0) return
      held.time.stop()
      if (shared === held) shared = null
    },
  ]
}
