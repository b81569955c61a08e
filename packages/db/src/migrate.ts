import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import postgres from 'postgres'

/** Any constant will do, as long as all our servers take the same one. */
const LOCK = 7_408_215_301
const FILE = /^\d{4}_[a-z0-9_]+\.sql$/
export const MIGRATIONS_FOLDER = resolve(import.meta.dirname, '../../../migrations')

/** The data were written by a newer version of the program than this one. */
export class NewerDataError extends Error {
  readonly unknown: readonly string[]
  constructor(unknown: readonly string[]) {
    super(`the database was written by a newer version: it has ${unknown.join(', ')}, which this version does not know`)
    this.name = 'NewerDataError'
    this.unknown = unknown
  }
}

/** A migration that was already applied has been changed since: the files and the data no longer tell the same story. */
export class ChangedMigrationError extends Error {
  readonly migration: string
  constructor(migration: string) {
    super(`migration ${migration} was changed after it had been applied`)
    this.name = 'ChangedMigrationError'
    this.migration = migration
  }
}

interface Migration {
  readonly name: string
  readonly text: string
  readonly checksum: string
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => FILE.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(resolve(folder, name), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

export interface MigrateOptions {
  readonly log?: (line: string) => void
  readonly folder?: string
}

/**
 * Applies the SQL files that the database has not seen, in order, each in its own transaction; returns their names.
 * Several servers may call it at once: every step takes the lock of its own transaction and looks again, so it also works
 * through a pooler that hands out another connection per transaction.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<readonly string[]> {
  const migrations = await readMigrations(options.folder ?? MIGRATIONS_FOLDER)
  const sql = postgres(databaseUrl, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: 'gongyan-migrate' },
  })
  const applied: string[] = []
  try {
    for (;;) {
      const name = await sql.begin((tx) => step(tx, migrations))
      if (name === null) return applied
      applied.push(name)
      options.log?.(name)
    }
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Applies the next migration that is missing; null when none is. */
async function step(tx: postgres.TransactionSql, migrations: readonly Migration[]): Promise<string | null> {
  await tx`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`
  await tx`CREATE TABLE IF NOT EXISTS schema_migrations (
    name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`
  const rows = await tx<
    { name: string; checksum: string }[]
  >`SELECT name, checksum FROM schema_migrations ORDER BY name`
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  const unknown = rows.filter((row) => !known.has(row.name)).map((row) => row.name)
  if (unknown.length > 0) throw new NewerDataError(unknown)
  for (const row of rows) if (known.get(row.name)?.checksum !== row.checksum) throw new ChangedMigrationError(row.name)
  const seen = new Set(rows.map((row) => row.name))
  const next = migrations.find((migration) => !seen.has(migration.name))
  if (!next) return null
  await tx.unsafe(next.text)
  await tx`INSERT INTO schema_migrations (name, checksum) VALUES (${next.name}, ${next.checksum})`
  return next.name
}
