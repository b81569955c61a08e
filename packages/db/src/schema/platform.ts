import type { UserId } from '@gongyan/domain'
import { bigint, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { bytea, jsonb } from './columns.ts'
import { users } from './org.ts'

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: uuid('user_id')
      .notNull()
      .$type<UserId>()
      .references(() => users.id),
    operation: text().notNull(),
    key: text().notNull(),
    requestHash: bytea('request_hash').notNull(),
    status: integer(),
    headers: jsonb(),
    body: jsonb(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.operation, table.key] })],
)

export const auditLog = pgTable('audit_log', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  actorId: uuid('actor_id')
    .$type<UserId>()
    .references(() => users.id),
  action: text().notNull(),
  subject: text().notNull(),
  detail: jsonb().notNull().default({}),
})

export const installation = pgTable('installation', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
})
