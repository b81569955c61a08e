import { seeded } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { attack, authFrame, awarenessFrame, bytes, isIn, statuses, step1, updateFrame } from './attacker.ts'
import { committedText, join, joinYjs, settled, until, write } from './harness.ts'
import { cast, closedWith, enter, set, withHealthyPeer } from './limits-stage.ts'

test('[LIM1] a frame beyond the limit closes its socket, and the official clients do not send it for ever', async () => {
  const stage = await set({ limits: { LIMIT_COLLAB_FRAME_BYTES: 100_000 } })
  const { document } = cast(stage)
  await withHealthyPeer(stage, async () => {
    const attacker = await enter(stage)
    attacker.send(bytes(document, 0, 2, new Uint8Array(100_001)))
    await closedWith(attacker, 'frame-too-large')
  })
  expect(stage.server.metrics().cuts['frame-too-large']).toBe(1)
})

test('[LIM2] bytes that are not the protocol close that socket only', async () => {
  const stage = await set()
  const { document } = cast(stage)
  const good = Y.encodeStateAsUpdate(Object.assign(new Y.Doc()))
  const frames: (Uint8Array | string)[] = [
    'text',
    new Uint8Array(0),
    bytes(document),
    bytes(document, 99),
    bytes(document, 0, 7, good),
    bytes(document, 6, 'to all'),
    bytes(document, 2, 1, 'denied'),
    bytes(document, 0, 2, Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255)),
    bytes(document, 0, 0, Uint8Array.of(255, 255, 255, 255, 15)),
    bytes(document, 0, 2, Uint8Array.of(1, 1, 5, 0, 4)),
    bytes(document, 1, Uint8Array.of(3, 1)),
    awarenessFrame(document, [[7, 1, '[1]']]),
    awarenessFrame(document, [[7, 1, '{"a":']]),
    bytes('x'.repeat(201), 0, 0, good),
    Buffer.concat([updateFrame(document, good), Buffer.of(0)]),
    updateFrame(document, Buffer.concat([good, Buffer.of(0)])),
  ]
  await withHealthyPeer(stage, async () => {
    for (const frame of frames) {
      const attacker = await enter(stage)
      attacker.send(frame)
      await closedWith(attacker, 'bad-frame')
      expect(statuses(attacker, document, true)).toBe(0)
    }
  })
})

test('[LIM2] bytes that are not the protocol, kept until the document was open, close that socket only', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const nonsense = Uint8Array.of(255, 255, 255, 255, 15)
  await withHealthyPeer(stage, async () => {
    for (const early of [
      [bytes(document, 0, 0, nonsense)],
      [bytes(document, 1, Uint8Array.of(2, 1))],
      [step1(document), bytes(document, 0, 2, nonsense)],
    ]) {
      const attacker = await attack(stage)
      attacker.send(authFrame(document, stage.office.issue(one, document)))
      for (const frame of early) attacker.send(frame)
      await closedWith(attacker, 'bad-frame')
    }
  })
})

test('[LIM3] an update in the second encoding is never decoded as such', async () => {
  const stage = await set()
  const { document } = cast(stage)
  const doc = new Y.Doc()
  write(doc, '第二种编码')
  await withHealthyPeer(stage, async () => {
    const attacker = await enter(stage)
    attacker.send(updateFrame(document, Y.encodeStateAsUpdateV2(doc)))
    await until(() => attacker.closed !== null || statuses(attacker, document, true) > 0, 'answered')
  })
  expect(await committedText(stage, document)).not.toContain('第二种编码')
})

test('[LIM4] a person has only so many sockets', async () => {
  const stage = await set({ limits: { LIMIT_SOCKETS_PER_PERSON: 3 } })
  const { document, one, two } = cast(stage)
  const clients = [1, 2, 3].map(() => joinYjs(stage, one, document))
  await until(() => clients.every(({ provider }) => provider.synced), 'three are in')
  const fourth = joinYjs(stage, one, document)
  await until(() => fourth.closed[0]?.reason === 'too-many-sockets', 'the fourth is refused')
  const refused = join(stage, one, document)
  await until(() => refused.failures[0] === 'too-many-sockets', 'also behind the other door')
  const other = join(stage, two, document)
  await settled(other)
  const before = stage.server.metrics().sockets
  clients[0]?.provider.destroy()
  await until(() => stage.server.metrics().sockets < before, 'one has left')
  const again = joinYjs(stage, one, document)
  await until(() => again.provider.synced, 'when one has left there is room')
})

test('[LIM5] a socket opens only so many documents', async () => {
  const stage = await set({ limits: { LIMIT_DOCUMENTS_PER_SOCKET: 2 }, plans: 3 })
  const { one } = cast(stage)
  const attacker = await attack(stage)
  for (const document of stage.documents) attacker.send(authFrame(document, stage.office.issue(one, document)))
  const [first = '', second = '', third = ''] = stage.documents
  await until(() => isIn(attacker, first) && isIn(attacker, second), 'two are in')
  expect(attacker.frames.some((frame) => Buffer.compare(frame, bytes(third, 2, 1, 'too-many-documents')) === 0)).toBe(
    true,
  )
  expect(stage.server.metrics().connections).toBe(2)
})

test('[LIM5] asking for one document after another without a good ticket ends the socket', async () => {
  const stage = await set()
  const { document } = cast(stage)
  const attacker = await attack(stage)
  for (let i = 0; i < 60; i++) attacker.send(authFrame(document, `guess-${i}`))
  await until(() => attacker.closed !== null, 'closed')
  expect(attacker.closed?.code).toBeGreaterThanOrEqual(4400)
})

test('[LIM6] before a ticket only a few messages are kept, and only for a while', async () => {
  const stage = await set({ limits: { LIMIT_UNAUTHENTICATED_MESSAGES: 20, LIMIT_UNAUTHENTICATED_SECONDS: 1 } })
  const { document, one } = cast(stage)
  const flood = await attack(stage)
  for (let i = 0; i < 100; i++)
    flood.send(bytes(`${document.slice(0, -3)}${String(i).padStart(3, '0')}`, 0, 0, new Uint8Array(10_000)))
  await closedWith(flood, 'unauthenticated')
  const silent = await attack(stage)
  await closedWith(silent, 'unauthenticated')
  const honest = joinYjs(stage, one, document)
  await until(() => honest.provider.synced, 'in')
  await new Promise((resolve) => void setTimeout(resolve, 1300))
  expect(honest.provider.wsconnected).toBe(true)
})

test('[LIM6] who types a lot while his ticket is on its way loses nothing, and is told when it is stored', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  let hand = (_ticket: string): void => {}
  const ticket = new Promise<string>((resolve) => (hand = resolve))
  const peer = join(stage, one, document, { token: () => ticket })
  await until(() => stage.server.metrics().sockets === 1, 'connected')
  for (let i = 0; i < 60; i++) write(peer.doc, `等票时写的${i}`)
  await until(() => stage.server.metrics().receivedBytes > 0, 'sent too early')
  hand(stage.office.issue(one, document))
  await settled(peer)
  const text = await committedText(stage, document)
  for (let i = 0; i < 60; i++) expect(text).toContain(`等票时写的${i}<`)
})

test('[LIM6] before a ticket only so many bytes are kept of one socket, and only so many sockets are let in', async () => {
  const stage = await set({ limits: { LIMIT_UNAUTHENTICATED_SOCKETS: 3 } })
  const { document, one } = cast(stage)
  const flood = await attack(stage)
  flood.send(bytes(document, 0, 0, new Uint8Array(70_000)))
  await closedWith(flood, 'unauthenticated')
  await until(() => stage.server.metrics().sockets === 0, 'gone')
  const silent = await Promise.all([attack(stage), attack(stage), attack(stage)])
  await expect(attack(stage)).rejects.toThrow('503')
  silent[0]?.send(authFrame(document, stage.office.issue(one, document)))
  await until(() => silent[0] !== undefined && isIn(silent[0], document), 'one has shown his')
  const another = await attack(stage)
  expect(another.ws.readyState).toBe(another.ws.OPEN)
})

test('[LIM7] a document does not grow beyond its limit, and can still be made smaller', async () => {
  const stage = await set({ limits: { LIMIT_DOCUMENT_BYTES: 20_000 } })
  const { document, one } = cast(stage)
  const peer = join(stage, one, document)
  await settled(peer)
  write(peer.doc, '长'.repeat(5_000))
  await settled(peer)
  const attacker = await enter(stage)
  const big = new Y.Doc()
  write(big, 'x'.repeat(8_000))
  attacker.send(updateFrame(document, Y.encodeStateAsUpdate(big)))
  await closedWith(attacker, 'document-too-large')
  peer.doc.getXmlFragment('body').delete(1, 1)
  await settled(peer)
  expect(await committedText(stage, document)).not.toContain('长长')
  write(peer.doc, '又有地方了'.repeat(500))
  await settled(peer)
  expect(peer.closes).toEqual([])
})

test('[LIM8] three thousand updates without predecessors hold nobody up for 50 ms and end that socket', async () => {
  const stage = await set()
  const { document } = cast(stage)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update) => void updates.push(update))
  const text = doc.getText('t')
  // Every second keystroke is kept back, from the end: nothing can ever be put in its place.
  for (let i = 0; i < 6_000; i++) text.insert(i, 'x')
  const gaps = updates.filter((_, index) => index % 2 === 1).toReversed()
  await withHealthyPeer(stage, async () => {
    const attacker = await enter(stage)
    let longest = 0
    let last = performance.now()
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last - 1)
      last = performance.now()
    }, 1)
    onTestFinished(() => clearInterval(watch))
    for (const gap of gaps) attacker.send(updateFrame(document, gap))
    // The attacker's own work was one long turn of this process, too.
    longest = 0
    last = performance.now()
    await closedWith(attacker, 'clock-gap')
    clearInterval(watch)
    console.log(`3,000 clock gaps: longest turn ${longest.toFixed(1)} ms`)
    expect(longest).toBeLessThan(50)
    expect(statuses(attacker, document, true)).toBe(0)
  })
})

test('[LIM11] small bytes that stand for much work are refused before it is done', async () => {
  const stage = await set()
  const { document } = cast(stage)
  const count = 2_500_000
  const structs = new Uint8Array(8 + 2 * count)
  structs.set([1, 0xa0, 0xcb, 0x98, 0x01, 7, 0])
  for (let i = 7; i < structs.length - 1; i++) structs[i] = i % 2 === 1 ? 0 : 1
  const vector = new Uint8Array(300_000).fill(1)
  vector.set([0xf0, 0x93, 0x09])
  await withHealthyPeer(stage, async () => {
    for (const frame of [
      updateFrame(document, structs),
      bytes(document, 0, 1, structs),
      bytes(document, 0, 0, vector),
    ]) {
      const attacker = await enter(stage)
      attacker.send(frame)
      await closedWith(attacker, 'bad-frame')
    }
  })
})

test('[LIM12] a socket that keeps the server at work is read less, and then not at all', async () => {
  const stage = await set({ limits: { LIMIT_SOCKET_MS_PER_SECOND: 1 } })
  const { document, two } = cast(stage)
  const writer = join(stage, two, document)
  await settled(writer)
  const doc = new Y.Doc()
  doc.transact(() => {
    for (let client = 1; client < 20_000; client++) {
      doc.clientID = client
      doc.getText('t').insert(0, 'x')
    }
  })
  const greedy = await enter(stage)
  greedy.send(updateFrame(document, Y.encodeStateAsUpdate(doc)))
  await until(() => statuses(greedy, document, true) > 0, 'stored')
  const vector = Y.encodeStateVector(doc)
  const before = greedy.frames.length
  for (let i = 0; i < 300; i++) greedy.send(bytes(document, 0, 0, vector))
  await settled(writer)
  write(writer.doc, '不受影响')
  await settled(writer)
  expect(greedy.frames.length - before).toBeLessThan(600)
  expect(writer.closes).toEqual([])
}, 30_000)

test('[LIM10] ten thousand random, cut and bent frames: no crash, no effect on others', async () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)
  console.log(`fuzz seed ${seed}`)
  const stage = await set()
  const { document } = cast(stage)
  const random = seeded(seed)
  const doc = new Y.Doc()
  write(doc, '种子')
  const corpus = [
    step1(document),
    updateFrame(document, Y.encodeStateAsUpdate(doc)),
    bytes(document, 0, 1, Y.encodeStateAsUpdate(doc)),
    awarenessFrame(document, [[doc.clientID, 1, '{"cursor":null}']]),
    bytes(document, 3),
    bytes(document, 5, 'x'),
    bytes(document, 4, 2, Y.encodeStateAsUpdate(doc)),
  ].map((frame) => Buffer.from(frame))
  await withHealthyPeer(stage, async () => {
    let attacker = await enter(stage)
    for (let i = 0; i < 10_000; i++) {
      if (attacker.closed || attacker.ws.readyState !== attacker.ws.OPEN) attacker = await enter(stage)
      const frame = Buffer.from(corpus[Math.floor(random() * corpus.length)] ?? new Uint8Array())
      const kind = Math.floor(random() * 3)
      // The address stays whole, or nearly every frame would end at the door.
      const from = document.length + 1
      const at = from + Math.floor(random() * (frame.length - from))
      if (kind === 0) frame[at] = (frame[at] ?? 0) ^ (1 << Math.floor(random() * 8))
      else if (kind === 1) for (let k = at; k < frame.length; k++) frame[k] = Math.floor(random() * 256)
      attacker.send(kind === 2 ? frame.subarray(0, at) : frame)
      if (i % 4 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await until(() => attacker.ws.bufferedAmount === 0, 'all sent')
  })
}, 120_000)
