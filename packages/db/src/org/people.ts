import type { Actor, Identity, OrgId, OrgKind, Role, UserId } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { inARow } from '../client.ts'
import { identitiesOf, isCurrent } from './identities.ts'

/** A person as others see them. */
export interface PersonCard {
  readonly id: UserId
  readonly name: string
  readonly orgName: string
  readonly subject: string | null
  readonly role: Role | null
}

/** SQL of the card of the user row `u` as JSON: the default identity says where they work. */
export const cardOf = (sql: Queryable) => sql`
  jsonb_build_object('id', u.id, 'name', u.name) || COALESCE((
    SELECT jsonb_build_object('orgName', o.name, 'subject', i.subject, 'role', i.role)
    FROM identities i JOIN org_units o ON o.id = i.org_id
    WHERE i.user_id = u.id AND ${isCurrent(sql)} ORDER BY i.is_default DESC, i.id LIMIT 1
  ), '{"orgName": "", "subject": null, "role": null}'::jsonb)`

export interface OrgSummary {
  readonly id: OrgId
  readonly name: string
  readonly shortName: string
  readonly kind: OrgKind
}
export interface Profile {
  readonly id: UserId
  readonly account: string
  readonly name: string
  readonly title: string | null
  readonly identities: readonly {
    readonly role: Role
    readonly org: OrgSummary
    readonly subject: string | null
    readonly stage: string | null
    readonly grade: string | null
    readonly isDefault: boolean
  }[]
  /** The root unit of the default identity; of an earlier one for somebody who has none today. */
  readonly tree: OrgSummary
}

/** A person as they see themselves; undefined for nobody, and for somebody who never had a place in a unit. */
export async function findProfile(sql: Queryable, userId: UserId): Promise<Profile | undefined> {
  const [row] = await sql<Profile[]>`
    SELECT u.id, u.account, u.name, u.title,
      COALESCE((
        SELECT jsonb_agg(jsonb_build_object('role', i.role, 'subject', i.subject, 'stage', i.stage, 'grade', i.grade, 'isDefault', i.is_default,
          'org', jsonb_build_object('id', o.id, 'name', o.name, 'shortName', o.short_name, 'kind', o.kind)) ORDER BY i.is_default DESC, i.id)
        FROM identities i JOIN org_units o ON o.id = i.org_id WHERE i.user_id = u.id AND ${isCurrent(sql)}
      ), '[]'::jsonb) AS identities,
      (SELECT jsonb_build_object('id', t.id, 'name', t.name, 'shortName', t.short_name, 'kind', t.kind)
        FROM identities i JOIN org_units o ON o.id = i.org_id JOIN org_units t ON t.id = o.path[1]
        WHERE i.user_id = u.id ORDER BY (${isCurrent(sql)}) DESC, i.is_default DESC, i.id LIMIT 1) AS tree
    FROM users u WHERE u.id = ${userId} AND EXISTS (SELECT 1 FROM identities i WHERE i.user_id = u.id)`
  return row
}

export interface Credentials {
  readonly userId: UserId
  readonly passwordHash: string
  readonly isDisabled: boolean
}

/** What sign-in compares with, by the account in any case, or undefined. */
export async function findCredentials(sql: Queryable, account: string): Promise<Credentials | undefined> {
  const [row] = await sql<Credentials[]>`
    SELECT id AS "userId", password_hash AS "passwordHash", disabled_at IS NOT NULL AS "isDisabled" FROM users WHERE account = ${account.trim().toLowerCase()}`
  return row
}

/** A person with the identities valid today, as permission asks; undefined when unknown or disabled. */
export async function findActor(sql: Queryable, userId: string): Promise<Actor | undefined> {
  const [row] = await sql<{ userId: UserId; identities: Identity[] }[]>`
    SELECT u.id AS "userId", ${identitiesOf(sql)} AS identities FROM users u WHERE u.id = ${userId} AND u.disabled_at IS NULL`
  return row
}

/** The cards of some people, by id; unknown ones are missing. */
export async function findCards(sql: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, PersonCard>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<
    { card: PersonCard }[]
  >`SELECT ${cardOf(sql)} AS card FROM users u WHERE u.id = ANY(${[...new Set(ids)]}::uuid[])`
  return new Map(rows.map(({ card }) => [card.id, card]))
}

export interface PeopleQuery {
  readonly trees: readonly OrgId[]
  /** A part of a name or the beginning of an account; empty: everybody. */
  readonly text: string
  readonly after: { readonly name: string; readonly id: string } | null
  readonly limit: number
}

/** People of some trees by name, in the order of the database's code points; disabled people are left out. */
export async function listPeople(sql: Queryable, query: PeopleQuery): Promise<readonly PersonCard[]> {
  const words = query.text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const rows = await sql<{ card: PersonCard }[]>`
    SELECT ${cardOf(sql)} AS card FROM users u
    WHERE u.disabled_at IS NULL
      AND EXISTS (SELECT 1 FROM identities i JOIN org_units o ON o.id = i.org_id
        WHERE i.user_id = u.id AND o.path[1] = ANY(${[...query.trees] as string[]}::uuid[]) AND ${isCurrent(sql)})
      ${inARow(
        sql,
        words.map(
          (word) => sql`AND (position(${word} IN lower(u.name)) > 0 OR starts_with(u.account, ${word})
        OR EXISTS (SELECT 1 FROM identities i JOIN org_units o ON o.id = i.org_id
          WHERE i.user_id = u.id AND ${isCurrent(sql)} AND (position(${word} IN o.name) > 0 OR position(${word} IN i.subject) > 0)))`,
        ),
      )}
      ${query.after ? sql`AND (u.name COLLATE "C", u.id) > (${query.after.name}, ${query.after.id}::uuid)` : sql``}
    ORDER BY u.name COLLATE "C", u.id LIMIT ${query.limit}`
  return rows.map(({ card }) => card)
}
