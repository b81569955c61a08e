import { randomUUID } from 'node:crypto'
import { appendUpdates, createLog, createSql } from '@gongyan/db'
import { seededBelow, useTestDatabase } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { createWorkerThread } from '../src/compaction/thread.ts'
import { createHistory } from '../src/history/history.ts'
import { CollabFault } from '../src/index.ts'
import type { Log } from '../src/index.ts'

/** How long a question may take where one is made to take longer. */
const SHORT_MS = 8_000

/** The past of one document, read by a thread that ends a question after `jobTimeoutMs` (a minute, as in a server, without). */
async function aPast({ jobTimeoutMs }: { jobTimeoutMs?: number } = {}) {
  const databaseUrl = await useTestDatabase()
  const sql = createSql(databaseUrl, { max: 2 })
  const thread = createWorkerThread({ databaseUrl, ...(jobTimeoutMs && { jobTimeoutMs }) })
  onTestFinished(async () => {
    await thread.close()
    await sql.end({ timeout: 1 })
  })
  const said: unknown[] = []
  const say = (...words: unknown[]): void => void said.push(words)
  const log: Log = { debug: say, info: say, warn: say, error: say }
  const name = `lessonPlan:${randomUUID()}`
  const ydoc = new Y.Doc()
  ydoc.getXmlFragment('body').insert(0, [new Y.XmlElement('paragraph')])
  const bytes = Y.encodeStateAsUpdate(ydoc)
  await createLog(sql, { name, layout: 1, authorId: null, source: 'test', at: new Date(), bytes })
  return { sql, name, ydoc, said, thread, history: createHistory(sql, thread, log) }
}

test('[HIS6] a question to the past that takes too long is refused with words, and what comes after it is answered', async () => {
  const { sql, name, said, thread, history } = await aPast({ jobTimeoutMs: SHORT_MS })
  const held = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  // Whoever wants to read the log waits.
  const blocking = sql.begin(async (tx) => {
    await tx`LOCK TABLE collab_documents, collab_updates, collab_snapshots, collab_segments IN ACCESS EXCLUSIVE MODE`
    held.resolve()
    await letGo.promise
  })
  await held.promise
  const late = history.changes(name, { seq: 0 }, { seq: 1 })
  // Others have asked before it is over.
  const behind = [history.authorship(name, { seq: 1 }), thread.ask('snapshot', { name })]
  await expect(late).rejects.toThrow(CollabFault)
  await expect(late).rejects.toMatchObject({ reason: 'unavailable', retryable: true })
  expect(said).toEqual([
    ['the past of a document could not be told', { document: name, error: `no answer within ${SHORT_MS} ms` }],
  ])
  letGo.resolve()
  await blocking
  expect(await Promise.all(behind)).toMatchObject([{ seq: 1 }, { kind: 'kept' }])
  expect(await history.changes(name, { seq: 0 }, { seq: 1 })).toMatchObject([{ kind: 'inserted' }])
  expect(said).toHaveLength(1)
})

test('[HIS6] who wrote what, and what changed, is told of a plan that five hundred clients wrote', async () => {
  const seed = Date.now() % 2_147_483_647
  console.log(`five hundred clients: seed ${seed}`)
  const below = seededBelow(seed)
  const { sql, name, ydoc, history } = await aPast()
  const [paragraph] = ydoc.getXmlFragment('body').toArray()
  if (!(paragraph instanceof Y.XmlElement)) throw new Error('the body has a paragraph')
  const updates: Uint8Array[] = []
  ydoc.on('update', (bytes: Uint8Array) => void updates.push(bytes))
  const run = new Y.XmlText()
  paragraph.insert(0, [run])
  for (let client = 0; client < 500; client++) {
    ydoc.clientID = below(2 ** 31)
    for (let key = 0; key < 20; key++)
      if (run.length > 10 && below(4) === 0) run.delete(below(run.length), 1)
      else run.insert(below(run.length + 1), '课')
  }
  const rows = updates.map((bytes) => ({ authorId: null, source: 'test', at: new Date(), bytes }))
  const appended = await appendUpdates(sql, [{ document: name, after: 1n, fence: 0n, title: null, updates: rows }])
  expect([...appended]).toEqual([name])
  const head = updates.length + 1
  const authorship = await history.authorship(name, { seq: head })
  expect(authorship).toMatchObject({ seq: head, length: run.length })
  const half = Math.floor(head / 2)
  const before = await history.authorship(name, { seq: half })
  const changes = (await history.changes(name, { seq: half }, { seq: head })) ?? []
  const count = (kind: string): number =>
    changes.reduce((sum, change) => sum + (change.kind === kind ? change.text.length : 0), 0)
  expect((before?.length ?? 0) + count('inserted') - count('deleted')).toBe(run.length)
})
