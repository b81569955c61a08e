import {
  deleteExpiredSessions,
  deleteOldIdempotencyKeys,
  deleteOldThrottles,
  deleteOldTickets,
  eraseDeletedForm,
  eraseOldestBinned,
  eraseOldestImport,
} from '@gongyan/db'
import { documentName } from '@gongyan/domain'
import type { Assembly } from './assemble.ts'
import type { Background } from './background.ts'
import type { Deps } from './deps.ts'
import { KEEP_REPLIES_MS } from './http/idempotency.ts'

/** A plan stays in the bin this long. */
export const BIN_MS = 30 * 24 * 3600_000
/** A form that was deleted can be brought back this long. */
const DELETED_FORM_MS = 3600_000
const SWEEP_MS = 15 * 60_000
const PROJECT_MS = 15_000
/** What a server that was killed had begun to read is taken up again this soon after its lease. */
const IMPORTS_MS = 3_000
const BOOKS_MS = 15_000
const ROOMS_MS = 5 * 60_000

/**
 * Removes what is over: sessions with their sockets, tickets, old replies, plans that have been in the bin for 30 days with
 * everything of theirs, forms that were deleted, and imports nobody touches any more.
 */
export async function sweep(
  { config, sql, clock, log, collab, files }: Pick<Deps, 'config' | 'sql' | 'clock' | 'log' | 'collab' | 'files'>,
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
    if (erased === null) break
    await collab.accessChanged({ documents: [documentName({ kind: 'lessonPlan', id: erased.planId })] })
    log.info({ planId: erased.planId, files: erased.unnamed.length }, 'a plan was erased after 30 days in the bin')
  }
  for (;;) {
    if (signal?.aborted) return
    const erased = await sql.begin(async (tx) => {
      const gone = await eraseDeletedForm(tx, new Date(now - DELETED_FORM_MS))
      for (const sha256 of gone?.unnamed ?? []) await files.remove(sha256)
      return gone
    })
    if (erased === null) break
    log.info({ formId: erased.formId }, 'a form that was deleted was erased')
  }
  const since = (days: number) => new Date(now - days * 24 * 3600_000)
  const idleBefore = since(config.limits.LIMIT_IMPORT_KEEP_DAYS)
  const discardedBefore = since(config.limits.LIMIT_IMPORT_DISCARDED_DAYS)
  for (;;) {
    if (signal?.aborted) return
    const erased = await sql.begin(async (tx) => {
      const gone = await eraseOldestImport(tx, { idleBefore, discardedBefore })
      for (const sha256 of gone?.unnamed ?? []) await files.remove(sha256)
      return gone
    })
    if (erased === null) return
    log.info({ importId: erased.batchId, files: erased.unnamed.length }, 'an import that was over was erased')
  }
}

/** Starts what runs by itself; returns what stops it from beginning anew. Several servers may do the same at once. */
export function startJobs({
  deps,
  projector,
  media,
  imports,
  pages,
  books,
}: Pick<Assembly, 'deps' | 'projector' | 'media' | 'imports' | 'pages' | 'books'>): () => void {
  const { background } = deps
  const timers = [
    every(background, 'refreshing lists and search', PROJECT_MS, (signal) => projector.refreshAll(signal)),
    every(background, 'sweeping', SWEEP_MS, (signal) => sweep(deps, signal)),
    every(background, 'reading imports', IMPORTS_MS, async () => imports.kick()),
    every(background, 'removing old pictures of pages', SWEEP_MS, () => pages.sweep(deps.clock.nowMs())),
    every(background, 'giving up PDFs nobody asks about', BOOKS_MS, () => books.sweep()),
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
