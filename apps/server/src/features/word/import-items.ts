import { setTimeout as delay } from 'node:timers/promises'
import type { Corrections, Doubt, ImportPreview } from '@gongyan/contract'
import {
  countAhead,
  discardImportItem,
  findFile,
  findImportItem,
  findItemReading,
  requeueImportItem,
  touchImportBatch,
} from '@gongyan/db'
import type { ImportItemRecord } from '@gongyan/db'
import { readPlacements, readWordings } from '@gongyan/domain'
import type { Actor } from '@gongyan/domain'
import type { PagePictures } from '../../files/page-pictures.ts'
import { attachment } from '../../http/disposition.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers, Refusal } from '../../http/operation.ts'
import { invalidField } from '../../http/problem.ts'
import { fieldName, serverWord } from '../../http/words.ts'
import { correctionsOf } from './import-queue.ts'
import { requireItem } from './imports.ts'
import type { ImportDeps } from './imports.ts'
import { presentItem } from './present-import.ts'
import { createTaking } from './taking.ts'

type Operation =
  | 'getImportItem'
  | 'discardImportItem'
  | 'getImportSource'
  | 'countImportPages'
  | 'getImportPage'
  | 'correctImportItem'
  | 'readImportItem'
  | 'takeImportItem'

/** How long a correction waits for its reading before it answers that it is still being read. */
const PATIENCE_MS = 10_000
const LOOK_MS = 100
/** How long what was understood waits for the pages of the original, which may stand behind a book in LibreOffice's queue. */
const PAGES_PATIENCE_MS = 150

/** The files of an import over HTTP, one by one. */
export function createImportItemHandlers(
  deps: ImportDeps & { readonly pages: PagePictures },
): Pick<Handlers, Operation> {
  const { sql, clock, files, queue, pages } = deps
  const taking = createTaking(deps)

  async function countPages({ fileId }: ImportItemRecord) {
    const file = fileId === null ? undefined : await findFile(sql, fileId)
    return file && pages.count(file.sha256, async () => (await files.get(file.sha256)) ?? new Uint8Array())
  }
  /** Their drawing goes on for whoever asks for them afterwards. */
  async function pagesKnown(item: ImportItemRecord): Promise<number | null> {
    const counted = await Promise.race([countPages(item).catch(() => undefined), delay(PAGES_PATIENCE_MS, undefined)])
    return counted?.ok ? counted.value : null
  }

  async function preview(item: ImportItemRecord): Promise<ImportPreview> {
    const [reading, ahead] = await Promise.all([
      findItemReading(sql, item.batchId, item.position),
      countAhead(sql, item.batchId),
    ])
    return {
      item: presentItem(item, ahead.get(item.position) ?? 0),
      corrections: correctionsOf(item.corrections),
      doubts: reading.doubts as Doubt[],
      report: reading.report,
      drafts: reading.drafts.map((draft) => ({ ...draft })),
      pages: await pagesKnown(item),
    }
  }

  /** Whoever corrects looks at the screen meanwhile: their item is read before the others. */
  async function readNow(
    batchId: string,
    position: number,
    actor: Actor,
    signal: AbortSignal,
  ): Promise<ImportItemRecord | undefined> {
    queue.kick()
    const until = performance.now() + PATIENCE_MS
    for (;;) {
      const item = await findImportItem(sql, batchId, position, actor)
      const isDue = item?.state === 'waiting' || item?.state === 'reading'
      if (!isDue || performance.now() > until || signal.aborted) return item
      await delay(LOOK_MS)
    }
  }

  const present = async (batchId: string, position: number, actor: Actor) => {
    const [item, ahead] = await Promise.all([findImportItem(sql, batchId, position, actor), countAhead(sql, batchId)])
    return item ? reply(presentItem(item, ahead.get(position) ?? 0)) : deny('import/not-found')
  }
  const isTaken = ({ state }: ImportItemRecord) => state === 'taken' || state === 'undone'

  return {
    async getImportItem({ params, caller }) {
      const found = await requireItem(sql, params, caller.actor)
      return found.ok ? reply(await preview(found.value.item)) : found
    },

    async discardImportItem({ params, caller }) {
      const found = await requireItem(sql, params, caller.actor)
      if (!found.ok) return found
      const { batch, item } = found.value
      if (!(await discardImportItem(sql, batch.id, item.position))) return deny('import/taken')
      await touchImportBatch(sql, batch.id, new Date(clock.nowMs()))
      return reply(undefined)
    },

    async getImportSource({ params, caller }) {
      const found = await requireItem(sql, params, caller.actor)
      if (!found.ok) return found
      const { fileId } = found.value.item
      const file = fileId === null ? undefined : await findFile(sql, fileId)
      const bytes = file && (await files.get(file.sha256))
      if (!file || !bytes) return deny('file/not-found')
      return reply(bytes, {
        'content-type': 'application/octet-stream',
        'content-disposition': attachment(file.name),
        'content-security-policy': 'sandbox',
      })
    },

    async countImportPages({ params, caller }) {
      const found = await requireItem(sql, params, caller.actor)
      if (!found.ok) return found
      const counted = await countPages(found.value.item)
      if (counted && !counted.ok && counted.refusal.code === 'office/busy') return deny('office/busy')
      return reply({ count: counted?.ok ? counted.value : null })
    },

    async getImportPage({ params, caller }) {
      const found = await requireItem(sql, params, caller.actor)
      if (!found.ok) return found
      const { fileId } = found.value.item
      const file = fileId === null ? undefined : await findFile(sql, fileId)
      const drawn =
        file &&
        (await pages.page(file.sha256, params.page, async () => (await files.get(file.sha256)) ?? new Uint8Array()))
      return drawn?.ok
        ? reply(drawn.value, {
            'content-type': 'image/png',
            'content-security-policy': 'sandbox',
            'cache-control': 'private, no-cache',
          })
        : deny('import/no-picture')
    },

    async correctImportItem({ params, body, caller, signal }) {
      const found = await requireItem(sql, params, caller.actor)
      if (!found.ok) return found
      const { batch, item } = found.value
      const wrong = wrongIn(body)
      if (wrong) return { ok: false, refusal: wrong }
      if (!(await requeueImportItem(sql, batch.id, item.position, body)))
        return deny(isTaken(item) ? 'import/taken' : 'import/not-ready')
      await touchImportBatch(sql, batch.id, new Date(clock.nowMs()))
      const read = await readNow(batch.id, item.position, caller.actor, signal)
      return read ? reply(await preview(read)) : deny('import/not-found')
    },

    async readImportItem({ params, caller, signal }) {
      const found = await requireItem(sql, params, caller.actor)
      if (!found.ok) return found
      const { batch, item } = found.value
      if (!(await requeueImportItem(sql, batch.id, item.position)))
        return deny(isTaken(item) ? 'import/taken' : 'import/not-ready')
      await touchImportBatch(sql, batch.id, new Date(clock.nowMs()))
      await readNow(batch.id, item.position, caller.actor, signal)
      return present(batch.id, item.position, caller.actor)
    },

    async takeImportItem({ params, caller: { actor } }) {
      const found = await requireItem(sql, params, actor)
      if (!found.ok) return found
      const { batch, item } = found.value
      const taken = await taking.take(batch, item.position, actor)
      return taken.ok ? present(batch.id, item.position, actor) : taken
    },
  }
}

/** What of some corrections the reader would not understand. */
function wrongIn({ wordings, placements }: Corrections): Refusal<'request/invalid'> | null {
  const fields = { wordings: readWordings(wordings), placements: readPlacements(placements) }
  for (const [field, read] of Object.entries(fields))
    if (!read.ok)
      return invalidField(
        [field, read.refusal.at],
        read.refusal.code,
        serverWord('server.wrong', { field: fieldName([field]) }),
      )
  return null
}
