import {
  deleteExpiredSessions,
  deleteOldIdempotencyKeys,
  deleteOldThrottles,
  deleteOldTickets,
  eraseOldestBinned,
} from '@gongyan/db'
import { documentName } from '@gongyan/domain'
import type { Assembly } from './assemble.ts'
import type { Background } from './background.ts'
import type { Deps } from './deps.ts'
import { KEEP_REPLIES_MS } from './http/idempotency.ts'

/** A plan stays in the bin this long. */
export const BIN_MS = 30 * 24 * 3600_000
const SWEEP_MS = 15 * 60_000
const PROJECT_MS = 15_000
const ROOMS_MS = 5 * 60_000

/**
 * Removes what is over: sessions with their sockets, tickets, old replies, and plans that have been in the bin for 30 days
 * with everything of theirs.
 */
export async function sweep(
  { sql, clock, log, collab, files }: Pick<Deps, 'sql' | 'clock' | 'log' | 'collab' | 'files'>,
  signal?: AbortSignal,
): Promise<void> {
  const now = clock.nowMs()
  const over = await deleteExpiredSessions(sql, new Date(now))
  // A socket outlives the session it was opened in until somebody asks.
  if (over.length > 0) await collab.accessChanged({ sessionIds: over })
  await deleteOldTickets(sql, new Date(now - 3600_000))
  await deleteOldThrottles(sql, new Date(now - 24 * 3600_000))
  await deleteOldIdempotencyKeys(sql, new Date(now - KEEP_REPLIES_MS))
  for (;;) {
    if (signal?.aborted) return
    const erased = await sql.begin(async (tx) => {
      const gone = await eraseOldestBinned(tx, new Date(now - BIN_MS))
      // Before the commit: a plan whose bytes could not be removed is erased again by the next sweep, until nothing is left.
      for (const sha256 of gone?.unnamed ?? []) await files.remove(sha256)
      return gone
    })
    if (erased === null) return
    await collab.accessChanged({ documents: [documentName({ kind: 'lessonPlan', id: erased.planId })] })
    log.info({ planId: erased.planId, files: erased.unnamed.length }, 'a plan was erased after 30 days in the bin')
  }
}

/** Starts what runs by itself; returns what stops it from beginning anew. Several servers may do the same at once. */
export function startJobs({ deps, projector, media }: Pick<Assembly, 'deps' | 'projector' | 'media'>): () => void {
  const { background } = deps
  const timers = [
    every(background, 'refreshing lists and search', PROJECT_MS, (signal) => projector.refreshAll(signal)),
    every(background, 'sweeping', SWEEP_MS, (signal) => sweep(deps, signal)),
    every(background, 'looking into rooms', ROOMS_MS, (signal) => media.reconcile(signal)),
  ]
  deps.liveKit.onReady(() => background.run('looking into rooms', (signal) => media.reconcile(signal)))
  return () => timers.forEach(clearInterval)
}

/** Runs a piece of work now and again, never twice at a time. */
function every(
  background: Background,
  what: string,
  everyMs: number,
  work: (signal: AbortSignal) => Promise<void>,
): NodeJS.Timeout {
  let isRunning = false
  const begin = () => {
    if (isRunning) return
    isRunning = true
    background.run(what, (signal) =>
      work(signal).finally(() => {
        isRunning = false
      }),
    )
  }
  begin()
  return setInterval(begin, everyMs).unref()
}
