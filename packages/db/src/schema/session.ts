import type { UserId } from '@gongyan/domain'
import { boolean, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { bytea } from './columns.ts'
import { users } from './org.ts'

export const sessions = pgTable('sessions', {
  id: text().primaryKey(),
  secretHash: bytea('secret_hash').notNull(),
  userId: uuid('user_id')
    .notNull()
    .$type<UserId>()
    .references(() => users.id),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  lastVerifiedAt: timestamp('last_verified_at', { withTimezone: true }).notNull().defaultNow(),
  remember: boolean().notNull().default(false),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
})

export const throttleBuckets = pgTable('throttle_buckets', {
  key: text().primaryKey(),
  failures: integer().notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
})
