import type { OrgId, OrgKind, OrgLevel, Role, UserId } from '@gongyan/domain'
import { boolean, date, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'

export const orgUnits = pgTable('org_units', {
  id: uuid().primaryKey().defaultRandom().$type<OrgId>(),
  parentId: uuid('parent_id')
    .$type<OrgId>()
    .references((): AnyPgColumn => orgUnits.id),
  path: uuid().array().notNull().$type<OrgId[]>(),
  kind: text().notNull().$type<OrgKind>(),
  level: text().notNull().$type<OrgLevel>(),
  name: text().notNull(),
  shortName: text('short_name').notNull(),
  isRural: boolean('is_rural').notNull().default(false),
  enrolment: integer(),
  stages: text().array().notNull().default([]),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

export const users = pgTable('users', {
  id: uuid().primaryKey().defaultRandom().$type<UserId>(),
  account: text().notNull().unique(),
  name: text().notNull(),
  passwordHash: text('password_hash').notNull(),
  title: text(),
  locale: text().notNull().default('zh-CN'),
  disabledAt: timestamp('disabled_at', { withTimezone: true }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

export const identities = pgTable('identities', {
  id: uuid().primaryKey().defaultRandom(),
  userId: uuid('user_id')
    .notNull()
    .$type<UserId>()
    .references(() => users.id),
  orgId: uuid('org_id')
    .notNull()
    .$type<OrgId>()
    .references(() => orgUnits.id),
  role: text().notNull().$type<Role>(),
  subject: text(),
  stage: text(),
  grade: text(),
  startsOn: date('starts_on', { mode: 'string' }),
  endsOn: date('ends_on', { mode: 'string' }),
  isDefault: boolean('is_default').notNull().default(false),
})

export const prepGroups = pgTable('prep_groups', {
  id: uuid().primaryKey().defaultRandom(),
  orgId: uuid('org_id')
    .notNull()
    .$type<OrgId>()
    .references(() => orgUnits.id),
  name: text().notNull(),
  subject: text().notNull(),
  stage: text().notNull(),
  grade: text(),
  leaderId: uuid('leader_id')
    .notNull()
    .$type<UserId>()
    .references(() => users.id),
})

export const prepGroupMembers = pgTable(
  'prep_group_members',
  {
    groupId: uuid('group_id')
      .notNull()
      .references(() => prepGroups.id),
    userId: uuid('user_id')
      .notNull()
      .$type<UserId>()
      .references(() => users.id),
  },
  (table) => [primaryKey({ columns: [table.groupId, table.userId] })],
)

export const pairings = pgTable('pairings', {
  id: uuid().primaryKey().defaultRandom(),
  kind: text().notNull().$type<'schoolSchool' | 'schoolPoint' | 'teacherTeacher'>(),
  aidOrgId: uuid('aid_org_id')
    .notNull()
    .$type<OrgId>()
    .references(() => orgUnits.id),
  recipientOrgId: uuid('recipient_org_id')
    .notNull()
    .$type<OrgId>()
    .references(() => orgUnits.id),
  aidUserId: uuid('aid_user_id')
    .$type<UserId>()
    .references(() => users.id),
  recipientUserId: uuid('recipient_user_id')
    .$type<UserId>()
    .references(() => users.id),
  subject: text(),
  startsOn: date('starts_on', { mode: 'string' }).notNull(),
  endsOn: date('ends_on', { mode: 'string' }).notNull(),
})
