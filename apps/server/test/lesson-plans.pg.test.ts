import { documentName } from '@gongyan/domain'
import type { DocJson } from '@gongyan/documents'
import { lessonPlanSchema, lessonPlanTemplate, readLessonPlan } from '@gongyan/documents'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

let server: Harness
let county: Place
let school: Place
let owner: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000' })
  county = await server.aPlace('县')
  school = await server.aPlace('清河小学', county)
  owner = await server.aPerson(school, 'teacher', { name: '周老师', subject: '数学', stage: '小学' })
})
afterAll(() => server?.close())

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code

interface Plan {
  id: string
  title: string
  header: Record<string, string>
  sectionLabels: Record<string, string>
  rows: { rowId: string; assistant: string | null }[]
  members: { person: { name: string }; role: string }[]
}
const read = async (id: string, as = owner) =>
  (await (await server.call('getLessonPlan', { as, params: { id } })).json()) as Plan

describe('[LP2] a new plan', () => {
  test('needs only a title, belongs to its owner’s unit and holds the title as text', async () => {
    const response = await server.call('createLessonPlan', { as: owner, body: { title: '  二次函数的\n图象 ' } })
    expect(response.status).toBe(201)
    const plan = (await response.json()) as Plan
    expect(response.headers.get('location')).toBe(`/api/v1/lesson-plans/${plan.id}`)
    expect(plan).toMatchObject({
      title: '二次函数的 图象',
      state: 'drafting',
      template: 'standard',
      subject: '数学',
      stage: '小学',
      periodMinutes: 40,
      orgName: '清河小学',
      seq: 1,
      hasSourceFile: false,
      header: { 课题: '二次函数的 图象', 主备人: '周老师' },
    })
    const document = (await (
      await server.call('getLessonPlanDocument', { as: owner, params: { id: plan.id } })
    ).json()) as { doc: DocJson }
    expect(document.doc.content?.[0]).toEqual({ type: 'title', content: [{ type: 'text', text: '二次函数的 图象' }] })
  })

  test.each([
    [
      'standard',
      ['课标要求', '教材分析', '学情分析', '目标', '重点', '难点', '准备', '教学过程', '板书', '作业', '评价', '反思'],
      4,
    ],
    [
      'twinClass',
      [
        '目标',
        '重难点',
        '设计思想',
        '学情分析',
        '听课学校学情分析',
        '教学过程',
        '主课堂预期学习效果',
        '辅课堂预期学习效果',
        '反思',
      ],
      5,
    ],
    [
      'unit',
      [
        '课标要求',
        '单元主题',
        '主题分析',
        '学情分析',
        '学习条件分析',
        '单元学习目标',
        '课时目标',
        '各课时设计',
        '单元作业',
        '单元评价',
        '反思',
      ],
      0,
    ],
  ] as const)(
    'the template %s has the sections of the county’s form and fits the schema',
    async (template, sections, rows) => {
      const plan = (await (
        await server.call('createLessonPlan', { as: owner, body: { title: '课', template } })
      ).json()) as Plan
      expect(Object.keys(plan.sectionLabels)).toEqual(sections)
      expect(plan.rows).toHaveLength(rows)
      expect(
        plan.rows.every(({ assistant }) => (template === 'twinClass' ? assistant === '' : assistant === null)),
      ).toBe(true)
      const doc = lessonPlanTemplate(template, { title: '课', subject: '数学', grade: '五年级', lead: '周老师' })
      lessonPlanSchema.nodeFromJSON(doc).check()
      const ids = readLessonPlan(doc).rows.map(({ rowId }) => rowId)
      expect(new Set(ids).size).toBe(ids.length)
    },
  )
})

test('[LP8] a plan is always read as it is committed, title and rows included', async () => {
  const id = await server.aPlan(owner, school, { title: '初稿' })
  await server.collab.edit(documentName({ kind: 'lessonPlan', id }), { authorId: owner.id, source: 'test' }, (ydoc) => {
    const title = ydoc.getXmlFragment('body').get(0) as Y.XmlElement
    ;(title.get(0) as Y.XmlText).insert(2, '改了')
  })
  const plan = await read(id)
  expect(plan).toMatchObject({ title: '初稿改了', seq: 2, version: 1 })
  const list = (await (await server.call('listLessonPlans', { as: owner, query: { q: '初稿改了' } })).json()) as {
    items: { title: string }[]
  }
  expect(list.items.map(({ title }) => title)).toEqual(['初稿改了'])
  const history = (await (
    await server.call('listHistory', { as: owner, params: { id }, query: { limit: '1' } })
  ).json()) as { items: { seq: number; author: { name: string }; byteSize: number }[]; nextCursor: string }
  expect(history.items).toMatchObject([{ seq: 2, author: { name: '周老师' }, source: 'test' }])
  expect(history.items[0]?.byteSize).toBeGreaterThan(5)
  const older = (await (
    await server.call('listHistory', { as: owner, params: { id }, query: { cursor: history.nextCursor } })
  ).json()) as { items: { seq: number; source: string }[]; nextCursor: null }
  expect(older).toMatchObject({ items: [{ seq: 1, source: 'template' }], nextCursor: null })
})

test('[LP1] who could write in a plan that is final is told that it is, and who could not anyway is not', async () => {
  const editor = await server.aPerson(school, 'teacher')
  const colleague = await server.aPerson(school, 'teacher')
  const id = await server.aPlan(owner, school, { state: 'finalized', members: [[editor, 'editor']] })
  const change = async (as: Person) =>
    codeOf(
      await server.call('updateLessonPlan', {
        as,
        params: { id },
        body: { grade: '五年级' },
        headers: { 'if-match': '*' },
      }),
    )
  expect([await change(owner), await change(editor), await change(colleague)]).toEqual([
    'lesson-plan/locked',
    'lesson-plan/locked',
    'permission/denied',
  ])
})

describe('[LP5] invitations by name', () => {
  test('carry a person across schools of the county, not across counties, and never to the owner', async () => {
    const id = await server.aPlan(owner, school)
    const far = await server.aPerson(await server.aPlace('柳林教学点', county), 'teacher', { name: '何老师' })
    const foreign = await server.aPerson(await server.aPlace('邻县'), 'teacher')
    const invite = (userId: string, role: unknown = 'editor') =>
      server.call('putMember', { as: owner, params: { id, userId }, body: { role } })
    expect((await server.call('getLessonPlan', { as: far, params: { id } })).status).toBe(404)
    expect(await (await invite(far.id)).json()).toMatchObject({
      person: { name: '何老师', orgName: '柳林教学点' },
      role: 'editor',
    })
    expect((await read(id, far)).members).toMatchObject([{ person: { name: '何老师' } }])
    expect(await codeOf(await invite(foreign.id))).toBe('member/other-tree')
    expect(await codeOf(await invite(owner.id))).toBe('member/is-owner')
    expect(await codeOf(await invite('00000000-0000-4000-8000-000000000000'))).toBe('member/not-found')
    expect((await invite(far.id, 'owner')).status).toBe(422)
    expect((await server.call('deleteMember', { as: owner, params: { id, userId: far.id } })).status).toBe(204)
    expect((await server.call('getLessonPlan', { as: far, params: { id } })).status).toBe(404)
    const lines = await server.sql<
      { action: string }[]
    >`SELECT action FROM audit_log WHERE subject = ${`lessonPlan:${id}`} ORDER BY id`
    expect(lines.map(({ action }) => action)).toEqual(['lessonPlan.memberInvited', 'lessonPlan.memberWithdrawn'])
  })
})

test('[HT6] a plan whose log has a hole is said to be unreadable for now, one without a document is not found, and the desk shows the others', async () => {
  const [torn, gone] = [await server.aPlan(owner, school), await server.aPlan(owner, school)]
  for (const id of [torn, gone])
    await server.sql`DELETE FROM collab_updates WHERE document = ${documentName({ kind: 'lessonPlan', id })}`
  await server.sql`DELETE FROM collab_documents WHERE name = ${documentName({ kind: 'lessonPlan', id: gone })}`
  for (const operation of ['getLessonPlan', 'getLessonPlanDocument', 'exportLessonPlan'] as const) {
    const away = await server.call(operation, { as: owner, params: { id: torn } })
    expect([away.status, await away.json()], operation).toMatchObject([
      503,
      {
        code: 'server/unavailable',
        detail: '这份教案现在读不出来，里面的内容没有动过。过一会儿再试；一直这样就请管理员看看。',
      },
    ])
    expect(Number(away.headers.get('retry-after')), operation).toBeGreaterThan(0)
    const missing = await server.call(operation, { as: owner, params: { id: gone } })
    expect([missing.status, await missing.json()], operation).toMatchObject([404, { code: 'lesson-plan/not-found' }])
  }
  expect((await server.call('getHome', { as: owner })).status).toBe(200)
})
