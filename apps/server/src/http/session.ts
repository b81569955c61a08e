import { findSession, prolongSession } from '@gongyan/db'
import type { Sql } from '@gongyan/db'
import type { Caller } from './operation.ts'
import { isSecret, REMEMBERED_MS, tokenOf } from './session-cookie.ts'

/** How much of its life a remembered session must have used before its end is moved again. */
const PROLONG_AFTER_MS = 24 * 3600_000

/** The person behind a request's cookie, or null; a remembered session in use is prolonged. */
export async function findCaller(sql: Sql, cookies: string | null, nowMs: number): Promise<Caller | null> {
  const token = tokenOf(cookies)
  if (!token) return null
  const session = await findSession(sql, token.id)
  if (!session || !isSecret(token.secret, session.secretHash)) return null
  if (session.expiresAt.getTime() <= nowMs || session.isDisabled) return null
  if (session.remember && session.expiresAt.getTime() - nowMs < REMEMBERED_MS - PROLONG_AFTER_MS)
    await prolongSession(sql, session.id, new Date(nowMs), new Date(nowMs + REMEMBERED_MS))
  return { actor: session.actor, sessionId: session.id }
}
