import type { LessonPlanId } from '@gongyan/domain'
import { holdBytes } from '../file/files.ts'
import type { StoredFile } from '../file/files.ts'
import type { Queryable, TransactionSql } from '../client.ts'
import type { ImportItemState } from './batches.ts'
import type { ImportDraft } from './queue.ts'

export interface ItemReading {
  readonly report: unknown
  readonly doubts: readonly unknown[]
  readonly drafts: readonly ImportDraft[]
}

/** What was read of an item: the report, the doubts and the plans it becomes. */
export async function findItemReading(sql: Queryable, batchId: string, position: number): Promise<ItemReading> {
  const [item] = await sql<{ report: unknown; doubts: unknown[] }[]>`
    SELECT report, doubts FROM import_items WHERE batch_id = ${batchId} AND position = ${position}`
  const drafts = await sql<ImportDraft[]>`
    SELECT title, doc, row_count AS "rowCount", total_minutes AS "totalMinutes" FROM import_drafts
    WHERE batch_id = ${batchId} AND position = ${position} ORDER BY part`
  return { report: item?.report ?? null, doubts: item?.doubts ?? [], drafts }
}

/** Holds an item until the end of the transaction and says in which state it is; undefined when there is none. */
export async function holdImportItem(
  tx: TransactionSql,
  batchId: string,
  position: number,
): Promise<{ readonly state: ImportItemState; readonly corrections: unknown } | undefined> {
  const [row] = await tx<{ state: ImportItemState; corrections: unknown }[]>`
    SELECT state, corrections FROM import_items WHERE batch_id = ${batchId} AND position = ${position} FOR UPDATE`
  return row
}

/** The positions that are ready and leave nothing to ask. */
export const listPlainItems = async (sql: Queryable, batchId: string): Promise<readonly number[]> =>
  (
    await sql<{ position: number }[]>`
      SELECT position FROM import_items WHERE batch_id = ${batchId} AND state = 'ready' AND doubt_count = 0 ORDER BY position`
  ).map(({ position }) => position)

/** Notes the plans an item has become. The table takes one for each part, ever. */
export async function noteTaken(
  tx: TransactionSql,
  batchId: string,
  position: number,
  plans: readonly LessonPlanId[],
): Promise<void> {
  for (const [index, planId] of plans.entries())
    await tx`INSERT INTO import_plans (batch_id, position, part, plan_id) VALUES (${batchId}, ${position}, ${index + 1}, ${planId})`
  await tx`UPDATE import_items SET state = 'taken' WHERE batch_id = ${batchId} AND position = ${position}`
}

/** Names kept bytes again, for another document: no byte is copied. */
export async function nameFilesAgain(
  tx: TransactionSql,
  files: readonly (StoredFile & { readonly newId: string })[],
  of: { readonly document: string; readonly createdBy: string; readonly createdAt: Date },
): Promise<void> {
  await holdBytes(
    tx,
    files.map(({ sha256 }) => sha256),
    'shared',
  )
  for (const file of files)
    await tx`
      INSERT INTO files (id, sha256, byte_size, media_type, name, document, created_by, created_at)
      VALUES (${file.newId}, ${file.sha256}, ${file.byteSize}, ${file.mediaType}, ${file.name}, ${of.document}, ${of.createdBy}, ${of.createdAt})`
}

/** The plans of an import that are not in the bin, held until the end of the transaction. */
export const holdImportedPlans = async (tx: TransactionSql, batchId: string): Promise<readonly LessonPlanId[]> =>
  (
    await tx<{ id: LessonPlanId }[]>`
      SELECT p.id FROM import_plans t JOIN lesson_plans p ON p.id = t.plan_id
      WHERE t.batch_id = ${batchId} AND p.deleted_at IS NULL ORDER BY p.id FOR UPDATE OF p`
  ).map(({ id }) => id)

/** Puts these plans of an import into the bin at one moment, and their items back to what was undone. */
export async function binImportedPlans(
  tx: TransactionSql,
  batchId: string,
  planIds: readonly LessonPlanId[],
  at: Date,
): Promise<void> {
  await tx`UPDATE lesson_plans SET deleted_at = ${at}, version = version + 1 WHERE id = ANY(${[...planIds]}::uuid[])`
  await tx`UPDATE import_plans SET binned_at = ${at} WHERE batch_id = ${batchId} AND plan_id = ANY(${[...planIds]}::uuid[])`
  await tx`
    UPDATE import_items i SET state = 'undone', undone_at = ${at} WHERE i.batch_id = ${batchId} AND i.state = 'taken'
      AND EXISTS (SELECT 1 FROM import_plans t WHERE t.batch_id = i.batch_id AND t.position = i.position AND t.binned_at = ${at})`
}

/** Takes back out of the bin what undoing the import put there and nobody has touched since; returns those plans. */
export async function restoreImportedPlans(tx: TransactionSql, batchId: string): Promise<readonly LessonPlanId[]> {
  const rows = await tx<{ id: LessonPlanId }[]>`
    UPDATE lesson_plans p SET deleted_at = NULL, version = version + 1 FROM import_plans t
    WHERE t.batch_id = ${batchId} AND t.plan_id = p.id AND t.binned_at = p.deleted_at RETURNING p.id`
  await tx`UPDATE import_plans SET binned_at = NULL WHERE batch_id = ${batchId}`
  // An item all of whose plans were erased meanwhile stays undone.
  await tx`
    UPDATE import_items i SET state = 'taken', undone_at = NULL WHERE i.batch_id = ${batchId} AND i.state = 'undone'
      AND EXISTS (SELECT 1 FROM import_plans t WHERE t.batch_id = i.batch_id AND t.position = i.position)`
  return rows.map(({ id }) => id)
}
