import { useTestDatabase } from '@gongyan/testing'
import { findSnapshot, listCommittedUpdates, unpackSnapshot } from '@gongyan/db'
import { parseDocumentName } from '@gongyan/domain'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { attack, authFrame, isIn, step1, updateFrame } from './attacker.ts'
import {
  type Peer,
  type Stage,
  committedText,
  join,
  joinYjs,
  setStage,
  settled,
  stored,
  textOf,
  until,
  write,
} from './harness.ts'
import { retitle } from './plan.ts'

const set = async (options: Partial<Parameters<typeof setStage>[0]> = {}) =>
  setStage({ databaseUrl: await useTestDatabase(), ...options })

function cast(stage: Stage) {
  const [document = ''] = stage.documents
  const [one, two] = stage.people
  if (!one || !two) throw new Error('two people are needed')
  return { document, id: parseDocumentName(document)?.id ?? '', one, two }
}

const titleColumn = async (stage: Stage, id: string): Promise<string | undefined> =>
  (await stage.sql<{ title: string }[]>`SELECT title FROM lesson_plans WHERE id = ${id}`)[0]?.title

test('[LOG1] every row says who, through which connection and when, whatever the client claims', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const begun = Date.now()
  const [first, second] = [join(stage, one, document), joinYjs(stage, two, document)]
  await settled(first)
  await until(() => second.provider.synced, 'synchronised')
  for (let i = 0; i < 5; i++) {
    write(first.doc, `甲${i}`)
    await settled(first)
    write(second.doc, `乙${i}`)
    await until(() => textOf(first.doc).includes(`乙${i}`), 'arrived')
  }
  await until(async () => (await stored(stage, document)).length === 11, 'all rows are there')
  const rows = (await stored(stage, document)).slice(1)
  const sources = new Map<string, Set<string>>()
  for (const row of rows) {
    const doc = new Y.Doc()
    const owner = row.authorId ?? ''
    sources.set(owner, (sources.get(owner) ?? new Set()).add(row.source))
    expect([one.id, two.id]).toContain(owner)
    // Whose hand it was is in the update itself: the client id of the one who made it.
    const clients = Y.decodeUpdate(row.bytes).structs.map(({ id }) => id.client)
    expect(new Set(clients)).toEqual(new Set([owner === one.id ? first.doc.clientID : second.doc.clientID]))
    expect(row.at.getTime()).toBeGreaterThanOrEqual(begun)
    expect(row.at.getTime()).toBeLessThanOrEqual(Date.now())
    doc.destroy()
  }
  expect([...sources.values()].map((connections) => connections.size)).toEqual([1, 1])
})

test('[LOG2] only what changes something is kept: the same update again adds no row', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const doc = new Y.Doc()
  write(doc, '一次就够')
  const attacker = await attack(stage)
  attacker.send(authFrame(document, stage.office.issue(one, document)))
  attacker.send(step1(document))
  await until(() => isIn(attacker, document), 'in')
  for (let i = 0; i < 10; i++) attacker.send(updateFrame(document, Y.encodeStateAsUpdate(doc)))
  await until(
    () => attacker.frames.filter((frame) => frame.at(-2) === 8 && frame.at(-1) === 1).length === 10,
    'ten acknowledgements',
  )
  expect((await stored(stage, document)).length).toBe(2)
})

test('[LOG2] what a change makes superfluous is tidied by the library on the server too, and belongs to that change', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const [bold, eraser] = [join(stage, one, document), join(stage, two, document)]
  await Promise.all([settled(bold), settled(eraser)])
  write(bold.doc, '轻声读')
  await settled(bold)
  await until(() => textOf(eraser.doc).includes('轻声读'), 'arrived')
  const textIn = ({ doc }: { doc: Y.Doc }) => (doc.getXmlFragment('body').get(1) as Y.XmlElement).get(0) as Y.XmlText
  // Neither has seen the other's when they do it: marks around nothing are left, which every replica takes away by itself.
  await Promise.all([bold.drop(), eraser.drop()])
  textIn(bold).format(0, 2, { strong: {} })
  textIn(eraser).delete(0, 2)
  for (const peer of [bold, eraser]) {
    peer.connect()
    await settled(peer)
  }
  expect([...bold.closes, ...eraser.closes].filter(({ code }) => code >= 4000)).toEqual([])
  await until(() => textOf(bold.doc) === textOf(eraser.doc), 'the same text')
  const rows = await stored(stage, document)
  expect(rows.every(({ authorId }) => authorId === one.id || authorId === two.id)).toBe(true)
  const replayed = new Y.Doc()
  for (const { bytes } of rows) Y.applyUpdate(replayed, bytes)
  for (const { doc } of [bold, eraser])
    expect(Buffer.compare(Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdate(replayed))).toBe(0)
})

test('[LOG3] the title column changes in the commit of the update that changed the title', async () => {
  const stage = await set()
  const { document, id, one } = cast(stage)
  const peer = join(stage, one, document)
  await settled(peer)
  // Seen from inside every commit that adds to the log: the title the column has when it ends.
  await stage.sql.unsafe(`
    CREATE TABLE seen (seq bigint, title text);
    CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO seen SELECT NEW.seq, p.title FROM lesson_plans p WHERE p.id = ''${id}''; RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER see AFTER INSERT ON collab_updates DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION see()`)
  for (const title of ['秋天的雨', '《秋天的雨》第二课时', '']) {
    retitle(peer.doc, title)
    await settled(peer)
    expect(await titleColumn(stage, id)).toBe(title)
    const [last] = await stage.sql<{ title: string }[]>`SELECT title FROM seen ORDER BY seq DESC LIMIT 1`
    expect(last?.title).toBe(title)
  }
})

test('[LOG3] a title no column can hold does not stop the log', async () => {
  const stage = await set()
  const { document, id, one } = cast(stage)
  const peer = join(stage, one, document)
  await settled(peer)
  retitle(peer.doc, '坏\u0000标题\ud800')
  await settled(peer)
  expect(await titleColumn(stage, id)).toContain('坏标题')
  write(peer.doc, '接着写')
  await settled(peer)
})

test('[LOG3] of a title too long for its column the beginning is kept, and the log goes on', async () => {
  const stage = await set()
  const { document, id, one } = cast(stage)
  const peer = join(stage, one, document)
  await settled(peer)
  retitle(peer.doc, `${'长'.repeat(499)}𠮷${'长'.repeat(100_000)}`)
  await settled(peer)
  expect(await titleColumn(stage, id)).toBe('长'.repeat(499))
})

test('[LOG4] a row carries its time on the lesson’s clock once the lesson has begun', async () => {
  const stage = await set()
  const { document, id, one } = cast(stage)
  const peer = join(stage, one, document)
  await settled(peer)
  write(peer.doc, '课前')
  await settled(peer)
  const startedAt = new Date(Date.now() - 61_500)
  await stage.sql`INSERT INTO lesson_clocks (lesson_id, started_at, started_from) VALUES (${id}, ${startedAt}, 'person')`
  write(peer.doc, '课上')
  await settled(peer)
  const rows = await stage.sql<{ lesson_id: string | null; t_ms: number | null; at: Date }[]>`
    SELECT lesson_id, t_ms, at FROM collab_updates WHERE document = ${document} ORDER BY seq DESC LIMIT 2`
  const [during, before] = rows
  expect(before).toMatchObject({ lesson_id: null, t_ms: null })
  expect(during?.lesson_id).toBe(id)
  expect(during?.t_ms).toBe((during?.at.getTime() ?? 0) - startedAt.getTime())
})

test('[LOG1] what Yjs tidies up after two people marked the same words is logged too, and cuts nobody off', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const [first, second] = [join(stage, one, document), join(stage, two, document)]
  await Promise.all([settled(first), settled(second)])
  write(first.doc, '先说重点再举例')
  await until(() => textOf(second.doc).includes('先说重点'), 'the other has it')
  const words = ({ doc }: Peer): Y.XmlText => {
    const paragraph = doc.getXmlFragment('body').get(1)
    const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
    if (!(text instanceof Y.XmlText)) throw new Error('a paragraph was expected')
    return text
  }
  // In one turn, so that neither has heard of the other.
  for (const peer of [first, second]) words(peer).format(0, 2, { strong: true })
  await Promise.all([settled(first), settled(second)])
  await until(() => textOf(first.doc) === textOf(second.doc), 'the same for both')
  expect([...first.closes, ...second.closes]).toEqual([])
  expect(await committedText(stage, document)).toBe(textOf(first.doc))
  const rows = await stored(stage, document)
  expect(rows.every(({ authorId }) => authorId === one.id || authorId === two.id)).toBe(true)
  const [rebuilt, read] = [new Y.Doc(), new Y.Doc()]
  for (const { bytes } of rows) Y.applyUpdate(rebuilt, bytes)
  Y.applyUpdate(read, (await stage.server.read(document)).update)
  expect(Y.equalSnapshots(Y.snapshot(rebuilt), Y.snapshot(read))).toBe(true)
})

test('[LOG5] the server edits a document while people type, under its own author, and is answered after the commit', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const peer = join(stage, one, document)
  await settled(peer)
  const typing = (async () => {
    for (let i = 0; i < 20; i++) {
      write(peer.doc, `打字${i}`)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  const { seq } = await stage.server.edit(document, { authorId: two.id, source: 'import' }, (ydoc) =>
    write(ydoc, '服务器加的'),
  )
  const row = (await stored(stage, document)).find((candidate) => candidate.seq === seq)
  expect(row).toMatchObject({ authorId: two.id, source: 'import' })
  await typing
  await until(() => textOf(peer.doc).includes('服务器加的'), 'the typist sees it')
  await settled(peer)
  const text = await committedText(stage, document)
  for (let i = 0; i < 20; i++) expect(text).toContain(`打字${i}<`)
})

test('[LOG5] a server edit that fails leaves nothing of what it did', async () => {
  const stage = await set()
  const { document } = cast(stage)
  const failing = stage.server.edit(document, { authorId: null, source: 'migration' }, (ydoc) => {
    write(ydoc, '做了一半')
    throw new Error('half done')
  })
  await expect(failing).rejects.toThrow('half done')
  expect((await stored(stage, document)).length).toBe(1)
  await until(() => stage.server.metrics().documents === 0, 'and it leaves memory')
  const missing = stage.server.edit(
    'lessonPlan:00000000-0000-4000-8000-000000000000',
    { authorId: null, source: 'import' },
    () => {},
  )
  await expect(missing).rejects.toMatchObject({ name: 'CollabFault', reason: 'not-found', retryable: false })
})

test('[LOG6] a document opens the same from snapshot and tail as from the log, and from the log when snapshots are damaged', async () => {
  const stage = await set({ pace: { leastMs: 0, leastRows: 20 } })
  const { document, one, two } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  const kept = async () => (await stage.sql`SELECT seq FROM collab_snapshots WHERE document = ${document}`).length
  for (let round = 1; round <= 2; round++) {
    for (let i = 0; i < 25; i++) {
      write(writer.doc, `第${round}轮第${i}段`)
      if (i % 3 === 0) writer.doc.getXmlFragment('body').delete(1, 1)
      await settled(writer)
    }
    await until(async () => (await kept()) === round, 'a snapshot is kept')
  }
  writer.destroy()
  await until(() => stage.server.metrics().documents === 0, 'out of memory')
  const opensAs = async (person: typeof one) => {
    const peer = join(stage, person, document)
    await settled(peer)
    const text = textOf(peer.doc)
    const read = new Y.Doc()
    Y.applyUpdate(read, (await stage.server.read(document)).update)
    expect(textOf(read)).toBe(text)
    peer.destroy()
    await until(() => stage.server.metrics().documents === 0, 'out of memory again')
    Y.applyUpdate(read, (await stage.server.read(document)).update)
    expect(textOf(read)).toBe(text)
    return text
  }
  const truth = await committedText(stage, document)
  expect(await opensAs(two)).toBe(truth)
  await stage.sql`UPDATE collab_snapshots SET bytes = '\\x01ff00ff' WHERE seq = (SELECT max(seq) FROM collab_snapshots)`
  expect(await opensAs(one)).toBe(truth)
  await stage.sql`UPDATE collab_snapshots SET bytes = overlay(bytes placing '\\xffff' from 9)`
  expect(await opensAs(two)).toBe(truth)
})

test('[LOG6] a snapshot is the state at exactly its place in the log', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  for (let i = 0; i < 700; i++) write(writer.doc, `${i}`)
  await settled(writer)
  await until(() => stage.events.some(({ kind }) => kind === 'snapshotted'), 'kept')
  const snapshot = await findSnapshot(stage.sql, document, 1_000_000n)
  expect(Number(snapshot?.seq)).toBeGreaterThanOrEqual(500)
  const [fromSnapshot, fromLog] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(fromSnapshot, (snapshot && unpackSnapshot(snapshot)) ?? new Uint8Array())
  for (const { bytes, seq } of await stored(stage, document))
    if (seq <= (snapshot?.seq ?? 0n)) Y.applyUpdate(fromLog, bytes)
  expect(textOf(fromSnapshot)).toBe(textOf(fromLog))
})

test('[LOG9] old updates of a plan are packed while people write, and it opens and reads as before', async () => {
  const stage = await set({ pace: { leastMs: 0, leastRows: 50, keptRows: 20, leastSealed: 10, sealEveryMs: 100 } })
  const { document, one, two } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  for (let i = 0; i < 120; i++) {
    write(writer.doc, `第${i}段`)
    if (i % 5 === 0) await settled(writer)
  }
  await settled(writer)
  await until(async () => {
    const [row] = await stage.sql<
      { sealed: number }[]
    >`SELECT sealed_seq AS sealed FROM collab_documents WHERE name = ${document}`
    return (row?.sealed ?? 0) >= 30
  }, 'packed')
  write(writer.doc, '之后')
  await settled(writer)
  const whole = textOf(writer.doc)
  writer.destroy()
  await until(() => stage.server.metrics().documents === 0, 'out of memory')
  // Without any snapshot the log alone must do, packed or not.
  await stage.sql`DELETE FROM collab_snapshots`
  const again = join(stage, two, document)
  await settled(again)
  expect(textOf(again.doc)).toBe(whole)
  const listed = await listCommittedUpdates(stage.sql, document, null, 500)
  expect(listed.map(({ seq }) => seq)).toEqual(Array.from({ length: 122 }, (_, index) => 122 - index))
  expect(listed.slice(0, -1).every(({ author }) => author?.id === one.id)).toBe(true)
})

test('[LOG7] reading answers with what is committed, not with what is only in memory', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const read = async () => {
    const doc = new Y.Doc()
    const { update, seq } = await stage.server.read(document)
    Y.applyUpdate(doc, update)
    return { text: textOf(doc), seq: Number(seq) }
  }
  expect(await read()).toMatchObject({ seq: 1 })
  const peer = join(stage, one, document)
  await settled(peer)
  write(peer.doc, '已经存下')
  await settled(peer)
  expect((await read()).text).toContain('已经存下')
  await stage.sql
    .unsafe(`CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END';
    CREATE TRIGGER slow AFTER INSERT ON collab_updates FOR EACH STATEMENT EXECUTE FUNCTION slow()`)
  const before = stage.server.metrics().updates
  write(peer.doc, '还在路上')
  await until(() => stage.server.metrics().updates > before, 'on its way')
  const during = await read()
  expect(during.text).toContain('已经存下')
  expect(during.text).not.toContain('还在路上')
  await settled(peer)
  expect(await read()).toMatchObject({ seq: during.seq + 1 })
  await expect(stage.server.read('lessonPlan:00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
    name: 'CollabFault',
    reason: 'not-found',
  })
})

test('[LOG8] one commit serves many documents, and commits keep their pace', async () => {
  const stage = await set({ plans: 12 })
  const { one } = cast(stage)
  const peers = stage.documents.map((document) => join(stage, one, document))
  await Promise.all(peers.map((peer) => settled(peer)))
  const from = stage.events.length
  for (let round = 0; round < 20; round++) {
    for (const peer of peers) write(peer.doc, `${round}`)
    await new Promise((resolve) => void setTimeout(resolve, 5))
  }
  await Promise.all(peers.map((peer) => settled(peer)))
  const events = stage.events.slice(from)
  expect(events.filter(({ kind }) => kind === 'appended').length).toBe(240)
  const commits = events.filter(({ kind }) => kind === 'committing' || kind === 'committed')
  for (const [index, event] of commits.entries()) {
    const next = commits[index + 1]
    if (event.kind === 'committed' && next) expect(next.happenedAt - event.happenedAt).toBeGreaterThan(38)
  }
  expect(Math.max(...events.map((event) => (event.kind === 'committing' ? event.documents : 0)))).toBe(12)
})
