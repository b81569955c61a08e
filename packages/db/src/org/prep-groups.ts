import { canSeePrepGroup, treesOf } from '@gongyan/domain'
import type { Actor, PrepGroupFacts } from '@gongyan/domain'
import type { Queryable } from '../client.ts'

/** A 备课组 or 教研组. */
export interface PrepGroup {
  readonly id: string
  readonly name: string
  readonly subject: string
  readonly stage: string
  readonly grade: string | null
  readonly isMember: boolean
}
type GroupRow = PrepGroup & PrepGroupFacts

const groups = (sql: Queryable, { userId }: Actor) => sql`
  SELECT g.id, g.name, g.subject, g.stage, g.grade, o.path AS "orgPath", (g.leader_id = ${userId} OR EXISTS (
    SELECT 1 FROM prep_group_members gm WHERE gm.group_id = g.id AND gm.user_id = ${userId})) AS "isMember"
  FROM prep_groups g JOIN org_units o ON o.id = g.org_id`

/** The groups whose plans this person may ask for: their own first. */
export async function listPrepGroups(sql: Queryable, actor: Actor): Promise<readonly PrepGroup[]> {
  const rows = await sql<GroupRow[]>`
    ${groups(sql, actor)} WHERE o.path[1] = ANY(${[...treesOf(actor)] as string[]}::uuid[]) ORDER BY "isMember" DESC, g.subject, g.grade, g.name, g.id`
  return rows.filter((group) => canSeePrepGroup(actor, group))
}

/** One of those groups; undefined for a group that is not there and for one this person may not ask for. */
export async function findPrepGroup(sql: Queryable, id: string, actor: Actor): Promise<PrepGroup | undefined> {
  const [group] = await sql<GroupRow[]>`${groups(sql, actor)} WHERE g.id = ${id}`
  return group && canSeePrepGroup(actor, group) ? group : undefined
}
