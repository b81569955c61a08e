import { type Append, type Sql, type StoredUpdate, appendUpdates, listUpdates } from '@gongyan/db'
import type { Cut, DocumentLog } from './document-log.ts'
import type { Log, Observe } from './port.ts'
import { createSqlLine } from './sql-line.ts'

/** Time from the end of a commit to the next one, ms: what a commit costs by itself is then shared by all that came meanwhile. */
const PACE_MS = 40
/** After this long a commit counts as failed; should it happen later all the same, the fence and the head keep it single. */
const COMMIT_TIMEOUT_MS = 5_000
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000
/** Updates in one commit, bytes, give or take one update, and rows: about a tenth of a second of the database's work. */
const BATCH_BYTES = 4_000_000
const BATCH_ROWS = 5_000
/** How long a commit waits for a row that somebody else holds, and a document held so for its next turn. */
const LOCK_TIMEOUT_MS = 150
const BLOCKED_MS = 1_000

export interface CommitterOptions {
  readonly sql: Sql
  readonly log: Log
  readonly observe: Observe
  /** Title of a document, read in the same turn in which its batch is taken. */
  cut(log: DocumentLog, updates: Cut['updates']): Cut
  /** Called after each commit of something of a document. */
  onStored(log: DocumentLog): void
  /** Called when all a document held is stored. */
  onClean(log: DocumentLog): void
  onTitle(document: string, title: string): void
  /** Called when a document's log was lost: its connections must be closed and its memory dropped. */
  onLost(log: DocumentLog): void
}

export interface Committer {
  /** Says that a log has something to store. */
  wake(log: DocumentLog): void
  /** Tries until everything is stored or `deadline` (performance.now) has passed; returns whether everything is. */
  drain(deadline: number): Promise<boolean>
  /** Gives up a log that is another server's now. */
  lose(log: DocumentLog): void
  isFailing(): boolean
  stop(): void
}

/** PostgreSQL's classes 22 and 23: the data themselves cannot be stored, now or later. */
const isAboutTheData = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^2[23]/.test(error.code)

/** Somebody holds a row for longer than we wait: lock not available, deadlock, cancelled. */
const isAboutALock = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  ['55P03', '40P01', '57014'].includes(String(error.code))

/**
 * Stores the logs of all open documents: one commit at a time for all of them, paced, retried with growing pauses. Nothing
 * leaves a log before its commit has been confirmed.
 */
export function createCommitter(options: CommitterOptions): Committer {
  const { log, observe } = options
  const line = createSqlLine(options.sql, { applicationName: 'gongyan-log', lockTimeoutMs: LOCK_TIMEOUT_MS })
  /** Documents whose plan's row somebody holds → when it is tried again. */
  const blocked = new Map<DocumentLog, number>()
  const dirty = new Set<DocumentLog>()
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  let immediate: NodeJS.Immediate | null = null
  let endedAt = -Infinity
  let failures = 0
  let isStopped = false
  let isDraining = false

  function schedule(): void {
    if (running || timer || immediate || isStopped || dirty.size === 0) return
    const pause = failures === 0 ? PACE_MS : Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
    const now = performance.now()
    const isAllBlocked = blocked.size > 0 && [...dirty].every((document) => blocked.has(document))
    const delay = Math.max(endedAt + pause, isAllBlocked ? Math.min(...blocked.values()) : 0) - now
    // At the end of the turn at the earliest, so that all that arrived together is stored together.
    if (delay <= 0) immediate = setImmediate(start)
    else timer = setTimeout(start, delay)
  }

  function start(): void {
    timer = null
    immediate = null
    running = commit()
      .catch((error: unknown) => {
        failures += 1
        observe({ kind: 'storeFailed' })
        const fields = { failures, documents: dirty.size, error: describe(error) }
        if (failures === 1) log.warn('updates could not be stored, trying again; nobody was told they were', fields)
        else log.debug('updates could not be stored', fields)
      })
      .finally(() => {
        endedAt = performance.now()
        running = null
        schedule()
      })
  }

  async function commit(): Promise<void> {
    const batch = takeBatch()
    const updates = batch.reduce((sum, { cut }) => sum + cut.updates.length, 0)
    const begun = performance.now()
    observe({ kind: 'committing', documents: batch.length, updates })
    try {
      if (batch.length > 0) await store(batch)
    } catch (error) {
      if (!isAboutTheData(error) && !isAboutALock(error)) throw error
      // One document's data, or its row, must not keep the others' from being stored.
      for (const one of batch) await storeAlone(one)
    }
    await storeBlocked()
    if (failures > 0) log.info('updates are stored again', { failures })
    failures = 0
    const bytes = batch.reduce(
      (sum, { cut }) => sum + cut.updates.reduce((all, update) => all + update.bytes.length, 0),
      0,
    )
    observe({ kind: 'committed', updates, bytes, seconds: (performance.now() - begun) / 1000 })
  }

  function takeBatch(): { document: DocumentLog; cut: Cut }[] {
    const batch: { document: DocumentLog; cut: Cut }[] = []
    let room = BATCH_BYTES
    let rows = BATCH_ROWS
    for (const document of dirty) {
      if (room <= 0 || rows <= 0) break
      if (blocked.has(document)) continue
      const updates = document.oldest(room, rows)
      rows -= updates.length
      room -= updates.reduce((sum, { bytes }) => sum + bytes.length, 0)
      batch.push({ document, cut: options.cut(document, updates) })
    }
    return batch
  }

  async function storeAlone(one: { document: DocumentLog; cut: Cut }): Promise<void> {
    try {
      await store([one])
      blocked.delete(one.document)
    } catch (error) {
      if (isAboutALock(error)) {
        if (!blocked.has(one.document)) log.warn('the row of a document is held', { document: one.document.name })
        blocked.set(one.document, performance.now() + BLOCKED_MS)
        return
      }
      if (!isAboutTheData(error)) throw error
      log.error('a document holds what the database refuses; its unstored updates are given up', {
        document: one.document.name,
        error: describe(error),
      })
      lose(one.document)
    }
  }

  /** Tries one of those whose row was held, so that the others wait once at most. */
  async function storeBlocked(): Promise<void> {
    for (const [document, due] of blocked) {
      if (due > performance.now() && !isDraining) continue
      const cut = options.cut(document, document.oldest(BATCH_BYTES, BATCH_ROWS))
      blocked.delete(document)
      blocked.set(document, due)
      return storeAlone({ document, cut })
    }
  }

  async function store(batch: readonly { document: DocumentLog; cut: Cut }[]): Promise<void> {
    const appends: Append[] = batch.map(({ document, cut }) => ({
      document: document.name,
      after: document.head,
      fence: document.fence,
      updates: cut.updates,
      title: cut.title === document.title ? null : cut.title,
    }))
    const moved = await line.ask(COMMIT_TIMEOUT_MS, (sql) => appendUpdates(sql, appends))
    observe({ kind: 'stored' })
    for (const { document, cut } of batch) {
      if (document.isLost) continue
      if (moved.has(document.name)) succeed(document, cut)
      else await settleConflict(document, cut)
    }
  }

  function succeed(document: DocumentLog, cut: Cut): void {
    const isNewTitle = cut.title !== null && cut.title !== document.title
    document.title = cut.title ?? document.title
    for (const appendedAt of document.commit(cut.updates.length))
      observe({ kind: 'acknowledged', seconds: (performance.now() - appendedAt) / 1000 })
    if (isNewTitle) options.onTitle(document.name, cut.title ?? '')
    options.onStored(document)
    // What is left of it waits behind the others.
    dirty.delete(document)
    if (document.isClean) options.onClean(document)
    else dirty.add(document)
  }

  /**
   * The head is not where we left it: either an earlier commit of ours went through and its answer was lost, or
   * another server owns the document now.
   */
  async function settleConflict(document: DocumentLog, cut: Cut): Promise<void> {
    const stored = await line.ask(COMMIT_TIMEOUT_MS, (sql) => listUpdates(sql, document.name, document.head))
    if (
      stored.length > 0 &&
      stored.length <= cut.updates.length &&
      stored.every((row, index) => isSame(row, cut.updates[index], document.fence))
    ) {
      const isWhole = stored.length === cut.updates.length
      succeed(document, {
        updates: cut.updates.slice(0, stored.length),
        title: isWhole ? cut.title : null,
      })
      return
    }
    log.warn('another server owns the document now', { document: document.name })
    lose(document)
  }

  function lose(document: DocumentLog): void {
    dirty.delete(document)
    blocked.delete(document)
    document.lose()
    observe({ kind: 'lost', document: document.name })
    options.onLost(document)
  }

  return {
    wake(document) {
      if (document.isLost) return
      dirty.add(document)
      schedule()
    },
    async drain(deadline) {
      isDraining = true
      while (dirty.size > 0 && performance.now() < deadline) {
        // Do not sit out a long pause between retries: there is little time left.
        if (!running) {
          if (timer) clearTimeout(timer)
          if (immediate) clearImmediate(immediate)
          start()
        }
        await Promise.race([running, sleep(Math.min(250, deadline - performance.now()))])
        if (failures > 0) await sleep(Math.min(FIRST_RETRY_MS, deadline - performance.now()))
      }
      return dirty.size === 0
    },
    lose,
    isFailing: () => failures > 0 || blocked.size > 0,
    stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
      if (immediate) clearImmediate(immediate)
      for (const document of dirty) document.lose()
      dirty.clear()
      blocked.clear()
      line.end()
    },
  }
}

const isSame = (stored: StoredUpdate, ours: Cut['updates'][number] | undefined, fence: bigint): boolean =>
  ours !== undefined &&
  stored.fence === fence &&
  stored.source === ours.source &&
  stored.at.getTime() === ours.at.getTime() &&
  Buffer.compare(stored.bytes, ours.bytes) === 0

const describe = (error: unknown): string =>
  error instanceof Error
    ? `${'code' in error && typeof error.code === 'string' ? `${error.code} ` : ''}${error.name}`
    : String(error)

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, Math.max(0, ms)))
