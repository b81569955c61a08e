import type { LoggedUpdate } from '@gongyan/db'
import { seededBelow, useTestDatabase } from '@gongyan/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { CollabFault } from '../src/index.ts'
import type { Moment } from '../src/history/answers.ts'
import { type Person, type Stage, isSettled, join, joinYjs, setStage, until } from './harness.ts'

/** Keeps a copy of every row as it is inserted, before anything is packed; and lets the servers' clocks disagree. */
const RAW_LOG = `
  CREATE TABLE raw_log AS SELECT * FROM collab_updates;
  CREATE FUNCTION keep_raw() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO raw_log SELECT NEW.*; RETURN NULL; END';
  CREATE TRIGGER keep_raw AFTER INSERT ON collab_updates FOR EACH ROW EXECUTE FUNCTION keep_raw();
  CREATE FUNCTION shift_clock() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN NEW.at := NEW.at + (hashtext(NEW.seq::text) % 300) * interval ''1 ms''; RETURN NEW; END';
  CREATE TRIGGER shift_clock BEFORE INSERT ON collab_updates FOR EACH ROW EXECUTE FUNCTION shift_clock()`

interface Writer {
  readonly doc: Y.Doc
  readonly undo: Y.UndoManager
  readonly person: Person
  /** Every character is written once, so that it says who wrote it. */
  next(): string
  isSettled(): boolean
}

const ALPHABET = 4_000
const characterOf = (who: number, index: number): string => String.fromCodePoint(0x4e00 + who * ALPHABET + index)
const whoWrote = (character: string): number => Math.floor(((character.codePointAt(0) ?? 0) - 0x4e00) / ALPHABET)

function runsOf(doc: Y.Doc): Y.XmlText[] {
  return doc
    .getXmlFragment('body')
    .toArray()
    .flatMap((block) => (block instanceof Y.XmlElement ? block.toArray() : []))
    .flatMap((child) => (child instanceof Y.XmlElement ? child.toArray() : [child]))
    .filter((child) => child instanceof Y.XmlText)
}

const textOf = (doc: Y.Doc): string =>
  runsOf(doc)
    .flatMap((run) => run.toDelta() as { insert: string }[])
    .map(({ insert }) => insert)
    .join('')

/** One thing a teacher does. */
function act({ doc, undo, next }: Writer, random: (below: number) => number): void {
  const body = doc.getXmlFragment('body')
  const runs = runsOf(doc)
  const run = runs[random(Math.max(1, runs.length))]
  const what = random(20)
  if (!run || what === 0) {
    const row = new Y.XmlElement('tableRow')
    const cell = new Y.XmlElement('tableCell')
    row.setAttribute('rowId', `row-${next()}`)
    cell.insert(0, [new Y.XmlText()])
    row.insert(0, [cell])
    body.insert(random(body.length + 1), [row])
  } else if (what === 1 && body.length > 8) body.delete(1 + random(body.length - 1), 1)
  else if (what === 2) undo.undo()
  else if (what === 3) undo.redo()
  else if (run.length > 0 && what < 8) {
    const start = random(run.length)
    const count = Math.min(1 + random(5), run.length - start)
    if (what < 6) run.delete(start, count)
    else run.format(start, count, { [what === 6 ? 'strong' : 'em']: random(3) > 0 ? true : null })
  } else {
    const text = Array.from({ length: 1 + random(3) }, next).join('')
    doc.transact(() => run.insert(random(run.length + 1), text), 'typing')
    undo.stopCapturing()
  }
}

function gather(stage: Stage, document: string): Writer[] {
  return stage.people.map((person, who) => {
    const peer = who === 0 ? null : join(stage, person, document)
    const other = peer ? null : joinYjs(stage, person, document)
    const doc = peer?.doc ?? other?.doc ?? new Y.Doc()
    let written = 0
    return {
      doc,
      person,
      undo: new Y.UndoManager(doc.getXmlFragment('body'), { trackedOrigins: new Set(['typing']) }),
      next: () => characterOf(who, written++),
      isSettled: () => (peer ? isSettled(peer) : (other?.provider.synced ?? false)),
    }
  })
}

const rawLog = (stage: Stage, document: string) =>
  stage.sql<{ seq: number; authorId: string | null; bytes: Uint8Array }[]>`
    SELECT seq, author_id AS "authorId", bytes FROM raw_log WHERE document = ${document} ORDER BY seq`

function rebuild(raw: readonly { seq: number; bytes: Uint8Array }[], upTo: number): Y.Doc {
  const doc = new Y.Doc()
  for (const { seq, bytes } of raw) if (seq <= upTo) Y.applyUpdate(doc, bytes)
  return doc
}

/** The last update at a time, as SQL sees it. */
async function lastBy(stage: Stage, document: string, at: Date): Promise<number> {
  const [row] = await stage.sql<{ seq: number | null }[]>`
    SELECT max(seq) AS seq FROM (
      SELECT seq, max(date_trunc('milliseconds', at)) OVER (ORDER BY seq) AS latest FROM raw_log WHERE document = ${document}) r
    WHERE latest <= ${at}`
  return row?.seq ?? 0
}

test('[HIS1] [HIS2] [HIS3] [HIS4] [HIS5] the past is told as the raw log has it, packed or not: states, authors, changes, replay', async () => {
  const seed = Number(process.env.HISTORY_SEED ?? Date.now() % 2_147_483_647)
  console.log(`history seed ${seed}`)
  const random = seededBelow(seed)
  const stage = await setStage({
    databaseUrl: await useTestDatabase(),
    people: 4,
    pace: { leastMs: 0, leastRows: 60, keptRows: 40, leastSealed: 30, sealEveryMs: 100 },
  })
  const [document = ''] = stage.documents
  await stage.sql.unsafe(RAW_LOG)
  const writers = gather(stage, document)
  await until(() => writers.every((writer) => writer.isSettled()), 'all are in')
  for (let round = 0; round < 250; round++) {
    // In one turn: nobody has heard of the others yet.
    for (const writer of writers) if (random(3) > 0) act(writer, random)
    await new Promise((resolve) => void setTimeout(resolve, random(8)))
  }
  const [first] = writers
  await until(
    async () =>
      writers.every((writer) => writer.isSettled()) &&
      writers.every(({ doc }) => textOf(doc) === textOf(first?.doc ?? doc)) &&
      textOf(rebuild(await rawLog(stage, document), Infinity)) === textOf(first?.doc ?? new Y.Doc()),
    'all is stored and the same for all',
  )
  const sealed = async (): Promise<number> =>
    (await stage.sql<{ n: number }[]>`SELECT sealed_seq AS n FROM collab_documents WHERE name = ${document}`)[0]?.n ?? 0
  const raw = await rawLog(stage, document)
  const head = raw.at(-1)?.seq ?? 0
  await until(async () => (await sealed()) > head / 2, 'most is packed')
  const { history } = stage.server

  const span = await stage.sql<{ first: Date; last: Date }[]>`SELECT min(at) AS first, max(at) AS last FROM raw_log`
  const [begin, end] = [span[0]?.first.getTime() ?? 0, span[0]?.last.getTime() ?? 0]
  const authors = ['nobody', ...stage.people.map(({ id }) => id)]
  for (let round = 0; round < 100; round++) {
    const isTime = round % 2 === 1
    const moment: Moment = isTime
      ? { at: new Date(begin - 5 + random(end - begin + 10)) }
      : { seq: round === 0 ? head : random(head + 1) }
    const seq = 'at' in moment ? await lastBy(stage, document, moment.at) : moment.seq
    const truth = rebuild(raw, seq)
    const state = await history.stateAt(document, moment)
    expect(state?.seq).toBe(seq)
    expect(Buffer.compare(state?.update ?? Buffer.of(), Y.encodeStateAsUpdate(truth))).toBe(0)

    const text = textOf(truth)
    const authorship = await history.authorship(document, moment)
    expect(authorship?.length).toBe(text.length)
    const spans = authorship?.spans ?? []
    const counts = authors.map((author) =>
      spans.reduce((sum, { authorId, length }) => sum + (author === (authorId ?? 'nobody') ? length : 0), 0),
    )
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(text.length)
    let at = 0
    for (const { from, length, authorId } of spans) {
      expect(from).toBe(at)
      for (const character of text.slice(at, at + length)) {
        const who = whoWrote(character)
        // The title came with the plan; what stands outside the alphabets is its.
        if (who >= 0 && who < writers.length && !'教案 1'.includes(character))
          expect(authorId).toBe(writers[who]?.person.id)
      }
      at += length
    }
  }

  for (let round = 0; round < 20; round++) {
    const [from = 0, to = 0] = [random(head + 1), random(head + 1)].toSorted((a, b) => a - b)
    const changes = (await history.changes(document, { seq: from }, { seq: to })) ?? []
    const told = (kind: string): string[] =>
      changes.flatMap((change) => (change.kind === kind ? [...change.text] : [])).toSorted()
    const [then, now] = [textOf(rebuild(raw, from)), textOf(rebuild(raw, to))]
    const [inserted, deleted] = [told('inserted'), told('deleted')]
    expect([...then, ...inserted].toSorted()).toEqual([...now, ...deleted].toSorted())
    for (const character of now) if (!then.includes(character)) expect(inserted).toContain(character)
    for (const { authorId, seqs } of changes)
      for (const seq of seqs)
        expect(raw.slice(from, to).some((row) => row.seq === seq && row.authorId === authorId)).toBe(true)
  }

  const replayed: LoggedUpdate[] = []
  for await (const page of history.replay(document, 0)) replayed.push(...page)
  expect(replayed.map(({ seq, authorId }) => ({ seq, authorId }))).toEqual(
    raw.map(({ seq, authorId }) => ({ seq, authorId })),
  )
  expect(replayed.every(({ bytes }, index) => Buffer.compare(bytes, raw[index]?.bytes ?? Buffer.of()) === 0)).toBe(true)
  console.log(
    `100 moments equal the raw log of ${head} updates, ${await sealed()} of them packed; ${textOf(rebuild(raw, head)).length} characters have their authors`,
  )
}, 60_000)

test('[HIS1] of a document that is not there nothing is told, and before its first update it is empty', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const [document = ''] = stage.documents
  const { history } = stage.server
  expect(await history.stateAt('lessonPlan:none', { seq: 1 })).toBeNull()
  expect(await history.authorship('lessonPlan:none', { seq: 1 })).toBeNull()
  expect(await history.changes('lessonPlan:none', { seq: 0 }, { seq: 1 })).toBeNull()
  const before = await history.stateAt(document, { at: new Date(0) })
  expect(before).toMatchObject({ seq: 0 })
  expect(await history.authorship(document, { seq: 0 })).toEqual({ seq: 0, length: 0, spans: [], rows: [] })
})

test('[HIS1] a past whose log has a hole is not told', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const [document = ''] = stage.documents
  const [one] = stage.people
  if (!one) throw new Error('one person is needed')
  const peer = join(stage, one, document)
  await until(() => isSettled(peer), 'in')
  for (let i = 0; i < 3; i++) peer.doc.getXmlFragment('body').insert(0, [new Y.XmlElement('paragraph')])
  await until(() => isSettled(peer), 'stored')
  await stage.sql`DELETE FROM collab_updates WHERE seq = 2`
  await expect(stage.server.history.stateAt(document, { seq: 3 })).rejects.toThrow(CollabFault)
  await expect(stage.server.history.changes(document, { seq: 1 }, { seq: 3 })).rejects.toThrow(CollabFault)
  expect(await stage.server.history.stateAt(document, { seq: 1 })).toMatchObject({ seq: 1 })
})
