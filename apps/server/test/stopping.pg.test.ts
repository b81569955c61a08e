import { SERVER_STOP_MS } from '@gongyan/config'
import { createSql } from '@gongyan/db'
import { startTestServer } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import { expect, test } from 'vitest'
import { gone, json, knock, signIn } from './real-server.ts'

test('[IN4] told to stop, it is gone before it is killed, although sockets are open and a request hangs in the database', async () => {
  const lonely = await startTestServer({ env: { GONGYAN_SEED: 'demo' } })
  const mine = await signIn(lonely, 'zhubei')
  const response = await fetch(`${lonely.url}/api/v1/lesson-plans`, { headers: { cookie: mine } })
  const { items } = (await response.json()) as { items: { id: string }[] }
  const document = `lessonPlan:${items[0]?.id}`
  const { ticket: word, yjsUrl } = (await (
    await fetch(`${lonely.url}/api/v1/collab-tickets`, {
      method: 'POST',
      headers: { ...json, cookie: mine },
      body: JSON.stringify({ document }),
    })
  ).json()) as { ticket: string; yjsUrl: string }
  const opened = await knock(`${yjsUrl}/${document}?ticket=${word}`)
  if (!opened.open) throw new Error(opened.reason)
  const closed = gone(opened.socket)
  const sql = createSql(lonely.databaseUrl, { max: 2 })
  let release = (): void => undefined
  const locked = new Promise<void>((resolve) => {
    void sql
      .begin(async (tx) => {
        await tx`LOCK TABLE org_units IN ACCESS EXCLUSIVE MODE`
        resolve()
        await new Promise<void>((end) => {
          release = end
        })
      })
      .catch(() => undefined)
  })
  await locked
  const hanging = fetch(`${lonely.url}/api/v1/me`, { headers: { cookie: mine } }).then(
    () => 'answered',
    () => 'cut',
  )
  await waitUntil(
    'the request to hang',
    async () => (await sql`SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1`).length === 1,
  )
  const begun = performance.now()
  const stopped = lonely.stop()
  expect(await closed).toEqual([1012, 'server-stopping'])
  expect(await hanging).toBe('cut')
  // Twice what it allows itself, for a machine that does other things too.
  expect(performance.now() - begun).toBeLessThan(2 * SERVER_STOP_MS)
  release()
  await sql.end({ timeout: 5 })
  await stopped
})
