import { randomUUID } from 'node:crypto'
import type { Form, FormChoice } from '@gongyan/contract'
import {
  appendAudit,
  deleteForm,
  findDeletedForm,
  findFile,
  findForm,
  formDocument,
  holdForm,
  insertForm,
  listForms,
  listWordings,
  restoreForm,
  updateForm,
} from '@gongyan/db'
import type { FormRecord, Queryable } from '@gongyan/db'
import { canKeepForms, HEADER_FIELDS, isServedBy, ok, PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import type { Actor, Identity, Result, Wording } from '@gongyan/domain'
import { confirmForm } from '@gongyan/word'
import type { FormChoice as WordFormChoice, FormReading, FormRefusal } from '@gongyan/word'
import type { Deps } from '../../deps.ts'
import { keepFiles } from '../../files/keep-files.ts'
import { attachment } from '../../http/disposition.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers, Refusal } from '../../http/operation.ts'
import type { FormJobs } from './form-jobs.ts'
import { toDocx } from './word-door.ts'
import type { ReadingRefusal } from './word-door.ts'

type Operation = 'listForms' | 'createForm' | 'getForm' | 'updateForm' | 'deleteForm' | 'restoreForm' | 'getFormSource'
const LONGEST_NAME = 60

/** A form with what was understood of it. */
export type UsableForm = FormRecord & { readonly form: FormReading }

/** A form this person may see: a confirmed one of their school or above, and every one for those who keep it. */
async function requireForm(
  sql: Queryable,
  id: string,
  actor: Actor,
): Promise<Result<UsableForm, Refusal<'form/not-found'>>> {
  const form = (await findForm(sql, id)) as UsableForm | undefined
  return form && isShown(form, actor) ? ok(form) : deny('form/not-found')
}
const isUsable = (form: FormRecord, actor: Actor): boolean =>
  form.confirmedAt !== null && form.retiredAt === null && isServedBy(actor, form)
const isShown = (form: FormRecord, actor: Actor): boolean => isUsable(form, actor) || canKeepForms(actor, form)

/** A form a plan of this person may be written into, or undefined. */
export async function findUsableForm(sql: Queryable, id: string, actor: Actor): Promise<UsableForm | undefined> {
  const form = (await findForm(sql, id)) as UsableForm | undefined
  return form && isUsable(form, actor) ? form : undefined
}

const presentSummary = (form: FormRecord, actor: Actor) => ({
  id: form.id,
  name: form.name,
  orgName: form.orgName,
  state: form.retiredAt ? ('retired' as const) : form.confirmedAt ? ('confirmed' as const) : ('found' as const),
  createdAt: form.createdAt.toISOString(),
  confirmedAt: form.confirmedAt?.toISOString() ?? null,
  confirmedBy: form.confirmedBy && { ...form.confirmedBy },
  mayManage: canKeepForms(actor, form),
})
const present = (form: UsableForm, actor: Actor): Form => ({
  ...presentSummary(form, actor),
  form: form.form.form,
  doubts: form.form.doubts.map((doubt) => ({ ...doubt })),
})

/** Whether everything a choice names is there: a place of this form, a field of ours. */
function isPossible({ form }: FormReading, choice: FormChoice): boolean {
  if ('part' in choice) return true
  if ('table' in choice)
    return (
      form.tables.some(({ id, columns }) => id === choice.table && choice.column < columns.length) &&
      (choice.field === null || Object.hasOwn(PROCESS_FIELDS, choice.field))
    )
  const { target } = choice
  const isKnown =
    target === null ||
    target.kind === 'title' ||
    target.key.startsWith('extra:') ||
    Object.hasOwn(target.kind === 'header' ? HEADER_FIELDS : SECTIONS, target.key)
  return isKnown && form.slots.some(({ id }) => id === choice.slot)
}

/** The reading with what a person has decided; what they decided on is no doubt any more. */
function decide(reading: FormReading, choices: readonly FormChoice[]): FormReading {
  const isSettled = (at: string | null, column: number | null) =>
    choices.some((choice) =>
      'slot' in choice ? choice.slot === at : 'table' in choice && choice.table === at && choice.column === column,
    )
  return {
    form: confirmForm(reading.form, choices as readonly WordFormChoice[]),
    doubts: reading.doubts.filter(({ at, column }) => !isSettled(at, column)),
  }
}

/** The forms of a school over HTTP: read once, confirmed by a person, used by everybody there. */
export function createFormHandlers({
  config,
  sql,
  clock,
  files,
  office,
  log,
  formJobs,
}: Pick<Deps, 'config' | 'sql' | 'clock' | 'files' | 'office' | 'log'> & { readonly formJobs: FormJobs }): Pick<
  Handlers,
  Operation
> {
  const now = () => new Date(clock.nowMs())
  const note = (actor: Actor, action: string, id: string, at: Date) => ({
    actorId: actor.userId,
    action,
    subject: `form:${id}`,
    at,
  })
  /** The unit whose forms this person keeps. */
  const placeOf = (actor: Actor): Identity | undefined =>
    actor.identities.find((identity) => canKeepForms(actor, identity))

  return {
    async listForms({ caller: { actor } }) {
      const units = [...new Set(actor.identities.flatMap(({ orgPath }) => orgPath))]
      const forms = await listForms(sql, units)
      return reply({
        items: forms.filter((form) => isShown(form, actor)).map((form) => presentSummary(form, actor)),
        mayManage: placeOf(actor) !== undefined,
      })
    },

    async createForm({ file, caller: { actor }, signal, traceId }) {
      const place = placeOf(actor)
      if (!place) return deny('permission/denied')
      const wordings = (await listWordings(sql, place.orgPath)).map(
        ({ kind, words, means }) => ({ kind, words, means }) as Wording,
      )
      const refused = ({ code, detail }: FormRefusal | ReadingRefusal) => {
        log.info({ traceId, code, detail }, 'a form was refused')
        return deny(code)
      }
      // What is written into later is the form as it was converted.
      const docx = await toDocx(office, file.bytes, signal)
      if (!docx.ok) return refused(docx.refusal)
      const read = await formJobs.read(docx.value, wordings, signal)
      if (!read.ok) return refused(read.refusal)
      const [id, fileId, at] = [randomUUID(), randomUUID(), now()]
      const given = read.value.form.title.trim() || file.name.replace(/\.\w+$/, '')
      const name = [...given].slice(0, LONGEST_NAME).join('')
      const isKept = await sql
        .begin(async (tx) => {
          const isConverted = docx.value !== file.bytes
          const source = {
            id: fileId,
            bytes: docx.value,
            mediaType: 'application/octet-stream',
            name: isConverted ? `${file.name.replace(/\.\w+$/, '')}.docx` : file.name,
          }
          await keepFiles(tx, files, [source], { document: formDocument(id), createdBy: actor.userId, createdAt: at })
          const form = { id, orgId: place.orgId, name, fileId, form: read.value, createdBy: actor.userId, at }
          if (!(await insertForm(tx, form, config.limits.LIMIT_FORMS_PER_UNIT))) throw new TooManyForms()
          await appendAudit(tx, note(actor, 'form.read', id, at))
          return true
        })
        .catch((error: unknown) => {
          if (error instanceof TooManyForms) return false
          throw error
        })
      if (!isKept) return deny('form/too-many')
      const form = await requireForm(sql, id, actor)
      if (!form.ok) throw new Error('a form that was just read is not there')
      return reply(present(form.value, actor), { location: `/api/v1/forms/${id}` })
    },

    async getForm({ params, caller: { actor } }) {
      const found = await requireForm(sql, params.formId, actor)
      return found.ok ? reply(present(found.value, actor)) : found
    },

    async updateForm({ params, body, caller: { actor } }) {
      const found = await requireForm(sql, params.formId, actor)
      if (!found.ok) return found
      if (!canKeepForms(actor, found.value)) return deny('permission/denied')
      const { name, choices, state } = body
      if (choices && !choices.every((choice) => isPossible(found.value.form, choice))) return deny('form/no-such-place')
      const at = now()
      await sql.begin(async (tx) => {
        // Two choices made at once wait for each other here, and the second is made in what the first has left.
        const reading = (await holdForm(tx, params.formId)) as FormReading | undefined
        if (!reading) return
        await updateForm(tx, params.formId, {
          ...(name === undefined ? {} : { name }),
          ...(choices === undefined ? {} : { form: decide(reading, choices) }),
          ...(state === undefined ? {} : { state: { kind: state, by: actor.userId, at } }),
        })
        await appendAudit(tx, note(actor, state === undefined ? 'form.changed' : `form.${state}`, params.formId, at))
      })
      const changed = await requireForm(sql, params.formId, actor)
      return changed.ok ? reply(present(changed.value, actor)) : changed
    },

    async deleteForm({ params, caller: { actor } }) {
      const found = await requireForm(sql, params.formId, actor)
      if (!found.ok) return found
      if (!canKeepForms(actor, found.value)) return deny('permission/denied')
      const isDeleted = await sql.begin(async (tx) => {
        const at = now()
        if (!(await deleteForm(tx, params.formId, at))) return false
        await appendAudit(tx, note(actor, 'form.deleted', params.formId, at))
        return true
      })
      return isDeleted ? reply(undefined) : deny('form/confirmed')
    },

    async restoreForm({ params, caller: { actor } }) {
      const deleted = await findDeletedForm(sql, params.formId)
      if (deleted) {
        if (!canKeepForms(actor, deleted)) return deny('form/not-found')
        await sql.begin(async (tx) => {
          await restoreForm(tx, params.formId)
          await appendAudit(tx, note(actor, 'form.restored', params.formId, now()))
        })
      }
      const found = await requireForm(sql, params.formId, actor)
      if (!found.ok) return found
      return canKeepForms(actor, found.value) ? reply(present(found.value, actor)) : deny('permission/denied')
    },

    async getFormSource({ params, caller: { actor } }) {
      const found = await requireForm(sql, params.formId, actor)
      if (!found.ok) return found
      const file = await findFile(sql, found.value.fileId)
      const bytes = file && (await files.get(file.sha256))
      if (!file || !bytes) return deny('file/not-found')
      return reply(bytes, {
        'content-type': 'application/octet-stream',
        'content-disposition': attachment(file.name),
        'content-security-policy': 'sandbox',
      })
    },
  }
}

class TooManyForms extends Error {}
