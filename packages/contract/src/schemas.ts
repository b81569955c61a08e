import { LESSON_PLAN_STATES, MEMBER_ROLES, ROLES, TEMPLATES } from '@gongyan/domain'
import * as z from 'zod'
import { PROBLEMS } from './problems.ts'

const id = z.uuid()
export const instant = z.iso.datetime({ precision: 3 }).describe('RFC 3339, UTC')

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    code: z.enum(Object.keys(PROBLEMS) as [keyof typeof PROBLEMS]),
    traceId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string().optional() })).optional(),
    retryAfterSeconds: z.int().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' })
export type Problem = z.infer<typeof Problem>

export const OrgUnit = z
  .object({ id, name: z.string(), shortName: z.string(), kind: z.string() })
  .meta({ id: 'OrgUnit' })
export const Identity = z
  .object({
    role: z.enum(ROLES),
    org: OrgUnit,
    subject: z.string().nullable(),
    stage: z.string().nullable(),
    grade: z.string().nullable(),
    isDefault: z.boolean(),
  })
  .meta({ id: 'Identity' })
export const Me = z
  .object({
    id,
    account: z.string(),
    name: z.string(),
    title: z.string().nullable(),
    identities: z.array(Identity),
    tree: OrgUnit,
    isDemonstration: z.boolean(),
    mayAudit: z.boolean().describe('管理员：能替老师找回内容'),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

export const Person = z
  .object({ id, name: z.string(), orgName: z.string(), subject: z.string().nullable(), role: z.enum(ROLES).nullable() })
  .meta({ id: 'Person' })
export type Person = z.infer<typeof Person>
export const Member = z
  .object({ person: Person, role: z.enum(MEMBER_ROLES), invitedAt: instant })
  .meta({ id: 'Member' })

export const Abilities = z
  .object({
    read: z.boolean(),
    edit: z.boolean(),
    comment: z.boolean(),
    export: z.boolean(),
    invite: z.boolean(),
    delete: z.boolean(),
    restore: z.boolean(),
    joinRoom: z.boolean(),
    speakInRoom: z.boolean(),
    startClock: z.boolean(),
    audit: z.boolean().describe('管理员：查收到的改动、看当时的样子'),
  })
  .meta({ id: 'LessonPlanAbilities', description: '这个人能对这份教案做什么' })

const summary = {
  id,
  title: z.string(),
  state: z.enum(LESSON_PLAN_STATES),
  template: z.enum(Object.keys(TEMPLATES) as [keyof typeof TEMPLATES]),
  subject: z.string().nullable(),
  stage: z.string().nullable(),
  grade: z.string().nullable(),
  owner: Person,
  orgName: z.string(),
  version: z.int(),
  periodMinutes: z.int(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  abilities: Abilities,
}
export const LessonPlanSummary = z
  .object({
    ...summary,
    totalMinutes: z.int(),
    rowCount: z.int(),
    memberCount: z.int(),
    unit: z.string().nullable().describe('单元，照教案表头写的'),
    excerpt: z
      .string()
      .nullable()
      .describe('有 q 时：命中的地方，用 ⟪ ⟫ 标出；只有题目、学科这些列表里已经写着的命中时为 null'),
  })
  .meta({ id: 'LessonPlanSummary' })
export type LessonPlanSummary = z.infer<typeof LessonPlanSummary>

export const PlanChoices = z
  .object({
    groups: z.array(
      z.object({
        id,
        name: z.string(),
        subject: z.string(),
        grade: z.string().nullable(),
        isMember: z.boolean().describe('我在组里'),
      }),
    ),
    terms: z.array(z.object({ term: z.string(), count: z.int() })),
    units: z.array(
      z.object({
        unit: z.string().describe('筛选时用的写法'),
        label: z.string().describe('教案里的写法'),
        subject: z.string().nullable(),
        grade: z.string().nullable(),
        count: z.int(),
      }),
    ),
  })
  .meta({ id: 'PlanChoices' })
export type PlanChoices = z.infer<typeof PlanChoices>

export const PlanRow = z
  .object({
    rowId: z.string(),
    table: z.int(),
    period: z.string().nullable(),
    phase: z.string().nullable(),
    minutes: z.number().nullable(),
    teacher: z.string().nullable(),
    students: z.string().nullable(),
    intent: z.string().nullable(),
    assistant: z.string().nullable(),
    resources: z.string().nullable(),
    second: z.string().nullable(),
    extra: z.record(z.string(), z.string()),
    spans: z.array(z.array(z.string())),
    continues: z.array(z.string()),
    objectives: z.array(z.string()),
  })
  .meta({ id: 'PlanRow', description: '教学过程的一行' })

export const LessonPlan = z
  .object({
    ...summary,
    header: z.record(z.string(), z.string()),
    sections: z.record(z.string(), z.string()),
    sectionLabels: z.record(z.string(), z.string()),
    rows: z.array(PlanRow),
    columns: z.array(
      z.object({ table: z.int(), columns: z.array(z.object({ header: z.string(), field: z.string() })) }),
    ),
    objectives: z.array(z.object({ objectiveId: z.string(), text: z.string(), literacy: z.string().nullable() })),
    totalMinutes: z.number(),
    members: z.array(Member),
    /** The position of the update log this answer reflects. */
    seq: z.int(),
    importReport: z.unknown().nullable(),
    hasSourceFile: z.boolean(),
  })
  .meta({ id: 'LessonPlan', description: '教学设计' })
export type LessonPlan = z.infer<typeof LessonPlan>

export const ImportResult = z
  .object({
    id,
    title: z.string(),
    unmapped: z.array(z.object({ text: z.string(), where: z.string() })),
    report: z.unknown(),
  })
  .meta({ id: 'ImportResult' })

export const CollabTicket = z
  .object({
    ticket: z.string(),
    collabUrl: z.string(),
    yjsUrl: z.string(),
    expiresAt: instant,
    canWrite: z.boolean(),
    layout: z.int().describe('文档按第几版结构提供；客户端只认得更早的版本时，不要打开连接，先更新'),
  })
  .meta({ id: 'CollabTicket' })
export const MediaTicket = z
  .object({ token: z.string(), url: z.string(), expiresAt: instant })
  .meta({ id: 'MediaTicket' })
export const MediaStatus = z
  .object({ state: z.enum(['ready', 'preparing', 'absent']), reason: z.string().nullable() })
  .meta({ id: 'MediaStatus' })
export const LessonClockState = z
  .object({
    lessonId: id,
    startedAt: instant.nullable(),
    serverMs: z.number().describe('server time of this answer, ms since 1970'),
    tMs: z.int().nullable(),
  })
  .meta({ id: 'LessonClock' })

/** What to do next, in the words of the dictionary: `home.next.{kind}`. */
export const NextThing = z
  .object({
    kind: z.enum([
      'continueDrafting',
      'joinStudying',
      'clearUnmapped',
      'fillMissing',
      'writeReflection',
      'takeSecondPrep',
      'readStudying',
      'createFirst',
    ]),
    planId: id.nullable(),
    title: z.string().nullable(),
    detail: z.string().nullable(),
    count: z.int().nullable(),
    at: instant.nullable(),
  })
  .meta({ id: 'NextThing' })
export const Home = z
  .object({
    next: z.array(NextThing).max(3),
    plans: z.array(LessonPlanSummary),
    colleagues: z.array(z.object({ person: Person, planId: id, planTitle: z.string(), at: instant })),
  })
  .meta({ id: 'Home' })
export const HistoryEntry = z
  .object({
    seq: z.int(),
    author: Person.nullable(),
    at: instant,
    source: z.string(),
    byteSize: z.int(),
    tMs: z.int().nullable(),
  })
  .meta({ id: 'HistoryEntry' })
export const AuditablePlan = z
  .object({
    id,
    title: z.string(),
    state: z.enum(LESSON_PLAN_STATES),
    owner: Person,
    orgName: z.string(),
    updatedAt: instant,
    deletedAt: instant.nullable(),
    mayRead: z.boolean(),
  })
  .meta({ id: 'AuditablePlan' })
export type AuditablePlan = z.infer<typeof AuditablePlan>
export const DemoAccount = z
  .object({ account: z.string(), name: z.string(), description: z.string() })
  .meta({ id: 'DemoAccount' })

export const page = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
export type Home = z.infer<typeof Home>
export type Member = z.infer<typeof Member>
export type CollabTicket = z.infer<typeof CollabTicket>
