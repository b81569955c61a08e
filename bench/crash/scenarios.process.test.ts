import { expect, test } from 'vitest'
import { playScenarios } from './scenarios.ts'
import { playTwoServers } from './two-servers.ts'

test('[ACK14] ways in which other servers have lost acknowledged work lose nothing here, and SIGTERM ends within five seconds', async () => {
  const results = await playScenarios('ours', false)
  expect(results.filter(({ missing }) => missing > 0)).toEqual([])
  for (const { key, acknowledged, stoppedMs } of results) {
    // Whether something was stored between the edits and the end is chance there.
    if (key !== 'I') expect(acknowledged, key).toBeGreaterThanOrEqual(20)
    if (stoppedMs !== null) expect(stoppedMs, key).toBeLessThan(5_000)
  }
}, 120_000)

test('[ACK14] two servers, a slow store and the last client leaving: nothing acknowledged is lost', async () => {
  const results = await playTwoServers(2, false)
  expect(results).toEqual(results.map(() => ({ acknowledged: 20, missing: 0 })))
}, 60_000)
