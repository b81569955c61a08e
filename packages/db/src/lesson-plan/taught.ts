import type { Actor, OrderedPlan } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { fits, textsFor } from './filter.ts'
import type { LessonPlanFilter } from './filter.ts'

/** A plan with what the order of teaching asks of it. */
export interface TaughtPlan extends OrderedPlan {
  readonly unit: string | null
}

/** The plans that fit a filter and may be read by this person, in no order, at most so many. */
export async function listTaughtPlans(
  sql: Queryable,
  actor: Actor,
  filter: LessonPlanFilter,
  limit: number,
): Promise<readonly TaughtPlan[]> {
  return sql<TaughtPlan[]>`
    SELECT p.id, p.title, p.template, p.subject, p.grade, p.unit, p.unit_key AS "unitKey", p.unit_number AS "unitNumber",
      p.lesson_number AS lesson, p.period_number AS period, p.created_at AS "createdAt"
    FROM lesson_plans p LEFT JOIN lesson_plan_members m ON m.plan_id = p.id AND m.user_id = ${actor.userId} ${textsFor(sql, filter)}
    WHERE ${fits(sql, actor, filter)} LIMIT ${limit}`
}
