import type { Actor, Term } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { fits } from './filter.ts'
import type { LessonPlanFilter } from './filter.ts'

/** A unit of some subject and grade, with how many plans belong to it. */
export interface UnitChoice {
  readonly unit: string
  /** As most of its plans write it. */
  readonly label: string
  readonly subject: string | null
  readonly grade: string | null
  readonly count: number
}
export interface TermChoice {
  readonly term: Term
  readonly count: number
}

/** More units than anybody reads in one list: it is narrowed by subject and grade first. */
const MOST_UNITS = 300

/** What a list can be narrowed to further: only what plans have that this person may read, and that fit all else that is chosen. */
export async function listPlanChoices(
  sql: Queryable,
  actor: Actor,
  filter: LessonPlanFilter,
): Promise<{ readonly terms: readonly TermChoice[]; readonly units: readonly UnitChoice[] }> {
  const from = sql`lesson_plans p LEFT JOIN lesson_plan_members m ON m.plan_id = p.id AND m.user_id = ${actor.userId}`
  const terms = sql<TermChoice[]>`
    SELECT p.term, count(*)::int AS count FROM ${from}
    WHERE p.term IS NOT NULL AND ${fits(sql, actor, { ...filter, terms: [], term: undefined })}
    GROUP BY p.term ORDER BY p.term DESC`
  const units = sql<UnitChoice[]>`
    SELECT p.unit_key AS unit, mode() WITHIN GROUP (ORDER BY p.unit) AS label, p.subject, p.grade, count(*)::int AS count FROM ${from}
    WHERE p.unit_key IS NOT NULL AND ${fits(sql, actor, { ...filter, terms: [], unit: undefined })}
    GROUP BY p.subject, p.grade, p.unit_key, p.unit_number ORDER BY p.subject, p.grade, p.unit_number, p.unit_key LIMIT ${MOST_UNITS}`
  return { terms: await terms, units: await units }
}
