import { randomUUID } from 'node:crypto'
import type { Corrections } from '@gongyan/contract'
import { Corrections as CorrectionsSchema } from '@gongyan/contract'
import {
  findFile,
  finishReading,
  importDocuments,
  keepImportLease,
  leaseImportItem,
  listFilesOf,
  listWordings,
  returnImportItem,
} from '@gongyan/db'
import type { LeasedItem, ReadOutcome } from '@gongyan/db'
import { readLessonPlan } from '@gongyan/documents'
import type { Placement, Wording } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { renameFiles } from '../../files/file-ids.ts'
import { keepFiles } from '../../files/keep-files.ts'
import { sha256Of } from '../../files/store.ts'
import { isStorageFault } from '../../http/problem.ts'
import { doubtsOf } from './doubts.ts'
import { READ_AT_ONCE } from './reading.ts'
import type { WordReading } from './reading.ts'

/** How long an item stays ours without a sign of life; a server that was killed gives up its items after this. */
const LEASE_SECONDS = 20
const RENEW_MS = (LEASE_SECONDS * 1000) / 4
/** A file that takes the whole server down with it is not tried for ever. */
const MOST_ATTEMPTS = 3

export interface ImportQueue {
  /** There may be something to read: begins, or lets those that read look once more. */
  kick(): void
  /** Reads until nothing is left. */
  drain(signal: AbortSignal): Promise<void>
}

/** How an item is to be read, as stored. */
export const correctionsOf = (stored: unknown): Corrections =>
  CorrectionsSchema.catch(CorrectionsSchema.parse({})).parse(stored)

/**
 * Reads what waits in the imports of everybody. The queue is in PostgreSQL: any server takes the next item, holds it by a
 * lease, and what was read is kept whole with the end of the lease or not at all.
 */
export function createImportQueue(
  deps: Pick<Deps, 'sql' | 'files' | 'clock' | 'log' | 'background'>,
  reading: WordReading,
): ImportQueue {
  const { sql, files, clock, log } = deps
  let readers = 0
  let kicks = 0

  async function drain(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const seen = kicks
      const lease = randomUUID()
      const item = await leaseImportItem(sql, lease, LEASE_SECONDS)
      if (item) await readOne(item, lease, signal)
      // Whatever came between the question and here would else wait for the next round.
      else if (kicks === seen) return
    }
  }

  async function readOne(item: LeasedItem, lease: string, stopping: AbortSignal): Promise<void> {
    const lost = new AbortController()
    const signal = AbortSignal.any([stopping, lost.signal])
    const renewing = setInterval(() => {
      void keepImportLease(sql, lease, LEASE_SECONDS).then(
        (isOurs) => {
          if (!isOurs) lost.abort()
        },
        () => {
          // The database is away: the lease may run out, and then somebody else reads the item.
        },
      )
    }, RENEW_MS)
    try {
      await readItem(item, lease, signal)
    } catch (error) {
      if (lost.signal.aborted) return
      // Whatever stopped us, the file is not to blame: it waits as before.
      if (stopping.aborted || isStorageFault(error)) await returnImportItem(sql, lease)
      if (stopping.aborted) return
      throw error
    } finally {
      clearInterval(renewing)
    }
  }

  async function readItem(item: LeasedItem, lease: string, signal: AbortSignal): Promise<void> {
    const refuse = async (code: string) => {
      await sql.begin((tx) => finishReading(tx, lease, { kind: 'refused', code }))
    }
    if (item.attempts > MOST_ATTEMPTS) return refuse('import/gave-up')
    const file = await findFile(sql, item.fileId)
    const bytes = file && (await files.get(file.sha256))
    if (!bytes) return refuse('import/gave-up')
    const corrections = correctionsOf(item.corrections)
    const imported = await reading.read(bytes, item.name, {
      ...(await optionsFor(item, corrections)),
      signal,
    })
    if (!imported.ok) {
      log.info({ code: imported.refusal.code, detail: imported.refusal.detail }, 'a Word file of an import was refused')
      return refuse(imported.refusal.code)
    }
    const { report, media } = imported.value
    const document = importDocuments(item.batchId, item.position).pictures
    // A file read again has the same pictures: they keep their ids.
    const kept = new Map((await listFilesOf(sql, document)).map(({ id, sha256 }) => [hex(sha256), id]))
    const parts = media.map(({ key, bytes: picture, mediaType, name }) => {
      const known = kept.get(hex(sha256Of(picture)))
      return { key, id: known ?? randomUUID(), isNew: known === undefined, bytes: picture, mediaType, name }
    })
    const names = new Map(parts.map(({ key, id }) => [key, id]))
    const outcome: ReadOutcome = {
      kind: 'ready',
      report,
      doubts: doubtsOf(report, Object.keys(item.corrections ?? {}).length > 0),
      drafts: imported.value.plans.map((plan) => {
        const doc = renameFiles(plan.doc, names)
        const { title, rows, totalMinutes } = readLessonPlan(doc)
        return { title: title.trim(), doc, rowCount: rows.length, totalMinutes }
      }),
    }
    await sql
      .begin(async (tx) => {
        const added = parts.filter(({ isNew }) => isNew).map(({ key: _key, isNew: _isNew, ...part }) => part)
        await keepFiles(tx, files, added, { document, createdBy: item.ownerId, createdAt: new Date(clock.nowMs()) })
        if (!(await finishReading(tx, lease, outcome))) throw new LostLease()
      })
      .catch((error: unknown) => {
        if (!(error instanceof LostLease)) throw error
      })
  }

  /** What the units above say about words, the nearest after those above it, and what was said for this file last. */
  async function optionsFor(item: LeasedItem, corrections: Corrections) {
    const said = [...(await listWordings(sql, item.orgPath)), ...corrections.wordings]
    const { periods, periodMinutes } = corrections
    return {
      wordings: said.map(({ kind, words, means }) => ({ kind, words, means }) as Wording),
      placements: corrections.placements as Placement[],
      periods,
      ...(periodMinutes === null ? {} : { periodMinutes }),
    }
  }

  return {
    drain,
    kick() {
      kicks++
      while (readers < READ_AT_ONCE) {
        readers++
        deps.background.run('reading imports', (signal) =>
          drain(signal).finally(() => {
            readers--
          }),
        )
      }
    },
  }
}

class LostLease extends Error {}
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
