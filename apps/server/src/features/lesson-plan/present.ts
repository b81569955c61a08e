import type { ListedLessonPlan, LessonPlanRecord, PlanMember } from '@gongyan/db'
import type { PlanReading } from '@gongyan/documents'
import { canAuditLessonPlan, canLessonPlan, excerptOf, lessonPlanAbilities } from '@gongyan/domain'
import type { Actor } from '@gongyan/domain'

const EXCERPT_CHARACTERS = 80

/** What list and single plan share; `abilities` are the asker's own. */
const presentHead = (plan: LessonPlanRecord, actor: Actor) => ({
  id: plan.facts.id,
  title: plan.title,
  state: plan.facts.state,
  template: plan.template,
  subject: plan.facts.subject,
  stage: plan.facts.stage,
  grade: plan.grade,
  owner: { ...plan.owner },
  orgName: plan.orgName,
  version: plan.version,
  periodMinutes: plan.periodMinutes,
  createdAt: plan.createdAt.toISOString(),
  updatedAt: plan.updatedAt.toISOString(),
  deletedAt: plan.facts.deletedAt?.toISOString() ?? null,
  abilities: { ...lessonPlanAbilities(actor, plan.facts), audit: canAuditLessonPlan(actor, plan.facts) },
})

/** A plan as somebody finds it who looks for another's words. */
export const presentAuditable = (plan: LessonPlanRecord, actor: Actor) => {
  const { id, title, state, owner, orgName, updatedAt, deletedAt } = presentHead(plan, actor)
  return {
    id,
    title,
    state,
    owner,
    orgName,
    updatedAt,
    deletedAt,
    mayRead: canLessonPlan(actor, 'read', plan.facts),
  }
}

/** A plan as a line of a list; an excerpt only of what was searched, and of more than the line says itself. */
export const presentSummary = (
  listed: Pick<ListedLessonPlan, 'plan' | 'text'>,
  actor: Actor,
  terms: readonly string[] = [],
) => ({
  ...presentHead(listed.plan, actor),
  totalMinutes: listed.plan.totalMinutes,
  rowCount: listed.plan.rowCount,
  memberCount: listed.plan.memberCount,
  unit: listed.plan.unit,
  excerpt:
    listed.text === null || terms.length === 0
      ? null
      : excerptOf(listed.text, terms, EXCERPT_CHARACTERS, inTheLine(listed.plan)),
})

/** What a line of a list shows of a plan beside the excerpt. */
const inTheLine = (plan: LessonPlanRecord): string[] =>
  [plan.title, plan.facts.subject, plan.grade, plan.owner.name, plan.orgName].filter((text) => text !== null)

export const presentMember = (member: PlanMember) => ({
  person: { ...member.person },
  role: member.role,
  invitedAt: member.invitedAt.toISOString(),
})

/** A whole plan as its document says it. */
export const presentLessonPlan = (
  plan: LessonPlanRecord,
  actor: Actor,
  more: {
    reading: PlanReading
    seq: number
    members: readonly PlanMember[]
    importReport: unknown
    hasSourceFile: boolean
  },
) => ({
  ...presentHead(plan, actor),
  title: more.reading.title.trim() || plan.title,
  header: more.reading.header,
  sections: more.reading.sections,
  sectionLabels: more.reading.sectionLabels,
  rows: more.reading.rows,
  columns: more.reading.columns,
  objectives: more.reading.objectives,
  totalMinutes: more.reading.totalMinutes,
  members: more.members.map(presentMember),
  seq: more.seq,
  importReport: more.importReport,
  hasSourceFile: more.hasSourceFile,
})

/** The entity tag of a plan's row: its version. */
export const etagOf = (plan: LessonPlanRecord): string => `"${plan.version}"`

/** Whether an If-Match header names this version. */
export const matches = (ifMatch: string, plan: LessonPlanRecord): boolean =>
  ifMatch.trim() === '*' || ifMatch.split(',').some((tag) => tag.trim() === etagOf(plan))
