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

type NotAllowed = Refusal<'lesson-plan/not-found' | 'permission/denied' | 'lesson-plan/in-bin'>

/** A plan this person may do this to: unknown to those who may not read it, refused to those who may only read. */
export async function requireAllowed(
  sql: Queryable,
  id: string,
  actor: Actor,
  action: LessonPlanAction,
): Promise<Result<LessonPlanRecord, NotAllowed>> {
  const found = await requireReadable(sql, id, actor)
  return found.ok ? judge(found.value, actor, action) : found
}

/** A plan this person may write in; to those who could if it were not final it says that it is. */
export async function requireEditable(
  sql: Queryable,
  id: string,
  actor: Actor,
): Promise<Result<LessonPlanRecord, NotAllowed | Refusal<'lesson-plan/locked'>>> {
  const found = await requireReadable(sql, id, actor)
  if (!found.ok) return found
  const { facts } = found.value
  const judged = judge(found.value, actor, 'edit')
  if (judged.ok || judged.refusal.code !== 'permission/denied') return judged
  return canLessonPlan(actor, 'edit', { ...facts, deletedAt: null, state: 'drafting' })
    ? deny('lesson-plan/locked')
    : judged
}

function judge(
  plan: LessonPlanRecord,
  actor: Actor,
  action: LessonPlanAction,
): Result<LessonPlanRecord, Refusal<'permission/denied' | 'lesson-plan/in-bin'>> {
  const { facts } = plan
  if (canLessonPlan(actor, action, facts)) return ok(plan)
  // Its owner would be allowed if it were not in the bin: that is worth saying instead of a plain refusal.
  if (facts.deletedAt !== null && canLessonPlan(actor, action, { ...facts, deletedAt: null }))
    return deny('lesson-plan/in-bin')
  return deny('permission/denied')
}
