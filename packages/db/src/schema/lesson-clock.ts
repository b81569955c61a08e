import type { UserId } from '@gongyan/domain'
import { bigint, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { jsonb } from './columns.ts'
import { users } from './org.ts'

export const lessonClocks = pgTable('lesson_clocks', {
  lessonId: uuid('lesson_id').primaryKey(),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
  startedBy: uuid('started_by')
    .$type<UserId>()
    .references(() => users.id),
  startedFrom: text('started_from').notNull().$type<'room' | 'person'>(),
})

export const lessonEvents = pgTable(
  'lesson_events',
  {
    id: uuid().primaryKey().defaultRandom(),
    lessonId: uuid('lesson_id').notNull(),
    kind: text().notNull(),
    rowId: text('row_id'),
    tMs: bigint('t_ms', { mode: 'number' }),
    at: timestamp({ withTimezone: true }).notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
    actorId: uuid('actor_id')
      .$type<UserId>()
      .references(() => users.id),
    source: text().notNull(),
    externalId: text('external_id'),
    payload: jsonb().notNull().default({}),
  },
  (table) => [unique().on(table.source, table.externalId)],
)
