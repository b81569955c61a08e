import type { Actor, Identity, UserId } from '@gongyan/domain'
import { eq, lt } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { orm } from '../orm.ts'
import { identitiesOf } from '../org/identities.ts'
import { sessions } from '../schema/index.ts'

export interface NewSession {
  readonly id: string
  readonly secretHash: Uint8Array
  readonly userId: UserId
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly remember: boolean
}

/** Keeps a session; only the hash of its secret is known to us. */
export async function createSession(sql: Queryable, session: NewSession): Promise<void> {
  await orm(sql)
    .insert(sessions)
    .values({ ...session, lastVerifiedAt: session.createdAt })
}

export interface FoundSession {
  readonly id: string
  readonly secretHash: Uint8Array
  readonly expiresAt: Date
  readonly remember: boolean
  /** The person behind it with everything permission asks for. */
  readonly actor: Actor
  readonly isDisabled: boolean
}

/** A session with its person and the identities that are valid today, or undefined. */
export async function findSession(sql: Queryable, id: string): Promise<FoundSession | undefined> {
  const [row] = await sql<
    {
      id: string
      secretHash: Uint8Array
      expiresAt: Date
      remember: boolean
      userId: UserId
      isDisabled: boolean
      identities: Identity[]
    }[]
  >`
    SELECT s.id, s.secret_hash AS "secretHash", s.expires_at AS "expiresAt", s.remember, u.id AS "userId",
      u.disabled_at IS NOT NULL AS "isDisabled", ${identitiesOf(sql)} AS identities
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ${id}`
  return (
    row && {
      id: row.id,
      secretHash: row.secretHash,
      expiresAt: row.expiresAt,
      remember: row.remember,
      isDisabled: row.isDisabled,
      actor: { userId: row.userId, identities: row.identities },
    }
  )
}

/** Moves the end of a session that is in use. */
export async function prolongSession(sql: Queryable, id: string, verifiedAt: Date, expiresAt: Date): Promise<void> {
  await orm(sql).update(sessions).set({ lastVerifiedAt: verifiedAt, expiresAt }).where(eq(sessions.id, id))
}

/** Ends a session; its unused collaboration tickets go with it. */
export async function deleteSession(sql: Queryable, id: string): Promise<void> {
  await orm(sql).delete(sessions).where(eq(sessions.id, id))
}

/** Removes sessions that are over; returns their ids. */
export async function deleteExpiredSessions(sql: Queryable, now: Date): Promise<readonly string[]> {
  const rows = await orm(sql).delete(sessions).where(lt(sessions.expiresAt, now)).returning({ id: sessions.id })
  return rows.map(({ id }) => id)
}
