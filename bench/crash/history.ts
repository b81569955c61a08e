import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from '@gongyan/db'
import type { TestPostgres } from '@gongyan/testing'
import * as Y from 'yjs'
import { editAtRandom, tokenOf } from './editing.ts'
import type { Site, Victim } from './hosts.ts'
import { type Entry, missingFrom } from './ledger.ts'
import { setWeather, type Weather } from './weather.ts'
import { join, type Writer } from './writer.ts'

/** Moments a server of any kind can be killed at, and what the database may do meanwhile. */
export const MOMENTS = [
  'at once',
  'random moment',
  'after leaving',
  'while resending',
  'database restart',
  'slow commits',
  'failing commits',
] as const
/** Steps of our server at which it kills itself. */
export const STEPS = [
  'appended',
  'committing',
  'stored',
  'acknowledged',
  'broadcast',
  'snapshotting',
  'snapshotted',
  'sealed',
] as const
export type Point = (typeof MOMENTS)[number] | (typeof STEPS)[number]

/** What one crash cost. */
export interface CrashResult {
  readonly point: Point
  readonly survivors: number
  readonly edits: number
  /** Edits their author had been told were stored before the crash, and all of those who lived on. */
  readonly owed: number
  /** Of those, what the document does not show afterwards. */
  readonly missing: readonly string[]
  /** Whether all replicas, a fresh one and what is stored are the same bytes. */
  readonly areEqual: boolean
  readonly seconds: number
}

export interface Stage {
  readonly site: Site
  readonly sql: Sql
  readonly postgres: TestPostgres
  readonly random: () => number
  /** How many live on; by chance where it is not given. */
  readonly survivors?: number
}

const WRITERS = 8
const EDITS = 12
const WEATHER: Partial<Record<Point, Weather>> = { 'slow commits': 'slow', 'failing commits': 'failing' }
const isStep = (point: Point): boolean => (STEPS as readonly string[]).includes(point)

/** Which of its events a server dies at: there are about as many as the bound while people write. */
function nthOf(point: Point, random: () => number): number {
  const often = point === 'snapshotting' || point === 'snapshotted' || point === 'sealed' ? 1 : 80
  return 1 + Math.floor(random() * (point === 'committing' || point === 'stored' ? 8 : often))
}

/** Eight people write one plan while its server dies; some live on, the others are replaced; then everything is compared. */
export async function crash(stage: Stage, victim: Victim, next: Promise<Victim>, point: Point): Promise<CrashResult> {
  const { site, sql, random } = stage
  const begun = performance.now()
  const document = await site.createDocument()
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, client) => join(victim, document, client)))
  await until(() => victim.isDead() || writers.every((writer) => writer.isSettled()), 'all are in')
  // A server that starts while PostgreSQL is away does not come up.
  if (point === 'database restart') await next
  const weather = WEATHER[point]
  if (weather) await setWeather(sql, weather, document)
  if (isStep(point)) victim.killAt(point, nthOf(point, random))

  let tokens = 0
  const edit = (writer: Writer): void => writer.edit((ydoc) => editAtRandom(ydoc, tokenOf(tokens++), random))
  const calm = (): Promise<void> => (weather ? setWeather(sql, 'calm', document) : Promise.resolve())
  await writeUntilDeath(stage, victim, writers, point, edit, calm)
  const chance = random() < 0.3 ? 0 : 2 + Math.floor(random() * 4)
  const survivors = point === 'after leaving' ? 0 : (stage.survivors ?? chance)
  const [alive, dead] = [writers.slice(0, survivors), writers.slice(survivors)]
  // What only they still had is gone; what they were told is stored must not be.
  for (const writer of dead) writer.leave()
  await calm()

  const server = await next
  await Promise.all(alive.map((writer) => writer.follow(server)))
  const fresh = await Promise.all(dead.map((_, index) => join(server, document, survivors + index)))
  await until(() => fresh.every((writer) => writer.isSettled()), 'the next server serves')
  for (const writer of fresh) edit(writer)
  const present = [...alive, ...fresh]
  await until(() => present.every((writer) => writer.isSettled()), 'everybody is told that all is stored')

  const areEqual = await becomeEqual(site, document, present)
  const owed: Entry[] = [
    ...dead.flatMap(({ account }) => account.entries.slice(0, account.acknowledged)),
    ...present.flatMap(({ account }) => account.entries),
  ]
  const done = [...dead, ...present].flatMap(({ account }) => account.entries)
  const rebuilt = (await site.rebuild(document)) ?? fresh[0]?.ydoc ?? alive[0]?.ydoc
  if (!rebuilt) throw new Error('nobody is left')
  const missing = missingFrom(rebuilt, owed, done)
  for (const writer of present) writer.leave()
  return {
    point,
    survivors,
    edits: done.length,
    owed: owed.length,
    missing,
    areEqual,
    seconds: (performance.now() - begun) / 1000,
  }
}

async function writeUntilDeath(
  { postgres, random }: Stage,
  victim: Victim,
  writers: readonly Writer[],
  point: Point,
  edit: (writer: Writer) => void,
  calm: () => Promise<void>,
): Promise<void> {
  const isMidway = !isStep(point) && (point === 'random moment' || (point !== 'at once' && random() < 0.5))
  const killer = isMidway && point !== 'after leaving' ? setTimeout(() => victim.kill(), random() * 350) : null
  const special = Math.floor(random() * EDITS)
  let restarting: Promise<void> | null = null
  for (let round = 0; round < EDITS && !victim.isDead(); round++) {
    for (const writer of writers) edit(writer)
    if (round === special && point === 'while resending') for (const writer of writers.slice(0, 4)) writer.drop()
    if (round === special && point === 'database restart') restarting = restart(postgres, random)
    if (random() < 0.6) await sleep(random() * 25)
  }
  await restarting
  const isOver = (): boolean => victim.isDead() || writers.every((writer) => writer.isSettled())
  if (!killer) {
    // A batch that grows while it fails would fail for ever by the odds of its rows alone.
    await calm()
    await until(isOver, 'all is stored')
    if (point === 'after leaving') {
      for (const writer of writers) writer.leave()
      await sleep(random() * 30)
    }
    // What follows a commit by itself, such as keeping the state, comes a little later.
    if (isStep(point)) await Promise.race([victim.exited, sleep(400)])
    victim.kill()
  }
  await victim.exited
  if (killer) clearTimeout(killer)
}

async function restart(postgres: TestPostgres, random: () => number): Promise<void> {
  postgres.kill()
  await sleep(random() * 100)
  await postgres.restart()
}

/** Waits until everybody and what is stored hold the same bytes; false where that does not come about. */
async function becomeEqual(site: Site, document: string, writers: readonly Writer[]): Promise<boolean> {
  const end = Date.now() + 5_000
  for (;;) {
    const stored = await site.rebuild(document)
    const states = [...writers.map(({ ydoc }) => ydoc), ...(stored ? [stored] : [])].map((ydoc) =>
      Buffer.from(Y.encodeStateAsUpdate(ydoc)),
    )
    const [first] = states
    if (first && states.every((state) => state.equals(first))) return true
    if (Date.now() > end) return false
    await sleep(10)
  }
}

/** Waits until something holds; throws where it does not within half a minute. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 30_000
  while (!condition()) {
    if (Date.now() > end) throw new Error(`after 30 s still not: ${what}`)
    await sleep(2)
  }
}
