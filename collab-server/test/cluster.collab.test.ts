import { once } from 'node:events'
import { hasTool, useTestDatabase } from '@gongyan/testing'
import { describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { attack, authFrame, awarenessFrame, bytes, isIn, statuses, step1, updateFrame } from './attacker.ts'
import type { HostNotice } from './cluster-host.ts'
import { type ClusterStage, fences, ownerOf, setClusterStage, writeOnBoth } from './cluster-stage.ts'
import { committedText, join, joinYjs, settled, stored, textOf, until, write } from './harness.ts'
import { startRedis } from './redis.ts'
import { makeCertificate } from './tls-door.ts'

test('[SRV4] two servers, both doors on each: one owner, one document, presence for all; coming back moves nothing', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 4 })
  const { here, there } = await writeOnBoth(stage)
  const [, , third, fourth] = stage.people
  if (!third || !fourth) throw new Error('four people are needed')
  const yjs = joinYjs(stage.two, fourth, stage.document)
  const reader = join(stage.two, third, stage.document, { canWrite: false })
  await until(() => yjs.provider.synced && reader.provider.isSynced, 'all are there')
  write(yjs.doc, '从另一扇门写的')
  for (const peer of [here, there, reader])
    await until(() => textOf(peer.doc).includes('从另一扇门写的'), 'seen by all')
  write(reader.doc, '只读的人写的')
  there.provider.setAwarenessField('cursor', 3)
  const seen = () => [...(here.provider.awareness?.getStates().values() ?? [])]
  await until(() => seen().some(({ user, cursor }) => user?.id === stage.people[1].id && cursor === 3), 'the cursor')
  for (let i = 0; i < 3; i++) {
    await there.drop()
    write(there.doc, `断线时写的 ${i}`)
    there.connect()
    await settled(there)
  }
  await until(() => textOf(here.doc) === textOf(there.doc) && textOf(yjs.doc) === textOf(here.doc), 'the same for all')
  await until(() => [...(here.provider.awareness?.getStates().values() ?? [])].length > 0, 'presence')
  expect(await committedText(stage, stage.document)).toBe(textOf(here.doc))
  expect(await committedText(stage, stage.document)).not.toContain('只读的人写的')
  expect(await fences(stage)).toHaveLength(1)
  const authors = new Set((await stored(stage, stage.document)).map(({ authorId }) => authorId))
  expect(authors).toEqual(new Set([stage.people[0].id, stage.people[1].id, fourth.id]))
})

test('[SRV10] whoever cannot show the key of the installation does not get in between servers', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  for (const header of ['', '1 a b c d e', `1 ${'x'.repeat(5_000)}`]) {
    const ws = new WebSocket(`ws://127.0.0.1:${stage.one.port}/peer`, { headers: { 'x-gongyan-peer': header } })
    const [, response] = (await once(ws, 'unexpected-response').catch((error: unknown) => [error, null])) as [
      unknown,
      { statusCode: number } | null,
    ]
    expect(response?.statusCode).toBe(403)
  }
})

describe.skipIf(!hasTool('openssl'))('with TLS in front', () => {
  test('[SRV4] servers that announce wss:// reach each other through what ends TLS, with a certificate they were told to trust', async () => {
    const stage = await setClusterStage(await useTestDatabase(), { people: 2, certificate: makeCertificate() })
    expect(stage.two.peerUrl).toMatch(/^wss:/)
    const { here, there } = await writeOnBoth(stage)
    expect(await fences(stage)).toHaveLength(1)
    expect([...here.closes, ...there.closes]).toEqual([])
    expect(stage.one.peers.bytes).toBeGreaterThan(0)
  })
})

test('[SRV11] what goes between servers for a keystroke is at most ten times its update, however many read and whatever came before', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 12 })
  const { here, there } = await writeOnBoth(stage)
  const readers = stage.people.slice(2).map((person) => join(stage.two, person, stage.document))
  await Promise.all(readers.map((reader) => settled(reader)))
  for (const size of [1, 100_000]) {
    write(here.doc, '旧'.repeat(size))
    await settled(here)
    await until(() => readers.every(({ doc }) => textOf(doc) === textOf(here.doc)), 'all have it')
    let updateBytes = 0
    const count = (update: Uint8Array, origin: unknown) => {
      if (origin !== there.provider) updateBytes += update.length
    }
    there.doc.on('update', count)
    const before = stage.one.peers.bytes
    const begun = performance.now()
    for (let key = 0; key < 40; key++) {
      write(there.doc, '字')
      await settled(there)
    }
    await until(() => readers.every(({ doc }) => textOf(doc) === textOf(there.doc)), 'all have it')
    there.doc.off('update', count)
    const beats = ((performance.now() - begun) / 500) * 4 * 6
    const ratio = (stage.one.peers.bytes - before - beats) / updateBytes
    console.log(
      `document with ${size} characters: ${(updateBytes / 40).toFixed(0)} B a key, ${ratio.toFixed(2)} times that between servers`,
    )
    expect(ratio).toBeLessThan(10)
  }
})

test('[SRV12] an edit by a server that has not the document goes through the log of the one that has', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  stage.two.command({ kind: 'edit', document: stage.document, text: '服务器写的' })
  const [answer] = (await once(stage.two.process, 'message')) as [HostNotice]
  const row = (await stored(stage, stage.document)).find(
    ({ seq }) => answer.kind === 'edited' && Number(seq) === answer.seq,
  )
  expect(row).toMatchObject({ authorId: null, source: 'import' })
  for (const { doc } of [here, there]) await until(() => textOf(doc).includes('服务器写的'), 'told to all')
  expect(await fences(stage)).toHaveLength(1)
  expect([...here.closes, ...there.closes]).toEqual([])
})

/** Each server asks its own book; the line between them carries only that something may have changed. */
async function withdrawFromRelayed(redisUrl?: string): Promise<ClusterStage> {
  const stage = await setClusterStage(await useTestDatabase(), {
    people: 2,
    ...(redisUrl === undefined ? {} : { redisUrl }),
  })
  const { here, there } = await writeOnBoth(stage)
  there.provider.setAwarenessField('cursor', 1)
  const isShown = () =>
    [...(here.provider.awareness?.getStates().values() ?? [])].some(({ user }) => user?.id === stage.people[1].id)
  await until(isShown, 'he is shown')
  const begun = performance.now()
  // The server he came to is told by the one that has the document.
  for (const host of [stage.two, stage.one])
    host.command({ kind: 'withdraw', userId: stage.people[1].id, isTold: host === stage.one })
  await until(() => there.closes.length > 0, 'he is let go')
  expect(performance.now() - begun).toBeLessThan(1_000)
  expect(there.closes[0]).toEqual({ code: 4409, reason: 'access-changed' })
  await until(() => !isShown(), 'he is not shown any more')
  write(there.doc, '收回之后写的')
  await until(() => there.failures.length > 0, 'and not let in again')
  write(here.doc, '还能写')
  await settled(here)
  expect(await committedText(stage, stage.document)).not.toContain('收回之后写的')
  expect(here.closes).toEqual([])
  return stage
}

const linesOverPostgres = async ({ sql }: ClusterStage): Promise<number> =>
  (await sql`SELECT 1 FROM pg_stat_activity WHERE application_name = 'gongyan-bus' AND datname = current_database()`)
    .length

test('[DOOR5] a right withdrawn on any server ends relayed connections within a second; nothing of them is applied after that', async () => {
  const stage = await withdrawFromRelayed()
  expect(await linesOverPostgres(stage)).toBe(2)
})

describe.skipIf(!hasTool('redis'))('with Redis', () => {
  test('[SRV1] [SRV4] a whole installation on Redis: relaying, presence, a right withdrawn, and the owner killed', async () => {
    const stage = await withdrawFromRelayed(await startRedis())
    expect(await linesOverPostgres(stage)).toBe(0)
    const staying = join(stage.two, stage.people[0], stage.document)
    await settled(staying)
    stage.one.process.kill('SIGKILL')
    write(staying.doc, '之后写的')
    await settled(staying)
    expect(await ownerOf(stage)).toBe(stage.two)
    expect(await committedText(stage, stage.document)).toBe(textOf(staying.doc))
  })
})

test('[LIM2] who sends a neighbour through us what is no protocol, or too much, is cut alone, with the reason', async () => {
  const stage = await setClusterStage(await useTestDatabase(), {
    people: 3,
    limits: { LIMIT_AWARENESS_BYTES: '400', LIMIT_CLOCK_GAPS: '5', LIMIT_DOCUMENT_BYTES: '3000000' },
  })
  const { here, there } = await writeOnBoth(stage)
  const { document } = stage
  const person = stage.people[2] ?? stage.people[1]
  const enter = async () => {
    const attacker = await attack(stage.two)
    attacker.send(authFrame(document, stage.one.office.issue(person, document)))
    attacker.send(step1(document))
    await until(() => isIn(attacker, document), 'let in')
    return attacker
  }
  const gap = (): Uint8Array => {
    const doc = new Y.Doc()
    const text = doc.getText('body')
    text.insert(0, 'a')
    const before = Y.encodeStateVector(doc)
    text.insert(1, 'b')
    return Y.encodeStateAsUpdate(doc, before)
  }
  const large = new Y.Doc()
  large.getText('body').insert(0, 'x'.repeat(3_100_000))
  const attempts = [
    ['bad-frame', [updateFrame(document, Uint8Array.of(255, 255, 255, 255))]],
    ['presence-too-large', [awarenessFrame(document, [[1, 1, JSON.stringify({ x: 'y'.repeat(500) })]])]],
    ['clock-gap', Array.from({ length: 10 }, () => updateFrame(document, gap()))],
    ['document-too-large', [updateFrame(document, Y.encodeStateAsUpdate(large))]],
  ] as const
  for (const [reason, frames] of attempts) {
    const attacker = await enter()
    for (const frame of frames) attacker.send(frame)
    await until(() => attacker.closed !== null, `closed with ${reason}`)
    expect(attacker.closed?.reason).toBe(reason)
    expect(statuses(attacker, document, true)).toBe(0)
  }
  write(there.doc, '照样写')
  await settled(there)
  await until(() => textOf(here.doc) === textOf(there.doc), 'nobody else noticed')
  expect([...here.closes, ...there.closes]).toEqual([])
})

test('[LIM12] who keeps a neighbour at work through us is read less, and then not at all', async () => {
  const stage = await setClusterStage(await useTestDatabase(), {
    people: 3,
    limits: { LIMIT_SOCKET_MS_PER_SECOND: '1' },
  })
  const { here } = await writeOnBoth(stage)
  const { document } = stage
  const doc = new Y.Doc()
  doc.transact(() => {
    // Enough for each answer to cost something, and few enough for a busy machine to take them in within two seconds.
    for (let client = 1; client < 5_000; client++) {
      doc.clientID = client
      doc.getText('t').insert(0, 'x')
    }
  })
  const greedy = await attack(stage.two)
  const person = stage.people[2] ?? stage.people[1]
  greedy.send(authFrame(document, stage.two.office.issue(person, document)))
  greedy.send(step1(document))
  await until(() => isIn(greedy, document), 'let in')
  greedy.send(updateFrame(document, Y.encodeStateAsUpdate(doc)))
  await until(() => statuses(greedy, document, true) > 0, 'stored')
  const vector = Y.encodeStateVector(doc)
  const before = greedy.frames.length
  for (let i = 0; i < 3_000; i++) greedy.send(bytes(document, 0, 0, vector))
  write(here.doc, '不受影响')
  await settled(here)
  let [count, changedAt] = [0, performance.now()]
  await until(() => {
    if (greedy.frames.length > count) [count, changedAt] = [greedy.frames.length, performance.now()]
    return performance.now() - changedAt > 1_000
  }, 'nothing comes any more')
  expect(greedy.frames.length - before).toBeLessThan(6_000)
  expect(here.closes).toEqual([])
})

test('[ACK4] while too much waits for the database the neighbour does not read from who writes either', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2, limits: { LIMIT_UNSTORED_BYTES: '20000' } })
  const { there } = await writeOnBoth(stage)
  for (const { database } of [stage.one, stage.two]) database.breakDown()
  const before = stage.one.peers.bytes
  for (let i = 0; i < 300; i++) {
    write(there.doc, 'x'.repeat(5_000))
    await new Promise((resolve) => void setTimeout(resolve, 2))
  }
  expect(stage.one.peers.bytes - before).toBeLessThan(300 * 5_000 * 0.5)
  for (const { database } of [stage.one, stage.two]) database.heal()
  await settled(there, 30_000)
  expect(there.closes).toEqual([])
  expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
})

test('[SRV13] a neighbour that does not read is let go before what it is to be told fills the memory', async () => {
  const stage = await setClusterStage(await useTestDatabase(), {
    people: 2,
    limits: {
      LIMIT_PEER_BUFFER_BYTES: '1000000',
      LIMIT_DOCUMENT_BYTES: '60000000',
      LIMIT_SOCKET_BUFFER_BYTES: '60000000',
    },
  })
  const { here, there } = await writeOnBoth(stage)
  for (const { peers } of [stage.one, stage.two]) peers.freeze()
  for (let i = 0; i < 20; i++) write(here.doc, 'x'.repeat(1_000_000))
  await until(() => stage.one.warnings.includes('a neighbour reads too slowly'), 'noticed')
  for (const { peers } of [stage.one, stage.two]) peers.heal()
  await settled(here, 20_000)
  await settled(there, 20_000)
  await until(() => textOf(here.doc) === textOf(there.doc), 'the same on both servers', 20_000)
  expect(here.closes).toEqual([])
})
