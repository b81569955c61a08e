import type { OrgId, UserId } from '@gongyan/domain'
import type { Queryable, TransactionSql } from '../client.ts'

export interface FirstAdministrator {
  readonly countyName: string
  readonly account: string
  readonly name: string
  readonly passwordHash: string
}

/** Makes the root unit and its administrator, unless somebody has an account already; returns the person's id or null. */
export async function createFirstAdministrator(tx: TransactionSql, first: FirstAdministrator): Promise<UserId | null> {
  // Two who set up at the same moment queue here, and the second finds somebody.
  await tx`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`
  const [org] = await tx<{ id: OrgId }[]>`
    INSERT INTO org_units (id, path, kind, level, name, short_name)
    SELECT fresh.id, ARRAY[fresh.id], 'eduBureau', 'county', ${first.countyName}, ${first.countyName} FROM (SELECT gen_random_uuid() AS id) fresh
    WHERE NOT EXISTS (SELECT 1 FROM users) RETURNING id`
  if (!org) return null
  const [user] = await tx<{ id: UserId }[]>`
    INSERT INTO users (account, name, password_hash) VALUES (${first.account.toLowerCase()}, ${first.name}, ${first.passwordHash}) RETURNING id`
  if (!user) throw new Error('an insert returned no row')
  await tx`INSERT INTO identities (user_id, org_id, role, is_default) VALUES (${user.id}, ${org.id}, 'orgAdmin', true)`
  return user.id
}

/** The name of the root unit that was there first; null on an empty installation. */
export async function findCountyName(sql: Queryable): Promise<string | null> {
  const [row] = await sql<
    { name: string }[]
  >`SELECT name FROM org_units WHERE parent_id IS NULL ORDER BY created_at, id LIMIT 1`
  return row?.name ?? null
}
