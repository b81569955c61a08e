import type { UserId } from '@gongyan/domain'
import { bigint, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { bytea } from './columns.ts'
import { users } from './org.ts'

export const files = pgTable('files', {
  id: uuid().primaryKey().defaultRandom(),
  sha256: bytea().notNull(),
  byteSize: bigint('byte_size', { mode: 'number' }).notNull(),
  mediaType: text('media_type').notNull(),
  name: text().notNull(),
  document: text().notNull(),
  createdBy: uuid('created_by')
    .$type<UserId>()
    .references(() => users.id),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})
