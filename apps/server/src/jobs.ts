import {
  deleteExpiredSessions,
  deleteOldIdempotencyKeys,
  deleteOldThrottles,
  deleteOldTickets,
  eraseOldestBinned,
} from '@gongyan/db'
import type { Deps } from './deps.ts'
import type { Projector } from './features/lesson-plan/index.ts'
import { KEEP_REPLIES_MS } from './http/idempotency.ts'

/** A plan stays in the bin this long. */
export const BIN_MS = 30 * 24 * 3600_000
const SWEEP_MS = 15 * 60_000
const PROJECT_MS = 15_000

/** Removes what is over: sessions, tickets, old replies, and plans that have been in the bin for 30 days. */
export async function sweep({ sql, clock, log }: Pick<Deps, 'sql' | 'clock' | 'log'>): Promise<void> {
  const now = clock.nowMs()
  await deleteExpiredSessions(sql, new Date(now))
  await deleteOldTickets(sql, new Date(now - 3600_000))
  await deleteOldThrottles(sql, new Date(now - 24 * 3600_000))
  await deleteOldIdempotencyKeys(sql, new Date(now - KEEP_REPLIES_MS))
  for (;;) {
    const planId = await sql.begin((tx) => eraseOldestBinned(tx, new Date(now - BIN_MS)))
    if (planId === null) return
    log.info({ planId }, 'a plan was erased after 30 days in the bin')
  }
}

/** Starts what runs by itself; returns what stops it. Several servers may sweep at once. */
export function startJobs(deps: Deps, projector: Projector): () => void {
  const stopProjecting = projector.start(PROJECT_MS)
  const run = () => {
    sweep(deps).catch((error: unknown) =>
      deps.log.warn(
        { error: error instanceof Error ? error.name : String(error) },
        'sweeping failed, trying again later',
      ),
    )
  }
  const timer = setInterval(run, SWEEP_MS)
  timer.unref()
  run()
  return () => {
    clearInterval(timer)
    stopProjecting()
  }
}
