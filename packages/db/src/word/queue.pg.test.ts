import { randomUUID } from 'node:crypto'
import { useTestDatabase } from '@gongyan/testing'
import { expect, test } from 'vitest'
import { createSql } from '../client.ts'
import { keepImportLease, leaseImportItem, requeueImportItem, returnImportItem } from './index.ts'

test('[IM10] whoever has something read already waits for those who have not, whatever they ask for', async () => {
  const sql = createSql(await useTestDatabase(), { max: 4 })
  try {
    const unit = randomUUID()
    await sql`INSERT INTO org_units (id, path, kind, level, name, short_name) VALUES (${unit}, ARRAY[${unit}]::uuid[], 'school', 'school', '校', '校')`
    const aBatch = async (account: string, files: number) => {
      const [owner, batch] = [randomUUID(), randomUUID()]
      await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${owner}, ${account}, ${account}, '')`
      await sql`INSERT INTO import_batches (id, owner_id, org_id, created_at, changed_at) VALUES (${batch}, ${owner}, ${unit}, now(), now())`
      for (let position = 1; position <= files; position++) {
        const file = randomUUID()
        await sql`INSERT INTO files (id, sha256, byte_size, media_type, name, document) VALUES (${file}, ${Buffer.alloc(32, position)}, 1, 'x', 'a', 'x')`
        await sql`INSERT INTO import_items (batch_id, position, name, sha256, byte_size, file_id, state) VALUES (${batch}, ${position}, 'a', ${Buffer.alloc(32, position)}, 1, ${file}, 'waiting')`
      }
      return batch
    }
    const many = await aBatch('many', 30)
    for (let position = 1; position <= 30; position++) expect(await requeueImportItem(sql, many, position)).toBe(true)
    const few = await aBatch('few', 2)
    const leases = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const
    const take = async (lease: string) => {
      const item = await leaseImportItem(sql, lease, 60)
      return item && [item.batchId === few ? 'few' : 'many', item.position]
    }
    expect([await take(leases[0]), await take(leases[1])]).toEqual([
      ['many', 1],
      ['few', 1],
    ])
    // Both have one now; what somebody looks at and waits for goes before.
    expect(await take(leases[2])).toEqual(['many', 2])
    await returnImportItem(sql, leases[1])
    expect(await take(leases[3])).toEqual(['few', 1])

    // Of servers that ask at once each gets another, and a lease that was lost is not kept up.
    const taken = await Promise.all(Array.from({ length: 12 }, () => leaseImportItem(sql, randomUUID(), 60)))
    expect(new Set(taken.map((item) => item && `${item.batchId} ${item.position}`)).size).toBe(12)
    expect(await keepImportLease(sql, leases[0], 60)).toBe(true)
    await requeueImportItem(sql, many, 1)
    expect(await keepImportLease(sql, leases[0], 60)).toBe(false)
  } finally {
    await sql.end({ timeout: 5 })
  }
})
