import type { OrgId, UserId } from '@gongyan/domain'
import type { Queryable, TransactionSql } from '../client.ts'

/** States of a file of an import; what belongs to each stands in the item. */
export const IMPORT_ITEM_STATES = [
  'waiting',
  'reading',
  'duplicate',
  'ready',
  'refused',
  'taken',
  'undone',
  'discarded',
] as const
export type ImportItemState = (typeof IMPORT_ITEM_STATES)[number]

export interface ImportBatch {
  readonly id: string
  readonly ownerId: UserId
  readonly orgId: OrgId
  /** Of the unit its plans will belong to. */
  readonly orgPath: readonly OrgId[]
  readonly createdAt: Date
  readonly changedAt: Date
}
export type ImportCounts = Readonly<Record<ImportItemState | 'doubtful', number>>
export interface CountedBatch extends ImportBatch {
  readonly counts: ImportCounts
  readonly firstName: string | null
}

/** SQL: somebody has still to do something with batch `b`. */
const isOpen = (sql: Queryable) => sql`
  b.discarded_at IS NULL AND (
    b.next_position = 1
    OR EXISTS (SELECT 1 FROM import_items i WHERE i.batch_id = b.id AND i.state IN ('waiting', 'reading', 'duplicate', 'ready')))`

/** SQL of the counts of the batch `b` by state, as JSON. */
const counts = (sql: Queryable) => sql`
  (SELECT jsonb_build_object(
    'waiting', count(*) FILTER (WHERE i.state = 'waiting'), 'reading', count(*) FILTER (WHERE i.state = 'reading'),
    'duplicate', count(*) FILTER (WHERE i.state = 'duplicate'), 'ready', count(*) FILTER (WHERE i.state = 'ready'),
    'refused', count(*) FILTER (WHERE i.state = 'refused'), 'taken', count(*) FILTER (WHERE i.state = 'taken'),
    'undone', count(*) FILTER (WHERE i.state = 'undone'), 'discarded', count(*) FILTER (WHERE i.state = 'discarded'),
    'doubtful', count(*) FILTER (WHERE i.state = 'ready' AND i.doubt_count > 0))
  FROM import_items i WHERE i.batch_id = b.id)`

const columns = (sql: Queryable) => sql`
  b.id, b.owner_id AS "ownerId", b.org_id AS "orgId", o.path AS "orgPath", b.created_at AS "createdAt", b.changed_at AS "changedAt",
  ${counts(sql)} AS counts,
  (SELECT i.name FROM import_items i WHERE i.batch_id = b.id ORDER BY i.position LIMIT 1) AS "firstName"`

/** Holds the imports of one person until the end of the transaction, so that what is counted stays true. */
export const holdImports = async (tx: TransactionSql, ownerId: UserId): Promise<void> => {
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`imports ${ownerId}`}, 0))`
}

/** Begins an import; false when this person has as many unfinished ones, or as many at all that are not erased yet, as they may. */
export async function insertImportBatch(
  tx: TransactionSql,
  batch: { readonly id: string; readonly ownerId: UserId; readonly orgId: OrgId; readonly at: Date },
  most: { readonly open: number; readonly kept: number },
): Promise<boolean> {
  await holdImports(tx, batch.ownerId)
  const [held] = await tx<{ open: number; kept: number }[]>`
    SELECT count(*) FILTER (WHERE ${isOpen(tx)})::int AS open, count(*)::int AS kept FROM import_batches b WHERE b.owner_id = ${batch.ownerId}`
  if ((held?.open ?? 0) >= most.open || (held?.kept ?? 0) >= most.kept) return false
  await tx`
    INSERT INTO import_batches (id, owner_id, org_id, created_at, changed_at)
    VALUES (${batch.id}, ${batch.ownerId}, ${batch.orgId}, ${batch.at}, ${batch.at})`
  return true
}

/** An import that was not thrown away, or undefined; who may see it is the policy's answer. */
export async function findImportBatch(sql: Queryable, id: string): Promise<CountedBatch | undefined> {
  const [row] = await sql<CountedBatch[]>`
    SELECT ${columns(sql)} FROM import_batches b JOIN org_units o ON o.id = b.org_id WHERE b.id = ${id} AND b.discarded_at IS NULL`
  return row
}

/** An import that was thrown away and is not erased yet. */
export async function findDiscardedBatch(sql: Queryable, id: string): Promise<ImportBatch | undefined> {
  const [row] = await sql<ImportBatch[]>`
    SELECT b.id, b.owner_id AS "ownerId", b.org_id AS "orgId", o.path AS "orgPath", b.created_at AS "createdAt", b.changed_at AS "changedAt"
    FROM import_batches b JOIN org_units o ON o.id = b.org_id WHERE b.id = ${id} AND b.discarded_at IS NOT NULL`
  return row
}

/** The imports a person has kept: those with something to do first, then the newest. */
export const listImportBatches = async (sql: Queryable, ownerId: UserId): Promise<readonly CountedBatch[]> =>
  sql<CountedBatch[]>`
    SELECT ${columns(sql)} FROM import_batches b JOIN org_units o ON o.id = b.org_id
    WHERE b.owner_id = ${ownerId} AND b.discarded_at IS NULL ORDER BY (${isOpen(sql)}) DESC, b.changed_at DESC, b.id LIMIT 200`

/** Notes that somebody did something with an import: it is kept that much longer. */
export const touchImportBatch = async (sql: Queryable, id: string, at: Date): Promise<void> => {
  await sql`UPDATE import_batches SET changed_at = greatest(changed_at, ${at}) WHERE id = ${id}`
}

/** Throws an import away; what was taken from it stays. */
export const discardImportBatch = async (sql: Queryable, id: string, at: Date): Promise<void> => {
  await sql`UPDATE import_batches SET discarded_at = ${at}, changed_at = ${at} WHERE id = ${id} AND discarded_at IS NULL`
}

/** Brings an import back that was thrown away, with all it had; false when this person has as many unfinished ones as they may. */
export async function reclaimImportBatch(
  tx: TransactionSql,
  batch: Pick<ImportBatch, 'id' | 'ownerId'>,
  at: Date,
  mostOpen: number,
): Promise<boolean> {
  await holdImports(tx, batch.ownerId)
  const [held] = await tx<{ open: number }[]>`
    SELECT count(*) FILTER (WHERE ${isOpen(tx)})::int AS open FROM import_batches b WHERE b.owner_id = ${batch.ownerId}`
  if ((held?.open ?? 0) >= mostOpen) return false
  await tx`UPDATE import_batches SET discarded_at = NULL, changed_at = ${at} WHERE id = ${batch.id}`
  return true
}

/** The documents under which the file of an item and the pictures of its drafts are kept. */
export const importDocuments = (batchId: string, position: number) => ({
  source: `importItem:${batchId}/${position}`,
  pictures: `importDraft:${batchId}/${position}`,
})

/** The import and the item a file belongs to, or null for a file of something else. */
export function parseImportDocument(document: string): { readonly batchId: string; readonly position: number } | null {
  const match = /^import(?:Item|Draft):([0-9a-f-]{36})\/(\d{1,9})$/.exec(document)
  return match?.[1] && match[2] ? { batchId: match[1], position: Number(match[2]) } : null
}
