import type { UserId } from '@gongyan/domain'
import type postgres from 'postgres'
import type { Queryable } from '../client.ts'

export interface IdempotencyScope {
  readonly userId: UserId
  readonly operation: string
  readonly key: string
}
export interface KeptReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}
export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'kept'; readonly reply: KeptReply }
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'inProgress' }

export interface IdempotencyTimes {
  readonly now: Date
  /** Replies older than this are forgotten. */
  readonly keepSince: Date
  /** Unfinished requests older than this were cut off and may be tried again. */
  readonly abandonedSince: Date
}

/** Takes a key for one request, or says what became of the request that has it. */
export async function claimIdempotencyKey(
  sql: Queryable,
  scope: IdempotencyScope,
  requestHash: Uint8Array,
  times: IdempotencyTimes,
): Promise<Claim> {
  const claimed = await sql`
    INSERT INTO idempotency_keys AS k (user_id, operation, key, request_hash, created_at)
    VALUES (${scope.userId}, ${scope.operation}, ${scope.key}, ${requestHash}, ${times.now})
    ON CONFLICT (user_id, operation, key) DO UPDATE
      SET request_hash = EXCLUDED.request_hash, created_at = EXCLUDED.created_at, status = NULL, headers = NULL, body = NULL
      WHERE k.created_at < ${times.keepSince} OR (k.status IS NULL AND k.created_at < ${times.abandonedSince})
    RETURNING key`
  if (claimed.length === 1) return { kind: 'claimed' }
  const [row] = await sql<
    { requestHash: Uint8Array; status: number | null; headers: Record<string, string> | null; body: unknown }[]
  >`
    SELECT request_hash AS "requestHash", status, headers, body FROM idempotency_keys
    WHERE user_id = ${scope.userId} AND operation = ${scope.operation} AND key = ${scope.key}`
  // Released between the two statements: the other request was refused, and this one may ask again.
  if (!row) return { kind: 'inProgress' }
  if (Buffer.compare(row.requestHash, requestHash) !== 0) return { kind: 'mismatch' }
  return row.status === null
    ? { kind: 'inProgress' }
    : { kind: 'kept', reply: { status: row.status, headers: row.headers ?? {}, body: row.body } }
}

/** Keeps the reply of a claimed request for those who ask again. */
export async function keepReply(sql: Queryable, scope: IdempotencyScope, reply: KeptReply): Promise<void> {
  await sql`
    UPDATE idempotency_keys SET status = ${reply.status}, headers = ${sql.json({ ...reply.headers })}, body = ${sql.json((reply.body ?? null) as postgres.JSONValue)}
    WHERE user_id = ${scope.userId} AND operation = ${scope.operation} AND key = ${scope.key}`
}

/** Gives a claimed key back after a refusal, so that the corrected request may use it. */
export async function releaseIdempotencyKey(sql: Queryable, scope: IdempotencyScope): Promise<void> {
  await sql`DELETE FROM idempotency_keys WHERE user_id = ${scope.userId} AND operation = ${scope.operation} AND key = ${scope.key} AND status IS NULL`
}

/** Removes keys nobody will ask for again. */
export async function deleteOldIdempotencyKeys(sql: Queryable, before: Date): Promise<void> {
  await sql`DELETE FROM idempotency_keys WHERE created_at < ${before}`
}
