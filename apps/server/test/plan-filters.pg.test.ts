import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHarness } from './harness.ts'
import type { Harness, Person, Place, PlanOptions } from './harness.ts'
import { aPrepGroup, headed } from './headed.ts'
import type { Head } from './headed.ts'

interface Summary {
  id: string
  title: string
  unit: string | null
}
interface Choices {
  groups: { id: string; name: string; isMember: boolean }[]
  terms: { term: string; count: number }[]
  units: { unit: string; label: string; subject: string | null; grade: string | null; count: number }[]
}

let server: Harness
let school: Place
let owner: Person
let colleague: Person
let stranger: Person
let researcher: Person
let groupId: string

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000' })
  const county = await server.aPlace('县')
  school = await server.aPlace('清河小学', county)
  const other = await server.aPlace('邻校', county)
  owner = await server.aPerson(school, 'teacher', { name: '周老师' })
  colleague = await server.aPerson(other, 'teacher', { name: '李老师' })
  stranger = await server.aPerson(other, 'teacher', { name: '吴老师' })
  researcher = await server.aPerson(county, 'researcher', { subject: '数学' })
  groupId = await aPrepGroup(server.sql, county, { name: '五年级数学备课组', leader: owner, members: [colleague] })
  const area = { unit: '第六单元 多边形的面积', volume: '上册', date: '2026年11月20日' }
  const of = (title: string, head: Head, more: PlanOptions = {}) =>
    server.aPlan(owner, school, { title, grade: '五年级', doc: headed(title, head), ...more })
  await of('三角形的面积', { ...area, period: '第3课时' })
  await of('平行四边形的面积', { ...area, unit: '第6单元', period: '第1课时' })
  await of('用字母表示数', { unit: '五、简易方程', volume: '上册', date: '2026.10.8' })
  await of('因数和倍数', { unit: '第二单元', volume: '下册', date: '2025-2026学年第二学期' })
  await of('没写单元', { date: '2026年9月3日' })
  // Of the group by its owner, but of another subject.
  await of('班会', { unit: '第六单元', volume: '上册', date: '2026年11月1日' }, { subject: '道德与法治' })
  const theirs = (title: string, state: 'drafting' | 'studying' | 'finalized') =>
    server.aPlan(colleague, other, {
      title,
      grade: '五年级',
      state,
      doc: headed(title, { ...area, period: '第5课时' }),
    })
  await theirs('同事的初备', 'drafting')
  await theirs('同事的定稿', 'finalized')
  await server.aPlan(stranger, other, {
    title: '秘密',
    grade: '五年级',
    doc: headed('秘密', { unit: '第九单元 秘密', date: '2020年9月1日' }),
  })
})
afterAll(() => server?.close())

const jsonOf = async <T>(response: Response) => (await response.json()) as T
const list = async (query: Record<string, string>, as = owner) => {
  const response = await server.call('listLessonPlans', { as, query })
  expect(response.status).toBe(200)
  return (await jsonOf<{ items: Summary[] }>(response)).items.map(({ title }) => title).toSorted()
}
const choices = async (query: Record<string, string> = {}, as = owner) => {
  const response = await server.call('listPlanChoices', { as, query })
  expect(response.status).toBe(200)
  return jsonOf<Choices>(response)
}

test('[LP14] a list is narrowed by the unit and the term that its plans say', async () => {
  expect(await list({ unit: '上册第6单元', subject: '数学' })).toEqual(['三角形的面积', '平行四边形的面积'].toSorted())
  expect(await list({ term: '2025-2' })).toEqual(['因数和倍数'])
  expect(await list({ term: '2026-1', unit: '上册第5单元' })).toEqual(['用字母表示数'])
  expect(await list({ term: '2026-1', subject: '数学' })).toHaveLength(4)
  expect(await list({ term: '2026-1', unit: '上册第6单元', q: '三角形' })).toEqual(['三角形的面积'])
  expect(await list({ term: '2019-1' })).toEqual([])
  const [one] = (
    await jsonOf<{ items: Summary[] }>(await server.call('listLessonPlans', { as: owner, query: { q: '三角形' } }))
  ).items
  expect(one?.unit).toBe('第六单元 多边形的面积')
})

test('[LP14] a plan begun from a template says its unit as soon as somebody writes it, and one projected before is read again', async () => {
  const id = await server.aPlan(owner, school, { title: '后来写的', grade: '六年级' })
  expect(await list({ unit: '第1单元' })).toEqual([])
  await server.sql`UPDATE lesson_plans SET unit = '第一单元', unit_key = '第1单元', unit_number = 1 WHERE id = ${id}`
  expect(await list({ unit: '第1单元' })).toEqual(['后来写的'])
  // As the migration leaves it: its document is the truth.
  await server.sql`UPDATE lesson_plans SET projected_seq = 0`
  expect(await list({ unit: '第1单元' })).toEqual([])
  expect(await list({ unit: '上册第6单元', subject: '数学' })).toHaveLength(2)
  await server.sql`UPDATE lesson_plans SET deleted_at = now() WHERE id = ${id}`
})

test('[LP14] a plan without a day belongs to the term of its volume in the school year it was begun in', async () => {
  const id = await server.aPlan(owner, school, { title: '下册的课', doc: headed('下册的课', { volume: '下册' }) })
  await list({})
  const [row] = await server.sql<{ term: string; createdAt: Date }[]>`
    SELECT term, created_at AS "createdAt" FROM lesson_plans WHERE id = ${id}`
  const begun = new Date((row?.createdAt.getTime() ?? 0) + 8 * 3_600_000)
  const autumn = begun.getUTCMonth() > 6 || (begun.getUTCMonth() === 6 && begun.getUTCDate() > 15)
  expect(row?.term).toBe(`${begun.getUTCFullYear() - (autumn ? 0 : 1)}-2`)
  await server.sql`UPDATE lesson_plans SET deleted_at = now() WHERE id = ${id}`
})

test('[PG2] a group’s plans are those of its people in its subject and grade, of which everybody sees what they may read', async () => {
  const mine = ['三角形的面积', '因数和倍数', '平行四边形的面积', '没写单元', '用字母表示数'].toSorted()
  expect(await list({ group: groupId })).toEqual(mine)
  expect(await list({ group: groupId }, colleague)).toEqual(['同事的初备', '同事的定稿'])
  expect(await list({ group: groupId }, researcher)).toEqual(['同事的定稿'])
  expect(await list({ group: groupId, term: '2026-1', unit: '上册第6单元' })).toHaveLength(2)
})

test('[PG1] a group of others is unknown to every door, and so is one that is not there', async () => {
  for (const group of [groupId, randomUUID()]) {
    const asked = [
      await server.call('listLessonPlans', { as: stranger, query: { group } }),
      await server.call('listPlanChoices', { as: stranger, query: { group } }),
      await server.call('createPrintBook', { as: stranger, body: { title: '一', format: 'docx', list: { group } } }),
    ]
    for (const response of asked)
      expect([response.status, (await jsonOf<{ code: string }>(response)).code]).toEqual([404, 'prep-group/not-found'])
  }
})

test('[LP15] what a list can be narrowed to comes from plans one may read, and fits what is chosen already', async () => {
  const { groups, terms, units } = await choices()
  expect(groups).toMatchObject([{ id: groupId, name: '五年级数学备课组', isMember: true }])
  expect(terms).toEqual([
    { term: '2026-1', count: 5 },
    { term: '2025-2', count: 1 },
  ])
  expect(units.map(({ subject, unit, count }) => [subject, unit, count])).toEqual([
    ['数学', '下册第2单元', 1],
    ['数学', '上册第5单元', 1],
    ['数学', '上册第6单元', 2],
    ['道德与法治', '上册第6单元', 1],
  ])
  expect((await choices({ term: '2025-2' })).units).toMatchObject([{ unit: '下册第2单元' }])
  // A choice that is made does not hide the others of its kind.
  expect((await choices({ term: '2025-2' })).terms).toHaveLength(2)
  expect((await choices({ unit: '上册第5单元' })).units).toHaveLength(4)

  const theirs = await choices({}, researcher)
  expect(theirs.groups).toMatchObject([{ id: groupId, isMember: false }])
  expect(theirs.units.map(({ unit }) => unit)).toEqual(['上册第6单元'])
  const secret = await choices({}, stranger)
  expect(secret.groups).toEqual([])
  // Their own, and what a colleague of their school has settled.
  expect(secret.units.map(({ label, count }) => [label, count])).toEqual([
    ['第六单元 多边形的面积', 1],
    ['第九单元 秘密', 1],
  ])
  expect(JSON.stringify(await choices())).not.toContain('秘密')
})

test('[LP15] a plan in the bin is no choice', async () => {
  const id = await server.aPlan(owner, school, {
    title: '扔掉的',
    doc: headed('扔掉的', { unit: '第十一单元', date: '2018年9月1日' }),
    deletedAt: new Date(),
  })
  expect(JSON.stringify(await choices())).not.toMatch(/第11单元|2018-1/)
  expect((await choices({ bin: 'true' })).units).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ unit: '第11单元' })]),
  )
  await server.sql`UPDATE lesson_plans SET projected_seq = 0 WHERE id = ${id}`
})

test('a filter that is no term and no group is refused with its name', async () => {
  for (const [query, name] of [
    [{ term: '2026-3' }, '学期'],
    [{ group: '五年级组' }, '备课组'],
  ] as const) {
    const response = await server.call('listLessonPlans', { as: owner, query })
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining(name)])
  }
})

test('[LP14] pages of a narrowed list go on where they stopped', async () => {
  const page = async (cursor?: string) =>
    jsonOf<{ items: Summary[]; nextCursor: string | null }>(
      await server.call('listLessonPlans', {
        as: owner,
        query: { group: groupId, term: '2026-1', limit: '3', ...(cursor ? { cursor } : {}) },
      }),
    )
  const first = await page()
  const second = await page(first.nextCursor ?? '')
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 1, null])
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4)
})
