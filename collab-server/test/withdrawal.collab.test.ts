import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConfig } from '@gongyan/config'
import { createSql } from '@gongyan/db'
import { hasTool, useTestDatabase } from '@gongyan/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type BusLine, createBus, partsOf, readBusMessage } from '../src/cluster/bus.ts'
import { createPostgresLine } from '../src/cluster/postgres-line.ts'
import { createRedisLine } from '../src/cluster/redis-line.ts'
import { type CollabServer, createCollabServer } from '../src/index.ts'
import { QUIET, type Stage, join, joinYjs, setStage, settled, textOf, until, write } from './harness.ts'
import { startPostgresProxy } from './postgres-proxy.ts'
import { startRedis } from './redis.ts'

/** A withdrawal takes effect within a second on every server; what a loaded machine adds is not measured here. */
const EFFECT_MS = 1_000

interface Neighbour {
  readonly server: CollabServer
  /** The stage as clients of this server see it. */
  readonly stage: Stage
  readonly warnings: string[]
}

/** One more server of the same installation: the same database and tickets, a port of its own. */
async function neighbourOf(
  stage: Stage,
  databaseUrl: string,
  line: BusLine | null,
  reviewEveryMs?: number,
): Promise<Neighbour> {
  const sql = createSql(databaseUrl, { max: 4 })
  const warnings: string[] = []
  const log = { ...QUIET, warn: (message: string) => void warnings.push(message) }
  const server = createCollabServer({
    sql,
    databaseUrl,
    limits: readConfig({}).limits,
    log: QUIET,
    authorise: (ticket, document) => stage.office.authorise(ticket, document),
    recheck: (grant, document) => stage.office.recheck(grant, document),
    ...(line ? { bus: createBus({ line, log }) } : {}),
    ...(reviewEveryMs === undefined ? {} : { reviewEveryMs }),
  })
  const http = createHttpServer()
  http.on('upgrade', (request, socket, head) => {
    if (!server.handleUpgrade(request, socket, head)) socket.destroy()
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  onTestFinished(async () => {
    await server.close()
    http.close()
    http.closeAllConnections()
    await sql.end({ timeout: 1 })
  })
  return { server, stage: { ...stage, port: (http.address() as AddressInfo).port }, warnings }
}

function postgresLine(databaseUrl: string): BusLine {
  const sql = createSql(databaseUrl, { max: 2 })
  const line = createPostgresLine({ sql })
  return {
    ...line,
    async close() {
      await line.close()
      await sql.end({ timeout: 0 })
    },
  }
}

function cast(stage: Stage) {
  const [document = ''] = stage.documents
  const [one, two] = stage.people
  if (!one || !two) throw new Error('two people are needed')
  return { document, one, two }
}

/** Each server has the document to itself: what is asked here is who may stay, not what they see. */
async function withdrawBeside(makeLine: (databaseUrl: string) => Promise<BusLine>): Promise<void> {
  const databaseUrl = await useTestDatabase()
  const stage = await setStage({ databaseUrl, plans: 2 })
  const [first, second] = [
    await neighbourOf(stage, databaseUrl, await makeLine(databaseUrl)),
    await neighbourOf(stage, databaseUrl, await makeLine(databaseUrl)),
  ]
  const { document, one, two } = cast(stage)
  const other = stage.documents[1] ?? ''
  // Whether the lines are open is seen from what goes through them.
  const probe = join(second.stage, one, other)
  await settled(probe)
  stage.office.setRight(one, other, 'read')
  await until(async () => {
    await first.server.accessChanged({ documents: [other] })
    return probe.closes.length > 0
  }, 'the line is open')
  const writer = join(second.stage, one, document)
  const remaining = joinYjs(second.stage, two, document)
  await settled(writer)
  await until(() => remaining.provider.synced, 'synchronised')
  writer.socket.shouldConnect = false
  stage.office.setRight(one, document, 'read')
  const begun = performance.now()
  await first.server.accessChanged({ documents: [document] })
  await until(() => writer.closes.length > 0, 'the neighbour lets the writer go')
  expect(performance.now() - begun).toBeLessThan(EFFECT_MS)
  expect(writer.closes[0]).toEqual({ code: 4409, reason: 'access-changed' })
  expect(remaining.closed).toEqual([])
  expect(remaining.provider.wsconnected).toBe(true)
}

test('[SRV1] a change of rights said on one server takes effect on the others within a second, through PostgreSQL', () =>
  withdrawBeside(async (databaseUrl) => postgresLine(databaseUrl)))

describe.skipIf(!hasTool('redis'))('with Redis', () => {
  test('[SRV1] a change of rights said on one server takes effect on the others within a second, through Redis', async () => {
    const url = await startRedis()
    await withdrawBeside(async () => createRedisLine({ url }))
  })
})

test('[SRV2] what was said while a line was silent or cut is made good as soon as it is back', async () => {
  const databaseUrl = await useTestDatabase()
  const stage = await setStage({ databaseUrl })
  const proxy = await startPostgresProxy(databaseUrl)
  onTestFinished(() => proxy.close())
  const neighbour = await neighbourOf(stage, databaseUrl, postgresLine(proxy.url))
  const { document, one } = cast(stage)
  for (const trouble of ['freeze', 'breakDown'] as const) {
    stage.office.setRight(one, document, 'write')
    const writer = join(neighbour.stage, one, document)
    await settled(writer)
    neighbour.warnings.length = 0
    proxy[trouble]()
    // Said by nobody: only a server that decides everything anew can find it.
    stage.office.setRight(one, document, 'read')
    const sign = trouble === 'freeze' ? 'silent' : 'could not be opened'
    await until(() => neighbour.warnings.some((warning) => warning.includes(sign)), `noticed: ${sign}`)
    expect(writer.closes, trouble).toEqual([])
    writer.socket.shouldConnect = false
    proxy.heal()
    await until(() => writer.closes.length > 0, `decided anew after ${trouble}`)
    expect(writer.closes[0]).toEqual({ code: 4409, reason: 'access-changed' })
    writer.destroy()
  }
})

test('[SRV3] rights that end by themselves are found in the next round; while nobody can judge, everybody stays', async () => {
  const databaseUrl = await useTestDatabase()
  const stage = await setStage({ databaseUrl })
  const neighbour = await neighbourOf(stage, databaseUrl, null, 400)
  const { document, one, two } = cast(stage)
  const [leaving, staying] = [join(neighbour.stage, one, document), join(neighbour.stage, two, document)]
  await Promise.all([settled(leaving), settled(staying)])
  const recheck = stage.office.recheck.bind(stage.office)
  let asked = 0
  stage.office.recheck = async (grant, name) => {
    asked += 1
    if (asked < 5) throw new Error('the store is away')
    return recheck(grant, name)
  }
  leaving.socket.shouldConnect = false
  stage.office.setRight(one, document, 'none')
  await until(() => asked >= 4, 'two rounds without an answer')
  expect(leaving.closes).toEqual([])
  await until(() => leaving.closes.length > 0, 'found in a later round')
  expect(leaving.closes[0]).toEqual({ code: 4409, reason: 'access-changed' })
  write(staying.doc, '还在写')
  await settled(staying)
  expect(staying.closes).toEqual([])
  expect(textOf(staying.doc)).toContain('还在写')
})

test('[SRV1] a scope of any size fits into messages, and what no server says is passed over', () => {
  const documents = Array.from(
    { length: 250 },
    (_, n) => `lessonPlan:00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`,
  )
  const parts = partsOf({ documents, sessionIds: ['s'] })
  expect(parts.flatMap((part) => part.documents ?? [])).toEqual(documents)
  expect(parts.flatMap((part) => part.sessionIds ?? [])).toEqual(['s'])
  for (const scope of parts)
    expect(Buffer.byteLength(JSON.stringify({ from: 'x'.repeat(36), kind: 'access', scope }))).toBeLessThan(8_000)
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"from":1,"kind":"beat"}',
    '{"from":"a","kind":"access","scope":{"documents":[1]}}',
  ])
    expect(readBusMessage(text)).toBeNull()
})
