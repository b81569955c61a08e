import type { Actor, LessonPlanId, UserId } from '@gongyan/domain'
import type postgres from 'postgres'
import type { Queryable, TransactionSql } from '../client.ts'
import { isReadable } from '../lesson-plan/visible.ts'
import type { ImportItemState } from './batches.ts'

/** A plan that came out of an item. */
export interface ImportedPlanRef {
  readonly id: LessonPlanId
  readonly title: string
  readonly isBinned: boolean
}
export interface ImportItemRecord {
  readonly batchId: string
  readonly position: number
  readonly name: string
  readonly folder: string | null
  readonly byteSize: number
  readonly fileId: string | null
  readonly state: ImportItemState
  readonly code: string | null
  readonly samePlanId: LessonPlanId | null
  /** The plan of the same bytes, as long as the person who asks may read it. */
  readonly same: ImportedPlanRef | null
  readonly sameBatchId: string | null
  readonly samePosition: number | null
  readonly sameName: string | null
  readonly corrections: unknown
  readonly doubtCount: number
  readonly undoneAt: Date | null
  /** Of its first draft. */
  readonly title: string | null
  readonly rowCount: number | null
  readonly totalMinutes: number | null
  readonly plans: readonly ImportedPlanRef[]
}

const json = (sql: Queryable, value: unknown) => sql.json(value as postgres.JSONValue)

const columns = (sql: Queryable, actor: Actor) => sql`
  i.batch_id AS "batchId", i.position, i.name, i.folder, i.byte_size AS "byteSize", i.file_id AS "fileId", i.state, i.code, i.corrections,
  i.doubt_count AS "doubtCount", i.undone_at AS "undoneAt", i.same_plan_id AS "samePlanId",
  (SELECT jsonb_build_object('id', p.id, 'title', p.title, 'isBinned', p.deleted_at IS NOT NULL)
    FROM lesson_plans p LEFT JOIN lesson_plan_members m ON m.plan_id = p.id AND m.user_id = ${actor.userId}
    WHERE p.id = i.same_plan_id AND ${isReadable(sql, actor)}) AS same,
  i.same_batch_id AS "sameBatchId", i.same_position AS "samePosition",
  (SELECT s.name FROM import_items s WHERE s.batch_id = i.same_batch_id AND s.position = i.same_position) AS "sameName",
  d.title, d.row_count AS "rowCount", d.total_minutes AS "totalMinutes",
  COALESCE((
    SELECT jsonb_agg(jsonb_build_object('id', p.id, 'title', p.title, 'isBinned', p.deleted_at IS NOT NULL) ORDER BY t.part)
    FROM import_plans t JOIN lesson_plans p ON p.id = t.plan_id WHERE t.batch_id = i.batch_id AND t.position = i.position
  ), '[]'::jsonb) AS plans`
const tables = (sql: Queryable) => sql`
  import_items i LEFT JOIN import_drafts d ON d.batch_id = i.batch_id AND d.position = i.position AND d.part = 1`

/** The files of an import as this person may see them: doubts first, then what waits for somebody, then what waits for us, what is done last. */
export const listImportItems = async (
  sql: Queryable,
  batchId: string,
  actor: Actor,
): Promise<readonly ImportItemRecord[]> =>
  sql<ImportItemRecord[]>`
    SELECT ${columns(sql, actor)} FROM ${tables(sql)} WHERE i.batch_id = ${batchId}
    ORDER BY CASE WHEN i.state = 'ready' AND i.doubt_count > 0 THEN 0
      ELSE array_position(ARRAY['duplicate', 'refused', 'ready', 'reading', 'waiting', 'taken', 'undone', 'discarded'], i.state) END, i.position`

export async function findImportItem(
  sql: Queryable,
  batchId: string,
  position: number,
  actor: Actor,
): Promise<ImportItemRecord | undefined> {
  const [row] = await sql<ImportItemRecord[]>`
    SELECT ${columns(sql, actor)} FROM ${tables(sql)} WHERE i.batch_id = ${batchId} AND i.position = ${position}`
  return row
}

export interface NewImportItem {
  readonly name: string
  readonly folder: string | null
  readonly sha256: Uint8Array
  readonly byteSize: number
  /** Why it cannot be read, known without reading. */
  readonly code: string | null
}
export type AddedItem =
  | { readonly kind: 'added'; readonly position: number; readonly state: 'waiting' | 'duplicate' | 'refused' }
  /** It was sent before, under the same name: that item is the answer. */
  | { readonly kind: 'known'; readonly position: number }
  | { readonly kind: 'tooManyFiles' | 'tooManyBytes' | 'gone' }

/**
 * Takes a file into an import, or says why not. `sameIn` are plans that came from the same bytes and that this person may
 * read. The caller holds the owner's imports, and keeps the bytes in the same transaction.
 */
export async function addImportItem(
  tx: TransactionSql,
  batch: { readonly id: string; readonly ownerId: UserId; readonly at: Date },
  item: NewImportItem,
  limits: { readonly files: number; readonly bytes: number; readonly bytesOfPerson: number },
  samePlanId: LessonPlanId | null,
): Promise<AddedItem> {
  const [head] = await tx<{ next: number }[]>`
    SELECT next_position AS next FROM import_batches WHERE id = ${batch.id} AND discarded_at IS NULL FOR UPDATE`
  if (!head) return { kind: 'gone' }
  const [known] = await tx<{ position: number }[]>`
    SELECT position FROM import_items WHERE batch_id = ${batch.id} AND sha256 = ${item.sha256} AND name = ${item.name}
      AND folder IS NOT DISTINCT FROM ${item.folder} AND state <> 'discarded' ORDER BY position LIMIT 1`
  if (known) return { kind: 'known', position: known.position }
  if (head.next > limits.files) return { kind: 'tooManyFiles' }
  // What was thrown away counts as well until it is erased: else nothing would bound what one person keeps here.
  const [held] = await tx<{ here: number; all: number }[]>`
    SELECT coalesce(sum(i.byte_size) FILTER (WHERE i.batch_id = ${batch.id}), 0)::bigint AS here, coalesce(sum(i.byte_size), 0)::bigint AS all
    FROM import_items i JOIN import_batches b ON b.id = i.batch_id WHERE b.owner_id = ${batch.ownerId}`
  if ((held?.here ?? 0) + item.byteSize > limits.bytes || (held?.all ?? 0) + item.byteSize > limits.bytesOfPerson)
    return { kind: 'tooManyBytes' }
  const [same] = await tx<{ batchId: string; position: number }[]>`
    SELECT i.batch_id AS "batchId", i.position FROM import_items i JOIN import_batches b ON b.id = i.batch_id
    WHERE i.sha256 = ${item.sha256} AND b.owner_id = ${batch.ownerId} AND b.discarded_at IS NULL
      AND i.state IN ('waiting', 'reading', 'ready', 'duplicate') ORDER BY (i.state = 'duplicate'), b.created_at, i.position LIMIT 1`
  const state = item.code ? 'refused' : samePlanId || same ? 'duplicate' : 'waiting'
  await tx`
    INSERT INTO import_items (batch_id, position, name, folder, sha256, byte_size, state, code, same_plan_id, same_batch_id, same_position)
    VALUES (${batch.id}, ${head.next}, ${item.name}, ${item.folder}, ${item.sha256}, ${item.byteSize}, ${state}, ${item.code},
      ${state === 'duplicate' ? samePlanId : null}, ${state === 'duplicate' && !samePlanId ? (same?.batchId ?? null) : null},
      ${state === 'duplicate' && !samePlanId ? (same?.position ?? null) : null})`
  await tx`UPDATE import_batches SET next_position = ${head.next + 1}, changed_at = ${batch.at} WHERE id = ${batch.id}`
  return { kind: 'added', position: head.next, state }
}

/** Says which kept file holds the bytes of an item. */
export const setImportFile = async (
  tx: Queryable,
  batchId: string,
  position: number,
  fileId: string,
): Promise<void> => {
  await tx`UPDATE import_items SET file_id = ${fileId} WHERE batch_id = ${batchId} AND position = ${position}`
}

/** Plans not in the bin whose source has these bytes, this person's own first; whether they may read one is the policy's answer. */
export const listPlansOfBytes = async (
  sql: Queryable,
  sha256: Uint8Array,
  ownerId: UserId,
): Promise<readonly LessonPlanId[]> =>
  (
    await sql<{ id: LessonPlanId }[]>`
      SELECT p.id FROM files f JOIN lesson_plans p ON p.source_file_id = f.id
      WHERE f.sha256 = ${sha256} AND p.deleted_at IS NULL ORDER BY (p.owner_id = ${ownerId}) DESC, p.created_at LIMIT 20`
  ).map(({ id }) => id)

/**
 * Puts an item back into the queue, before the others: with other corrections, or to be read although it is a duplicate, was
 * refused or discarded. False when its plan has been taken or undone.
 */
export async function requeueImportItem(
  sql: Queryable,
  batchId: string,
  position: number,
  corrections: unknown = null,
): Promise<boolean> {
  const rows = await sql`
    UPDATE import_items SET state = 'waiting', code = NULL, lease = NULL, lease_until = NULL, attempts = 0, is_urgent = true,
      revision = revision + 1, same_plan_id = NULL, same_batch_id = NULL, same_position = NULL,
      corrections = CASE WHEN ${corrections !== null} THEN ${json(sql, corrections ?? {})} ELSE corrections END
    WHERE batch_id = ${batchId} AND position = ${position} AND state NOT IN ('taken', 'undone') AND file_id IS NOT NULL RETURNING position`
  return rows.length === 1
}

/** Sets an item aside; false when its plan has been taken or undone. */
export async function discardImportItem(sql: Queryable, batchId: string, position: number): Promise<boolean> {
  const rows = await sql`
    UPDATE import_items SET state = 'discarded', code = NULL, lease = NULL, lease_until = NULL
    WHERE batch_id = ${batchId} AND position = ${position} AND state NOT IN ('taken', 'undone') RETURNING position`
  return rows.length === 1
}
