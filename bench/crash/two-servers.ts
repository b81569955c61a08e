import { setTimeout as sleep } from 'node:timers/promises'
import { onStage } from '../stage.ts'
import { tokenOf, writeAtEnd } from './editing.ts'
import { until } from './history.ts'
import { openSite } from './hosts.ts'
import { missingFrom } from './ledger.ts'
import { prepareWeather, setWeather } from './weather.ts'
import { join } from './writer.ts'

export interface TwoServersResult {
  readonly acknowledged: number
  readonly missing: number
}

/**
 * Scenario K, with two whole server processes of ours and no crash: storing takes 300 ms; somebody writes on one server and
 * leaves when he is told that all is stored; the last viewer, on the other, leaves while it may still be storing. Then
 * somebody opens the plan on either. Answers for each of `runs`.
 */
export async function playTwoServers(runs: number, durable: boolean): Promise<TwoServersResult[]> {
  return onStage(durable, async ({ closing, databaseUrl, sql }) => {
    await prepareWeather(sql)
    const site = await openSite('whole', sql, databaseUrl, 3)
    closing.add(() => site.close())
    const servers = [await site.start(), await site.start()] as const
    closing.add(async () => {
      for (const server of servers) server.kill()
    })
    const results: TwoServersResult[] = []
    for (let run = 0; run < runs; run++) {
      const document = await site.createDocument()
      // Whoever comes first makes his server the owner.
      const [mine, other] = run % 2 === 0 ? servers : [servers[1], servers[0]]
      const viewer = await join(other, document, 1)
      await until(() => viewer.isSettled(), 'the viewer is in')
      const writer = await join(mine, document, 0)
      await until(() => writer.isSettled(), 'the writer is in')
      await setWeather(sql, 'late', document)
      for (let i = 0; i < 20; i++) writer.edit((ydoc) => writeAtEnd(ydoc, tokenOf(i)))
      await until(() => writer.isSettled(), 'all is stored')
      const { entries, acknowledged } = writer.account
      writer.leave()
      await sleep(50 * run)
      viewer.leave()
      await sleep(100)
      let missing = 0
      for (const server of servers) {
        const reader = await join(server, document, 2)
        await until(() => reader.isSettled(), 'somebody opens it')
        missing += missingFrom(reader.ydoc, entries.slice(0, acknowledged), entries).length
        reader.leave()
      }
      results.push({ acknowledged, missing })
    }
    return results
  })
}
