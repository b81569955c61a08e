import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { useTestDatabase } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'

/** A pool of one connection, so that what comes next must use the one that broke; `sockets` are those it has opened. */
async function aPool() {
  const url = new URL(await useTestDatabase())
  const sockets: Socket[] = []
  const open = (max: number) => {
    // `socket` makes the connection itself; the types do not know it.
    const options = {
      max,
      connect_timeout: 2,
      onnotice: () => undefined,
      socket: () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(Number(url.port), url.hostname, () => resolve(socket))
          socket.once('error', reject)
          sockets.push(socket)
        }),
    }
    const sql = postgres(url.href, options)
    onTestFinished(() => sql.end({ timeout: 1 }))
    return sql
  }
  const [sql, other] = [open(1), open(2)]
  await other`CREATE TABLE kept (who text)`
  await sql`SELECT 1`
  return { sql, other, last: () => sockets.at(-1) }
}
const kept = async (sql: postgres.Sql) =>
  (await sql`SELECT who FROM kept ORDER BY who`).map((row) => String(row['who']))
/** Ends the session that runs such a query. */
const end = (other: postgres.Sql, pid: number) => other`SELECT pg_terminate_backend(${pid})`
const pidOf = async (tx: postgres.TransactionSql) => Number((await tx`SELECT pg_backend_pid() AS pid`)[0]?.['pid'])

test('[DB1] a session that dies under a query of a transaction fails that transaction, and the next query works', async () => {
  const { sql, other } = await aPool()
  for (let n = 0; n < 3; n++) {
    let pid = 0
    const transaction = sql.begin(async (tx) => {
      await tx`INSERT INTO kept VALUES ('lost')`
      pid = await pidOf(tx)
      await tx`SELECT pg_sleep(30)`
    })
    const failed = transaction.then(
      () => 'done',
      () => 'failed',
    )
    await waitUntil('the query to run', async () => {
      const rows = await other`SELECT 1 FROM pg_stat_activity WHERE pid = ${pid} AND query LIKE '%pg_sleep%'`
      return rows.length === 1
    })
    await end(other, pid)
    expect(await failed).toBe('failed')
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
  }
  expect(await kept(other)).toEqual([])
})

test('[DB2] what a transaction still asks after its session has died happens nowhere', async () => {
  const { sql, other } = await aPool()
  let goOn = (): void => undefined
  const paused = new Promise<void>((resolve) => {
    goOn = resolve
  })
  let pid = 0
  const late: string[] = []
  const dead = sql
    .begin(async (tx) => {
      await tx`INSERT INTO kept VALUES ('before')`
      pid = await pidOf(tx)
      await paused
      // Its connection is serving somebody else by now.
      await tx`INSERT INTO kept VALUES ('after')`.catch(() => late.push('refused'))
    })
    .catch(() => 'failed')
  await waitUntil('the first statement', () => pid > 0)
  await end(other, pid)
  expect(await dead).toBe('failed')
  await sql
    .begin(async (tx) => {
      await tx`INSERT INTO kept VALUES ('other')`
      goOn()
      await waitUntil('the late statement to be refused', () => late.length === 1)
      throw new Error('taken back')
    })
    .catch(() => undefined)
  expect(await kept(other)).toEqual([])
})

test('[DB1] a connection that is reset in a transaction is opened anew', async () => {
  const { sql, other, last } = await aPool()
  for (let n = 0; n < 3; n++) {
    const failed = sql
      .begin(async (tx) => {
        await tx`INSERT INTO kept VALUES ('lost')`
        const asleep = tx`SELECT pg_sleep(30)`.execute()
        last()?.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
        await asleep
      })
      .catch(() => 'failed')
    expect(await failed).toBe('failed')
    for (let query = 0; query < 3; query++) expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
  }
  expect(await kept(other)).toEqual([])
})

test('[DB1] bytes that were never sent do not meet the next session', async () => {
  const { sql, last } = await aPool()
  for (let n = 0; n < 3; n++) {
    const failed = sql`SELECT 2`.execute().catch(() => 'failed')
    // The query is taken; the close comes before the turn in which it would be written.
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    last()?.destroy()
    expect(await failed).toBe('failed')
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
  }
})

test('[DB3] a transaction holds its connection, however many queries are before it', async () => {
  const { sql, other } = await aPool()
  for (const before of [98, 99, 100, 101, 150]) {
    const others = Array.from({ length: before }, () => sql`SELECT 1`.execute())
    const transaction = sql.begin(async (tx) => {
      await tx`INSERT INTO kept VALUES (${String(before)})`
      throw new Error('taken back')
    })
    await expect(transaction).rejects.toThrow('taken back')
    await Promise.all(others)
    expect(
      await other`SELECT 1 FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND datname = current_database()`,
    ).toEqual([])
  }
  expect(await kept(other)).toEqual([])
})
