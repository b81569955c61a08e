import type { Queryable } from '../client.ts'

/** PostgreSQL's clock, ms since the epoch, with a fraction. */
export async function readDatabaseNow(sql: Queryable): Promise<number> {
  const [row] = await sql<{ ms: number }[]>`SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms`
  if (!row) throw new Error('SELECT returned no row')
  return row.ms
}
