import type { LessonPlanFacts, LessonPlanId, LessonPlanState, OrgId, TemplateKey, UserId } from '@gongyan/domain'
import { documentName } from '@gongyan/domain'
import { and, eq } from 'drizzle-orm'
import type { Queryable, TransactionSql } from '../client.ts'
import { orm } from '../orm.ts'
import { deleteFilesOf } from '../file/files.ts'
import { lessonPlans } from '../schema/index.ts'
import { planColumns, planTables, toRecord } from './record.ts'
import type { LessonPlanRecord, PlanRow } from './record.ts'

export interface NewLessonPlan {
  readonly id: LessonPlanId
  readonly orgId: OrgId
  readonly orgPath: readonly OrgId[]
  readonly ownerId: UserId
  readonly title: string
  readonly template: TemplateKey
  readonly subject: string | null
  readonly stage: string | null
  readonly grade: string | null
  readonly periodMinutes: number
  readonly createdAt: Date
  /** createdAt unless given. */
  readonly updatedAt?: Date
  /** drafting unless given. */
  readonly state?: LessonPlanState
  readonly sourceFileId?: string | null
  readonly importReport?: unknown
}

/** Keeps the row of a new plan; its document is created beside it in the same transaction. */
export async function insertLessonPlan(tx: Queryable, plan: NewLessonPlan): Promise<void> {
  await orm(tx)
    .insert(lessonPlans)
    .values({
      ...plan,
      orgPath: [...plan.orgPath],
      updatedAt: plan.updatedAt ?? plan.createdAt,
      importReport: plan.importReport ?? null,
      sourceFileId: plan.sourceFileId ?? null,
    })
}

/** A plan with the asker's membership, or undefined; whether the asker may see it is the policy's answer. */
export async function findLessonPlan(
  sql: Queryable,
  id: string,
  askerId: UserId,
): Promise<LessonPlanRecord | undefined> {
  const [row] = await sql<PlanRow[]>`SELECT ${planColumns(sql)} FROM ${planTables(sql, askerId)} WHERE p.id = ${id}`
  return row && toRecord(row)
}

/** Only what permission asks for: the cheap form for sockets and rooms. */
export async function findLessonPlanFacts(
  sql: Queryable,
  id: string,
  askerId: UserId,
): Promise<LessonPlanFacts | undefined> {
  const [row] = await sql<LessonPlanFacts[]>`
    SELECT p.id, p.owner_id AS "ownerId", p.org_path AS "orgPath", p.state, p.subject, p.stage, p.deleted_at AS "deletedAt", m.role AS membership
    FROM lesson_plans p LEFT JOIN lesson_plan_members m ON m.plan_id = p.id AND m.user_id = ${askerId} WHERE p.id = ${id}`
  return row
}

/** What the import understood, doubted and left over; null for a plan that was not imported. */
export async function findImportReport(sql: Queryable, id: LessonPlanId): Promise<unknown> {
  const [row] = await orm(sql)
    .select({ report: lessonPlans.importReport })
    .from(lessonPlans)
    .where(eq(lessonPlans.id, id))
  return row?.report ?? null
}

export interface LessonPlanChange {
  readonly periodMinutes?: number
  readonly subject?: string | null
  readonly stage?: string | null
  readonly grade?: string | null
}

/** Changes a plan if it is still at this version; false when somebody was faster. */
export async function updateLessonPlan(
  sql: Queryable,
  id: LessonPlanId,
  version: number,
  change: LessonPlanChange,
  at: Date,
): Promise<boolean> {
  const rows = await orm(sql)
    .update(lessonPlans)
    .set({ ...change, version: version + 1, updatedAt: at })
    .where(and(eq(lessonPlans.id, id), eq(lessonPlans.version, version)))
    .returning({ id: lessonPlans.id })
  return rows.length === 1
}

/** Puts a plan into the bin, or with null takes it out; false when it already was where it should go. */
export async function setDeleted(sql: Queryable, id: LessonPlanId, at: Date | null): Promise<boolean> {
  const rows =
    at === null
      ? await sql`UPDATE lesson_plans SET deleted_at = NULL, version = version + 1 WHERE id = ${id} AND deleted_at IS NOT NULL RETURNING id`
      : await sql`UPDATE lesson_plans SET deleted_at = ${at}, version = version + 1 WHERE id = ${id} AND deleted_at IS NULL RETURNING id`
  return rows.length === 1
}

export interface ErasedPlan {
  readonly planId: LessonPlanId
  /** Hashes of the bytes that nothing names any more: to be removed before the transaction is committed. */
  readonly unnamed: readonly Uint8Array[]
}

/** Erases one plan that has been in the bin since before `before`, with its document, log and file rows; null when there is none. */
export async function eraseOldestBinned(tx: TransactionSql, before: Date): Promise<ErasedPlan | null> {
  const [plan] = await tx<{ id: LessonPlanId }[]>`
    SELECT id FROM lesson_plans WHERE deleted_at < ${before} ORDER BY deleted_at LIMIT 1 FOR UPDATE SKIP LOCKED`
  if (!plan) return null
  const document = documentName({ kind: 'lessonPlan', id: plan.id })
  await tx`DELETE FROM lesson_plan_members WHERE plan_id = ${plan.id}`
  await tx`DELETE FROM lesson_plan_texts WHERE plan_id = ${plan.id}`
  await tx`DELETE FROM lesson_events WHERE lesson_id = ${plan.id}`
  await tx`DELETE FROM lesson_clocks WHERE lesson_id = ${plan.id}`
  await tx`DELETE FROM lesson_plans WHERE id = ${plan.id}`
  await tx`DELETE FROM collab_tickets WHERE document = ${document}`
  await tx`DELETE FROM collab_updates WHERE document = ${document}`
  await tx`DELETE FROM collab_segments WHERE document = ${document}`
  await tx`DELETE FROM collab_snapshots WHERE document = ${document}`
  await tx`DELETE FROM collab_documents WHERE name = ${document}`
  return { planId: plan.id, unnamed: await deleteFilesOf(tx, document) }
}
