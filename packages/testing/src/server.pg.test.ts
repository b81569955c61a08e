import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { startTestServer } from './index.ts'

test('a server that was stopped or killed has taken its database along, once', async () => {
  const removals: string[] = []
  for (const how of ['stop', 'kill'] as const) {
    const server = await startTestServer()
    const name = new URL(server.databaseUrl).pathname.slice(1)
    const sql = postgres(inject('postgresUrl'), { max: 1 })
    await server[how]()
    removals.push(
      ...(await sql`SELECT datname FROM pg_database WHERE datname = ${name}`).map((row) => String(row['datname'])),
    )
    await sql.end()
  }
  expect(removals).toEqual([])
})

test('a server that cannot start says why, after it has cleaned up', async () => {
  await expect(startTestServer({ env: { LIMIT_TICKET_SECONDS: 'soon' } })).rejects.toThrow('LIMIT_TICKET_SECONDS')
})
