import type {
  LessonPlanFacts,
  LessonPlanId,
  LessonPlanState,
  MemberRole,
  OrgId,
  TemplateKey,
  UserId,
} from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { cardOf } from '../org/people.ts'
import type { PersonCard } from '../org/people.ts'

/** One plan as the database knows it: what permission asks for, and what stands in a list. */
export interface LessonPlanRecord {
  readonly facts: LessonPlanFacts
  readonly title: string
  readonly version: number
  readonly template: TemplateKey
  readonly grade: string | null
  readonly periodMinutes: number
  readonly orgId: OrgId
  readonly orgName: string
  readonly owner: PersonCard
  readonly memberCount: number
  readonly totalMinutes: number
  readonly rowCount: number
  /** 单元 as the teacher wrote it. */
  readonly unit: string | null
  /** The position of the document's log that lists and search reflect. */
  readonly projectedSeq: number
  readonly sourceFileId: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface PlanRow {
  id: LessonPlanId
  ownerId: UserId
  orgId: OrgId
  orgPath: OrgId[]
  state: LessonPlanState
  subject: string | null
  stage: string | null
  deletedAt: Date | null
  membership: MemberRole | null
  title: string
  version: number
  template: TemplateKey
  grade: string | null
  periodMinutes: number
  orgName: string
  owner: PersonCard
  memberCount: number
  totalMinutes: number
  rowCount: number
  unit: string | null
  projectedSeq: number
  sourceFileId: string | null
  createdAt: Date
  updatedAt: Date
}

/** SQL of the columns of `PlanRow`, over the tables of `planTables`. */
export const planColumns = (sql: Queryable) => sql`
  p.id, p.owner_id AS "ownerId", p.org_id AS "orgId", p.org_path AS "orgPath", p.state, p.subject, p.stage, p.deleted_at AS "deletedAt",
  m.role AS membership, p.title, p.version, p.template, p.grade, p.period_minutes AS "periodMinutes", org.name AS "orgName",
  ${cardOf(sql)} AS owner, (SELECT count(*)::int FROM lesson_plan_members c WHERE c.plan_id = p.id) AS "memberCount",
  p.total_minutes AS "totalMinutes", p.row_count AS "rowCount", p.unit, p.projected_seq AS "projectedSeq", p.source_file_id AS "sourceFileId", p.created_at AS "createdAt", p.updated_at AS "updatedAt"`

/** SQL: plans `p` with their owner `u`, unit `org`, and the asker's membership `m`. */
export const planTables = (sql: Queryable, askerId: UserId) => sql`
  lesson_plans p JOIN users u ON u.id = p.owner_id JOIN org_units org ON org.id = p.org_id
  LEFT JOIN lesson_plan_members m ON m.plan_id = p.id AND m.user_id = ${askerId}`

export const toRecord = (row: PlanRow): LessonPlanRecord => ({
  facts: {
    id: row.id,
    ownerId: row.ownerId,
    orgPath: row.orgPath,
    state: row.state,
    subject: row.subject,
    stage: row.stage,
    deletedAt: row.deletedAt,
    membership: row.membership,
  },
  title: row.title,
  version: row.version,
  template: row.template,
  grade: row.grade,
  periodMinutes: row.periodMinutes,
  orgId: row.orgId,
  orgName: row.orgName,
  owner: row.owner,
  memberCount: row.memberCount,
  totalMinutes: row.totalMinutes,
  rowCount: row.rowCount,
  unit: row.unit,
  projectedSeq: row.projectedSeq,
  sourceFileId: row.sourceFileId,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})
