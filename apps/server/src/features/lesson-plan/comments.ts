import { findImportReport, findLessonPlan } from '@gongyan/db'
import type { LessonPlanRecord, Queryable } from '@gongyan/db'
import { canSeeComments, ok } from '@gongyan/domain'
import type { Actor, LessonPlanFacts, Result } from '@gongyan/domain'
import { commentsIn } from '@gongyan/word'
import type { PlanComment } from '@gongyan/word'
import { deny } from '../../http/operation.ts'
import type { Refusal } from '../../http/operation.ts'

type Loose = Readonly<Record<string, unknown>>
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null

/** A report of an import as this person may read it. */
export function shownReport(report: unknown, plan: LessonPlanRecord, actor: Actor): unknown {
  if (!isLoose(report) || canSeeComments(actor, plan.facts)) return report
  const counts = isLoose(report['counts']) ? { ...report['counts'], comments: 0 } : report['counts']
  return { ...report, comments: [], counts }
}

/** Whether the file a plan came from says what this person may not see. */
export const hidesSource = (report: unknown, plan: LessonPlanRecord, actor: Actor): boolean =>
  commentsIn(report).length > 0 && !canSeeComments(actor, plan.facts)

/** Whether a file of a plan is the one it came from and says what this person may not see. */
export async function isHiddenSource(
  sql: Queryable,
  fileId: string,
  facts: LessonPlanFacts,
  actor: Actor,
): Promise<boolean> {
  if (canSeeComments(actor, facts)) return false
  const plan = await findLessonPlan(sql, facts.id, actor.userId)
  return plan?.sourceFileId === fileId && hidesSource(await findImportReport(sql, facts.id), plan, actor)
}

/** The comments of a plan, for somebody who takes them along. */
export async function requireComments(
  sql: Queryable,
  plan: LessonPlanRecord,
  actor: Actor,
): Promise<Result<readonly PlanComment[], Refusal<'permission/denied'>>> {
  if (!canSeeComments(actor, plan.facts)) return deny('permission/denied')
  return ok(commentsIn(await findImportReport(sql, plan.facts.id)))
}
