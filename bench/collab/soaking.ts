import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLog, type Sql } from '@gongyan/db'
import { createReplica } from '@gongyan/documents/replica'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { joinCollab, joinYjs, type Writer } from '../cluster/writers.ts'
import type { Colleague } from '../school.ts'
import type { OurHost } from './servers.ts'
import { openSink, wire } from './sinks.ts'

/** What happened in one cycle. */
export interface Tally {
  typed: number
  acknowledged: number
  /** Tokens whose author was told that they are stored, and that the log does not have. */
  lost: number
  reloads: number
  presence: number
  opened: number
  refused: number
  withdrawn: number
  /** Acknowledgements that did not come within five seconds. */
  late: number
  /** Readers that read nothing. */
  slowReaders: number
  /** Plans of which not all copies and the log were the same bytes in the end. */
  unequal: number
}

export const emptyTally = (): Tally => ({
  typed: 0,
  acknowledged: 0,
  lost: 0,
  reloads: 0,
  presence: 0,
  opened: 0,
  refused: 0,
  withdrawn: 0,
  late: 0,
  slowReaders: 0,
  unequal: 0,
})

export interface Soaking {
  readonly host: OurHost
  readonly sql: Sql
  readonly random: () => number
  readonly tally: Tally
}

const [PLANS, WRITERS] = [4, 4]
const TYPE_EVERY_MS = 150
const PASTE = 'x'.repeat(1_000_000)
const PASTES = 14
/** Clients of one number are one person's, who has no more sockets than a person may. */
const clientOf = (person: number): number => person * 20
/** People who only write on the plans, are let in and out, open and close, read slowly, show themselves. */
const [GUEST, VISITORS, SLOW, SHOWN] = [16, 17, 23, 24]
/** How many people a soak needs. */
export const PEOPLE = 25

/** Everything at once for so long; when this resolves everybody has left, and what they did is in the tally. */
export async function soak(soaking: Soaking, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000
  await Promise.all([
    ...Array.from({ length: PLANS }, (_, index) => writeTogether(soaking, index, end)),
    visit(soaking, end),
    refuse(soaking, end),
    readSlowly(soaking),
  ])
}

function personOf({ host }: Soaking, index: number): Colleague {
  const person = host.people[index]
  if (!person) throw new Error('nobody is there')
  return person
}

/** Four people write a plan through both doors, reload their pages, show where they are; one guest is let in and out. */
async function writeTogether(soaking: Soaking, index: number, end: number): Promise<void> {
  const { host, random, tally } = soaking
  const document = await host.createDocument()
  const present: Writer[] = []
  const gone: Writer[] = []
  let names = 0
  const join = (place: number): Writer => {
    const person = personOf(soaking, index * WRITERS + place)
    // The last of them uses the other door.
    const open = place === WRITERS - 1 ? joinYjs : joinCollab
    return open(host.url, person, document, `${index}-${place}-${names++}`, random)
  }
  for (let place = 0; place < WRITERS; place++) present.push(join(place))
  const others = [letInAndOut(soaking, document, gone, end), showPresence(soaking, document, index, end)]
  while (performance.now() < end) {
    for (const writer of present) if (writer.isSettled() || random() < 0.5) writer.type()
    if (random() < 0.05) {
      const place = Math.floor(random() * present.length)
      const [left] = present.splice(place, 1, join(place))
      if (left) {
        left.close()
        gone.push(left)
        tally.reloads += 1
      }
    }
    await sleep(TYPE_EVERY_MS * (0.5 + random()))
  }
  await Promise.all(others)
  if (!(await becomeEqual(soaking, document, present))) tally.unequal += 1
  const text = (await rebuild(soaking.sql, document)).getText('body').toString()
  for (const { typed, acknowledged } of [...gone, ...present]) {
    const owed = typed.slice(0, acknowledged || 0)
    tally.typed += typed.length
    tally.acknowledged += owed.length
    tally.lost += owed.filter((token) => !text.includes(token)).length
  }
  for (const writer of present) writer.close()
}

/** The document as its log makes it. */
async function rebuild(sql: Sql, document: string): Promise<Y.Doc> {
  const ydoc = createReplica()
  const [head] = await sql<{ seq: string }[]>`SELECT seq::text FROM collab_documents WHERE name = ${document}`
  for await (const page of readLog(sql, document, 0n, BigInt(head?.seq ?? 0)))
    for (const { bytes } of page) Y.applyUpdate(ydoc, bytes)
  return ydoc
}

/** Waits until all are settled and hold the bytes of the log; false where that does not come about in half a minute. */
async function becomeEqual({ sql }: Soaking, document: string, writers: readonly Writer[]): Promise<boolean> {
  const end = performance.now() + 30_000
  for (;;) {
    if (writers.every((writer) => writer.isSettled())) {
      const stored = Y.encodeStateAsUpdate(await rebuild(sql, document))
      if (writers.every(({ doc }) => Buffer.compare(Y.encodeStateAsUpdate(doc), stored) === 0)) return true
    }
    if (performance.now() > end) return false
    await sleep(100)
  }
}

/** A guest writes until the right is taken from him, and again when he has it back. */
async function letInAndOut(soaking: Soaking, document: string, gone: Writer[], end: number): Promise<void> {
  const { host, random, tally } = soaking
  const [owner, guest] = [personOf(soaking, 0), personOf(soaking, GUEST)]
  const change = async (method: 'PUT' | 'DELETE'): Promise<void> => {
    const response = await fetch(`${host.url}/api/v1/lesson-plans/${document.split(':')[1]}/members/${guest.id}`, {
      method,
      headers: { 'content-type': 'application/json', cookie: owner.cookie },
      ...(method === 'PUT' ? { body: JSON.stringify({ role: 'editor' }) } : {}),
    })
    if (!response.ok) throw new Error(`${method}: ${response.status} ${await response.text()}`)
  }
  while (performance.now() < end) {
    const writer = joinCollab(
      host.url,
      guest,
      document,
      `guest-${tally.withdrawn}-${Math.floor(random() * 1e6)}`,
      random,
    )
    for (let n = 0; n < 20; n++) {
      if (n === 12) await change('DELETE')
      writer.type()
      await sleep(TYPE_EVERY_MS)
    }
    writer.close()
    gone.push(writer)
    tally.withdrawn += 1
    await change('PUT')
  }
}

/** A client that shows a new cursor all the time, under a new number every few seconds. */
async function showPresence({ host, tally }: Soaking, document: string, index: number, end: number): Promise<void> {
  while (performance.now() < end) {
    const sink = await openSink(await host.enter(document, clientOf(SHOWN) + index), document)
    const client = 1 + Math.floor(Math.random() * 2 ** 31)
    for (let clock = 1; clock <= 20 && performance.now() < end; clock++) {
      const state = JSON.stringify({ user: { name: '教师' }, cursor: { anchor: clock, head: clock } })
      sink.send(wire(document, 1, wire(1, client, clock, state)))
      tally.presence += 1
      await sleep(200)
    }
    sink.close()
  }
}

/** Plans are opened, one character is written, and they are closed again. */
async function visit({ host, tally }: Soaking, end: number): Promise<void> {
  for (let n = 0; performance.now() < end; n++) {
    const client = clientOf(VISITORS + (n % (SLOW - VISITORS)))
    const document = await host.createOwn(client)
    const sink = await openSink(await host.enter(document, client), document)
    const ydoc = new Y.Doc()
    ydoc.on('update', (update: Uint8Array) => sink.send(wire(document, 0, 2, update)))
    ydoc.getText('body').insert(0, '教')
    const late = performance.now() + 5_000
    while (sink.acknowledged === 0 && performance.now() < late) await sleep(10)
    if (sink.acknowledged === 0) tally.late += 1
    sink.close()
    tally.opened += 1
    await sleep(100)
  }
}

/** Somebody comes with tickets that are none, and somebody without any who is sent away. */
async function refuse({ host, tally }: Soaking, end: number): Promise<void> {
  while (performance.now() < end) {
    const document = `lessonPlan:${crypto.randomUUID()}`
    const ws = new WebSocket(`${host.url.replace(/^http/, 'ws')}/collab`, { perMessageDeflate: false })
    ws.on('error', () => {})
    await once(ws, 'open')
    const isSilent = tally.refused % 10 === 9
    if (!isSilent) {
      ws.send(wire(document, 2, 0, 'none'))
      await once(ws, 'message')
      ws.close()
    }
    // The one who says nothing is closed by the server, in its own time.
    tally.refused += 1
    await sleep(300)
  }
}

/** Somebody pastes and deletes a megabyte over and over, and somebody who reads nothing is cut for it. */
async function readSlowly({ host, tally }: Soaking): Promise<void> {
  const document = await host.createOwn(clientOf(SLOW))
  const { url, ticket } = await host.enter(document, clientOf(SLOW) + 1)
  const slow = new WebSocket(url, { perMessageDeflate: false })
  slow.on('error', () => {})
  await once(slow, 'open')
  slow.send(wire(document, 2, 0, ticket))
  slow.send(wire(document, 0, 0, Uint8Array.of(0)))
  await once(slow, 'message')
  slow.pause()
  const person = host.people[SLOW]
  if (!person) throw new Error('nobody is there')
  const writer = joinCollab(host.url, person, document, 'paste', Math.random)
  const settled = async (): Promise<void> => {
    const late = performance.now() + 20_000
    while (!writer.isSettled() && performance.now() < late) await sleep(10)
  }
  await settled()
  const text = writer.doc.getText('paste')
  for (let n = 0; n < PASTES; n++) {
    text.insert(0, PASTE)
    await settled()
    text.delete(0, PASTE.length)
  }
  await settled()
  tally.slowReaders += 1
  slow.terminate()
  writer.close()
}

/** A number of the server's own metrics. */
export async function metricOf({ url }: OurHost, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1) ?? 0,
  )
}

/** How many readers the server has cut because they did not read. */
export const slowReadersCut = (host: OurHost): Promise<number> =>
  metricOf(host, 'gongyan_collab_cuts_total{reason="slow-reader"}')
