import {
  deleteExpiredSessions,
  deleteOldIdempotencyKeys,
  deleteOldThrottles,
  deleteOldTickets,
  eraseDeletedForm,
  eraseOldestBinned,
  eraseOldestImport,
} from '@gongyan/db'
import type { TransactionSql } from '@gongyan/db'
import { documentName } from '@gongyan/domain'
import type { Assembly } from './assemble.ts'
import type { Background } from './background.ts'
import type { Deps } from './deps.ts'
import { KEEP_REPLIES_MS } from './http/idempotency.ts'

const HOUR_MS = 3600_000
const DAY_MS = 24 * HOUR_MS
/** A plan stays in the bin this long. */
export const BIN_MS = 30 * DAY_MS
/** A form that was deleted can be brought back this long. */
const DELETED_FORM_MS = HOUR_MS
const SWEEP_MS = 15 * 60_000
const PROJECT_MS = 15_000
/** What a server that was killed had begun to read is taken up again this soon after its lease. */
const IMPORTS_MS = 3_000
const BOOKS_MS = 15_000
const ROOMS_MS = 5 * 60_000

type SweepDeps = Pick<Deps, 'config' | 'sql' | 'clock' | 'log' | 'collab' | 'files'>

/**
 * Removes what is over: sessions with their sockets, tickets, old replies, plans that have been in the bin for 30 days with
 * everything of theirs, forms that were deleted, and imports nobody touches any more. What fails keeps nothing else from going;
 * the first failure is thrown at the end.
 */
export async function sweep(deps: SweepDeps, signal?: AbortSignal): Promise<void> {
  const { config, sql, clock, log, collab } = deps
  const now = clock.nowMs()
  const before = (ms: number) => new Date(now - ms)
  const { LIMIT_IMPORT_KEEP_DAYS: keepDays, LIMIT_IMPORT_DISCARDED_DAYS: discardedDays } = config.limits
  const parts: (() => Promise<void>)[] = [
    async () => {
      const over = await deleteExpiredSessions(sql, new Date(now))
      // A socket outlives the session it was opened in until somebody asks.
      if (over.length > 0) await collab.accessChanged({ sessionIds: over })
    },
    () => deleteOldTickets(sql, before(HOUR_MS)),
    () => deleteOldThrottles(sql, before(DAY_MS)),
    () => deleteOldIdempotencyKeys(sql, before(KEEP_REPLIES_MS)),
    () =>
      eraseEach(
        deps,
        (tx) => eraseOldestBinned(tx, before(BIN_MS)),
        async ({ planId, unnamed }) => {
          await collab.accessChanged({ documents: [documentName({ kind: 'lessonPlan', id: planId })] })
          log.info({ planId, files: unnamed.length }, 'a plan was erased after 30 days in the bin')
        },
        signal,
      ),
    () =>
      eraseEach(
        deps,
        (tx) => eraseDeletedForm(tx, before(DELETED_FORM_MS)),
        ({ formId }) => log.info({ formId }, 'a form that was deleted was erased'),
        signal,
      ),
    () =>
      eraseEach(
        deps,
        (tx) =>
          eraseOldestImport(tx, {
            idleBefore: before(keepDays * DAY_MS),
            discardedBefore: before(discardedDays * DAY_MS),
          }),
        ({ batchId, unnamed }) =>
          log.info({ importId: batchId, files: unnamed.length }, 'an import that was over was erased'),
        signal,
      ),
  ]
  const failures: unknown[] = []
  for (const part of parts) {
    if (signal?.aborted) return
    await part().catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

/** Erases one thing after the other until there is none left, each with the bytes that nothing names any more. */
async function eraseEach<T extends { readonly unnamed: readonly Uint8Array[] }>(
  { sql, files }: Pick<SweepDeps, 'sql' | 'files'>,
  erase: (tx: TransactionSql) => Promise<T | null>,
  tell: (erased: T) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    if (signal?.aborted) return
    const erased = (await sql.begin(async (tx) => {
      const gone = await erase(tx)
      // Before the commit: what bytes could not be removed of is erased again by the next sweep, until nothing is left.
      for (const sha256 of gone?.unnamed ?? []) await files.remove(sha256)
      return gone
    })) as T | null
    if (erased === null) return
    await tell(erased)
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
