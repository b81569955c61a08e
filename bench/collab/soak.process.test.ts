import { seeded } from '@gongyan/testing'
import { expect, test, vi } from 'vitest'
import { onStage } from '../stage.ts'
import { startOurs } from './servers.ts'
import { emptyTally, metricOf, PEOPLE, slowReadersCut, soak } from './soaking.ts'

test('[CONV2] everything at once for a few seconds: nothing acknowledged is lost, copies are equal, and nothing stays open', async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  console.log(`soak seed ${seed}`)
  await onStage(false, async ({ closing, databaseUrl, sql }) => {
    const host = await startOurs(databaseUrl, PEOPLE)
    closing.add(() => host.stop())
    const tally = emptyTally()
    await soak({ host, sql, random: seeded(seed), tally }, 8)
    expect(tally).toMatchObject({ lost: 0, unequal: 0, slowReaders: 1 })
    for (const what of ['acknowledged', 'reloads', 'presence', 'opened', 'refused', 'withdrawn'] as const)
      expect(tally[what], what).toBeGreaterThan(0)
    // The last to go is who came without a ticket and said nothing.
    await vi.waitFor(
      async () => {
        expect(await metricOf(host, 'gongyan_collab_documents')).toBe(0)
        expect(await metricOf(host, 'gongyan_collab_sockets')).toBe(0)
      },
      { timeout: 20_000, interval: 200 },
    )
    expect(await slowReadersCut(host)).toBe(1)
  })
})
