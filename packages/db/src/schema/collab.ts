import type { UserId } from '@gongyan/domain'
import { bigint, integer, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { bytea } from './columns.ts'
import { users } from './org.ts'
import { sessions } from './session.ts'

export const collabDocuments = pgTable('collab_documents', {
  name: text().primaryKey(),
  layout: integer().notNull(),
  seq: bigint({ mode: 'number' }).notNull().default(0),
  fence: bigint({ mode: 'number' }).notNull().default(0),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  sealedSeq: bigint('sealed_seq', { mode: 'number' }).notNull().default(0),
  ownerId: uuid('owner_id'),
  takenAt: timestamp('taken_at', { withTimezone: true }),
  raisedFrom: integer('raised_from'),
})

export const collabServers = pgTable('collab_servers', {
  id: uuid().primaryKey(),
  url: text().notNull(),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
  aliveUntil: timestamp('alive_until', { withTimezone: true }).notNull(),
})

export const collabUpdates = pgTable(
  'collab_updates',
  {
    document: text().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    authorId: uuid('author_id').$type<UserId>(),
    source: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    lessonId: uuid('lesson_id'),
    tMs: bigint('t_ms', { mode: 'number' }),
    fence: bigint({ mode: 'number' }).notNull().default(0),
    bytes: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.document, table.seq] })],
)

export const collabSnapshots = pgTable(
  'collab_snapshots',
  {
    document: text()
      .notNull()
      .references(() => collabDocuments.name),
    seq: bigint({ mode: 'number' }).notNull(),
    codec: smallint().notNull(),
    rawSize: integer('raw_size').notNull(),
    sha256: bytea().notNull(),
    bytes: bytea().notNull(),
    madeAt: timestamp('made_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.document, table.seq] })],
)

export const collabSegments = pgTable(
  'collab_segments',
  {
    document: text()
      .notNull()
      .references(() => collabDocuments.name),
    fromSeq: bigint('from_seq', { mode: 'number' }).notNull(),
    toSeq: bigint('to_seq', { mode: 'number' }).notNull(),
    rawSize: integer('raw_size').notNull(),
    sha256: bytea().notNull(),
    bytes: bytea().notNull(),
    madeAt: timestamp('made_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.document, table.fromSeq] })],
)

export const collabTickets = pgTable('collab_tickets', {
  hash: bytea().primaryKey(),
  userId: uuid('user_id')
    .notNull()
    .$type<UserId>()
    .references(() => users.id),
  sessionId: text('session_id')
    .notNull()
    .references(() => sessions.id, { onDelete: 'cascade' }),
  document: text().notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  usedAt: timestamp('used_at', { withTimezone: true }),
})
