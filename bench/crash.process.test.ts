import { cloneTemplateDatabase, makeTemplateDatabase, startTestPostgres } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import { MOMENTS, POINTS, runCrashes, seeded } from './crash-run.ts'

test('[ACK14] kill -9 at every point loses nothing that was acknowledged; the stock server does', async () => {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000)
  console.log(`crash seed ${seed}`)
  const postgres = await startTestPostgres()
  onTestFinished(() => postgres.stop())
  await makeTemplateDatabase(postgres.url)
  const { url: databaseUrl } = await cloneTemplateDatabase(postgres.url)
  const random = seeded(seed)
  const ours = await runCrashes({ host: 'ours', databaseUrl, points: [...POINTS, ...MOMENTS], random })
  expect(ours.filter(({ lost }) => lost > 0)).toEqual([])
  expect(ours.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(100)
  // The same measurement on the stock server finds what it loses, so it would find ours.
  const stock = await runCrashes({ host: 'stock', databaseUrl, points: ['at once', 'random moment'], random })
  expect(stock.reduce((sum, { lost }) => sum + lost, 0)).toBeGreaterThan(0)
}, 120_000)
