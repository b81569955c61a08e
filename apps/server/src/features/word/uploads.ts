import { randomUUID } from 'node:crypto'
import type { ImportItem } from '@gongyan/contract'
import {
  addImportItem,
  countAhead,
  findImportItem,
  findLessonPlanFacts,
  holdImports,
  importDocuments,
  listImportItems,
  listPlansOfBytes,
  setImportFile,
} from '@gongyan/db'
import type { AddedItem, CountedBatch } from '@gongyan/db'
import { canLessonPlan, ok } from '@gongyan/domain'
import type { Actor, LessonPlanId, Result } from '@gongyan/domain'
import { foreignKind } from '@gongyan/word'
import { keepFiles } from '../../files/keep-files.ts'
import { sha256Of } from '../../files/store.ts'
import { deny } from '../../http/operation.ts'
import type { Refusal } from '../../http/operation.ts'
import { kindOf, openArchive, shownPath } from './archive.ts'
import type { ImportDeps } from './imports.ts'
import { presentItem } from './present-import.ts'

interface Sent {
  readonly name: string
  readonly folder: string | null
  readonly bytes: Uint8Array
}
type UploadCode = 'import/not-found' | 'import/too-many-files' | 'import/too-many-bytes'

const TOO_MUCH = {
  gone: 'import/not-found',
  tooManyFiles: 'import/too-many-files',
  tooManyBytes: 'import/too-many-bytes',
} as const

/** What is known against a file that is no archive. */
const codeFor = (kind: 'document' | 'empty' | 'other', bytes: Uint8Array): string | null =>
  kind === 'document' ? null : kind === 'empty' ? 'import/file-empty' : foreignKind(bytes)

/** Takes in the files of an import: each is kept with its item or not at all, and one that was sent before is the same item. */
export function createUploads({ config, sql, clock, files }: Pick<ImportDeps, 'config' | 'sql' | 'clock' | 'files'>) {
  const { limits } = config

  /** A plan this person may read that came from the same bytes. */
  async function samePlan(sha256: Uint8Array, actor: Actor): Promise<LessonPlanId | null> {
    for (const id of await listPlansOfBytes(sql, sha256, actor.userId)) {
      const facts = await findLessonPlanFacts(sql, id, actor.userId)
      if (facts && canLessonPlan(actor, 'read', facts)) return id
    }
    return null
  }

  /** One file with what is known against it; bytes that nobody will read are not kept. */
  async function takeIn(batch: CountedBatch, actor: Actor, sent: Sent, code: string | null): Promise<AddedItem> {
    const { name, folder, bytes } = sent
    const sha256 = sha256Of(bytes)
    const same = code === null ? await samePlan(sha256, actor) : null
    const at = new Date(clock.nowMs())
    return sql.begin(async (tx) => {
      await holdImports(tx, batch.ownerId)
      const item = { name, folder, sha256, byteSize: bytes.byteLength, code }
      const added = await addImportItem(
        tx,
        { id: batch.id, ownerId: batch.ownerId, at },
        item,
        {
          files: limits.LIMIT_IMPORT_FILES,
          bytes: limits.LIMIT_IMPORT_BYTES,
          bytesOfPerson: limits.LIMIT_IMPORT_BYTES_PER_PERSON,
        },
        same,
      )
      if (added.kind === 'added' && code === null) {
        const file = { id: randomUUID(), bytes, mediaType: 'application/octet-stream', name }
        const document = importDocuments(batch.id, added.position).source
        await keepFiles(tx, files, [file], { document, createdBy: actor.userId, createdAt: at })
        await setImportFile(tx, batch.id, added.position, file.id)
      }
      return added
    })
  }

  return {
    /** A file, or all files of an archive. What was taken in before a limit was met stays. */
    async receive(
      batch: CountedBatch,
      actor: Actor,
      sent: Sent,
    ): Promise<Result<{ items: ImportItem[]; ignored: number }, Refusal<UploadCode>>> {
      const folder = sent.folder === null ? null : shownPath(`${sent.folder}/x`).folder
      const positions: number[] = []
      const take = async (file: Sent, code: string | null): Promise<Refusal<UploadCode> | null> => {
        const added = await takeIn(batch, actor, file, code)
        if (added.kind !== 'added' && added.kind !== 'known') return { code: TOO_MUCH[added.kind] }
        positions.push(added.position)
        return null
      }
      const answer = async (ignored: number) => {
        const ahead = await countAhead(sql, batch.id)
        const items = await Promise.all(positions.map((position) => findImportItem(sql, batch.id, position, actor)))
        return ok({
          items: items.flatMap((item) => (item ? [presentItem(item, ahead.get(item.position) ?? 0)] : [])),
          ignored,
        })
      }
      const alone = async (code: string | null) => {
        const refusal = await take({ ...sent, folder }, code)
        return refusal ? { ok: false as const, refusal } : answer(0)
      }

      const kind = kindOf(sent.bytes)
      if (kind !== 'archive')
        return alone(kind === 'foreignArchive' ? 'import/archive-kind' : codeFor(kind, sent.bytes))

      const opened = openArchive(sent.bytes, {
        entries: limits.LIMIT_IMPORT_FILES,
        unpackedBytes: limits.LIMIT_IMPORT_BYTES,
      })
      if (!opened.ok) return opened.refusal === 'import/too-many-files' ? deny(opened.refusal) : alone(opened.refusal)
      const { entries, ignored } = opened.value
      const before = await listImportItems(sql, batch.id, actor)
      const known = new Set(before.map((item) => `${item.folder ?? ''}\n${item.name}`))
      const named = entries.map((entry) => ({
        entry,
        folder: [folder ?? shownPath(sent.name).name.replace(/\.zip$/i, ''), entry.folder].filter(Boolean).join(' / '),
      }))
      // All of it or nothing of it, as far as can be told before it is unpacked.
      const fresh = named.filter((one) => !known.has(`${one.folder}\n${one.entry.name}`))
      if (before.length + fresh.length > limits.LIMIT_IMPORT_FILES) return deny('import/too-many-files')
      const held = before.reduce((sum, { byteSize }) => sum + byteSize, 0)
      if (held + fresh.reduce((sum, { entry }) => sum + entry.unpackedBytes, 0) > limits.LIMIT_IMPORT_BYTES)
        return deny('import/too-many-bytes')
      for (const one of named) {
        const refusal = await take(...(await entryAsSent(one.entry, one.folder)))
        if (refusal) return { ok: false, refusal }
      }
      return answer(ignored)
    },
  }

  /** An entry as a file by itself, with what is known against it. */
  async function entryAsSent(
    entry: { readonly name: string; readonly unpackedBytes: number; read(): Promise<Result<Uint8Array, string>> },
    folder: string,
  ): Promise<[Sent, string | null]> {
    const named = { name: entry.name, folder }
    if (entry.unpackedBytes > limits.LIMIT_UPLOAD_BYTES)
      return [{ ...named, bytes: new Uint8Array() }, 'word/too-large']
    const read = await entry.read()
    if (!read.ok) return [{ ...named, bytes: new Uint8Array() }, read.refusal]
    const kind = kindOf(read.value)
    const code = kind === 'archive' || kind === 'foreignArchive' ? 'import/nested-archive' : codeFor(kind, read.value)
    return [{ ...named, bytes: read.value }, code]
  }
}
