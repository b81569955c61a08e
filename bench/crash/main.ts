/**
 * `npm run bench:crash`: eight people with the official provider write one lesson plan — tokens, deletions, marks, paragraphs,
 * rows — while their server is killed with -9 at steps of its own and at random moments, while PostgreSQL is killed and comes
 * back, and while commits are slow or fail. Some of them live on and come to the next server. Afterwards everything anybody
 * was told is stored must be there, and all replicas, a fresh one and what the log makes must be the same bytes. Beside it the
 * stock server with its database extension on the same PostgreSQL, in turns.
 *
 * `CRASH_RUNS` (1000) crashes of our collaboration server, and a tenth as many of our whole server process with tickets as users
 * get them, and of the stock server; `CRASH_LANES` (2) at a time; `CRASH_SEED`; `CRASH_POINT` for one point only. Ends with 1
 * where anything of ours is missing or unequal.
 */
import { seeded } from '@gongyan/testing'
import { type CrashResult, MOMENTS, type Point, STEPS } from './history.ts'
import type { Kind } from './hosts.ts'
import { type Crashes, runCrashes } from './run.ts'

const BLOCK = 30
const all: readonly Point[] = [...MOMENTS, ...STEPS]

const runs = Number(process.env.CRASH_RUNS ?? 1000)
const lanes = Number(process.env.CRASH_LANES ?? 2)
const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000)
const only = process.env.CRASH_POINT
console.log(`seed ${seed}; ${runs} crashes of ours, 8 providers with 12 edits each, ${lanes} at a time`)
console.log(
  'stock: @hocuspocus/server and extension-database 4.7.0, debounce 2 s, at most 10 s, unloadImmediately (its defaults)',
)

const begun = performance.now()
const results = new Map<Kind, CrashResult[]>()
let count = 0
await Promise.all(
  Array.from({ length: lanes }, (_, lane) =>
    runCrashes(planOf(lane), {
      seed: seed + lane,
      durable: true,
      onResult(kind, result) {
        results.set(kind, [...(results.get(kind) ?? []), result])
        if (kind !== 'stock' && (result.missing.length > 0 || !result.areEqual))
          console.log(
            `${kind}, ${result.point}, lane ${lane}: ${[...new Set(result.missing)].join(', ') || 'not equal'}`,
          )
        count += 1
        if (count % 50 === 0) console.log(`${count} crashes, ${((performance.now() - begun) / 1000).toFixed(0)} s`)
      },
    }),
  ),
)

console.log('\npoint               server   crashes    edits     owed  missing  unequal')
for (const point of all)
  for (const kind of ['ours', 'whole', 'stock'] as const)
    print(
      point,
      kind,
      (results.get(kind) ?? []).filter((result) => result.point === point),
    )
for (const kind of ['ours', 'whole', 'stock'] as const) print('all', kind, results.get(kind) ?? [])
const ours = [...(results.get('ours') ?? []), ...(results.get('whole') ?? [])]
console.log(`${((performance.now() - begun) / 1000).toFixed(0)} s`)
process.exitCode = ours.every(({ missing, areEqual }) => missing.length === 0 && areEqual) ? 0 : 1

/** Blocks of each kind in turns. */
function planOf(lane: number): Crashes[] {
  const random = seeded(seed + 7 * lane)
  const pick = (points: readonly Point[]): Point => points[Math.floor(random() * points.length)] ?? 'random moment'
  const some = (points: readonly Point[], n: number): Point[] =>
    Array.from({ length: n }, () => (only ? (only as Point) : pick(points)))
  const plan: Crashes[] = []
  for (let left = Math.ceil(runs / lanes); left > 0; left -= BLOCK) {
    const n = Math.min(BLOCK, left)
    // Half of them at random moments of the clock, half at steps.
    plan.push({ kind: 'ours', points: [...some(MOMENTS, Math.ceil(n / 2)), ...some(STEPS, Math.floor(n / 2))] })
    if (only && !MOMENTS.some((moment) => moment === only)) continue
    plan.push({ kind: 'stock', points: some(MOMENTS, Math.ceil(n / 10)) })
    plan.push({ kind: 'whole', points: some(MOMENTS, Math.ceil(n / 10)) })
  }
  return plan
}

function print(point: string, kind: Kind, list: readonly CrashResult[]): void {
  if (list.length === 0) return
  const sum = (of: (result: CrashResult) => number): number => list.reduce((total, result) => total + of(result), 0)
  const cells = [
    list.length,
    sum(({ edits }) => edits),
    sum(({ owed }) => owed),
    sum(({ missing }) => missing.length),
    sum(({ areEqual }) => (areEqual ? 0 : 1)),
  ]
  console.log(`${point.padEnd(20)}${kind.padEnd(7)}${cells.map((cell) => String(cell).padStart(9)).join('')}`)
}
