import { createSql } from '@gongyan/db'
import { cloneTemplateDatabase, makeTemplateDatabase, startTestPostgres } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import { openSite } from '../crash/hosts.ts'
import { fuzz } from './attack.ts'

test('[LIM10] random, cut, bent and made-up frames through both doors: no crash, no effect on others', async () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)
  console.log(`fuzz seed ${seed}`)
  const postgres = await startTestPostgres()
  onTestFinished(() => postgres.stop())
  await makeTemplateDatabase(postgres.url)
  const { url } = await cloneTemplateDatabase(postgres.url)
  const sql = createSql(url, { max: 2 })
  onTestFinished(() => sql.end({ timeout: 1 }))
  const site = await openSite('ours', sql, url, 12)
  onTestFinished(() => site.close())
  const server = await site.start()
  onTestFinished(() => server.kill())
  for (const door of ['collab', 'yjs'] as const) {
    const { isAlive, areEqual, sockets } = await fuzz(server, await site.createDocument(), door, 1_500, seed)
    expect({ door, isAlive, areEqual }).toEqual({ door, isAlive: true, areEqual: true })
    expect(sockets).toBeGreaterThan(100)
  }
}, 60_000)
