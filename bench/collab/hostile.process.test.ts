import { expect, test } from 'vitest'
import { openSite } from '../crash/hosts.ts'
import { onStage } from '../stage.ts'
import { fuzz } from './attack.ts'

test('[LIM10] random, cut, bent and made-up frames through both doors: no crash, no effect on others', async () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)
  console.log(`fuzz seed ${seed}`)
  await onStage(false, async ({ closing, databaseUrl, sql }) => {
    const site = await openSite('ours', sql, databaseUrl, 12)
    closing.add(() => site.close())
    const server = await site.start()
    closing.add(async () => server.kill())
    for (const door of ['collab', 'yjs'] as const) {
      const { isAlive, areEqual, sockets } = await fuzz(server, await site.createDocument(), door, 1_500, seed)
      expect({ door, isAlive, areEqual }).toEqual({ door, isAlive: true, areEqual: true })
      expect(sockets).toBeGreaterThan(100)
    }
  })
}, 60_000)
