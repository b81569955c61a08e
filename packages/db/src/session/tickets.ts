import type { UserId } from '@gongyan/domain'
import type { Queryable } from '../client.ts'

export interface NewTicket {
  /** SHA-256 of the ticket; the ticket itself is only with its holder. */
  readonly hash: Uint8Array
  readonly userId: UserId
  readonly sessionId: string
  readonly document: string
  readonly expiresAt: Date
}

/** Keeps a ticket that opens one document once. */
export async function createTicket(sql: Queryable, ticket: NewTicket): Promise<void> {
  await sql`
    INSERT INTO collab_tickets (hash, user_id, session_id, document, expires_at)
    VALUES (${ticket.hash}, ${ticket.userId}, ${ticket.sessionId}, ${ticket.document}, ${ticket.expiresAt})`
}

export type TicketRefusal = 'ticket-invalid' | 'ticket-expired' | 'ticket-used' | 'ticket-other-document' | 'signed-out'
export type UsedTicket =
  | { readonly ok: true; readonly userId: UserId; readonly sessionId: string; readonly name: string }
  | { readonly ok: false; readonly reason: TicketRefusal }

/**
 * Uses up a ticket for a document in one statement, so that of two sockets that show it at the same moment one is refused.
 * A ticket shown for another document is not used up.
 */
export async function useTicket(sql: Queryable, hash: Uint8Array, document: string, now: Date): Promise<UsedTicket> {
  const [used] = await sql<{ userId: UserId; sessionId: string; name: string; isOver: boolean }[]>`
    UPDATE collab_tickets t SET used_at = ${now} FROM sessions s, users u
    WHERE t.hash = ${hash} AND t.document = ${document} AND t.used_at IS NULL AND t.expires_at > ${now}
      AND s.id = t.session_id AND u.id = t.user_id
    RETURNING t.user_id AS "userId", t.session_id AS "sessionId", u.name, (s.expires_at <= ${now} OR u.disabled_at IS NOT NULL) AS "isOver"`
  if (used)
    return used.isOver
      ? { ok: false, reason: 'signed-out' }
      : { ok: true, userId: used.userId, sessionId: used.sessionId, name: used.name }
  const [found] = await sql<{ document: string; isUsed: boolean }[]>`
    SELECT document, used_at IS NOT NULL AS "isUsed" FROM collab_tickets WHERE hash = ${hash}`
  if (!found) return { ok: false, reason: 'ticket-invalid' }
  if (found.isUsed) return { ok: false, reason: 'ticket-used' }
  return { ok: false, reason: found.document === document ? 'ticket-expired' : 'ticket-other-document' }
}

/** Removes tickets that can no longer be used. */
export async function deleteOldTickets(sql: Queryable, before: Date): Promise<void> {
  await sql`DELETE FROM collab_tickets WHERE expires_at < ${before}`
}
