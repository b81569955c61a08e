import { drizzle } from 'drizzle-orm/pg-proxy'
import type { PgRemoteDatabase } from 'drizzle-orm/pg-proxy'
import type postgres from 'postgres'
import type { Queryable } from './client.ts'

export type Orm = PgRemoteDatabase

/**
 * Drizzle over a pool or a transaction. It goes through its proxy driver, because its own postgres.js driver replaces the
 * pool's date and JSON parsers for everybody who shares the pool.
 */
export const orm = (sql: Queryable): Orm =>
  drizzle(async (text, params) => ({
    rows: await sql.unsafe(text, params as postgres.ParameterOrJSON<never>[], { prepare: true }).values(),
  }))
