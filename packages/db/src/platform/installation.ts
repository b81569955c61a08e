import type postgres from 'postgres'
import type { Queryable } from '../client.ts'

/** A fact about this installation, or undefined. */
export async function findFact(sql: Queryable, key: string): Promise<unknown> {
  const [row] = await sql<{ value: unknown }[]>`SELECT value FROM installation WHERE key = ${key}`
  return row?.value
}

/** Keeps a fact unless there is one already; returns the one that holds, so that several servers agree. */
export async function ensureFact(sql: Queryable, key: string, value: postgres.JSONValue): Promise<unknown> {
  await sql`INSERT INTO installation (key, value) VALUES (${key}, ${sql.json(value)}) ON CONFLICT (key) DO NOTHING`
  return findFact(sql, key)
}

/** Keeps a fact in place of the one before. */
export async function putFact(sql: Queryable, key: string, value: postgres.JSONValue): Promise<void> {
  await sql`INSERT INTO installation (key, value) VALUES (${key}, ${sql.json(value)}) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`
}

/** Forgets a fact. */
export async function deleteFact(sql: Queryable, key: string): Promise<void> {
  await sql`DELETE FROM installation WHERE key = ${key}`
}

/** Whether nobody has an account yet. */
export async function isEmpty(sql: Queryable): Promise<boolean> {
  const [row] = await sql<{ empty: boolean }[]>`SELECT NOT EXISTS (SELECT 1 FROM users) AS empty`
  return row?.empty ?? true
}
