import { randomUUID } from 'node:crypto'
import { useTestDatabase } from '@gongyan/testing'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { type Sql, createSql } from '../client.ts'
import { createLog } from './log.ts'
import { type LoggedUpdate, decodeSegment, encodeSegment } from './segment-codec.ts'
import { areSame, findSealable, readLog, readLogBackwards, sealRows } from './segments.ts'
import { keepSnapshot, packSnapshot } from './snapshots.ts'

const anId = fc.option(fc.uuid(), { nil: null })
const aRow = fc.record({
  authorId: anId,
  source: fc.string(),
  atMicros: fc.integer({ min: 0, max: 4e15 }),
  lessonId: anId,
  tMs: fc.option(fc.integer({ min: -1e12, max: 1e12 }), { nil: null }),
  fence: fc.nat({ max: 2 ** 40 }),
  bytes: fc.uint8Array({ maxLength: 300 }),
})

test('[LOG9] whatever rows are packed, the same come out in every column', () => {
  fc.assert(
    fc.property(fc.array(aRow, { minLength: 1, maxLength: 60 }), fc.nat({ max: 2 ** 45 }), (rows, first) => {
      const logged = rows.map((row, index) => ({ ...row, seq: first + index }))
      expect(areSame(decodeSegment(encodeSegment(logged)), logged)).toBe(true)
    }),
    { verbose: true },
  )
})

test('[LOG9] rows with one missing are not packed, and what is no segment is not read', () => {
  const row = { authorId: null, source: 'x', atMicros: 1, lessonId: null, tMs: null, fence: 1, bytes: Uint8Array.of(1) }
  expect(() =>
    encodeSegment([
      { ...row, seq: 1 },
      { ...row, seq: 3 },
    ]),
  ).toThrow('update 2 is missing')
  const good = encodeSegment([{ ...row, seq: 1 }])
  for (let end = 0; end < good.length; end++) expect(() => decodeSegment(good.subarray(0, end))).toThrow(RangeError)
})

async function aLog(rows: number): Promise<{ sql: Sql; name: string }> {
  const sql = createSql(await useTestDatabase(), { max: 3 })
  onTestFinished(() => sql.end({ timeout: 1 }))
  const name = `lessonPlan:${randomUUID()}`
  const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1_000)
  await createLog(sql, { name, layout: 1, authorId: null, source: 'test', at: at(1), bytes: Uint8Array.of(1) })
  await sql`
    INSERT INTO collab_updates (document, seq, source, at, fence, bytes)
    SELECT ${name}, n, 's' || n % 3, ${at(0)}::timestamptz + n * interval '1 second', 1, decode(repeat('2a', n % 40), 'hex')
    FROM generate_series(2, ${rows}) n`
  await sql`UPDATE collab_documents SET seq = ${rows} WHERE name = ${name}`
  return { sql, name }
}

async function all(sql: Sql, name: string, after = 0n, upTo = 1_000_000n): Promise<LoggedUpdate[]> {
  const [head] = await sql<{ seq: string }[]>`SELECT seq::text FROM collab_documents WHERE name = ${name}`
  const found: LoggedUpdate[] = []
  const last = BigInt(head?.seq ?? 0)
  for await (const page of readLog(sql, name, after, upTo < last ? upTo : last)) found.push(...page)
  return found
}

const RULE = { keptRows: 300, olderThan: new Date(0), leastRows: 100 }

test('[LOG9] packed rows leave the table only together with what replaces them, and are read as before', async () => {
  const { sql, name } = await aLog(1_000)
  const before = await all(sql, name)
  expect(before.length).toBe(1_000)
  // Without a snapshot every opening needs the rows.
  expect(await findSealable(sql, RULE, '')).toBeNull()
  await keepSnapshot(sql, name, packSnapshot(650n, Uint8Array.of(0, 0)))
  const due = await findSealable(sql, RULE, '')
  expect(due).toEqual({ name, upTo: 650 })
  expect(await sealRows(sql, name, 200)).toBe(200)
  expect(await sealRows(sql, name, 650)).toBe(450)
  expect(await findSealable(sql, RULE, '')).toBeNull()
  expect(await findSealable(sql, RULE, name)).toBeNull()
  expect(await sql`SELECT min(seq) AS first, count(*)::int AS n FROM collab_updates`).toEqual([{ first: 651, n: 350 }])
  expect(areSame(await all(sql, name), before)).toBe(true)
  expect(areSame(await all(sql, name, 150n, 700n), before.slice(150, 700))).toBe(true)
  for (const [beforeSeq, limit] of [
    [1_001, 5],
    [700, 100],
    [430, 400],
    [3, 50],
  ] as const)
    expect(
      areSame(
        await readLogBackwards(sql, name, beforeSeq, limit),
        before
          .filter(({ seq }) => seq < beforeSeq)
          .toReversed()
          .slice(0, limit),
      ),
    ).toBe(true)
})

test('[LOG9] old rows are packed however few there are, young ones not', async () => {
  const { sql, name } = await aLog(400)
  await keepSnapshot(sql, name, packSnapshot(400n, Uint8Array.of(0, 0)))
  const rule = { keptRows: 10_000, leastRows: 100 }
  expect(await findSealable(sql, { ...rule, olderThan: new Date(Date.UTC(2026, 0, 1)) }, '')).toBeNull()
  expect(await findSealable(sql, { ...rule, olderThan: new Date(Date.UTC(2026, 0, 1, 0, 5)) }, '')).toEqual({
    name,
    upTo: 299,
  })
})

test('[LOG9] a log that is packed while it is read is read whole', async () => {
  const { sql, name } = await aLog(11_000)
  await keepSnapshot(sql, name, packSnapshot(11_000n, Uint8Array.of(0, 0)))
  const found: number[] = []
  for await (const page of readLog(sql, name, 0n, 11_000n)) {
    found.push(...page.map(({ seq }) => seq))
    await sealRows(sql, name, 9_000)
  }
  expect(found).toEqual(Array.from({ length: 11_000 }, (_, index) => index + 1))
})

test('[LOG9] a torn log or a damaged segment is said, not passed over', async () => {
  const { sql, name } = await aLog(50)
  await sql`DELETE FROM collab_updates WHERE seq = 20`
  await expect(all(sql, name)).rejects.toThrow('is missing')
  await expect(sealRows(sql, name, 40)).rejects.toThrow('update 20 is missing')
  expect(await sql`SELECT count(*)::int AS n FROM collab_updates`).toEqual([{ n: 49 }])
  await sealRows(sql, name, 15)
  await sql`UPDATE collab_segments SET bytes = overlay(bytes placing '\\xffff' from 20)`
  await expect(all(sql, name)).rejects.toThrow('is damaged')
})
