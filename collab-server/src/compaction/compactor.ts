import type { Log, Observe } from '../port.ts'
import { type Pace, isDue } from './pace.ts'
import type { WorkerThread } from './thread.ts'

/** What is known here of a document's log and of the newest snapshot of it. */
export interface PacedLog {
  readonly name: string
  /** Number of the last committed update. */
  readonly head: bigint
  /** The place of the newest snapshot, or of the last attempt at one. */
  snapshotSeq: bigint
  /** What the newest snapshot takes in the database. */
  snapshotBytes: number
}

export interface Compactor {
  /** Says that updates of a document were committed, or that it was opened. */
  stored(log: PacedLog): void
  close(): void
}

export interface CompactorOptions {
  readonly thread: WorkerThread
  readonly pace: Pace
  readonly log: Log
  readonly observe: Observe
  /** As updates are dated. */
  now(): Date
}

/** Decides when the worker keeps the state of a document, often enough to open quickly and seldom enough to write little, and when old updates are packed. */
export function createCompactor({ thread, pace, log, observe, now }: CompactorOptions): Compactor {
  /** Documents whose last commit is not long ago, open or not. */
  const recent = new Map<string, { paced: PacedLog; storedAt: number }>()
  const working = new Set<string>()
  /** When a snapshot of each was begun last. */
  const keptAt = new WeakMap<PacedLog, number>()

  const rows = (paced: PacedLog): number => Number(paced.head - paced.snapshotSeq)

  const sweep = setInterval(
    () => {
      for (const [name, { paced, storedAt }] of recent) {
        if (performance.now() - storedAt < pace.quietMs) continue
        recent.delete(name)
        if (isDue(pace, rows(paced), paced.snapshotBytes, true)) void keep(paced)
      }
    },
    Math.max(50, pace.quietMs / 20),
  )
  sweep.unref()

  const sealing = setInterval(() => void seal(), pace.sealEveryMs)
  sealing.unref()
  let isSealing = false

  /** One segment at most of every document that has old updates; what is left over waits for the next time. */
  async function seal(): Promise<void> {
    if (isSealing) return
    isSealing = true
    const rule = {
      keptRows: pace.keptRows,
      olderThan: new Date(now().getTime() - pace.sealAfterMs),
      leastRows: pace.leastSealed,
    }
    try {
      for (let afterName = ''; ;) {
        const answer = await thread.ask('seal', { rule, afterName })
        if (answer.kind === 'none') return
        afterName = answer.name
        if (answer.kind === 'sealed') observe({ kind: 'sealed', document: answer.name, rows: answer.rows })
        else
          log.error('old updates could not be packed and stay as they are', {
            document: answer.name,
            error: answer.fault,
          })
      }
    } catch (error) {
      log.warn('old updates were not looked for', { error: error instanceof Error ? error.message : String(error) })
    } finally {
      isSealing = false
    }
  }

  async function keep(paced: PacedLog): Promise<void> {
    const { name } = paced
    if (working.has(name)) return
    working.add(name)
    // Whatever comes of it, the next one is due as many updates later.
    paced.snapshotSeq = paced.head
    keptAt.set(paced, performance.now())
    observe({ kind: 'snapshotting', document: name })
    try {
      const answer = await thread.ask('snapshot', { name })
      if (answer.kind === 'kept') {
        paced.snapshotSeq = answer.seq
        paced.snapshotBytes = answer.bytes
        observe({ kind: 'snapshotted', document: name, bytes: answer.bytes })
      } else if (answer.kind !== 'gone') {
        log.error('a snapshot was not what it was made of and is not kept; the log has everything', {
          document: name,
          kind: answer.kind,
        })
      }
    } catch (error) {
      // The log has everything; only the next opening takes longer.
      log.warn('a snapshot could not be kept', {
        document: name,
        error: error instanceof Error ? error.message : String(error),
      })
    } finally {
      working.delete(name)
    }
  }

  return {
    stored(paced) {
      const isSoon = performance.now() - (keptAt.get(paced) ?? -Infinity) < pace.leastMs
      if (!isSoon && isDue(pace, rows(paced), paced.snapshotBytes, false)) void keep(paced)
      recent.delete(paced.name)
      if (rows(paced) > 0) recent.set(paced.name, { paced, storedAt: performance.now() })
    },
    close() {
      clearInterval(sweep)
      clearInterval(sealing)
    },
  }
}
