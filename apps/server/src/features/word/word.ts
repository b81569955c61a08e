import { randomUUID } from 'node:crypto'
import { DOCX } from '@gongyan/contract'
import { appendAudit, createLog, findFiles, findLessonPlanFacts, insertLessonPlan } from '@gongyan/db'
import { createUpdate, LESSON_PLAN_LAYOUT, readLessonPlan } from '@gongyan/documents'
import { canCreateLessonPlan, canLessonPlan, documentName, parseDocumentName } from '@gongyan/domain'
import type { Actor, LessonPlanId } from '@gongyan/domain'
import { exportDocx, importDocxInWorker } from '@gongyan/word'
import type { StoredMedia } from '@gongyan/word'
import type { Deps } from '../../deps.ts'
import { fileIdsOf, renameFiles } from '../../files/file-ids.ts'
import { keepFiles } from '../../files/keep-files.ts'
import { attachment, fileNameOf } from '../../http/disposition.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { serverWord } from '../../http/words.ts'
import { createQueue } from '../../queue.ts'
import { project, readCommittedPlan, requireAllowed } from '../lesson-plan/index.ts'

/** Files read side by side; each may take LIMIT_IMPORT_MEMORY_MB. */
const AT_ONCE = 2

/** A subject as roles know it: `英语（English）` is 英语; prose is none. */
const subjectOf = (text: string | undefined): string | null => {
  const word = (text ?? '').replace(/[（(].*$/s, '').trim()
  return word === '' || [...word].length > 12 ? null : word
}
/** The grade in `三年级上册` or `八年级（2）班`. */
const gradeOf = (text: string | undefined): string | null =>
  /[一二三四五六七八九]年级|[初高][一二三]/.exec(text ?? '')?.[0] ?? null

/** Word files in and out. A file that comes in becomes a plan in one commit, with its source, its pictures and its report. */
export function createWordHandlers({
  config,
  sql,
  clock,
  collab,
  files,
  log,
}: Pick<Deps, 'config' | 'sql' | 'clock' | 'collab' | 'files' | 'log'>): Pick<
  Handlers,
  'importLessonPlan' | 'exportLessonPlan'
> {
  const { limits } = config
  const atOnce = createQueue(AT_ONCE)

  return {
    async importLessonPlan({ file, caller, traceId, signal }) {
      const { actor } = caller
      const place = actor.identities[0]
      if (!canCreateLessonPlan(actor) || !place)
        return deny('permission/denied', { detail: serverWord('server.noUnit') })
      const imported = await atOnce(() =>
        importDocxInWorker(
          file.bytes,
          {
            fileBytes: limits.LIMIT_UPLOAD_BYTES,
            entries: limits.LIMIT_IMPORT_ENTRIES,
            unpackedBytes: limits.LIMIT_IMPORT_UNPACKED_BYTES,
            cells: limits.LIMIT_IMPORT_CELLS,
            characters: limits.LIMIT_IMPORT_CHARACTERS,
            pixels: limits.LIMIT_IMPORT_PIXELS,
            seconds: limits.LIMIT_IMPORT_SECONDS,
            memoryMb: limits.LIMIT_IMPORT_MEMORY_MB,
          },
          { fallbackTitle: file.name.replace(/\.docx$/i, ''), signal },
        ),
      )
      if (!imported.ok) {
        log.info({ traceId, code: imported.refusal.code, detail: imported.refusal.detail }, 'a Word file was refused')
        return deny(imported.refusal.code)
      }
      const { media, report } = imported.value
      const id = randomUUID() as LessonPlanId
      const document = documentName({ kind: 'lessonPlan', id })
      const at = new Date(clock.nowMs())
      const source = { id: randomUUID(), bytes: file.bytes, mediaType: DOCX, name: file.name }
      const parts = media.map(({ key, bytes, mediaType, name }) => ({ key, id: randomUUID(), bytes, mediaType, name }))
      const doc = renameFiles(imported.value.doc, new Map(parts.map((part) => [part.key, part.id])))
      const reading = readLessonPlan(doc)
      const title = reading.title.trim()
      const hasAssistant = reading.columns.some(({ columns }) => columns.some(({ field }) => field === 'assistant'))
      await sql.begin(async (tx) => {
        await keepFiles(tx, files, [source, ...parts], { document, createdBy: actor.userId, createdAt: at })
        await insertLessonPlan(tx, {
          id,
          orgId: place.orgId,
          orgPath: place.orgPath,
          ownerId: actor.userId,
          title,
          template: hasAssistant ? 'twinClass' : 'standard',
          subject: subjectOf(reading.header['学科']) ?? place.subject,
          stage: place.stage,
          grade: gradeOf(reading.header['年级'] ?? reading.header['班级']),
          periodMinutes: 40,
          createdAt: at,
          sourceFileId: source.id,
          importReport: report,
        })
        await createLog(tx, {
          name: document,
          layout: LESSON_PLAN_LAYOUT,
          authorId: actor.userId,
          source: 'import',
          at,
          bytes: createUpdate(doc),
        })
        await project(tx, id, { seq: 1, doc })
        await appendAudit(tx, {
          actorId: actor.userId,
          action: 'lessonPlan.imported',
          subject: document,
          detail: { fileId: source.id, byteSize: source.bytes.byteLength },
          at,
        })
      })
      return reply({ id, title, unmapped: report.unmapped, report }, { location: `/api/v1/lesson-plans/${id}` })
    },

    async exportLessonPlan({ params, caller }) {
      const found = await requireAllowed(sql, params.id, caller.actor, 'export')
      if (!found.ok) return deny('lesson-plan/not-found')
      const plan = found.value
      const { doc } = await readCommittedPlan(collab, plan.facts.id)
      const media = await loadMedia([...fileIdsOf(doc)], caller.actor)
      const bytes = exportDocx(doc, (fileId) => media.get(fileId), { authors: [plan.owner.name], school: plan.orgName })
      return reply(bytes, {
        'content-type': DOCX,
        'content-disposition': attachment(fileNameOf(readLessonPlan(doc).title || plan.title, 'docx')),
        'content-length': String(bytes.byteLength),
      })
    },
  }

  /** The files this person may see; a picture copied in from a plan they may not read stays out of their copy. */
  async function loadMedia(ids: readonly string[], actor: Actor): Promise<ReadonlyMap<string, StoredMedia>> {
    const found = await findFiles(sql, ids)
    const readable = new Map<string, boolean>()
    for (const document of new Set(found.map((file) => file.document))) {
      const ref = parseDocumentName(document)
      const facts = ref && (await findLessonPlanFacts(sql, ref.id, actor.userId))
      readable.set(document, facts ? canLessonPlan(actor, 'read', facts) : false)
    }
    const loaded = await Promise.all(
      found
        .filter((file) => readable.get(file.document))
        .map(async (file) => ({ file, bytes: await files.get(file.sha256) })),
    )
    return new Map(
      loaded.flatMap(({ file, bytes }) => (bytes ? [[file.id, { bytes, mediaType: file.mediaType }] as const] : [])),
    )
  }
}
