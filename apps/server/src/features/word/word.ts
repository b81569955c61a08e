import { randomUUID } from 'node:crypto'
import { DOCX } from '@gongyan/contract'
import { findFile } from '@gongyan/db'
import type { LessonPlanRecord } from '@gongyan/db'
import type { DocJson } from '@gongyan/documents'
import { canCreateLessonPlan, documentName, ok, refuse } from '@gongyan/domain'
import type { Actor, LessonPlanId, Result } from '@gongyan/domain'
import { beforeSecondPrep } from '@gongyan/word'
import type { FormRefusal, PlanComment, StoredMedia } from '@gongyan/word'
import type { Deps } from '../../deps.ts'
import { fileIdsOf, renameFiles } from '../../files/file-ids.ts'
import { keepFiles } from '../../files/keep-files.ts'
import { loadReadableMedia } from '../../files/readable-media.ts'
import { attachment, fileNameOf } from '../../http/disposition.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers, Refusal } from '../../http/operation.ts'
import { serverWord } from '../../http/words.ts'
import { requireAllowed, requireComments } from '../lesson-plan/index.ts'
import type { FormJobs } from './form-jobs.ts'
import { findUsableForm } from './forms.ts'
import type { UsableForm } from './forms.ts'
import { makePlan } from './make-plan.ts'
import { inOwnLayout, fileTitleOf } from './plan-docx.ts'
import type { WordReading } from './reading.ts'

interface FormExport {
  readonly comments: readonly PlanComment[]
  readonly media: ReadonlyMap<string, StoredMedia>
  readonly plan: LessonPlanRecord
  readonly appendsRest: boolean
}

/** A file of which only the name goes along. */
const asName = (label: string) => ({ kind: 'file' as const, label, characters: 1, mayAppend: false })

/** Word files in and out. A file that comes in becomes a plan in one commit, with its source, its pictures and its report. */
export function createWordHandlers({
  sql,
  clock,
  plans,
  files,
  log,
  reading,
  formJobs,
}: Pick<Deps, 'sql' | 'clock' | 'plans' | 'files' | 'log'> & {
  readonly reading: WordReading
  readonly formJobs: FormJobs
}): Pick<Handlers, 'importLessonPlan' | 'exportLessonPlan' | 'listLeftParts'> {
  return {
    async importLessonPlan({ file, caller, traceId, signal }) {
      const { actor } = caller
      const place = actor.identities[0]
      if (!canCreateLessonPlan(actor) || !place)
        return deny('permission/denied', { detail: serverWord('server.noUnit') })
      if (file.bytes.byteLength === 0) return deny('import/file-empty')
      const imported = await reading.read(file.bytes, file.name, { signal })
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
      const { title } = await sql.begin(async (tx) => {
        await keepFiles(tx, files, [source, ...parts], { document, createdBy: actor.userId, createdAt: at })
        return makePlan(tx, {
          id,
          ownerId: actor.userId,
          place,
          doc,
          report,
          periodMinutes: 40,
          source: { id: source.id, byteSize: source.bytes.byteLength },
          at,
        })
      })
      return reply({ id, title, unmapped: report.unmapped, report }, { location: `/api/v1/lesson-plans/${id}` })
    },

    async exportLessonPlan({ params, query, caller, signal, traceId }) {
      const found = await requireAllowed(sql, params.id, caller.actor, 'export')
      if (!found.ok) return deny('lesson-plan/not-found')
      const plan = found.value
      const form = query.form === undefined ? null : await findUsableForm(sql, query.form, caller.actor)
      if (form === undefined) return deny('form/not-found')
      const said = await commentsFor(query.comments, plan, caller.actor)
      if (!said.ok) return said
      const comments = said.value
      const doc = await planWith(query.second, plan.facts.id)
      const media = await loadReadableMedia({ sql, files }, [...fileIdsOf(doc)], caller.actor)
      const written = form
        ? await writeInto(form, doc, { media, plan, comments, appendsRest: query.rest === 'append' }, signal)
        : ok(inOwnLayout(doc, plan, media, { comments, files: 'embedded' }).bytes)
      if (!written.ok) {
        log.info(
          { traceId, code: written.refusal.code, detail: written.refusal.detail },
          'a plan was not written into a form',
        )
        return deny(written.refusal.code)
      }
      return reply(written.value, {
        'content-type': DOCX,
        'content-disposition': attachment(fileNameOf(fileTitleOf(doc, plan), 'docx')),
        'content-length': String(written.value.byteLength),
      })
    },

    async listLeftParts({ params, query, caller: { actor }, signal }) {
      const found = await requireAllowed(sql, params.id, actor, 'export')
      if (!found.ok) return deny('lesson-plan/not-found')
      const form = query.form === undefined ? null : await findUsableForm(sql, query.form, actor)
      if (form === undefined) return deny('form/not-found')
      const said = await commentsFor(query.comments, found.value, actor)
      if (!said.ok) return said
      const comments = said.value
      const movedOf = (numbers: readonly number[]) =>
        numbers.flatMap((number) => comments[number] ?? []).map(({ author, text }) => ({ author, text }))
      const doc = await planWith(query.second, found.value.facts.id)
      const media = await loadReadableMedia({ sql, files }, [...fileIdsOf(doc)], actor)
      if (!form) {
        const { named, moved } = inOwnLayout(doc, found.value, media, { comments, files: 'embedded' })
        return reply({ items: named.map(asName), moved: movedOf(moved) })
      }
      const bytes = await bytesOf(form)
      if (!bytes.ok) return deny(bytes.refusal.code)
      const fit = await formJobs.fit(
        { bytes: bytes.value, form: form.form.form, doc, media, comments, appendsRest: query.rest === 'append' },
        signal,
      )
      if (!fit.ok) return deny(fit.refusal.code)
      const { left, moved } = fit.value
      return reply({ items: left.map(({ key: _key, ...part }) => part), moved: movedOf(moved) })
    },
  }

  async function planWith(second: 'yes' | 'no' | undefined, id: LessonPlanId): Promise<DocJson> {
    const { doc } = await plans.readCommitted(id)
    return second === 'no' ? beforeSecondPrep(doc) : doc
  }

  async function commentsFor(
    chosen: 'yes' | 'no' | undefined,
    plan: LessonPlanRecord,
    actor: Actor,
  ): Promise<Result<readonly PlanComment[], Refusal<'permission/denied'>>> {
    return chosen === 'yes' ? requireComments(sql, plan, actor) : ok([])
  }

  /** A plan in a form of the school: the form's own fonts, widths and header, the plan's words. */
  async function writeInto(
    form: UsableForm,
    doc: DocJson,
    { media, plan, comments, appendsRest }: FormExport,
    signal: AbortSignal,
  ): Promise<Result<Uint8Array, FormRefusal>> {
    const bytes = await bytesOf(form)
    if (!bytes.ok) return bytes
    const written = await formJobs.write(
      {
        bytes: bytes.value,
        form: form.form.form,
        doc,
        media,
        meta: { authors: [plan.owner.name], second: 'red', comments },
        appendsRest,
      },
      signal,
    )
    return written.ok ? ok(written.value.bytes) : written
  }

  async function bytesOf(form: UsableForm): Promise<Result<Uint8Array, FormRefusal>> {
    const file = await findFile(sql, form.fileId)
    const bytes = file && (await files.get(file.sha256))
    return bytes ? ok(bytes) : refuse({ code: 'form/changed', detail: 'no bytes' })
  }
}
