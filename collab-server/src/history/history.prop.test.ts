import type { LoggedUpdate } from '@gongyan/db'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { authorshipOf } from './authorship.ts'
import { changesSince } from './changes.ts'
import { Replay } from './replay.ts'

const PEOPLE = ['甲', '乙', '丙']
/** Every character is written once, so that it says who wrote it. */
const ALPHABET = 5_000
const character = (who: number, index: number): string => String.fromCodePoint(0x4e00 + who * ALPHABET + index)
const writerOf = (text: string): string | undefined =>
  PEOPLE[Math.floor(((text.codePointAt(0) ?? 0) - 0x4e00) / ALPHABET)]

const anEdit = fc.record({
  who: fc.nat({ max: PEOPLE.length - 1 }),
  what: fc.constantFrom('write', 'write', 'erase', 'mark', 'unmark', 'row', 'attribute', 'undo', 'redo'),
  node: fc.nat(),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 4 }),
  isSeen: fc.boolean(),
})
type Edit = typeof anEdit extends fc.Arbitrary<infer T> ? T : never

interface Written {
  readonly log: LoggedUpdate[]
  /** What a reader saw after each update, and who wrote each of them. */
  readonly texts: ReadonlyMap<string, Seen>[]
}
interface Seen {
  readonly marks: string
  readonly rowId: string | null
}

/** What a whole school writes who see each other late, as the log of a server. */
function write(edits: readonly Edit[]): Written {
  const log: LoggedUpdate[] = []
  const texts: ReadonlyMap<string, Seen>[] = [new Map()]
  const server = new Y.Doc()
  let author = ''
  server.on('update', (bytes: Uint8Array) => {
    log.push({
      seq: log.length + 1,
      authorId: author,
      source: 's',
      atMicros: 0,
      lessonId: null,
      tMs: null,
      fence: 1,
      bytes,
    })
    texts.push(charactersOf(server))
  })
  const docs = PEOPLE.map((_, who) => {
    const ydoc = new Y.Doc()
    ydoc.clientID = who + 1
    return ydoc
  })
  // Undoing only what one wrote oneself: text that is brought back belongs to who brought it.
  const undo = docs.map(
    (ydoc) => new Y.UndoManager(ydoc.getXmlFragment('body'), { trackedOrigins: new Set(['typing']) }),
  )
  const written = PEOPLE.map(() => 0)
  for (const { who, what, node, at, length, isSeen } of edits) {
    const ydoc = docs[who]
    if (!ydoc) continue
    author = PEOPLE[who] ?? ''
    if (isSeen) Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(ydoc)))
    const runs = runsOf(ydoc)
    const run = runs[node % Math.max(1, runs.length)]?.run
    if (what === 'undo') undo[who]?.undo()
    else if (what === 'redo') undo[who]?.redo()
    else if (what === 'row' || !run) ydoc.transact(() => addRow(ydoc, at, `${who}-${node}-${at}`))
    else if (what === 'write') {
      const text = Array.from({ length }, () => character(who, (written[who] = (written[who] ?? 0) + 1))).join('')
      ydoc.transact(() => run.insert(at % (run.length + 1), text), 'typing')
      undo[who]?.stopCapturing()
    } else if (run.length > 0) {
      const [start, count] = [at % run.length, Math.min(length, run.length - (at % run.length))]
      if (what === 'erase') run.delete(start, count)
      else if (what === 'mark') run.format(start, count, { strong: true })
      else if (what === 'unmark') run.format(start, count, { strong: null, em: true })
      else if (run.parent instanceof Y.XmlElement) run.parent.setAttribute('align', `${length}`)
    }
    Y.applyUpdate(server, Y.encodeStateAsUpdate(ydoc, Y.encodeStateVector(server)))
  }
  return { log, texts }
}

function addRow(ydoc: Y.Doc, at: number, rowId: string): void {
  const row = new Y.XmlElement('tableRow')
  row.setAttribute('rowId', rowId)
  const cell = new Y.XmlElement('tableCell')
  cell.insert(0, [new Y.XmlText()])
  row.insert(0, [cell])
  const body = ydoc.getXmlFragment('body')
  body.insert(at % (body.length + 1), [row])
  if (body.length > 6) body.delete(at % body.length, 1)
}

function runsOf(ydoc: Y.Doc): { run: Y.XmlText; rowId: string | null }[] {
  return ydoc
    .getXmlFragment('body')
    .toArray()
    .flatMap((row) => {
      const cell = row instanceof Y.XmlElement ? row.get(0) : null
      const run = cell instanceof Y.XmlElement ? cell.get(0) : null
      return run instanceof Y.XmlText && row instanceof Y.XmlElement
        ? [{ run, rowId: row.getAttribute('rowId') ?? null }]
        : []
    })
}

function charactersOf(ydoc: Y.Doc): Map<string, Seen> {
  const found = new Map<string, Seen>()
  for (const { run, rowId } of runsOf(ydoc))
    for (const { insert, attributes } of run.toDelta() as { insert: string; attributes?: object }[])
      for (const one of insert) found.set(one, { marks: JSON.stringify(attributes ?? {}, ['em', 'strong']), rowId })
  return found
}

const replayOf = (log: readonly LoggedUpdate[], upTo: number): Replay => {
  const replay = new Replay()
  replay.apply(log.slice(0, upTo))
  return replay
}

test('[HIS3] whoever writes, erases, marks and undoes what: every character that is left belongs to who wrote it, in its row', () => {
  fc.assert(
    fc.property(fc.array(anEdit, { maxLength: 60 }), fc.nat(), (edits, cut) => {
      const { log, texts } = write(edits)
      const upTo = cut % (log.length + 1)
      const text = [...(texts[upTo] ?? [])]
      const { spans, length, rows } = authorshipOf(replayOf(log, upTo))
      expect(length).toBe(text.length)
      expect(
        spans.flatMap(({ length: count, authorId, rowId }) => Array.from({ length: count }, () => [authorId, rowId])),
      ).toEqual(text.map(([one, { rowId }]) => [writerOf(one), rowId]))
      expect(spans.map(({ from }) => from)).toEqual(
        spans.map((_, index) => spans.slice(0, index).reduce((sum, span) => sum + span.length, 0)),
      )
      for (const { rowId, authorId } of rows) expect(authorId).toBe(PEOPLE[Number(rowId[0])])
    }),
    { verbose: true, numRuns: 200 },
  )
})

test('[HIS4] between any two moments exactly what came, went and was marked is told, of those who did it', () => {
  fc.assert(
    fc.property(fc.array(anEdit, { maxLength: 60 }), fc.nat(), fc.nat(), (edits, one, other) => {
      const { log, texts } = write(edits)
      const [from = 0, to = 0] = [one % (log.length + 1), other % (log.length + 1)].toSorted((a, b) => a - b)
      const changes = changesSince(replayOf(log, to), from)
      const [then, now] = [texts[from] ?? new Map<string, Seen>(), texts[to] ?? new Map<string, Seen>()]
      const told = (kind: string): string[] =>
        changes.flatMap((change) => (change.kind === kind ? [...change.text] : [])).toSorted()
      // What went and was brought back is told as both.
      const isBack = (key: string): boolean => texts.slice(from, to).some((text) => !text.has(key))
      const stayed = (key: string): boolean => then.has(key) && now.has(key) && !isBack(key)
      expect(told('inserted')).toEqual([...now.keys()].filter((key) => !stayed(key)).toSorted())
      expect(told('deleted')).toEqual([...then.keys()].filter((key) => !stayed(key)).toSorted())
      expect(told('formatted')).toEqual(
        [...now].flatMap(([key, { marks }]) => (stayed(key) && then.get(key)?.marks !== marks ? [key] : [])).toSorted(),
      )
      for (const { kind, text, authorId, rowId, seqs } of changes) {
        expect(seqs[0] > from && seqs[0] <= seqs[1] && seqs[1] <= to).toBe(true)
        for (const character of text) {
          expect(rowId).toBe((now.get(character) ?? then.get(character))?.rowId)
          // Those after whose updates the character was no longer as before.
          const doers = log.flatMap(({ seq, authorId: author }) => {
            const [before, after] = [texts[seq - 1]?.get(character), texts[seq]?.get(character)]
            return seq > from && seq <= to && before?.marks !== after?.marks ? [author] : []
          })
          expect(doers).toContain(authorId)
          if (kind === 'inserted') expect(authorId).toBe(writerOf(character))
        }
      }
    }),
    { verbose: true, numRuns: 200 },
  )
})
