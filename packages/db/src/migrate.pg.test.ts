import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { useTestDatabase } from '@gongyan/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ChangedMigrationError,
  createSql,
  migrate,
  MIGRATIONS_FOLDER,
  NewerDataError,
  readCommitted,
  unpackSnapshot,
} from './index.ts'
import type { Sql } from './index.ts'

let url: string
let sql: Sql
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongyan-migrations-'))
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true })
})
afterEach(async () => {
  await sql?.end({ timeout: 5 })
  await rm(folder, { recursive: true, force: true })
})
async function open() {
  url = await useTestDatabase({ empty: true })
  sql = createSql(url, { max: 3 })
}
const applied = async () =>
  (await sql<{ name: string }[]>`SELECT name FROM schema_migrations ORDER BY name`).map(({ name }) => name)

describe('migrate', () => {
  test('applies every file once, in order, and then nothing more', async () => {
    await open()
    const first = await migrate(url, { folder })
    expect(first.length).toBeGreaterThan(1)
    expect(first).toEqual([...first].toSorted())
    expect(await applied()).toEqual(first)
    expect(await migrate(url, { folder })).toEqual([])
  })

  test('several servers starting at once apply each file once and all succeed', async () => {
    await open()
    const results = await Promise.all(Array.from({ length: 6 }, () => migrate(url, { folder })))
    expect(results.flat().toSorted()).toEqual(await applied())
  })

  test('a filled database of the first version is brought up with its rows', async () => {
    await open()
    const first = await mkdtemp(join(tmpdir(), 'gongyan-first-'))
    await cp(join(MIGRATIONS_FOLDER, '0001_spine.sql'), join(first, '0001_spine.sql'))
    await migrate(url, { folder: first })
    await rm(first, { recursive: true })
    await sql`INSERT INTO org_units (id, path, kind, level, name, short_name) SELECT i, ARRAY[i], 'school', 'school', '校', '校' FROM (SELECT gen_random_uuid() AS i) x`
    await sql`INSERT INTO users (account, name, password_hash) SELECT 'u' || n, '老师' || n, '' FROM generate_series(1, 200) n`
    await sql`
      INSERT INTO lesson_plans (id, org_id, org_path, owner_id, title, projected_seq)
      SELECT gen_random_uuid(), o.id, o.path, u.id, '教案' || n, 5 FROM generate_series(1, 20) n, users u, org_units o`
    await sql`INSERT INTO sessions (id, secret_hash, user_id, expires_at) SELECT account, '\\x00', id, now() FROM users`
    const before = await sql`SELECT count(*)::int AS plans, max(title) AS last FROM lesson_plans`
    expect(await migrate(url, { folder })).not.toContain('0001_spine.sql')
    expect(await sql`SELECT count(*)::int AS plans, max(title) AS last FROM lesson_plans`).toEqual(before)
    // Search is made anew from the log: nothing may count as projected.
    expect(await sql`SELECT count(*)::int AS n FROM lesson_plans WHERE projected_seq <> 0`).toEqual([{ n: 0 }])
    expect(await sql`SELECT count(*)::int AS n FROM sessions WHERE NOT remember`).toEqual([{ n: 200 }])
  })

  test('a filled database of the second version keeps its log and its states', async () => {
    await open()
    const second = await mkdtemp(join(tmpdir(), 'gongyan-second-'))
    for (const name of ['0001_spine.sql', '0002_sessions_and_search.sql'])
      await cp(join(MIGRATIONS_FOLDER, name), join(second, name))
    await migrate(url, { folder: second })
    await rm(second, { recursive: true })
    await sql`INSERT INTO users (id, account, name, password_hash) VALUES ('00000000-0000-4000-8000-000000000001', 'u', '老师', '')`
    await sql`
      INSERT INTO collab_documents (name, layout, seq, snapshot, snapshot_seq)
      SELECT 'lessonPlan:' || n, 1, 30, CASE WHEN n % 2 = 0 THEN decode(repeat('ab', n * 100), 'hex') END, CASE WHEN n % 2 = 0 THEN 20 ELSE 0 END
      FROM generate_series(1, 10) n`
    await sql`
      INSERT INTO collab_updates (document, seq, author_id, source, at, fence, bytes)
      SELECT d.name, s, '00000000-0000-4000-8000-000000000001', 'x', now(), 1, decode('0102', 'hex') FROM collab_documents d, generate_series(1, 30) s`
    await migrate(url, { folder })
    for (let n = 1; n <= 10; n++) {
      const committed = await readCommitted(sql, `lessonPlan:${n}`)
      const isKept = n % 2 === 0
      expect(committed).toMatchObject({ seq: 30n, snapshot: isKept ? { seq: 20n, codec: 0 } : null })
      expect(committed?.tail?.length).toBe(isKept ? 10 : 30)
      if (committed?.snapshot)
        expect(Buffer.from(unpackSnapshot(committed.snapshot) ?? []).toString('hex')).toBe('ab'.repeat(n * 100))
    }
    expect(await sql`SELECT count(*)::int AS n FROM collab_updates`).toEqual([{ n: 300 }])
    // Nobody serves them: whoever is asked first takes them on.
    expect(await sql`SELECT count(*)::int AS n FROM collab_documents WHERE owner_id IS NULL`).toEqual([{ n: 10 }])
  })

  test('data of a newer version are refused by name and left alone', async () => {
    await open()
    await migrate(url, { folder })
    await sql`INSERT INTO schema_migrations (name, checksum) VALUES ('9999_from_the_future.sql', 'x')`
    await expect(migrate(url, { folder })).rejects.toThrow(NewerDataError)
    await expect(migrate(url, { folder })).rejects.toThrow('9999_from_the_future.sql')
  })

  test('a file changed after it was applied is refused', async () => {
    await open()
    await migrate(url, { folder })
    await writeFile(join(folder, '0001_spine.sql'), 'SELECT 1')
    await expect(migrate(url, { folder })).rejects.toThrow(ChangedMigrationError)
  })

  test('a file that fails leaves nothing of itself behind, and those before it stay', async () => {
    await open()
    await writeFile(join(folder, '9000_half.sql'), 'CREATE TABLE half (n int); SELECT no_such_function();')
    await expect(migrate(url, { folder })).rejects.toThrow('no_such_function')
    expect(await sql`SELECT to_regclass('half') AS half`).toEqual([{ half: null }])
    expect(await applied()).not.toContain('9000_half.sql')
    expect((await applied()).length).toBeGreaterThan(1)
  })
})
