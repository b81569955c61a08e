import { appendAudit, createLog, insertLessonPlan } from '@gongyan/db'
import type { TransactionSql } from '@gongyan/db'
import { createUpdate, LESSON_PLAN_LAYOUT, readLessonPlan } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { documentName } from '@gongyan/domain'
import type { Identity, LessonPlanId, UserId } from '@gongyan/domain'
import { project } from '../lesson-plan/index.ts'

/** A subject as roles know it: `英语（English）` is 英语; prose is none. */
const subjectOf = (text: string | undefined): string | null => {
  const word = (text ?? '').replace(/[（(].*$/s, '').trim()
  return word === '' || [...word].length > 12 ? null : word
}
/** The grade in `三年级上册` or `八年级（2）班`. */
const gradeOf = (text: string | undefined): string | null =>
  /[一二三四五六七八九]年级|[初高][一二三]/.exec(text ?? '')?.[0] ?? null

export interface PlanFromWord {
  readonly id: LessonPlanId
  readonly ownerId: UserId
  /** The identity in whose unit it is made. */
  readonly place: Identity
  /** Its pictures are files of the plan already. */
  readonly doc: DocJson
  readonly report: unknown
  readonly periodMinutes: number
  /** The file it came from, kept as a file of the plan already. */
  readonly source: { readonly id: string; readonly byteSize: number }
  readonly at: Date
}

/** Makes a plan of what was read from a Word file, in the caller's transaction: row, log, what lists show, audit. */
export async function makePlan(tx: TransactionSql, plan: PlanFromWord): Promise<{ title: string }> {
  const { id, ownerId, place, doc, at, source } = plan
  const document = documentName({ kind: 'lessonPlan', id })
  const reading = readLessonPlan(doc)
  const title = reading.title.trim()
  const hasAssistant = reading.columns.some(({ columns }) => columns.some(({ field }) => field === 'assistant'))
  await insertLessonPlan(tx, {
    id,
    orgId: place.orgId,
    orgPath: place.orgPath,
    ownerId,
    title,
    template: hasAssistant ? 'twinClass' : 'standard',
    subject: subjectOf(reading.header['学科']) ?? place.subject,
    stage: place.stage,
    grade: gradeOf(reading.header['年级'] ?? reading.header['班级']),
    periodMinutes: plan.periodMinutes,
    createdAt: at,
    sourceFileId: source.id,
    importReport: plan.report,
  })
  await createLog(tx, {
    name: document,
    layout: LESSON_PLAN_LAYOUT,
    authorId: ownerId,
    source: 'import',
    at,
    bytes: createUpdate(doc),
  })
  await project(tx, id, { seq: 1, doc })
  await appendAudit(tx, {
    actorId: ownerId,
    action: 'lessonPlan.imported',
    subject: document,
    detail: { fileId: source.id, byteSize: source.byteSize },
    at,
  })
  return { title }
}
