/**
 * `npm run bench:crash`: kills the server with -9 at random and at named points while real providers type, and prints
 * how many characters were lost that their authors had been told were stored; beside it the stock server with its
 * default debounce on the same PostgreSQL. `CRASH_RUNS` per point (20), `CRASH_SEED`, `CRASH_POINT` for one point only.
 */
import { cloneTemplateDatabase, makeTemplateDatabase, startTestPostgres } from '@gongyan/testing'
import { type CrashResult, MOMENTS, POINTS, type Point, runCrashes, seeded } from './crash-run.ts'

const runs = Number(process.env.CRASH_RUNS ?? 20)
const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000)
console.log(`seed ${seed}, ${runs} crashes at each point, 2 × 30 characters each`)

const postgres = await startTestPostgres({ durable: true })
try {
  await makeTemplateDatabase(postgres.url)
  const { url: databaseUrl } = await cloneTemplateDatabase(postgres.url)
  const random = seeded(seed)
  const only = process.env.CRASH_POINT
  const all = (points: readonly Point[]) =>
    Array.from({ length: runs }, () => points.filter((point) => !only || point === only)).flat()
  const ours = await runCrashes({ host: 'ours', databaseUrl, points: all(POINTS), random })
  const stock = await runCrashes({ host: 'stock', databaseUrl, points: all(MOMENTS), random })
  console.log('\npoint             server  crashes   typed  acknowledged  acknowledged and lost')
  for (const point of POINTS) {
    print(point, 'ours', ours)
    if (MOMENTS.includes(point)) print(point, 'stock', stock)
  }
  const lost = (results: readonly CrashResult[]) => results.reduce((sum, result) => sum + result.lost, 0)
  console.log(`\nacknowledged characters lost: ours ${lost(ours)}, stock ${lost(stock)}`)
  process.exitCode = lost(ours) === 0 ? 0 : 1
} finally {
  await postgres.stop()
}

function print(point: Point, server: string, results: readonly CrashResult[]): void {
  const mine = results.filter((result) => result.point === point)
  const sum = (key: 'typed' | 'acknowledged' | 'lost') => mine.reduce((total, result) => total + result[key], 0)
  console.log(
    `${point.padEnd(18)}${server.padEnd(8)}${String(mine.length).padStart(7)}${String(sum('typed')).padStart(8)}${String(sum('acknowledged')).padStart(14)}${String(sum('lost')).padStart(23)}`,
  )
}
