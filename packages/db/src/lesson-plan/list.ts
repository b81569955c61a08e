import type { Actor } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { fits, textsFor } from './filter.ts'
import type { LessonPlanFilter } from './filter.ts'
import { planColumns, planTables, toRecord } from './record.ts'
import type { LessonPlanRecord, PlanRow } from './record.ts'

export interface LessonPlanQuery extends LessonPlanFilter {
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
  const searching = terms.length > 0
  const rank = searching
    ? sql`(CASE WHEN ${terms.flatMap((term, index) => [index === 0 ? sql`` : sql` AND `, sql`position(${term} IN t.search_title) > 0`])} THEN 0 ELSE 1 END)`
    : sql`0`
  const rows = await sql<(PlanRow & { rank: number; micros: number; text: string | null })[]>`
    SELECT * FROM (
      SELECT ${planColumns(sql)}, ${rank} AS rank, (extract(epoch FROM p.updated_at) * 1000000)::bigint AS micros,
        ${searching ? sql`t.search_text` : sql`NULL`} AS text
      FROM ${planTables(sql, actor.userId)} ${textsFor(sql, query)}
      WHERE ${fits(sql, actor, query)}
    ) found
    ${after ? sql`WHERE (rank, -micros, id) > (${after.rank}, ${-after.updatedAtMicros}::bigint, ${after.id}::uuid)` : sql``}
    ORDER BY rank, -micros, id LIMIT ${query.limit}`
  return rows.map((row) => ({
    plan: toRecord(row),
    position: { rank: row.rank, updatedAtMicros: row.micros, id: row.id },
    text: row.text,
  }))
}
