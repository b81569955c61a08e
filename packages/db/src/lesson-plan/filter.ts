import { gramsOfTerm } from '@gongyan/domain'
import type { Actor, LessonPlanState, Term } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { inARow } from '../client.ts'
import { isReadable } from './visible.ts'

/** What narrows a list of plans. */
export interface LessonPlanFilter {
  /** Folded words that must all be found; empty: no search. */
  readonly terms: readonly string[]
  readonly state?: LessonPlanState | undefined
  readonly subject?: string | undefined
  readonly grade?: string | undefined
  readonly term?: Term | undefined
  /** The key of a unit (`readUnit`). */
  readonly unit?: string | undefined
  /** Plans of this 备课组; whether the asker may ask for it is answered before. */
  readonly group?: string | undefined
  readonly mine?: 'owned' | 'shared' | undefined
  /** Plans in the asker's bin instead of those outside it. */
  readonly bin: boolean
}

/**
 * SQL: whether the plan row `p`, with the asker's membership `m` and, where there is a search, its text `t`, may be read by
 * this person and fits the filter.
 */
export function fits(sql: Queryable, actor: Actor, filter: LessonPlanFilter) {
  const { terms } = filter
  const grams = [...new Set(terms.flatMap(gramsOfTerm))]
  return sql`${isReadable(sql, actor)}
    AND ${filter.bin ? sql`p.deleted_at IS NOT NULL AND p.owner_id = ${actor.userId}` : sql`p.deleted_at IS NULL`}
    ${filter.state ? sql`AND p.state = ${filter.state}` : sql``}
    ${filter.subject ? sql`AND p.subject = ${filter.subject}` : sql``}
    ${filter.grade ? sql`AND p.grade = ${filter.grade}` : sql``}
    ${filter.term ? sql`AND p.term = ${filter.term}` : sql``}
    ${filter.unit ? sql`AND p.unit_key = ${filter.unit}` : sql``}
    ${filter.group ? sql`AND ${isOfGroup(sql, filter.group)}` : sql``}
    ${filter.mine === 'owned' ? sql`AND p.owner_id = ${actor.userId}` : sql``}
    ${filter.mine === 'shared' ? sql`AND p.owner_id <> ${actor.userId} AND m.role IS NOT NULL` : sql``}
    ${terms.length > 0 ? sql`AND t.search_grams @> ${grams}` : sql``}
    ${inARow(
      sql,
      terms.map((term) => sql`AND position(${term} IN t.search_folded) > 0`),
    )}`
}

/** SQL: the text of a plan, for a filter that searches. */
export const textsFor = (sql: Queryable, { terms }: LessonPlanFilter) =>
  terms.length > 0 ? sql`JOIN lesson_plan_texts t ON t.plan_id = p.id` : sql``

/** SQL: whether the plan row `p` belongs to a group: its owner does, and it is of the group's subject, stage and grade. */
const isOfGroup = (sql: Queryable, groupId: string) => sql`EXISTS (
  SELECT 1 FROM prep_groups g WHERE g.id = ${groupId} AND g.subject = p.subject
    AND (p.stage IS NULL OR p.stage = g.stage) AND (g.grade IS NULL OR p.grade IS NULL OR p.grade = g.grade)
    AND (g.leader_id = p.owner_id OR EXISTS (
      SELECT 1 FROM prep_group_members gm WHERE gm.group_id = g.id AND gm.user_id = p.owner_id)))`
