import type { LessonPlanId, OrgId, UserId } from '@gongyan/domain'
import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea, jsonb } from './columns.ts'
import { files } from './file.ts'
import { lessonPlans } from './lesson-plan.ts'
import { orgUnits, users } from './org.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })
const person = (name: string) =>
  uuid(name)
    .$type<UserId>()
    .references(() => users.id)
const unit = () =>
  uuid('org_id')
    .notNull()
    .$type<OrgId>()
    .references(() => orgUnits.id)

export const importBatches = pgTable('import_batches', {
  id: uuid().primaryKey(),
  ownerId: person('owner_id').notNull(),
  orgId: unit(),
  createdAt: instant('created_at').notNull(),
  changedAt: instant('changed_at').notNull(),
  discardedAt: instant('discarded_at'),
  nextPosition: integer('next_position').notNull().default(1),
})

export const importItems = pgTable(
  'import_items',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => importBatches.id),
    position: integer().notNull(),
    name: text().notNull(),
    folder: text(),
    sha256: bytea().notNull(),
    byteSize: bigint('byte_size', { mode: 'number' }).notNull(),
    fileId: uuid('file_id').references(() => files.id),
    state: text().notNull(),
    code: text(),
    samePlanId: uuid('same_plan_id')
      .$type<LessonPlanId>()
      .references(() => lessonPlans.id),
    sameBatchId: uuid('same_batch_id'),
    samePosition: integer('same_position'),
    lease: uuid(),
    leaseUntil: instant('lease_until'),
    attempts: integer().notNull().default(0),
    isUrgent: boolean('is_urgent').notNull().default(false),
    corrections: jsonb().notNull().default({}),
    revision: integer().notNull().default(0),
    report: jsonb(),
    doubts: jsonb().notNull().default([]),
    doubtCount: integer('doubt_count').notNull().default(0),
    undoneAt: instant('undone_at'),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.position] })],
)

export const importDrafts = pgTable(
  'import_drafts',
  {
    batchId: uuid('batch_id').notNull(),
    position: integer().notNull(),
    part: integer().notNull(),
    title: text().notNull(),
    doc: jsonb().notNull(),
    rowCount: integer('row_count').notNull(),
    totalMinutes: doublePrecision('total_minutes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.position, table.part] })],
)

export const importPlans = pgTable(
  'import_plans',
  {
    batchId: uuid('batch_id').notNull(),
    position: integer().notNull(),
    part: integer().notNull(),
    planId: uuid('plan_id')
      .notNull()
      .$type<LessonPlanId>()
      .references(() => lessonPlans.id),
    binnedAt: instant('binned_at'),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.position, table.part] })],
)

export const wordWordings = pgTable('word_wordings', {
  id: uuid().primaryKey(),
  orgId: unit(),
  kind: text().notNull(),
  words: text().notNull(),
  folded: text().notNull(),
  means: text().notNull(),
  byId: person('by_id').notNull(),
  at: instant('at').notNull(),
})

export const wordForms = pgTable('word_forms', {
  id: uuid().primaryKey(),
  orgId: unit(),
  name: text().notNull(),
  fileId: uuid('file_id')
    .notNull()
    .references(() => files.id),
  form: jsonb().notNull(),
  createdBy: person('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  confirmedBy: person('confirmed_by'),
  confirmedAt: instant('confirmed_at'),
  retiredAt: instant('retired_at'),
  deletedAt: instant('deleted_at'),
})
