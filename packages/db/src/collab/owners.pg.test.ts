import { randomUUID } from 'node:crypto'
import { useTestDatabase } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createSql, type Sql } from '../client.ts'
import { createLog } from './log.ts'
import {
  claimDocument,
  enterServer,
  keepServerAlive,
  listLost,
  readLives,
  releaseDocument,
  removeServer,
} from './owners.ts'

async function stage() {
  const sql = createSql(await useTestDatabase(), { max: 8 })
  onTestFinished(() => sql.end({ timeout: 1 }))
  const name = `lessonPlan:${randomUUID()}`
  await createLog(sql, { name, layout: 1, authorId: null, source: 'test', at: new Date(), bytes: Uint8Array.of(0, 0) })
  const [one, two] = [
    { id: randomUUID(), url: 'ws://one:1' },
    { id: randomUUID(), url: 'ws://two:2' },
  ]
  await enterServer(sql, one)
  await enterServer(sql, two)
  const claim = (serverId: string | null, force = false) => claimDocument(sql, name, { serverId, force })
  return { sql, name, one, two, claim }
}

/** As if the time of a server had passed. */
const expire = (sql: Sql, id: string) =>
  sql`UPDATE collab_servers SET alive_until = clock_timestamp() - interval '1 ms' WHERE id = ${id}`

test('[SRV4] a document is claimed by one of many who ask at once, and then only by him', async () => {
  const { sql, name, one, two, claim } = await stage()
  const claims = await Promise.all(Array.from({ length: 16 }, (_, n) => claim(n % 2 === 0 ? one.id : two.id)))
  const owners = claims.filter((answer) => answer && 'fence' in answer)
  expect(owners).toHaveLength(8)
  const [row] = await sql<{ owner_id: string; fence: number }[]>`
    SELECT owner_id, fence FROM collab_documents WHERE name = ${name}`
  expect(row?.fence).toBe(8)
  const [owner, other] = row?.owner_id === one.id ? [one, two] : [two, one]
  expect(await claim(other.id)).toEqual({ elsewhere: owner })
  expect(await claim(owner.id)).toMatchObject({ fence: 9n })
  expect(await claimDocument(sql, 'lessonPlan:none', { serverId: one.id, force: true })).toBeNull()
})

test('[SRV5] the documents of a server whose time is up can be claimed; prolonged, it has them again', async () => {
  const { sql, name, one, two, claim } = await stage()
  expect(await claim(one.id)).toMatchObject({ fence: 1n })
  await expire(sql, one.id)
  await keepServerAlive(sql, one)
  expect(await claim(two.id)).toEqual({ elsewhere: one })
  await expire(sql, one.id)
  expect(await claim(two.id)).toMatchObject({ fence: 2n })
  await keepServerAlive(sql, one)
  expect(await claim(one.id)).toEqual({ elsewhere: two })
  const gone = randomUUID()
  await expire(sql, two.id)
  const lives = await readLives(sql, [one.id, two.id, gone])
  expect(lives.get(one.id)).toBeGreaterThan(2_000)
  expect(lives.get(two.id)).toBeLessThan(0)
  expect(lives.get(gone)).toBe(0)
  expect(await listLost(sql, [{ name, fence: 1n }])).toEqual([name])
  expect(await listLost(sql, [{ name, fence: 2n }])).toEqual([])
})

test('[SRV8] taken by force from a living server, not again for three seconds, and then again', async () => {
  const { sql, name, one, two, claim } = await stage()
  await claim(one.id)
  expect(await claim(two.id, true)).toMatchObject({ fence: 2n })
  expect(await claim(one.id, true)).toEqual({ elsewhere: two })
  // The owner itself is not held up by it.
  expect(await claim(two.id)).toMatchObject({ fence: 3n })
  await sql`UPDATE collab_documents SET taken_at = taken_at - interval '3 seconds' WHERE name = ${name}`
  expect(await claim(one.id, true)).toMatchObject({ fence: 4n })
  // Of the dead it is taken without force, and that is no reason to wait.
  await expire(sql, one.id)
  expect(await claim(two.id)).toMatchObject({ fence: 5n })
})

test('[SRV9] a goodbye, and a start at the same address, end a server at once; what left memory is nobody’s', async () => {
  const { sql, name, one, two, claim } = await stage()
  await claim(one.id)
  const again = { id: randomUUID(), url: one.url }
  await enterServer(sql, again)
  expect(await claim(again.id)).toMatchObject({ fence: 2n })
  await removeServer(sql, again.id)
  expect(await claim(two.id)).toMatchObject({ fence: 3n })
  await enterServer(sql, one)
  // Claimed anew since: the old wish to give it back does nothing.
  await releaseDocument(sql, { name, fence: 2n, serverId: two.id })
  expect(await claim(one.id)).toEqual({ elsewhere: two })
  await releaseDocument(sql, { name, fence: 3n, serverId: two.id })
  expect(await claim(one.id)).toMatchObject({ fence: 4n })
  // Two days later nobody remembers the servers that are gone.
  await sql`UPDATE collab_servers SET alive_until = clock_timestamp() - interval '2 days'`
  await enterServer(sql, two)
  expect(await sql`SELECT url FROM collab_servers`).toEqual([{ url: two.url }])
})

test('[ACK13] a server without neighbours takes what it asks for', async () => {
  const { one, claim } = await stage()
  await claim(one.id)
  expect(await claim(null)).toMatchObject({ fence: 2n })
  expect(await claim(one.id)).toMatchObject({ fence: 3n })
})
