import { randomUUID } from 'node:crypto'
import { createServer, connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { useTestDatabase } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import { expect, onTestFinished, test } from 'vitest'
import { createSql } from '../client.ts'
import type { Sql } from '../client.ts'
import { createLog, ownDocument } from './log.ts'

/** A pool that is ended after the test. */
function aPool(url: string, max: number): Sql {
  const sql = createSql(url, { max })
  onTestFinished(() => sql.end({ timeout: 1 }))
  return sql
}

async function aDocument(sql: Sql): Promise<string> {
  const name = `lessonPlan:${randomUUID()}`
  await createLog(sql, { name, layout: 1, authorId: null, source: 'test', at: new Date(), bytes: Uint8Array.of(0, 0) })
  return name
}
const fenceOf = async (sql: Sql, name: string) =>
  (await sql<{ fence: number }[]>`SELECT fence FROM collab_documents WHERE name = ${name}`)[0]?.fence

/** A server without neighbours. */
const ALONE = { serverId: null, force: false }

/** A row that nobody else can take until it is let go. */
async function hold(sql: Sql, name: string): Promise<() => Promise<void>> {
  let letGo = (): void => undefined
  let held = (): void => undefined
  const isHeld = new Promise<void>((resolve) => {
    held = resolve
  })
  const done = sql.begin(async (tx) => {
    await tx`SELECT 1 FROM collab_documents WHERE name = ${name} FOR UPDATE`
    held()
    await new Promise<void>((resolve) => {
      letGo = resolve
    })
  })
  await isHeld
  return async () => {
    letGo()
    await done
  }
}
const isWaiting = async (sql: Sql) =>
  (await sql`SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('tuple', 'transactionid') LIMIT 1`).length === 1

test('[DB1] an attempt that was given up while it waited for a connection takes the document from nobody', async () => {
  const url = await useTestDatabase()
  const [watch, pool] = [aPool(url, 2), aPool(url, 1)]
  const name = await aDocument(watch)
  const blocker = pool`SELECT pg_sleep(0.3)`.execute()
  const giveUp = new AbortController()
  const owning = ownDocument(pool, name, ALONE, giveUp.signal)
  giveUp.abort(new Error('given up'))
  await expect(owning).rejects.toThrow('given up')
  await blocker
  expect(await fenceOf(watch, name)).toBe(0)
  expect(await ownDocument(pool, name, ALONE, new AbortController().signal)).toMatchObject({ fence: 1n })
})

test('[DB1] giving up on a database that can no longer be reached fails that attempt and nothing else', async () => {
  const url = new URL(await useTestDatabase())
  const watch = aPool(url.href, 3)
  const name = await aDocument(watch)
  // A network between us and the database: what is connected stays, nothing new gets through.
  const sockets = new Set<Socket>()
  const network = createServer((near) => {
    const far = connect(Number(url.port), url.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => void network.listen(0, '127.0.0.1', resolve))
  const through = new URL(url)
  through.port = String((network.address() as AddressInfo).port)
  const pool = aPool(through.href, 1)
  await pool`SELECT 1`
  const letGo = await hold(watch, name)
  const giveUp = new AbortController()
  const owning = ownDocument(pool, name, ALONE, giveUp.signal).then(
    () => 'owned',
    () => 'failed',
  )
  await waitUntil('the attempt to wait in the database', () => isWaiting(watch))
  network.close()
  // A rejection that nobody handles would fail this run.
  giveUp.abort(new Error('given up'))
  for (let n = 0; n < 5; n++) await fenceOf(watch, name)
  for (const socket of sockets) socket.destroy()
  expect(await owning).toBe('failed')
  await letGo()
})
