import { randomUUID } from 'node:crypto'
import { appendAudit, findFile, findLessonPlanFacts } from '@gongyan/db'
import type { Queryable, StoredFile } from '@gongyan/db'
import { canLessonPlan, documentName, parseDocumentName } from '@gongyan/domain'
import type { Actor } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { keepFiles } from '../../files/keep-files.ts'
import { attachment } from '../../http/disposition.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { serverWord } from '../../http/words.ts'
import { isHiddenSource, requireEditable } from '../lesson-plan/index.ts'
import { mayReadImportFile } from '../word/index.ts'
import { readImage } from './image.ts'

/** Types a browser may show in its own window; everything else is only taken away as a file. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** A file this person may read: whoever may read its plan, or whose import it came with; undefined for everybody else. */
export async function findReadableFile(sql: Queryable, fileId: string, actor: Actor): Promise<StoredFile | undefined> {
  const file = await findFile(sql, fileId)
  const document = file && parseDocumentName(file.document)
  const plan = document && (await findLessonPlanFacts(sql, document.id, actor.userId))
  const mayRead = plan
    ? canLessonPlan(actor, 'read', plan) && !(await isHiddenSource(sql, fileId, plan, actor))
    : file !== undefined && (await mayReadImportFile(sql, file.document, actor))
  return mayRead ? file : undefined
}

/** Pictures and attachments of plans: whoever may read the plan may fetch them, by an address that never changes its bytes. */
export function createFileHandlers({
  sql,
  clock,
  files,
}: Pick<Deps, 'sql' | 'clock' | 'files'>): Pick<Handlers, 'uploadFile' | 'getFile'> {
  return {
    async uploadFile({ params, file, caller }) {
      const found = await requireEditable(sql, params.id, caller.actor)
      if (!found.ok) return found
      const image = readImage(file.bytes)
      if (!image) return deny('request/unsupported-media', { detail: serverWord('server.notAnImage') })
      const id = randomUUID()
      const document = documentName({ kind: 'lessonPlan', id: found.value.facts.id })
      const createdAt = new Date(clock.nowMs())
      await sql.begin(async (tx) => {
        await keepFiles(tx, files, [{ id, bytes: file.bytes, mediaType: image.mediaType, name: file.name }], {
          document,
          createdBy: caller.actor.userId,
          createdAt,
        })
        await appendAudit(tx, {
          actorId: caller.actor.userId,
          action: 'file.uploaded',
          subject: document,
          detail: { fileId: id, byteSize: file.bytes.byteLength },
          at: createdAt,
        })
      })
      return reply({ fileId: id, width: image.width, height: image.height, mediaType: image.mediaType })
    },

    async getFile({ params, caller }) {
      const file = await findReadableFile(sql, params.fileId, caller.actor)
      if (!file) return deny('file/not-found')
      const bytes = await files.get(file.sha256)
      if (!bytes) return deny('file/not-found')
      return reply(bytes, {
        'content-type': SHOWN.has(file.mediaType) ? file.mediaType : 'application/octet-stream',
        'content-disposition': attachment(file.name, SHOWN.has(file.mediaType) ? 'inline' : 'attachment'),
        'content-length': String(bytes.byteLength),
        // Should bytes ever be taken for a page all the same, it can do nothing.
        'content-security-policy': "default-src 'none'; sandbox",
        // Kept by the browser, but shown only after asking: whoever was withdrawn, and whoever sits down at the same
        // computer next, sees no more than the policy says now.
        'cache-control': 'private, no-cache',
        etag: `"${Buffer.from(file.sha256).toString('hex')}"`,
      })
    },
  }
}
