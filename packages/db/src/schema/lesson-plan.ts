import type { LessonPlanId, LessonPlanState, MemberRole, OrgId, TemplateKey, Term, UserId } from '@gongyan/domain'
import { bigint, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { jsonb } from './columns.ts'
import { files } from './file.ts'
import { orgUnits, users } from './org.ts'

export const lessonPlans = pgTable('lesson_plans', {
  id: uuid().primaryKey().$type<LessonPlanId>(),
  orgId: uuid('org_id')
    .notNull()
    .$type<OrgId>()
    .references(() => orgUnits.id),
  orgPath: uuid('org_path').array().notNull().$type<OrgId[]>(),
  ownerId: uuid('owner_id')
    .notNull()
    .$type<UserId>()
    .references(() => users.id),
  state: text().notNull().default('drafting').$type<LessonPlanState>(),
  version: integer().notNull().default(1),
  template: text().notNull().default('standard').$type<TemplateKey>(),
  subject: text(),
  stage: text(),
  grade: text(),
  periodMinutes: integer('period_minutes').notNull().default(40),
  sourceFileId: uuid('source_file_id').references(() => files.id),
  importReport: jsonb('import_report'),
  title: text().notNull(),
  projectedSeq: bigint('projected_seq', { mode: 'number' }).notNull().default(0),
  totalMinutes: integer('total_minutes').notNull().default(0),
  rowCount: integer('row_count').notNull().default(0),
  unit: text(),
  unitKey: text('unit_key'),
  unitNumber: integer('unit_number'),
  lessonNumber: integer('lesson_number'),
  periodNumber: integer('period_number'),
  term: text().$type<Term>(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  deletedAt: timestamp('deleted_at', { withTimezone: true }),
})

export const lessonPlanTexts = pgTable('lesson_plan_texts', {
  planId: uuid('plan_id')
    .primaryKey()
    .$type<LessonPlanId>()
    .references(() => lessonPlans.id),
  seq: bigint({ mode: 'number' }).notNull(),
  searchText: text('search_text').notNull(),
  searchTitle: text('search_title').notNull(),
  searchFolded: text('search_folded').notNull(),
  searchGrams: text('search_grams').array().notNull(),
})

export const lessonPlanMembers = pgTable(
  'lesson_plan_members',
  {
    planId: uuid('plan_id')
      .notNull()
      .$type<LessonPlanId>()
      .references(() => lessonPlans.id),
    userId: uuid('user_id')
      .notNull()
      .$type<UserId>()
      .references(() => users.id),
    role: text().notNull().$type<MemberRole>(),
    invitedBy: uuid('invited_by')
      .notNull()
      .$type<UserId>()
      .references(() => users.id),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.planId, table.userId] })],
)
