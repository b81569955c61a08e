import type { Queryable } from '../client.ts'

export interface ThrottleRule {
  /** Failures allowed before waiting. */
  readonly failures: number
  readonly waitSeconds: number
}

/**
 * Counts one attempt before it is judged, so that attempts side by side cannot exceed the limit; returns the failures so far
 * with this one, or the seconds to wait. A success clears the bucket.
 */
export async function takeAttempt(
  sql: Queryable,
  key: string,
  rule: ThrottleRule,
  now: Date,
): Promise<{ allowed: true; failures: number } | { allowed: false; retryAfterSeconds: number }> {
  const since = new Date(now.getTime() - rule.waitSeconds * 1000)
  const [row] = await sql<{ failures: number; updatedAt: Date }[]>`
    INSERT INTO throttle_buckets AS b (key, failures, updated_at) VALUES (${key}, 1, ${now})
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN b.updated_at <= ${since} THEN 1 ELSE least(b.failures + 1, ${rule.failures} + 1) END,
      -- The wait runs from the last attempt that was judged; knocking on a closed door does not make it longer.
      updated_at = CASE WHEN b.updated_at > ${since} AND b.failures >= ${rule.failures} THEN b.updated_at ELSE ${now} END
    RETURNING failures, updated_at AS "updatedAt"`
  if (!row) throw new Error('an upsert returned no row')
  if (row.failures <= rule.failures) return { allowed: true, failures: row.failures }
  const left = row.updatedAt.getTime() + rule.waitSeconds * 1000 - now.getTime()
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(left / 1000)) }
}

/** Forgets the failures of a key. */
export async function clearThrottle(sql: Queryable, key: string): Promise<void> {
  await sql`DELETE FROM throttle_buckets WHERE key = ${key}`
}

/** Removes buckets that no longer hold anybody back. */
export async function deleteOldThrottles(sql: Queryable, before: Date): Promise<void> {
  await sql`DELETE FROM throttle_buckets WHERE updated_at < ${before}`
}
