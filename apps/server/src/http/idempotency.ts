import { createHash } from 'node:crypto'
import { claimIdempotencyKey, keepReply, releaseIdempotencyKey } from '@gongyan/db'
import type { IdempotencyScope, KeptReply, Sql } from '@gongyan/db'
import type { Result } from '@gongyan/domain'
import { ok, refuse } from '@gongyan/domain'
import type { Refusal } from './operation.ts'

/** Replies are kept this long for whoever asks again with the same key. */
export const KEEP_REPLIES_MS = 24 * 3600_000
/** A request that has not ended after this long was cut off with its server. */
const ABANDONED_MS = 5 * 60_000

/** What makes two requests the same: where they went and every byte that matters in them. */
export const requestHash = (path: string, ...parts: readonly (string | Uint8Array)[]): Uint8Array => {
  const hash = createHash('sha256').update(path)
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    hash.update(`\0${bytes.byteLength}\0`).update(bytes)
  }
  return hash.digest()
}

/** Runs a creating request at most once per key: a repetition gets the first reply again. */
export async function once<
  R extends { status: number; headers: Record<string, string>; body: unknown },
  F extends Refusal,
>(
  sql: Sql,
  scope: IdempotencyScope,
  hash: Uint8Array,
  nowMs: number,
  run: () => Promise<Result<R, F>>,
): Promise<
  Result<R | (KeptReply & { isRepeated: true }), F | Refusal<'request/idempotency-mismatch' | 'request/in-progress'>>
> {
  const claim = await claimIdempotencyKey(sql, scope, hash, {
    now: new Date(nowMs),
    keepSince: new Date(nowMs - KEEP_REPLIES_MS),
    abandonedSince: new Date(nowMs - ABANDONED_MS),
  })
  if (claim.kind === 'mismatch') return refuse({ code: 'request/idempotency-mismatch' })
  if (claim.kind === 'inProgress') return refuse({ code: 'request/in-progress', retryAfterSeconds: 1 })
  if (claim.kind === 'kept') return ok({ ...claim.reply, isRepeated: true })
  let result: Result<R, F>
  try {
    result = await run()
  } catch (error) {
    await releaseIdempotencyKey(sql, scope).catch(() => undefined)
    throw error
  }
  // Once it is done the key is not given back, even when its reply cannot be kept: asked again it must not be done twice.
  if (result.ok) await keepReply(sql, scope, result.value)
  else await releaseIdempotencyKey(sql, scope)
  return result
}
