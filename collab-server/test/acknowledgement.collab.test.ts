import { cloneTemplateDatabase, makeTemplateDatabase, startTestPostgres, useTestDatabase } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { attack, authFrame, bytes, isIn, statuses, step1, step2, updateFrame } from './attacker.ts'
import { cast, setStageBehindProxy, slowLog } from './cast.ts'
import { committedText, isSettled, join, setStage, settled, stored, textOf, until, write } from './harness.ts'
import { startPostgresProxy } from './postgres-proxy.ts'

test('[ACK1] a change is acknowledged only after its commit, and seen by others before it', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one, two } = cast(stage)
  const writer = join(stage, one, document)
  const reader = join(stage, two, document)
  await Promise.all([settled(writer), settled(reader)])
  await stage.sql.unsafe(slowLog(0.3))
  const begun = performance.now()
  write(writer.doc, '秋天的雨')
  await until(() => textOf(reader.doc).includes('秋天的雨'), 'the other sees it')
  const seen = performance.now() - begun
  expect(writer.provider.hasUnsyncedChanges).toBe(true)
  await settled(writer)
  expect(performance.now() - begun).toBeGreaterThan(290)
  expect(seen).toBeLessThan(250)
  expect(await committedText(stage, document)).toContain('秋天的雨')
})

test('[ACK2] an update resent after a drop is not acknowledged before the first copy is stored', async () => {
  const { proxy, stage } = await setStageBehindProxy()
  const { document, one, two } = cast(stage)
  const [writer, keeper] = [join(stage, one, document), join(stage, two, document)]
  await Promise.all([settled(writer), settled(keeper)])
  proxy.freeze()
  write(writer.doc, '还没有存下')
  await until(() => textOf(keeper.doc).includes('还没有存下'), 'the server has it in memory')
  await writer.drop()
  writer.connect()
  await until(() => writer.provider.isSynced, 'synchronised again')
  const attacker = await attack(stage)
  attacker.send(authFrame(document, stage.office.issue(one, document)))
  attacker.send(updateFrame(document, Y.encodeStateAsUpdate(writer.doc)))
  attacker.send(step1(document))
  await until(() => isIn(attacker, document) && attacker.frames.length >= 3, 'the attacker is in')
  attacker.send(updateFrame(document, Y.encodeStateAsUpdate(writer.doc)))
  await new Promise((resolve) => void setTimeout(resolve, 300))
  expect(statuses(attacker, document, true)).toBe(0)
  expect(writer.provider.hasUnsyncedChanges).toBe(true)
  expect(await committedText(stage, document)).not.toContain('还没有存下')
  proxy.heal()
  await settled(writer)
  await until(() => statuses(attacker, document, true) > 0, 'the resent copy is acknowledged')
  expect(await committedText(stage, document)).toContain('还没有存下')
})

test('[ACK3] a reader whose state the server already holds is told so only when it is stored', async () => {
  const { proxy, stage } = await setStageBehindProxy()
  const { document, one, two } = cast(stage)
  const writer = join(stage, one, document)
  const reader = join(stage, two, document, { canWrite: false })
  await Promise.all([settled(writer), settled(reader)])
  proxy.freeze()
  write(writer.doc, '只读的人也看见')
  await until(() => textOf(reader.doc).includes('只读的人也看见'), 'the reader sees it')
  await reader.drop()
  reader.connect()
  await until(() => reader.provider.isSynced, 'the reader is back')
  await new Promise((resolve) => void setTimeout(resolve, 300))
  expect(reader.provider.hasUnsyncedChanges).toBe(true)
  proxy.heal()
  await settled(reader)
  expect(await committedText(stage, document)).toContain('只读的人也看见')
})

test('[ACK4] while the database is away nothing is acknowledged; it heals without a restart', async () => {
  const { proxy, stage } = await setStageBehindProxy()
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  proxy.breakDown()
  write(writer.doc, '断了一秒')
  await until(() => stage.server.metrics().isStoreFailing, 'the store fails')
  await new Promise((resolve) => void setTimeout(resolve, 1000))
  expect(writer.provider.hasUnsyncedChanges).toBe(true)
  proxy.heal()
  await settled(writer)
  expect(await committedText(stage, document)).toContain('断了一秒')
  expect(stage.server.metrics().isStoreFailing).toBe(false)
})

test('[ACK6] PostgreSQL killed and started again: nothing acknowledged is lost, nobody reconnects by hand', async () => {
  const postgres = await startTestPostgres()
  onTestFinished(() => postgres.stop())
  await makeTemplateDatabase(postgres.url)
  const stage = await setStage({ databaseUrl: (await cloneTemplateDatabase(postgres.url)).url })
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  write(writer.doc, '之前')
  await settled(writer)
  postgres.kill()
  write(writer.doc, '其间')
  await until(() => stage.server.metrics().isStoreFailing, 'the store fails')
  expect(writer.provider.hasUnsyncedChanges).toBe(true)
  await postgres.restart()
  write(writer.doc, '之后')
  await settled(writer, 15_000)
  const text = await committedText(stage, document)
  for (const word of ['之前', '其间', '之后']) expect(text).toContain(word)
})

test('[ACK7] stopping with the database away ends within five seconds, and nothing unstored was acknowledged', async () => {
  const { proxy, stage } = await setStageBehindProxy()
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  proxy.freeze()
  write(writer.doc, '存不下来')
  await until(() => stage.server.metrics().updates > 0, 'the server has it')
  writer.socket.shouldConnect = false
  const begun = performance.now()
  await stage.server.close()
  expect(performance.now() - begun).toBeLessThan(4_000)
  await until(() => writer.closes.length > 0, 'the client was told')
  expect(writer.closes[0]).toEqual({ code: 1012, reason: 'server-stopping' })
  expect(writer.provider.hasUnsyncedChanges).toBe(true)
})

test('[ACK7] stopping with a slow database stores what waits and acknowledges it first', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  await stage.sql.unsafe(slowLog(0.5))
  write(writer.doc, '最后一句')
  await until(() => stage.server.metrics().updates > 0, 'the server has it')
  writer.socket.shouldConnect = false
  let wasSaved = false
  writer.provider.on('unsyncedChanges', ({ number }: { number: number }) => (wasSaved ||= number === 0))
  await stage.server.close()
  expect(wasSaved).toBe(true)
  expect(await committedText(stage, document)).toContain('最后一句')
})

test('[ACK8] a commit whose answer was lost is stored once', async () => {
  const { proxy, stage } = await setStageBehindProxy()
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  const before = (await stored(stage, document)).length
  // The answer of a commit names the document it moved.
  proxy.loseAnswer(document)
  write(writer.doc, '只存一次')
  await settled(writer)
  expect(stage.server.metrics().commitFailures).toBeGreaterThan(0)
  expect(writer.closes).toEqual([])
  expect((await stored(stage, document)).length).toBe(before + 1)
  write(writer.doc, '接着写')
  await settled(writer)
  expect((await stored(stage, document)).map(({ seq }) => Number(seq))).toEqual(
    Array.from({ length: before + 2 }, (_, index) => index + 1),
  )
})

test('[ACK9] an update that comes before its predecessors is acknowledged when they have come', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one } = cast(stage)
  const attacker = await attack(stage)
  attacker.send(authFrame(document, stage.office.issue(one, document)))
  attacker.send(step1(document))
  await until(() => isIn(attacker, document), 'in')
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update) => void updates.push(update))
  write(doc, '前一句')
  write(doc, '后一句')
  const [first, second] = updates
  if (!first || !second) throw new Error('two updates were expected')
  attacker.send(updateFrame(document, second))
  await new Promise((resolve) => void setTimeout(resolve, 200))
  expect(statuses(attacker, document, true)).toBe(0)
  attacker.send(step2(document, doc))
  await until(() => statuses(attacker, document, true) === 2, 'both are acknowledged')
  expect(await committedText(stage, document)).toContain('后一句')
})

test('[ACK9] as many acknowledgements are given as the provider counts: one too many would show a later change as stored', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one } = cast(stage)
  const attacker = await attack(stage)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update) => void updates.push(update))
  for (const text of ['一', '二', '三', '四', '五']) write(doc, text)
  const [first, second, , , fifth] = updates
  if (!first || !second || !fifth) throw new Error('five updates were expected')
  // Typed before the ticket came: the provider forgets these when it sends its first step.
  attacker.send(updateFrame(document, first))
  attacker.send(updateFrame(document, second))
  attacker.send(authFrame(document, stage.office.issue(one, document)))
  attacker.send(step1(document))
  await until(() => isIn(attacker, document), 'in')
  const half = new Y.Doc()
  Y.applyUpdate(half, first)
  Y.applyUpdate(half, second)
  attacker.send(step2(document, half))
  await until(() => statuses(attacker, document, true) > 0, 'acknowledged')
  // A gap without a first step of the client: the second step that we ask for is not counted by the provider.
  const frames = attacker.frames.length
  attacker.send(updateFrame(document, fifth))
  await until(
    () => attacker.frames.slice(frames).some((frame) => frame[document.length + 1] === 0),
    'asked for what is missing',
  )
  attacker.send(step2(document, doc))
  await until(async () => (await committedText(stage, document)).includes('五'), 'stored')
  const marker = attacker.frames.length
  attacker.send(bytes(document, 3))
  await until(
    () => attacker.frames.slice(marker).some((frame) => frame[document.length + 1] === 1),
    'everything before has been answered',
  )
  await until(() => statuses(attacker, document, true) >= 2, 'told')
  expect(statuses(attacker, document, true)).toBe(2)
})

test('[ACK12] what the database refuses in one document does not hold up another', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase(), plans: 2 })
  const { document, one, two } = cast(stage)
  const other = stage.documents[1] ?? ''
  const [bad, good] = [join(stage, one, document), join(stage, two, other)]
  await Promise.all([settled(bad), settled(good)])
  await stage.sql.unsafe(`ALTER TABLE collab_updates ADD CONSTRAINT never CHECK (document <> '${document}') NOT VALID`)
  await stage.sql.unsafe(slowLog(0.1))
  write(good.doc, '先占住一次提交')
  write(bad.doc, '存不进去')
  write(good.doc, '照样存下')
  await settled(good)
  expect(await committedText(stage, other)).toContain('照样存下')
  expect(isSettled(bad)).toBe(false)
  await until(() => bad.closes.some(({ reason }) => reason === 'unavailable'), 'the one is told')
})

test('[ACK13] two servers on one document: the earlier owner cannot append any more', async () => {
  const databaseUrl = await useTestDatabase()
  const first = await setStage({ databaseUrl })
  const { document, one, two } = cast(first)
  const early = join(first, one, document)
  await settled(early)
  const second = await setStage({ databaseUrl })
  const late = join(second, two, document)
  await settled(late)
  early.socket.shouldConnect = false
  write(early.doc, '旧主人写的')
  await until(() => early.closes.length > 0, 'the earlier owner notices')
  expect(early.closes[0]).toEqual({ code: 1013, reason: 'unavailable' })
  expect(early.provider.hasUnsyncedChanges).toBe(true)
  expect(await committedText(first, document)).not.toContain('旧主人写的')
  write(late.doc, '新主人写的')
  await settled(late)
  expect(await committedText(first, document)).toContain('新主人写的')
  const rows = await stored(first, document)
  expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, index) => index + 1))
})

/** Closes the line from the client's side, types while it closes, and lets it come back: the queue of the provider is full. */
async function typeOffline(peer: ReturnType<typeof join>, change: () => void): Promise<void> {
  peer.socket.webSocket?.close()
  change()
  await until(() => !peer.provider.isSynced, 'the line is down')
}

test('[ACK15] what a provider sends out of its queue after a drop never makes it call a later change stored', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one } = cast(stage)
  const peer = join(stage, one, document)
  await settled(peer)
  await stage.sql.unsafe(slowLog(0.2))
  for (let round = 0; round < 4; round++) {
    await typeOffline(peer, () => {
      for (let i = 0; i < 10; i++) write(peer.doc, `断线${round}.${i};`)
    })
    let claimed: string | null = null
    const typed: string[] = []
    const watch = (): void => {
      if (!peer.provider.hasUnsyncedChanges) claimed ??= typed.join('')
    }
    peer.provider.on('unsyncedChanges', watch)
    await until(() => peer.provider.isSynced, 'back')
    // Into the time in which the second step is being committed.
    for (let i = 0; i < 3; i++) {
      typed.push(`后来${round}.${i};`)
      write(peer.doc, `后来${round}.${i};`)
      await new Promise((resolve) => void setTimeout(resolve, 60))
    }
    await until(() => claimed !== null, 'called stored')
    const text = await committedText(stage, document)
    peer.provider.off('unsyncedChanges', watch)
    for (const token of (claimed ?? '').split(/(?<=;)/).filter(Boolean)) expect(text).toContain(token)
    await settled(peer)
  }
  expect(peer.closes.every(({ reason }) => reason !== 'recount')).toBe(true)
})

test('[ACK15] deleting during a reconnection is called stored late rather than early', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one } = cast(stage)
  const peer = join(stage, one, document)
  await settled(peer)
  write(peer.doc, '要删掉的')
  await settled(peer)
  await typeOffline(peer, () => peer.doc.getXmlFragment('body').delete(1, 1))
  await settled(peer)
  expect(await committedText(stage, document)).not.toContain('要删掉的')
  const attacker = await attack(stage)
  const doc = new Y.Doc()
  write(doc, '别的')
  attacker.send(authFrame(document, stage.office.issue(one, document)))
  attacker.send(bytes(document, 0, 0, Y.encodeStateVector(doc)))
  await until(() => isIn(attacker, document), 'in')
  const deletion: Uint8Array[] = []
  doc.on('update', (update) => void deletion.push(update))
  doc.getXmlFragment('body').delete(0, 1)
  attacker.send(updateFrame(document, deletion[0] ?? new Uint8Array()))
  attacker.send(step2(document, doc))
  await until(() => statuses(attacker, document, true) > 0, 'acknowledged')
  await until(() => attacker.closed !== null, 'asked to come again')
  expect(statuses(attacker, document, true)).toBe(1)
  expect(attacker.closed).toEqual({ code: 4514, reason: 'recount' })
})

test('[ACK4] connections that died without a word are given up: storing goes on as soon as new ones are answered', async () => {
  const { proxy, stage } = await setStageBehindProxy()
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  write(writer.doc, '线断之前')
  await settled(writer)
  proxy.abandon()
  write(writer.doc, '线断之后')
  await settled(writer, 15_000)
  expect(await committedText(stage, document)).toContain('线断之后')
  expect((await stored(stage, document)).filter(({ source }) => source !== 'template')).toHaveLength(2)
}, 30_000)

test('[ACK12] a plan whose row somebody holds keeps no other from being stored, and is stored when it is let go', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase(), plans: 2 })
  const { one, two } = cast(stage)
  const [held = '', free = ''] = stage.documents
  const [first, second] = [join(stage, one, held), join(stage, two, free)]
  await Promise.all([settled(first), settled(second)])
  await stage.sql`UPDATE lesson_plans SET updated_at = now() - interval '1 hour'`
  let letGo = (): void => {}
  const holding = new Promise<void>((resolve) => (letGo = resolve))
  let isHeld = false
  const transaction = stage.sql.begin(async (tx) => {
    await tx`SELECT 1 FROM lesson_plans WHERE id = ${held.slice('lessonPlan:'.length)} FOR UPDATE`
    isHeld = true
    await holding
  })
  await until(() => isHeld, 'the row is held')
  for (let i = 0; i < 5; i++) {
    write(first.doc, `等着的${i}`)
    write(second.doc, `不等的${i}`)
    await settled(second, 3_000)
  }
  expect(first.provider.hasUnsyncedChanges).toBe(true)
  expect(stage.server.metrics().isStoreFailing).toBe(true)
  letGo()
  await transaction
  await settled(first, 5_000)
  expect(await committedText(stage, held)).toContain('等着的4')
  expect(stage.server.metrics().isStoreFailing).toBe(false)
}, 30_000)

test('[ACK4] while much waits for the database no more is read from who writes, and all of it is stored in the end', async () => {
  const databaseUrl = await useTestDatabase()
  const proxy = await startPostgresProxy(databaseUrl)
  onTestFinished(() => proxy.close())
  const stage = await setStage({ databaseUrl, serverDatabaseUrl: proxy.url, limits: { LIMIT_UNSTORED_BYTES: 200_000 } })
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  proxy.breakDown()
  for (let i = 0; i < 200; i++) write(writer.doc, 'x'.repeat(10_000))
  await until(() => stage.server.metrics().isStoreFailing, 'it is noticed')
  const received = stage.server.metrics().receivedBytes
  expect(received).toBeLessThan(1_000_000)
  proxy.heal()
  await settled(writer, 15_000)
  expect((await committedText(stage, document)).length).toBeGreaterThan(2_000_000)
}, 30_000)
