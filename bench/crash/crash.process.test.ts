import { expect, test } from 'vitest'
import { MOMENTS, STEPS } from './history.ts'
import { runCrashes } from './run.ts'

const everywhere = [...MOMENTS, ...STEPS]
const more = ['random moment', 'random moment', 'while resending', 'database restart', 'failing commits'] as const
/** Two places at a time, each with a database of its own. */
const halves = [
  [...everywhere, ...MOMENTS, ...more],
  [...everywhere, ...STEPS],
]

test('[ACK14] fifty crashes lose nothing that was acknowledged, and all replicas are the same bytes; the stock server loses', async () => {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000)
  console.log(`crash seed ${seed}`)
  const parts = await Promise.all(
    halves.map((points, half) =>
      runCrashes(
        [
          { kind: 'ours', points },
          // The same measurement on the stock server finds what it loses, so it would find ours.
          { kind: 'stock', points: ['at once'], survivors: 0 },
        ],
        { seed: seed + half, durable: false },
      ),
    ),
  )
  const [ours, stock] = (['ours', 'stock'] as const).map((kind) => parts.flatMap((part) => part.get(kind) ?? []))
  if (!ours || !stock) throw new Error('nothing was crashed')
  expect(ours.filter(({ missing, areEqual }) => missing.length > 0 || !areEqual)).toEqual([])
  const owed = ours.reduce((sum, result) => sum + result.owed, 0)
  const lost = stock.reduce((sum, { missing }) => sum + missing.length, 0)
  console.log(`${ours.length} crashes, ${owed} edits owed, 0 missing; stock: ${stock.length} crashes, ${lost} missing`)
  expect(ours.length).toBeGreaterThanOrEqual(50)
  expect(owed).toBeGreaterThan(1_000)
  expect(lost).toBeGreaterThan(0)
}, 300_000)
