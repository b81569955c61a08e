import type { OrgId, UserId } from '@gongyan/domain'
import type postgres from 'postgres'
import type { Queryable, TransactionSql } from '../client.ts'

/** An item that is ours to read as long as the lease is kept up. */
export interface LeasedItem {
  readonly batchId: string
  readonly position: number
  readonly name: string
  readonly fileId: string
  readonly corrections: unknown
  /** How often it was taken up, this time included. */
  readonly attempts: number
  readonly ownerId: UserId
  readonly orgPath: readonly OrgId[]
}

/**
 * Takes the next item to read: of people of whom nothing is being read before those of whom something is, then what somebody
 * waits for, then everybody's first files before anybody's second, so that three hundred of one person, or their correcting
 * without end, hold nobody up. One whose reader has gone (its lease is over, by this database's clock) is taken
 * up again. Null when there is nothing to do.
 */
export async function leaseImportItem(sql: Queryable, lease: string, seconds: number): Promise<LeasedItem | null> {
  const [row] = await sql<LeasedItem[]>`
    UPDATE import_items t SET state = 'reading', lease = ${lease}, lease_until = now() + make_interval(secs => ${seconds}), attempts = t.attempts + 1
    FROM import_batches b JOIN org_units o ON o.id = b.org_id
    WHERE b.id = t.batch_id AND (t.batch_id, t.position) = (
      SELECT i.batch_id, i.position FROM import_items i JOIN import_batches q ON q.id = i.batch_id
      WHERE i.state IN ('waiting', 'reading') AND (i.state = 'waiting' OR i.lease_until < now()) AND q.discarded_at IS NULL
      ORDER BY EXISTS (
          SELECT 1 FROM import_items r JOIN import_batches p ON p.id = r.batch_id
          WHERE r.state = 'reading' AND r.lease_until >= now() AND p.owner_id = q.owner_id),
        i.is_urgent DESC, i.position, i.batch_id LIMIT 1 FOR UPDATE OF i SKIP LOCKED)
    RETURNING t.batch_id AS "batchId", t.position, t.name, t.file_id AS "fileId", t.corrections, t.attempts,
      b.owner_id AS "ownerId", o.path AS "orgPath"`
  return row ?? null
}

/** Keeps a lease for so long; false when it was lost: the item was corrected, discarded, or taken up by somebody else. */
export async function keepImportLease(sql: Queryable, lease: string, seconds: number): Promise<boolean> {
  const rows = await sql`
    UPDATE import_items SET lease_until = now() + make_interval(secs => ${seconds}) WHERE lease = ${lease} RETURNING position`
  return rows.length === 1
}

/** Gives an item back unread, as if it had not been taken up. */
export const returnImportItem = async (sql: Queryable, lease: string): Promise<void> => {
  await sql`
    UPDATE import_items SET state = 'waiting', lease = NULL, lease_until = NULL, attempts = greatest(attempts - 1, 0) WHERE lease = ${lease}`
}

export interface ImportDraft {
  readonly title: string
  readonly doc: unknown
  readonly rowCount: number
  readonly totalMinutes: number
}
export type ReadOutcome =
  | { readonly kind: 'refused'; readonly code: string }
  | {
      readonly kind: 'ready'
      readonly report: unknown
      readonly doubts: readonly unknown[]
      readonly drafts: readonly ImportDraft[]
    }

const json = (sql: Queryable, value: unknown) => sql.json(value as postgres.JSONValue)

/** Keeps what was read, whole or not at all; false when the lease was lost meanwhile, and then nothing is kept. */
export async function finishReading(tx: TransactionSql, lease: string, outcome: ReadOutcome): Promise<boolean> {
  const ready = outcome.kind === 'ready' ? outcome : null
  const [item] = await tx<{ batchId: string; position: number }[]>`
    UPDATE import_items SET state = ${outcome.kind}, lease = NULL, lease_until = NULL, is_urgent = false,
      code = ${outcome.kind === 'refused' ? outcome.code : null}, report = ${ready ? json(tx, ready.report) : null},
      doubts = ${json(tx, ready?.doubts ?? [])}, doubt_count = ${ready?.doubts.length ?? 0}
    WHERE lease = ${lease} RETURNING batch_id AS "batchId", position`
  if (!item) return false
  await tx`DELETE FROM import_drafts WHERE batch_id = ${item.batchId} AND position = ${item.position}`
  for (const [index, draft] of (ready?.drafts ?? []).entries())
    await tx`
      INSERT INTO import_drafts (batch_id, position, part, title, doc, row_count, total_minutes)
      VALUES (${item.batchId}, ${item.position}, ${index + 1}, ${draft.title}, ${json(tx, draft.doc)}, ${draft.rowCount}, ${draft.totalMinutes})`
  return true
}

/** How many items of a batch will be read before one. */
export async function countAhead(sql: Queryable, batchId: string): Promise<ReadonlyMap<number, number>> {
  const rows = await sql<{ position: number; ahead: number }[]>`
    SELECT position, (row_number() OVER (ORDER BY is_urgent DESC, position) - 1)::int AS ahead
    FROM import_items WHERE batch_id = ${batchId} AND state IN ('waiting', 'reading')`
  return new Map(rows.map(({ position, ahead }) => [position, ahead]))
}
