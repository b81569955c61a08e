import type { Actor, LessonPlanId } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { cardOf } from '../org/people.ts'
import type { PersonCard } from '../org/people.ts'
import { isReadable } from './visible.ts'

export interface ColleagueAtWork {
  readonly person: PersonCard
  readonly planId: LessonPlanId
  readonly planTitle: string
  readonly at: Date
}

/** Updates of one plan that are looked at: enough for an evening of several people. */
const RECENT_UPDATES = 300

/** Who else wrote lately in the plans a person owns or was invited to and may read, newest first, each person once. */
export const listColleaguesAtWork = async (
  sql: Queryable,
  actor: Actor,
  since: Date,
  limit: number,
): Promise<readonly ColleagueAtWork[]> =>
  sql<ColleagueAtWork[]>`
    SELECT ${cardOf(sql)} AS person, latest."planId", latest."planTitle", latest.at FROM (
      SELECT DISTINCT ON (r.author_id) r.author_id, p.id AS "planId", p.title AS "planTitle", r.at
      FROM lesson_plans p
      LEFT JOIN lesson_plan_members m ON m.plan_id = p.id AND m.user_id = ${actor.userId}
      CROSS JOIN LATERAL (SELECT c.author_id, c.at FROM collab_updates c WHERE c.document = 'lessonPlan:' || p.id ORDER BY c.seq DESC LIMIT ${RECENT_UPDATES}) r
      WHERE p.deleted_at IS NULL AND (p.owner_id = ${actor.userId} OR m.role IS NOT NULL) AND p.updated_at > ${since}
        AND ${isReadable(sql, actor)}
        AND r.author_id IS NOT NULL AND r.author_id <> ${actor.userId} AND r.at > ${since}
      ORDER BY r.author_id, r.at DESC
    ) latest JOIN users u ON u.id = latest.author_id
    ORDER BY latest.at DESC LIMIT ${limit}`
