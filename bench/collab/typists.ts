/**
 * `npm run bench:collab`: what an update costs while many type, and how soon others have it. Our whole server process and the
 * stock server with its database extension run on the same PostgreSQL and take turns; every update is stored by both.
 * `ROUNDS` (2) are counted of each shape, after one in which both compile what it takes; `SECONDS` (7) measured in each, `ONLY` for
 * one shape, `SEED`. Ends with 1 where a bound is passed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { cloneTemplateDatabase, makeTemplateDatabase, seeded, startTestPostgres } from '@gongyan/testing'
import * as Y from 'yjs'
import { Closing } from '../closing.ts'
import { cpuMs, type Host, startOurs, startStock } from './servers.ts'
import { openReader, openSink, type Sink, wire } from './sinks.ts'

interface Shape {
  readonly name: string
  readonly documents: number
  readonly typists: number
  readonly perSecond: number
  readonly cursors: boolean
}

interface Measured {
  readonly cpuPer1k: number
  readonly p50: number
  readonly p99: number
  readonly megabytes: number
  readonly perSecond: number
}

const SHAPES: readonly Shape[] = [
  { name: '10', documents: 1, typists: 10, perSecond: 5, cursors: false },
  { name: '50', documents: 1, typists: 50, perSecond: 5, cursors: false },
  { name: '50 with cursors', documents: 1, typists: 50, perSecond: 5, cursors: true },
  { name: '200', documents: 1, typists: 200, perSecond: 5, cursors: false },
  { name: '500 x 2', documents: 500, typists: 2, perSecond: 2, cursors: false },
]
/** Our processor time as a part of stock's, at most. */
const CPU_BOUNDS: Readonly<Record<string, number>> = { '50': 1, '50 with cursors': 0.6, '200': 0.5, '500 x 2': 0.8 }
/** Measured and thrown away, so that every server has been compiled and has kept a snapshot before it counts. */
const WARM_UP: Shape = { name: 'warm-up', documents: 1, typists: 50, perSecond: 10, cursors: true }
const READERS = 3
const PEOPLE = 52
/** Documents that are opened at the same time. */
const AT_ONCE = 20

const rounds = Number(process.env.ROUNDS ?? 2)
const seconds = Number(process.env.SECONDS ?? 7)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const shapes = SHAPES.filter(({ name }) => !process.env.ONLY || process.env.ONLY === name)
console.log(`seed ${seed}; ${rounds} rounds of ${seconds} s after one, each after 2 s; the server on processor 0`)
console.log('stock: @hocuspocus/server and extension-database 4.7.0, debounce 2 s, at most 10 s, flushDelay 0 and 10')

const closing = new Closing()
const postgres = await startTestPostgres({ durable: true })
closing.add(() => postgres.stop())
const hosts: Host[] = []
closing.add(async () => {
  for (const host of hosts) await host.stop()
})
let isWithin = true
try {
  await makeTemplateDatabase(postgres.url)
  const { url } = await cloneTemplateDatabase(postgres.url)
  const random = seeded(seed)
  hosts.push(await startOurs(url, PEOPLE), await startStock(url, 0), await startStock(url, 10))
  for (const host of hosts) await measure(host, WARM_UP, random)
  console.log('\ntypists          server      CPU ms/1k      p50 ms      p99 ms     MB out   updates/s')
  for (const shape of shapes) {
    const results = new Map<Host, Measured[]>(hosts.map((host) => [host, []]))
    for (let round = 0; round <= rounds; round++)
      for (const host of round % 2 === 0 ? hosts : hosts.toReversed()) {
        const measured = await measure(host, shape, random)
        if (round > 0) results.get(host)?.push(measured)
      }
    const [ours, stock, windowed] = hosts.map((host) => middle(results.get(host) ?? []))
    if (!ours || !stock || !windowed) throw new Error('a server is missing')
    for (const [index, host] of hosts.entries()) print(shape.name, host.label, [ours, stock, windowed][index] ?? ours)
    judge(shape, ours, stock, windowed)
  }
} finally {
  await closing.close()
}
process.exitCode = isWithin ? 0 : 1

function judge({ name }: Shape, ours: Measured, stock: Measured, windowed: Measured): void {
  const bound = CPU_BOUNDS[name]
  const ratio = ours.cpuPer1k / stock.cpuPer1k
  console.log(
    `${''.padEnd(17)}CPU ${ratio.toFixed(2)} of stock${bound === undefined ? '' : ` (bound ${bound})`}, ${(ours.cpuPer1k / windowed.cpuPer1k).toFixed(2)} of stock with 10 ms; p99 ${(ours.p99 / stock.p99).toFixed(2)}; p50 ${(ours.p50 - stock.p50).toFixed(1)} ms later`,
  )
  if (bound !== undefined && ratio > bound) isWithin = false
  if (name === '200' && ours.p99 > stock.p99) isWithin = false
  if (name === '10' && ours.p50 > stock.p50 + 2) isWithin = false
}

function print(name: string, label: string, m: Measured): void {
  const cells = [
    m.cpuPer1k.toFixed(0),
    m.p50.toFixed(1),
    m.p99.toFixed(1),
    m.megabytes.toFixed(1),
    m.perSecond.toFixed(0),
  ]
  console.log(`${name.padEnd(17)}${label.padEnd(11)}${cells.map((cell) => cell.padStart(11)).join(' ')}`)
}

/** The median of every figure. */
function middle(all: readonly Measured[]): Measured {
  const of = (key: keyof Measured): number => {
    const sorted = all.map((one) => one[key]).toSorted((a, b) => a - b)
    const half = (sorted.length - 1) / 2
    return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half)] ?? Number.NaN)) / 2
  }
  return {
    cpuPer1k: of('cpuPer1k'),
    p50: of('p50'),
    p99: of('p99'),
    megabytes: of('megabytes'),
    perSecond: of('perSecond'),
  }
}

async function measure(host: Host, shape: Shape, random: () => number): Promise<Measured> {
  const sinks: Sink[] = []
  const closers: (() => void)[] = []
  let isMeasuring = false
  const latencies: number[] = []
  const open = async (d: number): Promise<void> => {
    const document = await host.createDocument()
    for (let t = 0; t < shape.typists; t++) {
      // Two documents never share a person's twenty sockets, so the client's number counts through.
      const entrance = await host.enter(document, d * shape.typists + t)
      const sink = await openSink(entrance, document)
      sinks.push(sink)
      const ydoc = new Y.Doc()
      const text = ydoc.getText(t === 0 ? 'probe' : `t${t}`)
      ydoc.on('update', (update: Uint8Array) => sink.send(wire(document, 0, 2, update)))
      const sentAt: number[] = []
      if (t === 0 && d < READERS)
        for (let r = 0; r < (shape.documents === 1 ? READERS : 1); r++) {
          const reader = new Y.Doc()
          let seen = 0
          reader.on('update', () => {
            const { length } = reader.getText('probe')
            for (; seen < length; seen++)
              if (isMeasuring) latencies.push(performance.now() - (sentAt[seen] ?? Number.NaN))
          })
          const number = shape.documents * shape.typists + d * READERS + r
          closers.push((await openReader(await host.enter(document, number), document, reader)).close)
        }
      let clock = 0
      const press = (): void => {
        sentAt.push(performance.now())
        text.insert(text.length, '教')
        if (!shape.cursors) return
        const state = JSON.stringify({ user: { name: '教师' }, cursor: { anchor: text.length, head: text.length } })
        sink.send(wire(document, 1, wire(1, ydoc.clientID, ++clock, state)))
      }
      const every = 1000 / shape.perSecond
      let timer: NodeJS.Timeout | undefined
      const first = setTimeout(() => {
        timer = setInterval(press, every)
      }, random() * every)
      closers.push(() => {
        clearTimeout(first)
        clearInterval(timer)
      })
    }
  }
  for (let d = 0; d < shape.documents; d += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, shape.documents - d) }, (_, index) => open(d + index)))
  await sleep(2000)
  const total = (of: 'received' | 'acknowledged'): number => sinks.reduce((sum, sink) => sum + sink[of], 0)
  const [cpu, before, bytes, begun] = [
    await cpuMs(host.pids),
    total('acknowledged'),
    total('received'),
    performance.now(),
  ]
  isMeasuring = true
  await sleep(seconds * 1000)
  isMeasuring = false
  // Not what was sent: that may wait in the generator or on the line.
  const updates = total('acknowledged') - before
  const took = performance.now() - begun
  const used = (await cpuMs(host.pids)) - cpu
  const megabytes = (total('received') - bytes) / 1e6
  for (const close of closers) close()
  for (const sink of sinks) sink.close()
  // Both store what is left and close the documents, so that it is not counted against the next one.
  await sleep(2500)
  latencies.sort((a, b) => a - b)
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  if (latencies.length === 0) throw new Error(`${host.label}: no update arrived`)
  return {
    cpuPer1k: (used / updates) * 1000,
    p50: at(0.5),
    p99: at(0.99),
    megabytes,
    perSecond: (updates / took) * 1000,
  }
}
