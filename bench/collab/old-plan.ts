import { randomUUID } from 'node:crypto'
import { appendUpdates, type Sql } from '@gongyan/db'
import * as Y from 'yjs'
import { isDue, PACE } from '../../collab-server/src/compaction/pace.ts'
import { createWorkerThread, type WorkerThread } from '../../collab-server/src/compaction/thread.ts'
import { createPlan, type School } from '../school.ts'

/** A plan with a long history: every update that made it, and what all of them come to. */
export interface OldPlan {
  readonly updates: readonly Uint8Array[]
  readonly state: Uint8Array
  /** As Yjs writes it out. */
  readonly body: string
}

/** A page that is opened again writes under a number of its own. */
const EDITS_PER_CLIENT = 500
const [SHORTEST_BURST, LONGEST_BURST] = [4, 60]
/** Keys that take something back come in runs; three in ten of all do. */
const [DELETIONS, LONGEST_RUN] = [0.176, 3]
const PARAGRAPH = 200
const LETTERS = 'abcdefghijklmnopqrstuvwxyz '
/** Updates in one append, and from one update to the next, ms. */
const [BATCH, PACE_MS] = [1_000, 800]

/** Writes a plan of many edits in bursts at random places, three in ten of them deletions. */
export function writeOldPlan(edits: number, random: () => number): OldPlan {
  const below = (bound: number): number => Math.floor(random() * bound)
  const ydoc = new Y.Doc()
  const body = ydoc.getXmlFragment('body')
  const updates: Uint8Array[] = []
  ydoc.on('update', (update: Uint8Array) => void updates.push(update))
  const addParagraph = (at: number): void => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText()])
    body.insert(at, [paragraph])
  }
  const begin = (): void => {
    ydoc.clientID = below(2 ** 32)
  }
  begin()
  addParagraph(0)
  let clients = 1
  while (updates.length < edits) {
    const index = below(body.length)
    const paragraph = body.get(index)
    const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
    if (!(text instanceof Y.XmlText)) throw new Error('a paragraph has a text')
    if (text.length > PARAGRAPH) {
      addParagraph(index + 1)
      continue
    }
    let at = below(text.length + 1)
    const end = Math.min(edits, updates.length + SHORTEST_BURST + below(LONGEST_BURST - SHORTEST_BURST))
    while (updates.length < end) {
      if (at > 0 && random() < DELETIONS)
        for (let run = 1 + below(LONGEST_RUN); run > 0 && at > 0 && updates.length < end; run--)
          text.delete((at -= 1), 1)
      else text.insert(at++, LETTERS[below(LETTERS.length)] ?? ' ')
    }
    if (updates.length > clients * EDITS_PER_CLIENT) {
      clients += 1
      begin()
    }
  }
  return { updates, state: Y.encodeStateAsUpdate(ydoc), body: body.toString() }
}

/** What a plan is, in words. */
export const describe = ({ updates, state, body }: OldPlan): string =>
  `${updates.length} edits, ${(body.replaceAll(/<[^>]*>/g, '').length / 1000).toFixed(0)} KB of text, ` +
  `${(state.length / 1000).toFixed(0)} KB as Yjs has it, ${Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state)).size} client numbers`

/**
 * Puts a plan into the log as if it had been typed: every update a row, the older ones packed, the newest two snapshots kept,
 * and behind the last as many updates as there can be before the next is due. Answers with the document's name.
 */
export async function seedLog(sql: Sql, databaseUrl: string, school: School, { updates }: OldPlan): Promise<string> {
  const [first, ...rest] = updates
  const name = await createPlan(sql, school, first ?? Y.encodeStateAsUpdate(new Y.Doc()))
  const thread = createWorkerThread({ databaseUrl })
  const begin = Date.now() - updates.length * PACE_MS
  let seq = 1
  const write = async (upTo: number): Promise<void> => {
    while (seq < upTo) {
      const next = rest.slice(seq - 1, Math.min(upTo, seq + BATCH) - 1)
      const source = randomUUID()
      await appendUpdates(sql, [
        {
          document: name,
          after: BigInt(seq),
          fence: 0n,
          title: null,
          updates: next.map((bytes, index) => ({
            authorId: school.people[0]?.id ?? null,
            source,
            at: new Date(begin + (seq + index) * PACE_MS),
            bytes,
          })),
        },
      ])
      seq += next.length
    }
  }
  try {
    // One that is too early shows how large they are, and so how many updates there are between two.
    await write(Math.max(1, updates.length - 8_000))
    const distance = distanceAt(await snapshot(thread, name))
    for (const behind of [2 * distance - 1, distance - 1]) {
      await write(Math.max(1, updates.length - behind))
      await snapshot(thread, name)
    }
    await write(updates.length)
    await pack(thread)
  } finally {
    await thread.close()
  }
  return name
}

/** How many updates after a snapshot of so many bytes the next is due. */
function distanceAt(bytes: number): number {
  let rows = 1
  while (!isDue(PACE, rows, bytes, false)) rows += 1
  return rows
}

async function snapshot(thread: WorkerThread, name: string): Promise<number> {
  const answer = await thread.ask('snapshot', { name })
  if (answer.kind !== 'kept') throw new Error(`no snapshot is kept: ${answer.kind}`)
  return answer.bytes
}

async function pack(thread: WorkerThread): Promise<void> {
  const rule = {
    keptRows: PACE.keptRows,
    leastRows: PACE.leastSealed,
    olderThan: new Date(Date.now() - PACE.sealAfterMs),
  }
  for (;;) {
    const answer = await thread.ask('seal', { rule, afterName: '' })
    if (answer.kind === 'none') return
    if (answer.kind === 'failed') throw new Error(answer.fault)
  }
}

/** Another document with the same log. */
export async function copyLog(sql: Sql, school: School, from: string): Promise<string> {
  const name = await createPlan(sql, school, Uint8Array.of(0, 0))
  await sql.begin(async (tx) => {
    await tx`DELETE FROM collab_updates WHERE document = ${name}`
    await tx`
      UPDATE collab_documents d SET seq = o.seq, sealed_seq = o.sealed_seq FROM collab_documents o
      WHERE d.name = ${name} AND o.name = ${from}`
    await tx`
      INSERT INTO collab_updates (document, seq, author_id, source, at, fence, bytes)
      SELECT ${name}, seq, author_id, source, at, fence, bytes FROM collab_updates WHERE document = ${from}`
    await tx`
      INSERT INTO collab_segments (document, from_seq, to_seq, raw_size, sha256, bytes)
      SELECT ${name}, from_seq, to_seq, raw_size, sha256, bytes FROM collab_segments WHERE document = ${from}`
    await tx`
      INSERT INTO collab_snapshots (document, seq, codec, raw_size, sha256, bytes)
      SELECT ${name}, seq, codec, raw_size, sha256, bytes FROM collab_snapshots WHERE document = ${from}`
  })
  return name
}
