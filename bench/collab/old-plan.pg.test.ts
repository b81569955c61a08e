import { createSql, readCommitted, readLog } from '@gongyan/db'
import { useTestDatabase } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { isDue, PACE } from '../../collab-server/src/compaction/pace.ts'
import { makeSchool } from '../school.ts'
import { copyLog, seedLog, writeOldPlan } from './old-plan.ts'
import { seeded } from '@gongyan/testing'

test('[LOG6] a plan that is put into the log is there as if it had been typed: rows, packed rows, two snapshots, a tail', async () => {
  const seed = Date.now() % 1_000_000
  console.log(`old plan: seed ${seed}`)
  const databaseUrl = await useTestDatabase()
  const sql = createSql(databaseUrl, { max: 2 })
  onTestFinished(() => sql.end({ timeout: 1 }))
  const plan = writeOldPlan(11_000, seeded(seed))
  expect(plan.updates).toHaveLength(11_000)
  const school = await makeSchool(sql, 3)
  const first = await seedLog(sql, databaseUrl, school, plan)
  for (const name of [first, await copyLog(sql, school, first)]) {
    const committed = await readCommitted(sql, name)
    const { snapshot, tail } = committed ?? {}
    expect(committed?.seq).toBe(11_000n)
    // One update more and the next snapshot would be due.
    expect(isDue(PACE, tail?.length ?? 0, snapshot?.bytes.length ?? 0, false)).toBe(false)
    expect(isDue(PACE, (tail?.length ?? 0) + 20, snapshot?.bytes.length ?? 0, false)).toBe(true)
    const [{ kept, packed } = { kept: 0, packed: 0 }] = await sql<{ kept: number; packed: number }[]>`
      SELECT (SELECT count(*)::int FROM collab_snapshots WHERE document = ${name}) AS kept,
        (SELECT sum(to_seq - from_seq + 1)::int FROM collab_segments WHERE document = ${name}) AS packed`
    expect({ kept, packed }).toEqual({ kept: 2, packed: 1_000 })
    const rebuilt = new Y.Doc()
    for await (const page of readLog(sql, name, 0n, 11_000n))
      for (const { bytes } of page) Y.applyUpdate(rebuilt, bytes)
    expect(rebuilt.getXmlFragment('body').toString()).toBe(plan.body)
    expect(Buffer.compare(Y.encodeStateAsUpdate(rebuilt), plan.state)).toBe(0)
  }
})
