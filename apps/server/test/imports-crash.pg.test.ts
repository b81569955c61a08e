import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Import } from '@gongyan/contract'
import { createSql } from '@gongyan/db'
import { createTestDatabase, startTestServer } from '@gongyan/testing'
import type { TestServer } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import { expect, test } from 'vitest'
import { aForm } from './harness.ts'
import { aPlanFile } from './zip.ts'

const FILES = 8

test('[IM9] a server killed while it reads and while it takes leaves nothing half done, and goes on by itself', async () => {
  const database = await createTestDatabase({ empty: true })
  const folder = await mkdtemp(join(tmpdir(), 'gongyan-imports-'))
  const start = () => startTestServer({ databaseUrl: database.url, env: { GONGYAN_SEED: 'demo', DATA_DIR: folder } })
  const sql = createSql(database.url, { max: 2 })
  let server: TestServer = await start()
  let cookie = ''
  const ask = async <T>(method: string, path: string, body?: BodyInit): Promise<T> => {
    const isJson = typeof body === 'string'
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { cookie, ...(isJson ? { 'content-type': 'application/json' } : {}) },
      ...(body === undefined ? {} : { body }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return (await response.json()) as T
  }
  const states = async () => {
    const rows = await sql<
      { state: string; n: number }[]
    >`SELECT state, count(*)::int AS n FROM import_items GROUP BY state`
    return Object.fromEntries(rows.map(({ state, n }) => [state, n])) as Record<string, number | undefined>
  }
  try {
    await ask('POST', '/session', JSON.stringify({ account: 'jiaoshi', password: 'gongyan-demo' }))
    const { id } = await ask<Import>('POST', '/imports')
    for (let n = 0; n < FILES; n++) await ask('POST', `/imports/${id}/files`, aForm(`${n}.docx`, aPlanFile(`第${n}课`)))
    await waitUntil('some to be read and some being read', async () => {
      const now = await states()
      return (now['ready'] ?? 0) > 0 && (now['reading'] ?? 0) > 0
    })
    await server.kill()
    const left = await states()
    expect((left['ready'] ?? 0) + (left['reading'] ?? 0) + (left['waiting'] ?? 0)).toBe(FILES)
    expect(await sql`SELECT count(*)::int AS n FROM import_drafts`).toEqual([{ n: left['ready'] }])

    // Nobody asks for anything: what waits is read all the same, and what was being read as well.
    server = await start()
    await waitUntil('all to be read', async () => (await states())['ready'] === FILES, { timeoutMs: 90_000 })

    const taking = ask('POST', `/imports/${id}/plans`).catch(() => 'cut off')
    await waitUntil('some to be taken', async () => ((await states())['taken'] ?? 0) > 0, { everyMs: 1 })
    await server.kill()
    await taking
    const whole = () => sql`
      SELECT (SELECT count(*)::int FROM import_plans) AS plans, (SELECT count(*)::int FROM import_items WHERE state = 'taken') AS taken,
        (SELECT count(*)::int FROM import_plans t JOIN lesson_plans p ON p.id = t.plan_id JOIN files f ON f.id = p.source_file_id
          JOIN collab_updates u ON u.document = 'lessonPlan:' || p.id AND u.seq = 1 JOIN lesson_plan_texts x ON x.plan_id = p.id) AS whole`
    const [halfway] = await whole()
    expect([halfway?.['plans'], halfway?.['whole']]).toEqual([halfway?.['taken'], halfway?.['taken']])

    server = await start()
    expect((await ask<Import>('POST', `/imports/${id}/plans`)).counts.taken).toBe(FILES)
    expect(await whole()).toEqual([{ plans: FILES, taken: FILES, whole: FILES }])
    console.info(`killed with ${JSON.stringify(left)}, then with ${JSON.stringify(halfway)}: ${FILES} plans`)
  } finally {
    await server.stop()
    await sql.end({ timeout: 5 })
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
}, 240_000)
