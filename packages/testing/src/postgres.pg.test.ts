import postgres from 'postgres'
import { expect, test } from 'vitest'
import { startTestPostgres, useTestDatabase } from './index.ts'

test('a test database has the schema, no rows, and nothing in common with another', async () => {
  const [one, two] = await Promise.all([useTestDatabase(), useTestDatabase()])
  expect(one).not.toBe(two)
  const sql = postgres(one)
  await sql`INSERT INTO users (account, name, password_hash) VALUES ('a', 'A', '')`
  await sql.end()
  const other = postgres(two)
  expect(await other`SELECT count(*)::int FROM users`).toEqual([{ count: 0 }])
  await other.end()
})

test('what was committed survives a kill of PostgreSQL', async () => {
  const server = await startTestPostgres()
  try {
    const before = postgres(server.url, { max: 1 })
    await before`CREATE TABLE kept (n int)`
    await before`INSERT INTO kept VALUES (7)`
    server.kill()
    await before.end({ timeout: 0 })
    await server.restart()
    const after = postgres(server.url, { max: 1 })
    expect(await after`SELECT n FROM kept`).toEqual([{ n: 7 }])
    await after.end()
  } finally {
    await server.stop()
  }
})
