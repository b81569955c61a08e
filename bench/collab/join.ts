/**
 * `npm run bench:join`: what it takes to open a 100 KB plan of 250,000 edits that is not in memory, for one person and for 60 at
 * once, as at the start of a class. Our whole server process, through tickets, and the stock server with its database extension
 * run on the same PostgreSQL and take turns. `ROUNDS` (5) are counted, after one that warms both up; `EDITS`, `SEED`. Ends with 1
 * where a bound is passed.
 */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { until } from '../crash/history.ts'
import { join } from '../crash/writer.ts'
import { onStage } from '../stage.ts'
import { describe, type OldPlan, writeOldPlan } from './old-plan.ts'
import { seeded } from '@gongyan/testing'
import { type Host, startOurs, startStock } from './servers.ts'
import { openSink, type Sink } from './sinks.ts'

const JOINERS = 60
/** Of a small document, before anything is measured: a server that has been up for a morning has compiled what tickets run through. */
const WARM_STORMS = 20
const BOUNDS = { join: 0.15, storm: 0.1, stallMs: 50 }
/** Long enough for a document that everybody has left to leave memory, and for what a join leaves to do. */
const GONE_MS = 1_500
const AFTER_MS = 300

const FIGURES = {
  ticketMs: 'one: ticket, ms',
  servedMs: 'one: from the socket to the last byte, ms',
  joinCpu: 'one: CPU with the ticket, ms',
  syncedMs: 'one: from the ticket until the provider is synced, ms',
  stormMs: '60: from the tickets to the last byte of the last, ms',
  stormCpu: '60: CPU with the tickets, ms',
  ticketsCpu: '60: of that the tickets, ms',
  stallMs: '60: longest turn of the event loop, ms',
  pulseMs: '60: longest delay of two on another plan, ms',
} as const
type Figure = keyof typeof FIGURES
type Measured = Readonly<Record<Figure, number>>

/** A server with the old plan on it, and two people who write on another. */
interface Side {
  readonly host: Host
  readonly document: string
  /** Lets them write while something happens, and answers how long a key took at most, ms. */
  pulse(during: () => Promise<unknown>): Promise<number>
}

const rounds = Number(process.env.ROUNDS ?? 5)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const plan = writeOldPlan(Number(process.env.EDITS ?? 250_000), seeded(seed))
console.log(`seed ${seed}; ${describe(plan)}; ${rounds} rounds after one; each server alone on processor 0`)
console.log(
  'stock: @hocuspocus/server and extension-database 4.7.0, flushDelay 0, debounce 2 s, at most 10 s, no tickets',
)

process.exitCode = await onStage(true, async ({ closing, databaseUrl }) => {
  const sides: Side[] = []
  for (const start of [() => startOurs(databaseUrl, 4), () => startStock(databaseUrl, 0)]) {
    const host = await start()
    closing.add(() => host.stop())
    sides.push(await prepare(host, plan, (step) => closing.add(step)))
  }
  const results = sides.map((): Measured[] => [])
  // Servers at the start of a class have served before.
  for (const { host } of sides) {
    const document = await host.createDocument()
    for (let storms = 0; storms < WARM_STORMS; storms++) {
      for (const sink of await openAll(host, document)) sink.close()
      await sleep(AFTER_MS)
    }
  }
  for (let round = 0; round <= rounds; round++)
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const [side, list] = [sides[index], results[index]]
      const measured = side && (await measure(side, plan))
      if (measured && round > 0) list?.push(measured)
    }
  return judge(results[0] ?? [], results[1] ?? []) ? 0 : 1
})

async function prepare(host: Host, old: OldPlan, onEnd: (step: () => Promise<void>) => void): Promise<Side> {
  const begun = performance.now()
  const [document = ''] = await host.createOld(old, 1)
  const beside = await host.createDocument()
  const worker = new Worker(new URL('./pulse.ts', import.meta.url), {
    workerData: { document: beside, writer: await host.enter(beside, 70), reader: await host.enter(beside, 71) },
  })
  onEnd(async () => void (await worker.terminate()))
  await once(worker, 'message')
  console.log(`${host.label}: the plan is stored, ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  return {
    host,
    document,
    async pulse(during) {
      worker.postMessage('begin', [])
      await sleep(AFTER_MS)
      await during()
      worker.postMessage('end', [])
      return ((await once(worker, 'message')) as [number])[0]
    },
  }
}

async function openAll(host: Host, document: string, onTickets = async () => {}): Promise<Sink[]> {
  const entrances = await Promise.all(Array.from({ length: JOINERS }, (_, client) => host.enter(document, client)))
  await onTickets()
  return Promise.all(entrances.map((each) => openSink(each, document)))
}

/** Opens the plan for all at once; answers how long until the last has all of it, ms. */
async function storm({ host, document }: Side, onTickets: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  const sinks = await openAll(host, document, onTickets)
  const tookMs = Math.max(...(await Promise.all(sinks.map(({ hasAll }) => hasAll)))) - begun
  await sleep(AFTER_MS)
  for (const sink of sinks) sink.close()
  return tookMs
}

async function measure(side: Side, old: OldPlan): Promise<Measured> {
  const { host, document } = side
  const cpuOf = async (what: () => Promise<unknown>): Promise<number> => {
    await sleep(GONE_MS)
    const { cpuMs } = await host.ask('glance')
    await what()
    return (await host.ask('glance')).cpuMs - cpuMs
  }
  let [ticketMs, servedMs, stormMs, ticketsCpu, stallMs] = [0, 0, 0, 0, 0]
  const joinCpu = await cpuOf(async () => {
    const asked = performance.now()
    const entrance = await host.enter(document, 0)
    const opened = performance.now()
    const one = await openSink(entrance, document)
    servedMs = (await one.hasAll) - opened
    ticketMs = opened - asked
    await sleep(AFTER_MS)
    one.close()
  })

  await sleep(GONE_MS)
  const begun = performance.now()
  const provider = await join(host, document, 0)
  await until(() => provider.isSynced(), 'the provider has everything')
  const syncedMs = performance.now() - begun
  if (provider.ydoc.getXmlFragment('body').toString() !== old.body) throw new Error(`${host.label} gave another text`)
  provider.leave()

  const stormCpu = await cpuOf(async () => {
    const { cpuMs } = await host.ask('glance')
    stormMs = await storm(side, async () => {
      ticketsCpu = (await host.ask('glance')).cpuMs - cpuMs
    })
  })

  // Once more for those who are not meant: looking at the loop every millisecond, and writing, cost time themselves.
  await sleep(GONE_MS)
  const pulseMs = await side.pulse(async () => {
    await host.ask('watch')
    await storm(side, () => Promise.resolve())
    stallMs = (await host.ask('glance')).stallMs
  })
  return { ticketMs, servedMs, joinCpu, syncedMs, stormMs, stormCpu, ticketsCpu, stallMs, pulseMs }
}

function middle(list: readonly Measured[], figure: Figure): number {
  const sorted = list.map((measured) => measured[figure]).toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

function judge(ours: readonly Measured[], stock: readonly Measured[]): boolean {
  const figures = Object.keys(FIGURES) as Figure[]
  console.log(`\n${'middle of the rounds'.padEnd(60)}${'ours'.padStart(9)}${'stock'.padStart(9)}${'ratio'.padStart(9)}`)
  for (const figure of figures) {
    const [a, b] = [middle(ours, figure), middle(stock, figure)]
    console.log(
      `${FIGURES[figure].padEnd(60)}${[a.toFixed(1), b.toFixed(1), (a / b).toFixed(3)].map((cell) => cell.padStart(9)).join('')}`,
    )
  }
  const ratio = (figure: Figure): number => middle(ours, figure) / middle(stock, figure)
  const longest = (figure: Figure): number => Math.max(...ours.map((measured) => measured[figure]))
  const each = (figure: Figure): string => ours.map((measured) => measured[figure].toFixed(0)).join(', ')
  console.log(`ours, round by round: longest turn ${each('stallMs')} ms; longest delay of others ${each('pulseMs')} ms`)
  const verdicts: readonly (readonly [string, number, number])[] = [
    ['cold join, server time of stock', ratio('servedMs'), BOUNDS.join],
    ['cold join, CPU of stock', ratio('joinCpu'), BOUNDS.join],
    ['storm, CPU of stock', ratio('stormCpu'), BOUNDS.storm],
    ['storm, longest turn in any round, ms', longest('stallMs'), BOUNDS.stallMs],
    ['storm, longest delay of others in any round, ms', longest('pulseMs'), BOUNDS.stallMs],
  ]
  console.log()
  for (const [what, figure, bound] of verdicts)
    console.log(
      `${figure <= bound ? 'held  ' : 'passed'}  ${what.padEnd(52)}${figure.toFixed(3).padStart(9)}  bound ${bound}`,
    )
  console.log('what a client does with the bytes is the same on both and is in the time of the provider')
  return verdicts.every(([, figure, bound]) => figure <= bound)
}
