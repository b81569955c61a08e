import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fold, gramsOf, searchTerms } from '@gongyan/domain'
import type { OrgId, UserId } from '@gongyan/domain'
import { useTestDatabase } from '@gongyan/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ChangedMigrationError,
  createSql,
  findActor,
  listLessonPlans,
  listStalePlans,
  migrate,
  MIGRATIONS_FOLDER,
  NewerDataError,
  raiseDocument,
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
/** A database as it was after this many files. */
async function openAt(files: number) {
  await open()
  const before = await mkdtemp(join(tmpdir(), 'gongyan-before-'))
  const names = (await readdir(MIGRATIONS_FOLDER)).filter((name) => name.endsWith('.sql')).toSorted()
  for (const name of names.slice(0, files)) await cp(join(MIGRATIONS_FOLDER, name), join(before, name))
  expect(await migrate(url, { folder: before })).toHaveLength(files)
  await rm(before, { recursive: true })
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
    await openAt(1)
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
    await openAt(2)
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

  test('a filled database of the fourth version is searched as before: its text moves, and none is lost', async () => {
    await openAt(4)
    const unit = randomUUID() as OrgId
    const userId = randomUUID() as UserId
    await sql`INSERT INTO org_units (id, path, kind, level, name, short_name) VALUES (${unit}, ARRAY[${unit}]::uuid[], 'school', 'school', '校', '校')`
    await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${userId}, 'u', '老师', '')`
    await sql`INSERT INTO identities (user_id, org_id, role, is_default) VALUES (${userId}, ${unit}, 'teacher', true)`
    for (let n = 1; n <= 20; n++) {
      const [id, title, text] = [randomUUID(), `教案 ${n} Ａ`, n === 20 ? '' : `第 ${n} 课的导入：ＡＢＣ\n量感`]
      await sql`
        INSERT INTO lesson_plans (id, org_id, org_path, owner_id, title, projected_seq, total_minutes, search_text, search_title, search_folded, search_grams)
        VALUES (${id}, ${unit}, ARRAY[${unit}]::uuid[], ${userId}, ${title}, ${n === 20 ? 0 : n}, 40, ${text}, ${fold(title)}, ${fold(text)}, ${gramsOf(fold(text))})`
      await sql`INSERT INTO collab_documents (name, layout, seq) VALUES (${`lessonPlan:${id}`}, 1, ${n})`
    }
    const plans = () => sql`SELECT id, title, total_minutes, updated_at FROM lesson_plans ORDER BY id`
    const texts = (table: string, seq: string, id: string) => sql`
      SELECT ${sql(id)} AS id, ${sql(seq)} AS seq, search_text, search_title, search_folded, search_grams FROM ${sql(table)} ORDER BY ${sql(id)}`
    const before = [[...(await plans())], [...(await texts('lesson_plans', 'projected_seq', 'id'))]]
    expect(await migrate(url, { folder })).toContain('0005_search_texts_apart.sql')
    expect([[...(await plans())], [...(await texts('lesson_plan_texts', 'seq', 'plan_id'))]]).toEqual(before)

    const actor = await findActor(sql, userId)
    if (!actor) throw new Error('the teacher is there')
    const found = async (query: string) =>
      (await listLessonPlans(sql, actor, { terms: searchTerms(query), bin: false, after: null, limit: 50 })).map(
        ({ plan, text }) => [plan.title, text],
      )
    expect(await found('abc 量感')).toHaveLength(19)
    expect(await found('第 13 课')).toEqual([['教案 13 Ａ', '第 13 课的导入：ＡＢＣ\n量感']])
    // The text that had not been read from its log yet is still due, and no other is.
    const stale = await listStalePlans(sql, actor, 'search', 50)
    expect(stale.filter(({ isTextDue }) => isTextDue)).toHaveLength(1)
    expect(
      await sql`SELECT indexdef LIKE '%gin (search_grams)' AS kept FROM pg_indexes WHERE indexname = 'lesson_plan_texts_search'`,
    ).toEqual([{ kept: true }])
  })

  test('documents of a filled database of the fifth version are in the layout they were made in', async () => {
    await openAt(5)
    await sql`INSERT INTO collab_documents (name, layout, seq, fence) SELECT 'lessonPlan:' || n, 1 + n % 2, n, 3 FROM generate_series(1, 10) n`
    const documents = () => sql`SELECT name, layout, seq, fence, created_at FROM collab_documents ORDER BY name`
    const before = [...(await documents())]
    expect(await migrate(url, { folder })).toContain('0006_collab_layout_raised.sql')
    expect([...(await documents())]).toEqual(before)
    expect(await sql`SELECT count(*)::int AS n FROM collab_documents WHERE raised_from IS NULL`).toEqual([{ n: 10 }])
    const raise = (layout: number) =>
      raiseDocument(sql, { document: 'lessonPlan:2', after: 2n, fence: 3n, layout, at: new Date(), bytes: null })
    expect([await raise(2), await raise(3)]).toEqual([true, true])
    expect(await sql`SELECT layout, raised_from FROM collab_documents WHERE name = 'lessonPlan:2'`).toEqual([
      { layout: 3, raised_from: 1 },
    ])
  })

  test('plans and files of a filled database of the sixth version stay, and can be what an import finds again', async () => {
    await openAt(6)
    const unit = randomUUID()
    const userId = randomUUID()
    await sql`INSERT INTO org_units (id, path, kind, level, name, short_name) VALUES (${unit}, ARRAY[${unit}]::uuid[], 'school', 'school', '校', '校')`
    await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${userId}, 'u', '老师', '')`
    for (let n = 1; n <= 20; n++) {
      const [planId, fileId] = [randomUUID(), randomUUID()]
      await sql`INSERT INTO files (id, sha256, byte_size, media_type, name, document) VALUES (${fileId}, ${Buffer.alloc(32, n)}, 1, 'x', 'a.docx', ${`lessonPlan:${planId}`})`
      await sql`INSERT INTO lesson_plans (id, org_id, org_path, owner_id, title, source_file_id) VALUES (${planId}, ${unit}, ARRAY[${unit}]::uuid[], ${userId}, ${`教案 ${n}`}, ${fileId})`
    }
    const all = async () => [
      ...(await sql`SELECT * FROM lesson_plans ORDER BY id`),
      ...(await sql`SELECT * FROM files ORDER BY id`),
    ]
    const before = await all()
    expect(await migrate(url, { folder })).toContain('0007_imports_wordings_forms.sql')
    expect(await all()).toMatchObject(before)
    const batch = randomUUID()
    await sql`INSERT INTO import_batches (id, owner_id, org_id, created_at, changed_at) VALUES (${batch}, ${userId}, ${unit}, now(), now())`
    await sql`
      INSERT INTO import_items (batch_id, position, name, sha256, byte_size, file_id, state, same_plan_id)
      SELECT ${batch}, row_number() OVER (), f.name, f.sha256, f.byte_size, f.id, 'duplicate', p.id FROM files f JOIN lesson_plans p ON p.source_file_id = f.id`
    // A plan that is erased leaves the item that was the same.
    await sql`DELETE FROM lesson_plans WHERE id = ${before[0]?.['id'] as string}`
    expect(await sql`SELECT count(*)::int AS items, count(same_plan_id)::int AS same FROM import_items`).toEqual([
      { items: 20, same: 19 },
    ])
    await expect(sql`UPDATE import_items SET state = 'ready' WHERE position = 1`).rejects.toThrow('check')
    await expect(sql`UPDATE import_items SET state = 'refused' WHERE position = 1`).rejects.toThrow('check')
  })

  test('plans of a filled database of the seventh version are read again for their unit and term, and lose nothing', async () => {
    await openAt(7)
    const [unit, userId] = [randomUUID() as OrgId, randomUUID() as UserId]
    await sql`INSERT INTO org_units (id, path, kind, level, name, short_name) VALUES (${unit}, ARRAY[${unit}]::uuid[], 'school', 'school', '校', '校')`
    await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${userId}, 'u', '老师', '')`
    await sql`INSERT INTO identities (user_id, org_id, role, is_default) VALUES (${userId}, ${unit}, 'teacher', true)`
    for (let n = 1; n <= 20; n++) {
      const id = randomUUID()
      await sql`
        INSERT INTO lesson_plans (id, org_id, org_path, owner_id, title, projected_seq, total_minutes, row_count, deleted_at)
        VALUES (${id}, ${unit}, ARRAY[${unit}]::uuid[], ${userId}, ${`教案 ${n}`}, ${n}, 40, 5, ${n === 20 ? new Date() : null})`
      await sql`INSERT INTO collab_documents (name, layout, seq) VALUES (${`lessonPlan:${id}`}, 1, ${n})`
    }
    const plans = () =>
      sql`SELECT id, title, total_minutes, row_count, version, updated_at, deleted_at FROM lesson_plans ORDER BY id`
    const before = [...(await plans())]
    expect(await migrate(url, { folder })).toContain('0008_units_terms.sql')
    expect([...(await plans())]).toEqual(before)
    const actor = await findActor(sql, userId)
    if (!actor) throw new Error('the teacher is there')
    expect(await listStalePlans(sql, actor, 'list', 50)).toHaveLength(20)
    const filter = { terms: [], bin: false, after: null, limit: 50 }
    expect(await listLessonPlans(sql, actor, filter)).toHaveLength(19)
    expect(await listLessonPlans(sql, actor, { ...filter, term: '2026-1' })).toEqual([])
    await expect(sql`UPDATE lesson_plans SET term = '2026-3'`).rejects.toThrow('check')
    await expect(sql`UPDATE lesson_plans SET unit_key = '第1单元'`).rejects.toThrow('check')
    await expect(sql`UPDATE lesson_plans SET unit_number = 1`).rejects.toThrow('check')
    await sql`UPDATE lesson_plans SET term = '2026-1', unit = '第一单元', unit_key = '第1单元', unit_number = 1`
    expect(await listLessonPlans(sql, actor, { ...filter, term: '2026-1', unit: '第1单元' })).toHaveLength(19)
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
