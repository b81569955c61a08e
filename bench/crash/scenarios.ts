import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from '@gongyan/db'
import { onStage } from '../stage.ts'
import { tokenOf, writeAtEnd } from './editing.ts'
import { until } from './history.ts'
import { type Kind, openSite, type Site, type Victim } from './hosts.ts'
import { missingFrom } from './ledger.ts'
import { prepareWeather, setWeather } from './weather.ts'
import { join, type Writer } from './writer.ts'

/** One way in which servers have lost what they had acknowledged. */
interface Scenario {
  readonly key: string
  readonly what: string
  /** What the stock server is started with, where that is not its defaults. */
  readonly stock?: Readonly<Record<string, string>>
  run(scene: Scene): Promise<void>
}

/** One person who writes, a server that is going to end, and a database that may misbehave. */
interface Scene {
  readonly victim: Victim
  readonly writer: Writer
  readonly sql: Sql
  readonly document: string
  open(): Promise<Writer>
  write(count: number): void
}

export interface ScenarioResult {
  readonly key: string
  readonly what: string
  readonly acknowledged: number
  readonly missing: number
  /** How long the server took to end when it was asked to, ms; null where it was killed. */
  readonly stoppedMs: number | null
}

const settle = ({ writer }: Scene): Promise<void> => until(() => writer.isSettled(), 'all is stored')

const DOCMOST = { DEBOUNCE: '10000', MAX_DEBOUNCE: '45000', UNLOAD_IMMEDIATELY: 'false' }

/** Types, waits for the word that all is stored, closes, and lets the server live so much longer. */
const closeAndKill = (count: number, ms: number) => async (scene: Scene) => {
  for (let i = 0; i < count; i++) {
    scene.write(1)
    await sleep(10)
  }
  await settle(scene)
  scene.writer.leave()
  await sleep(ms)
  scene.victim.kill()
}

const SCENARIOS: readonly Scenario[] = [
  { key: 'A', what: 'the last client closes, kill at once', run: closeAndKill(30, 0) },
  { key: 'B', what: 'the same, kill after 20 ms', run: closeAndKill(30, 20) },
  { key: 'C', what: 'the same, kill after 200 ms', run: closeAndKill(30, 200) },
  {
    key: 'D',
    what: 'the typist closes, a viewer stays, kill after 1.5 s',
    async run(scene) {
      const viewer = await scene.open()
      await closeAndKill(30, 1_500)(scene)
      viewer.leave()
    },
  },
  {
    key: 'E',
    what: '9.5 s of typing, then client and server die',
    async run(scene) {
      for (let i = 0; i < 190; i++) {
        scene.write(1)
        await sleep(50)
      }
      scene.victim.kill()
      scene.writer.leave()
    },
  },
  {
    key: 'F',
    what: 'a paste of 200 characters, acknowledged, kill after 1 s',
    async run(scene) {
      scene.write(200)
      await settle(scene)
      await sleep(1_000)
      scene.victim.kill()
      scene.writer.leave()
    },
  },
  {
    key: 'G',
    what: 'storing takes 300 ms, kill 200 ms after the last has closed',
    stock: { STORE_DELAY: '300' },
    async run(scene) {
      await setWeather(scene.sql, 'late', scene.document)
      await closeAndKill(20, 200)(scene)
    },
  },
  {
    key: 'H',
    what: 'storing fails once, the client is gone, SIGTERM 3 s later',
    async run(scene) {
      await setWeather(scene.sql, 'failsOnce', scene.document)
      scene.write(20)
      await settle(scene)
      scene.writer.leave()
      await sleep(3_000)
      scene.victim.terminate()
    },
  },
  {
    key: 'I',
    what: 'SIGTERM with edits on their way',
    async run(scene) {
      await settle(scene)
      for (let i = 0; i < 30; i++) scene.write(1)
      scene.victim.terminate()
    },
  },
  {
    key: 'J',
    what: 'kill 8 s after the last has closed (stock as docmost runs it)',
    stock: DOCMOST,
    run: closeAndKill(20, 8_000),
  },
]

const LONGEST_STOP_MS = 5_000

/** Plays all scenarios at the same time, each on a server of its own, and reads every plan on one that comes after them. */
export async function playScenarios(kind: Exclude<Kind, 'whole'>, durable: boolean): Promise<ScenarioResult[]> {
  return onStage(durable, async ({ closing, databaseUrl, sql }) => {
    await prepareWeather(sql)
    const site = await openSite(kind, sql, databaseUrl, 2)
    closing.add(() => site.close())
    const played = await Promise.all(SCENARIOS.map((scenario) => play(scenario, site, sql)))
    const next = await site.start()
    closing.add(async () => next.kill())
    const results: ScenarioResult[] = []
    for (const { scenario, document, writer, stoppedMs } of played) {
      const reader = await join(next, document, 1)
      await until(() => reader.isSettled(), 'the next server serves')
      const { entries, acknowledged } = writer.account
      const missing = missingFrom(reader.ydoc, entries.slice(0, acknowledged), entries).length
      reader.leave()
      results.push({ key: scenario.key, what: scenario.what, acknowledged, missing, stoppedMs })
    }
    return results
  })
}

async function play(scenario: Scenario, site: Site, sql: Sql) {
  const victim = await site.start(site.kind === 'stock' ? scenario.stock : {})
  const document = await site.createDocument()
  const writer = await join(victim, document, 0)
  await until(() => writer.isSettled(), 'the writer is in')
  let tokens = 0
  const open = async (): Promise<Writer> => {
    const other = await join(victim, document, 1)
    await until(() => other.isSettled(), 'another is in')
    return other
  }
  const write = (count: number): void => {
    for (let i = 0; i < count; i++) writer.edit((ydoc) => writeAtEnd(ydoc, tokenOf(tokens++)))
  }
  await scenario.run({ victim, writer, sql, document, open, write })
  const begun = performance.now()
  const killer = setTimeout(() => victim.kill(), LONGEST_STOP_MS)
  await victim.exited
  clearTimeout(killer)
  writer.leave()
  return { scenario, document, writer, stoppedMs: victim.isTerminated() ? performance.now() - begun : null }
}
