import { useTestDatabase } from '@gongyan/testing'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { type Peer, join, joinYjs, setStage, settled, stored, textOf, until } from './harness.ts'
import { paragraphNode } from './plan.ts'
import { startPostgresProxy } from './postgres-proxy.ts'

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      who: fc.nat(3),
      at: fc.nat(),
      length: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('erase' as const),
      who: fc.nat(3),
      at: fc.nat(),
      length: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('paragraph' as const), who: fc.nat(3), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), who: fc.nat(3), at: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('drop' as const), who: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('back' as const), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('database' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(25) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

test('[CONV1] whoever drops, comes back and types at once: all end with the same document, and it is the stored one', async () => {
  const seed = Number(process.env.CONVERGE_SEED ?? Date.now() % 2_147_483_647)
  console.log(`converge seed ${seed}`)
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), play), {
    seed,
    numRuns: Number(process.env.CONVERGE_RUNS ?? 6),
    endOnFailure: true,
  })
}, 180_000)

async function play(steps: readonly Step[]): Promise<void> {
  const databaseUrl = await useTestDatabase()
  const proxy = await startPostgresProxy(databaseUrl)
  onTestFinished(() => proxy.close())
  const stage = await setStage({ databaseUrl, serverDatabaseUrl: proxy.url, people: 4 })
  const [document = ''] = stage.documents
  const peers: Peer[] = stage.people.slice(0, 3).map((person) => join(stage, person, document))
  const last = stage.people[3]
  if (!last) throw new Error('four people are needed')
  const yjs = joinYjs(stage, last, document)
  await Promise.all(peers.map((peer) => settled(peer)))
  await until(() => yjs.provider.synced, 'synchronised')
  const docs = [...peers.map(({ doc }) => doc), yjs.doc]
  let healing: NodeJS.Timeout | null = null
  for (const [index, one] of steps.entries()) {
    if (one.kind === 'wait') await new Promise((resolve) => void setTimeout(resolve, one.ms))
    else if (one.kind === 'drop') await peers[one.who]?.drop()
    else if (one.kind === 'back') peers[one.who]?.connect()
    else if (one.kind === 'database') {
      proxy.breakDown()
      healing ??= setTimeout(() => {
        proxy.heal()
        healing = null
      }, 100)
    } else edit(docs[one.who] ?? yjs.doc, one, `${one.who}.${index};`)
  }
  await until(() => healing === null, 'the database is back')
  for (const peer of peers) peer.connect()
  await Promise.all(peers.map((peer) => settled(peer, 20_000)))
  await until(() => docs.every((doc) => textOf(doc) === textOf(yjs.doc)), 'the same text everywhere', 20_000)
  await until(async () => textOf(await replay()) === textOf(yjs.doc), 'and stored')
  const replayed = await replay()
  for (const doc of docs) expect(Buffer.compare(Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdate(replayed))).toBe(0)
  const rows = await stored(stage, document)
  expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, index) => index + 1))
  for (const peer of peers) peer.destroy()
  yjs.provider.destroy()

  async function replay(): Promise<Y.Doc> {
    const doc = new Y.Doc()
    for (const { bytes } of await stored(stage, document)) Y.applyUpdate(doc, bytes)
    return doc
  }
}

function edit(doc: Y.Doc, one: Extract<Step, { at: number }>, token: string): void {
  const body = doc.getXmlFragment('body')
  // Behind the title.
  const place = 1 + (one.at % Math.max(1, body.length))
  const node = body.length > 1 ? body.get(1 + (one.at % (body.length - 1))) : null
  const text = node instanceof Y.XmlElement && node.get(0) instanceof Y.XmlText ? (node.get(0) as Y.XmlText) : null
  switch (one.kind) {
    case 'paragraph':
      body.insert(Math.min(place, body.length), [paragraphNode(token)])
      return
    case 'remove':
      if (node) body.delete(1 + (one.at % (body.length - 1)), 1)
      return
    case 'type':
      if (text) text.insert(one.at % (text.length + 1), token.repeat(one.length))
      return
    case 'erase':
      if (text && text.length > 0) {
        const from = one.at % text.length
        text.delete(from, Math.min(one.length, text.length - from))
      }
  }
}
