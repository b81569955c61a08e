/**
 * `npm run bench:memory`: what an idle connection, an open plan in which nobody writes, and a plan that was closed take in
 * memory. Our whole server process, through tickets, and the stock server with its database extension. Before each look garbage
 * is collected inside the process, and what was collected is given back, as V8 does when memory is short. Judged is the worse of
 * resident memory, which is what a machine needs, and the heap with what lies beside it: resident memory moves by itself, and
 * memory that was free before takes in what comes. For closed plans, which leave less than that, it is the heap.
 * `CONNECTIONS` (2000), `PLANS` (60), `CLOSED` (2000), `SEED`. Ends with 1 where a bound is passed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { onStage } from '../stage.ts'
import { describe, writeOldPlan } from './old-plan.ts'
import { seeded } from '@gongyan/testing'
import { CLIENTS_PER_PERSON, type Host, startOurs, startStock } from './servers.ts'
import { openReader, openSink, type Sink, wire } from './sinks.ts'

const BOUNDS = { connectionKb: 15, openRatio: 0.15, closedKb: 2 }
/** Opened at the same time, and documents that connections are spread over. */
const [AT_ONCE, SPREAD] = [25, 100]
/** Enough people for CONNECTIONS with twenty each, and some who only warm up. */
const PEOPLE = 120
const EDITS = 25_000
/** Longer than a Y.Doc is kept that nobody needs, and than a stock server waits before it stores. */
const IDLE_MS = 40_000
const SETTLED_MS = 3_000

/** Bytes for each of what was opened. */
interface Taken {
  readonly rss: number
  readonly heap: number
}
interface Measured {
  readonly onOne: Taken
  readonly spread: Taken
  readonly open: Taken
  readonly closed: Taken
}

const connections = Number(process.env.CONNECTIONS ?? 2_000)
const plans = Number(process.env.PLANS ?? 60)
const closed = Number(process.env.CLOSED ?? 2_000)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const plan = writeOldPlan(EDITS, seeded(seed))
console.log(`seed ${seed}; ${connections} connections, ${plans} open plans of ${describe(plan)}, ${closed} closed ones`)
console.log(
  'stock: @hocuspocus/server and extension-database 4.7.0, flushDelay 0, debounce 2 s, at most 10 s, unloadImmediately',
)

/** Does something for each number below `count`, some at a time. */
async function forEach<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let at = 0; at < count; at += AT_ONCE)
    results.push(
      ...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, index) => work(at + index)))),
    )
  return results
}

/** What the process holds more afterwards than before, for each of `count`. */
async function taken(host: Host, count: number, what: () => Promise<unknown>): Promise<Taken> {
  const before = await host.ask('memory')
  await what()
  await sleep(SETTLED_MS)
  const after = await host.ask('memory')
  return { rss: (after.rss - before.rss) / count, heap: (after.heap - before.heap) / count }
}

type Part = Partial<Measured>

async function connect(host: Host): Promise<Part> {
  // What a server needs once for so many who come, however few are there at a time.
  const warm = await host.createDocument()
  await forEach(connections, async (client) => (await openSink(await host.enter(warm, client), warm)).close())
  await sleep(SETTLED_MS)

  const one = await host.createDocument()
  const sinks: Sink[] = []
  const onOne = await taken(host, connections, () =>
    forEach(connections, async (client) => sinks.push(await openSink(await host.enter(one, client), one))),
  )
  for (const sink of sinks) sink.close()
  await sleep(SETTLED_MS)

  const documents = await forEach(SPREAD, () => host.createDocument())
  const open = async (client: number): Promise<Sink> => {
    const document = documents[client % SPREAD] ?? ''
    return openSink(await host.enter(document, client), document)
  }
  // The documents are open before, so that only connections are counted.
  await forEach(SPREAD, open)
  const spread = await taken(host, connections, () => forEach(connections, open))
  return { onOne, spread }
}

async function openOld(host: Host): Promise<Part> {
  const documents = await host.createOld(plan, plans)
  const openOne = (index: number) => openAndType(host, documents[index] ?? '', index)
  // The first time their states are made, in a thread that is there once for all; few are open at a time.
  for (let index = 0; index < plans; index++) {
    const one = await openOne(index)
    await sleep(100)
    one.close()
  }
  // The thread gives back by itself what it needed.
  await sleep(IDLE_MS)
  const open = await taken(host, plans, async () => {
    await forEach(plans, openOne)
    await sleep(IDLE_MS)
  })
  return { open }
}

async function close(host: Host): Promise<Part> {
  await openAndClose(host, 500)
  await sleep(SETTLED_MS)
  return { closed: await taken(host, closed, () => openAndClose(host, closed)) }
}

/** Each part on a server that has just been started, so that none is measured in what another left free. */
async function measure(start: () => Promise<Host>): Promise<Measured> {
  let all: Part = {}
  for (const part of [connect, openOld, close]) {
    const host = await start()
    try {
      all = { ...all, ...(await part(host)) }
    } finally {
      await host.stop()
    }
  }
  const { onOne, spread, open, closed: left } = all
  if (!onOne || !spread || !open || !left) throw new Error('a part is missing')
  return { onOne, spread, open, closed: left }
}

/** Somebody opens a plan, types one character into it, and leaves it open. */
async function openAndType(host: Host, document: string, client: number): Promise<{ close(): void }> {
  const ydoc = new Y.Doc()
  const reader = await openReader(await host.enter(document, client), document, ydoc)
  ydoc.on('update', (update: Uint8Array, origin) => {
    if (origin !== 'server') reader.send(wire(document, 0, 2, update))
  })
  ydoc.getText('one').insert(0, '教')
  return reader
}

async function openAndClose(host: Host, count: number): Promise<void> {
  await forEach(count, async (index) => {
    // Nobody may ask for more than some tickets a minute.
    const client = index * CLIENTS_PER_PERSON
    const document = await host.createOwn(client)
    const one = await openAndType(host, document, client)
    await sleep(100)
    one.close()
  })
}

function judge(ours: Measured, stock: Measured): boolean {
  const kb = (bytes: number): string => (bytes / 1000).toFixed(2).padStart(11)
  const rows: readonly (readonly [string, keyof Measured])[] = [
    ['idle connection, all on one plan', 'onOne'],
    [`idle connection, spread over ${SPREAD} plans`, 'spread'],
    [`open plan of ${EDITS} edits with one connection, idle`, 'open'],
    ['left of a closed plan', 'closed'],
  ]
  console.log(
    `\n${'KB for each'.padEnd(56)}${['ours RSS', 'heap', 'stock RSS', 'heap', 'RSS ratio', 'heap ratio'].map((head) => head.padStart(11)).join('')}`,
  )
  for (const [what, key] of rows)
    console.log(
      what.padEnd(56) +
        [ours[key].rss, ours[key].heap, stock[key].rss, stock[key].heap].map(kb).join('') +
        [ours[key].rss / stock[key].rss, ours[key].heap / stock[key].heap]
          .map((ratio) => ratio.toFixed(3).padStart(11))
          .join(''),
    )
  const worse = (key: keyof Measured): number => Math.max(ours[key].rss, ours[key].heap) / 1000
  const openRatio = Math.max(ours.open.rss / stock.open.rss, ours.open.heap / stock.open.heap)
  const verdicts: readonly (readonly [string, number, number])[] = [
    ['idle connection on one plan, the worse, KB', worse('onOne'), BOUNDS.connectionKb],
    ['idle connection, spread, the worse, KB', worse('spread'), BOUNDS.connectionKb],
    ['idle open plan, part of stock, the worse', openRatio, BOUNDS.openRatio],
    ['closed plan, heap, KB', ours.closed.heap / 1000, BOUNDS.closedKb],
  ]
  console.log()
  for (const [what, figure, bound] of verdicts)
    console.log(
      `${figure <= bound ? 'held  ' : 'passed'}  ${what.padEnd(48)}${figure.toFixed(2).padStart(9)}  bound ${bound}`,
    )
  return verdicts.every(([, figure, bound]) => figure <= bound)
}

process.exitCode = await onStage(false, async ({ databaseUrl }) => {
  // They do nothing most of the time, so both can be looked at in the same time.
  const [ours, stock] = await Promise.all([
    measure(() => startOurs(databaseUrl, PEOPLE)),
    measure(() => startStock(databaseUrl, 0)),
  ])
  return judge(ours, stock) ? 0 : 1
})
