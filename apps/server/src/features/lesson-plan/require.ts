import { findLessonPlan } from '@gongyan/db'
import type { LessonPlanRecord, Queryable } from '@gongyan/db'
import { canLessonPlan, ok } from '@gongyan/domain'
import type { Actor, LessonPlanAction, Result } from '@gongyan/domain'
import { deny } from '../../http/operation.ts'
import type { Refusal } from '../../http/operation.ts'

/** A plan this person may read; for everybody else it does not exist. */
export async function requireReadable(
  sql: Queryable,
  id: string,
  actor: Actor,
): Promise<Result<LessonPlanRecord, Refusal<'lesson-plan/not-found'>>> {
  const plan = await findLessonPlan(sql, id, actor.userId)
  return plan && canLessonPlan(actor, 'read', plan.facts) ? ok(plan) : deny('lesson-plan/not-found')
}

/** A plan this person may do this to: unknown to those who may not read it, refused to those who may only read. */
export async function requireAllowed(
  sql: Queryable,
  id: string,
  actor: Actor,
  action: LessonPlanAction,
): Promise<Result<LessonPlanRecord, Refusal<'lesson-plan/not-found' | 'permission/denied' | 'lesson-plan/in-bin'>>> {
  const found = await requireReadable(sql, id, actor)
  if (!found.ok) return found
  const { facts } = found.value
  if (canLessonPlan(actor, action, facts)) return found
  // Its owner would be allowed if it were not in the bin: that is worth saying instead of a plain refusal.
  if (facts.deletedAt !== null && canLessonPlan(actor, action, { ...facts, deletedAt: null }))
    return deny('lesson-plan/in-bin')
  return deny('permission/denied')
}
