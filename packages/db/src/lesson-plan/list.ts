import { gramsOfTerm } from '@gongyan/domain'
import type { Actor, LessonPlanState } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { inARow } from '../client.ts'
import { planColumns, planTables, toRecord } from './record.ts'
import type { LessonPlanRecord, PlanRow } from './record.ts'
import { isReadable } from './visible.ts'

export interface LessonPlanQuery {
  /** Folded words that must all be found; empty: no search. */
  readonly terms: readonly string[]
  readonly state?: LessonPlanState | undefined
  readonly subject?: string | undefined
  readonly grade?: string | undefined
  readonly mine?: 'owned' | 'shared' | undefined
  /** Plans in the asker's bin instead of those outside it. */
  readonly bin: boolean
  readonly after: LessonPlanPosition | null
  readonly limit: number
}

/** A place in the order of a list: hits in the title first, then the newest. */
export interface LessonPlanPosition {
  readonly rank: number
  /** Microseconds since 1970, as PostgreSQL keeps them. */
  readonly updatedAtMicros: number
  readonly id: string
}

export interface ListedLessonPlan {
  readonly plan: LessonPlanRecord
  readonly position: LessonPlanPosition
  /** The whole text, only when there was a search. */
  readonly text: string | null
}

/** The plans this person may read that fit the query, in order. */
export async function listLessonPlans(
  sql: Queryable,
  actor: Actor,
  query: LessonPlanQuery,
): Promise<readonly ListedLessonPlan[]> {
  const { terms, after } = query
  const grams = [...new Set(terms.flatMap(gramsOfTerm))]
  const searching = terms.length > 0
  const rank = searching
    ? sql`(CASE WHEN ${terms.flatMap((term, index) => [index === 0 ? sql`` : sql` AND `, sql`position(${term} IN t.search_title) > 0`])} THEN 0 ELSE 1 END)`
    : sql`0`
  const rows = await sql<(PlanRow & { rank: number; micros: number; text: string | null })[]>`
    SELECT * FROM (
      SELECT ${planColumns(sql)}, ${rank} AS rank, (extract(epoch FROM p.updated_at) * 1000000)::bigint AS micros,
        ${searching ? sql`t.search_text` : sql`NULL`} AS text
      FROM ${planTables(sql, actor.userId)} ${searching ? sql`JOIN lesson_plan_texts t ON t.plan_id = p.id` : sql``}
      WHERE ${isReadable(sql, actor)}
        AND ${query.bin ? sql`p.deleted_at IS NOT NULL AND p.owner_id = ${actor.userId}` : sql`p.deleted_at IS NULL`}
        ${query.state ? sql`AND p.state = ${query.state}` : sql``}
        ${query.subject ? sql`AND p.subject = ${query.subject}` : sql``}
        ${query.grade ? sql`AND p.grade = ${query.grade}` : sql``}
        ${query.mine === 'owned' ? sql`AND p.owner_id = ${actor.userId}` : sql``}
        ${query.mine === 'shared' ? sql`AND p.owner_id <> ${actor.userId} AND m.role IS NOT NULL` : sql``}
        ${searching ? sql`AND t.search_grams @> ${grams}` : sql``}
        ${inARow(
          sql,
          terms.map((term) => sql`AND position(${term} IN t.search_folded) > 0`),
        )}
    ) found
    ${after ? sql`WHERE (rank, -micros, id) > (${after.rank}, ${-after.updatedAtMicros}::bigint, ${after.id}::uuid)` : sql``}
    ORDER BY rank, -micros, id LIMIT ${query.limit}`
  return rows.map((row) => ({
    plan: toRecord(row),
    position: { rank: row.rank, updatedAtMicros: row.micros, id: row.id },
    text: row.text,
  }))
}
