import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Of } from '../src/files/store.ts'
import { BIN_MS, sweep } from '../src/jobs.ts'
import { aForm, makeHarness, PIXEL } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

let server: Harness
let school: Place
let owner: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000' })
  school = await server.aPlace('清河小学', await server.aPlace('县'))
  owner = await server.aPerson(school, 'teacher', { name: '周老师', subject: '数学', stage: '小学' })
})
afterAll(() => server?.close())

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code

const read = async (id: string) =>
  (await (await server.call('getLessonPlan', { as: owner, params: { id } })).json()) as { deletedAt: string | null }

const upload = (id: string, bytes: Uint8Array) =>
  server.call('uploadFile', { as: owner, params: { id }, form: aForm('图.png', bytes, 'image/png') })

describe('[LP4] the bin', () => {
  test('takes a plan out of everybody’s sight but its owner’s, and gives it back as it was', async () => {
    const editor = await server.aPerson(school, 'teacher')
    const id = await server.aPlan(owner, school, { title: '不要了', members: [[editor, 'editor']] })
    expect((await server.call('deleteLessonPlan', { as: owner, params: { id } })).status).toBe(204)
    expect(await codeOf(await server.call('getLessonPlan', { as: editor, params: { id } }))).toBe(
      'lesson-plan/not-found',
    )
    expect((await read(id)).deletedAt).not.toBeNull()
    const idsOf = async (query: Record<string, string>) =>
      (
        (await (await server.call('listLessonPlans', { as: owner, query })).json()) as { items: { id: string }[] }
      ).items.map((item) => item.id)
    expect(await idsOf({ limit: '100' })).not.toContain(id)
    expect(await idsOf({ bin: 'true' })).toContain(id)
    expect(await codeOf(await server.call('deleteLessonPlan', { as: owner, params: { id } }))).toBe(
      'lesson-plan/in-bin',
    )
    expect(
      await codeOf(
        await server.call('putMember', { as: owner, params: { id, userId: editor.id }, body: { role: 'commenter' } }),
      ),
    ).toBe('lesson-plan/in-bin')
    const restored = await server.call('restoreLessonPlan', { as: owner, params: { id } })
    expect(await restored.json()).toMatchObject({ id, deletedAt: null, members: [{ role: 'editor' }] })
    expect(await codeOf(await server.call('restoreLessonPlan', { as: owner, params: { id } }))).toBe(
      'lesson-plan/not-in-bin',
    )
    expect((await server.call('getLessonPlan', { as: editor, params: { id } })).status).toBe(200)
  })

  test('is emptied after thirty days, not a day before, with log, files and invitations', async () => {
    const editor = await server.aPerson(school, 'teacher')
    const id = await server.aPlan(owner, school, { members: [[editor, 'editor']] })
    const kept = await server.aPlan(owner, school)
    const own = Buffer.concat([PIXEL, Buffer.from('only in this plan')])
    for (const bytes of [own, PIXEL]) await upload(id, bytes)
    await upload(kept, PIXEL)
    await server.call('startLessonClock', { as: owner, params: { id } })
    await server.call('deleteLessonPlan', { as: owner, params: { id } })
    const count = async () =>
      (
        await server.sql`
      SELECT (SELECT count(*)::int FROM lesson_plans WHERE id = ${id}) AS plans, (SELECT count(*)::int FROM collab_updates WHERE document = ${`lessonPlan:${id}`}) AS updates,
        (SELECT count(*)::int FROM collab_snapshots WHERE document = ${`lessonPlan:${id}`}) AS snapshots, (SELECT count(*)::int FROM collab_segments WHERE document = ${`lessonPlan:${id}`}) AS segments,
        (SELECT count(*)::int FROM files WHERE document = ${`lessonPlan:${id}`}) AS files, (SELECT count(*)::int FROM lesson_plan_members WHERE plan_id = ${id}) AS members`
      )[0]
    const name = `lessonPlan:${id}`
    await server.sql`INSERT INTO collab_snapshots (document, seq, codec, raw_size, sha256, bytes) VALUES (${name}, 1, 0, 2, '', '')`
    await server.sql`INSERT INTO collab_segments (document, from_seq, to_seq, raw_size, sha256, bytes) VALUES (${name}, 1, 1, 2, '', '')`
    server.advance(BIN_MS - 24 * 3600_000)
    await sweep(server.deps)
    expect(await count()).toEqual({ plans: 1, updates: 1, snapshots: 1, segments: 1, files: 2, members: 1 })
    server.advance(25 * 3600_000)
    await Promise.all([sweep(server.deps), sweep(server.deps)])
    expect(await count()).toEqual({ plans: 0, updates: 0, snapshots: 0, segments: 0, files: 0, members: 0 })
    expect((await server.call('getLessonPlan', { as: owner, params: { id: kept } })).status).toBe(200)
    // The bytes go with the last plan that shows them.
    expect(await server.deps.files.get(sha256Of(own))).toBeNull()
    expect(await server.deps.files.get(sha256Of(PIXEL))).not.toBeNull()
  })

  test('that cannot be emptied, as while the bytes cannot be removed, keeps nothing else from going', async () => {
    const id = await server.aPlan(owner, school)
    await upload(id, Buffer.concat([PIXEL, Buffer.from('stuck')]))
    await server.call('deleteLessonPlan', { as: owner, params: { id } })
    const { id: importId } = (await (await server.call('createImport', { as: owner })).json()) as { id: string }
    await server.call('discardImport', { as: owner, params: { importId } })
    const left = async () => [
      (await server.sql`SELECT 1 FROM lesson_plans WHERE id = ${id}`).length,
      (await server.sql`SELECT 1 FROM import_batches WHERE id = ${importId}`).length,
    ]
    server.advance(BIN_MS + 24 * 3600_000)
    const files = { ...server.deps.files, remove: () => Promise.reject(new Error('read-only')) }
    await expect(sweep({ ...server.deps, files })).rejects.toThrow('read-only')
    expect(await left()).toEqual([1, 0])
    await sweep(server.deps)
    expect(await left()).toEqual([0, 0])
  })

  test('a picture that is being put into another plan while its first plan is erased is there afterwards', async () => {
    for (let n = 0; n < 8; n++) {
      const bytes = Buffer.concat([PIXEL, Buffer.from(`picture ${n}`)])
      const [old, next] = [await server.aPlan(owner, school), await server.aPlan(owner, school)]
      await upload(old, bytes)
      await server.call('deleteLessonPlan', { as: owner, params: { id: old } })
      server.advance(BIN_MS + 1000)
      const [response] = await Promise.all([upload(next, bytes), sweep(server.deps)])
      const { fileId } = (await response.json()) as { fileId: string }
      expect((await server.call('getFile', { as: owner, params: { fileId } })).status).toBe(200)
    }
  })
})
