import type { Form, FormSummary, LeftPart } from '@gongyan/contract'
import { ENDPOINTS } from '@gongyan/contract'
import type { OperationId } from '@gongyan/contract'
import { lessonPlanTemplate, readLessonPlan } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { ok, refuse } from '@gongyan/domain'
import { importDocx } from '@gongyan/word'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sweep } from '../src/jobs.ts'
import { aForm, makeHarness } from './harness.ts'
import type { CallOptions, Harness, Person, Place } from './harness.ts'
import { aPlanFile, docx } from './zip.ts'

let server: Harness
let school: Place
let admin: Person
let teacher: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000', LIMIT_FORMS_PER_UNIT: '7' })
  school = await server.aPlace('清河小学', await server.aPlace('县'))
  admin = await server.aPerson(school, 'orgAdmin')
  teacher = await server.aPerson(school, 'teacher', { subject: '语文', stage: '小学' })
})
afterAll(() => server?.close())

const ask = async <T>(operationId: OperationId, options: CallOptions): Promise<T> => {
  const response = await server.call(operationId, options)
  expect([response.status, operationId, response.ok ? '' : await response.clone().text()]).toEqual([
    ENDPOINTS[operationId].status,
    operationId,
    '',
  ])
  return (response.status === 204 ? undefined : await response.json()) as T
}
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code

const BLANK = docx(
  '清河小学集体备课教案',
  [
    ['课题', '', '主备人', ''],
    ['年级', '', '学科', ''],
    ['教学目标', '', '', ''],
  ],
  '教学过程',
  [
    ['教学环节', '教师活动', '学生活动', '设计意图'],
    ['', '', '', ''],
    ['', '', '', ''],
  ],
)
const aBlankForm = (name = '教案格式.docx') => ask<Form>('createForm', { as: admin, form: aForm(name, BLANK) })

describe('[FM2] a form of a school', () => {
  test('is read, settled by those who keep forms, confirmed, and every plan of the school is written into it', async () => {
    const found = await aBlankForm()
    expect(found).toMatchObject({ state: 'found', mayManage: true, orgName: '清河小学' })
    const { slots, tables } = found.form as {
      slots: { id: string; target: unknown; label: string }[]
      tables: { id: string; columns: { field: string | null }[] }[]
    }
    expect(slots.map(({ target }) => target)).toContainEqual({ kind: 'header', key: 'topic' })
    expect(tables[0]?.columns.map(({ field }) => field)).toEqual(['phase', 'teacher', 'students', 'intent'])

    // Until somebody has confirmed it, nobody else knows of it.
    const params = { formId: found.id }
    expect((await server.call('getForm', { as: teacher, params })).status).toBe(404)
    expect((await ask<{ items: FormSummary[] }>('listForms', { as: teacher })).items).toEqual([])
    const imported = await ask<{ id: string }>('importLessonPlan', {
      as: teacher,
      form: aForm('秋天.docx', aPlanFile('秋天')),
    })
    const exporting = (as: Person, query: Record<string, string> = { form: found.id }) =>
      server.call('exportLessonPlan', { as, params: { id: imported.id }, query })
    expect(await codeOf(await exporting(teacher))).toBe('form/not-found')

    const wrong = await server.call('updateForm', {
      as: admin,
      params,
      body: { choices: [{ slot: 'nowhere', target: null }] },
    })
    expect([wrong.status, await codeOf(wrong)]).toEqual([422, 'form/no-such-place'])
    const confirmed = await ask<Form>('updateForm', {
      as: admin,
      params,
      body: { name: '语文组教案', state: 'confirmed', choices: [{ table: tables[0]?.id, column: 3, field: 'intent' }] },
    })
    expect(confirmed).toMatchObject({ name: '语文组教案', state: 'confirmed', confirmedBy: { id: admin.id } })
    const seen = await ask<{ items: FormSummary[]; mayManage: boolean }>('listForms', { as: teacher })
    expect(seen).toMatchObject({ items: [{ id: found.id, mayManage: false }], mayManage: false })

    const written = await exporting(teacher)
    expect(written.status).toBe(200)
    const back = importDocx(new Uint8Array(await written.arrayBuffer()))
    if (!back.ok) throw new Error(back.refusal.code)
    const plan = await ask<{ rows: { teacher: string; rowId: string }[] }>('getLessonPlan', {
      as: teacher,
      params: { id: imported.id },
    })
    const rows = readLessonPlan(back.value.doc).rows
    expect(rows.map(({ teacher: words, rowId }) => [rowId, words])).toEqual(
      plan.rows.map(({ teacher: words, rowId }) => [rowId, words]),
    )

    // Who may not read the plan gets it in no form; who works elsewhere has no use of the form.
    const stranger = await server.aPerson(await server.aPlace('邻县'), 'orgAdmin')
    expect(await codeOf(await exporting(stranger))).toBe('lesson-plan/not-found')
    await ask('updateForm', { as: admin, params, body: { state: 'retired' } })
    expect(await codeOf(await exporting(teacher))).toBe('form/not-found')
    expect((await exporting(teacher, {})).status).toBe(200)
    expect(await codeOf(await server.call('deleteForm', { as: admin, params }))).toBe('form/confirmed')
    await ask('updateForm', { as: admin, params, body: { state: 'confirmed' } })
    expect((await exporting(teacher)).status).toBe(200)
  })

  test('keeps every choice, however many are made at once', async () => {
    const { id, form } = await aBlankForm('一起改的.docx')
    const columns = (form as { tables: { columns: unknown[] }[] }).tables[0]?.columns.length ?? 0
    const settle = (body: unknown) => ask<Form>('updateForm', { as: admin, params: { formId: id }, body })
    await Promise.all([
      ...Array.from({ length: columns }, (_, column) =>
        settle({ choices: [{ table: 't1', column, field: 'assistant' }] }),
      ),
      settle({ choices: [{ part: 'section:reflection', rest: 'append' }] }),
      settle({ choices: [{ slot: 's1', target: null }] }),
    ])
    const { form: settled } = await ask<Form>('getForm', { as: admin, params: { formId: id } })
    expect(settled).toMatchObject({
      tables: [{ columns: Array.from({ length: columns }, () => ({ field: 'assistant' })) }],
      rest: { 'section:reflection': 'append' },
    })
    expect((settled as { slots: { id: string; target: unknown }[] }).slots[0]).toMatchObject({ id: 's1', target: null })
  })

  test('[FM4] says what it has no place for before the file is made, and all of it can stand behind it', async () => {
    const form = await aBlankForm('放不下的.docx')
    await ask('updateForm', { as: admin, params: { formId: form.id }, body: { state: 'confirmed' } })
    const { id } = await ask<{ id: string }>('importLessonPlan', {
      as: teacher,
      form: aForm(
        '秋天.docx',
        docx(
          '秋天',
          [['课题', '秋天', '课型', '新授课']],
          '教学目标',
          '认识秋天',
          '教学过程',
          [
            ['教学环节', '教师活动', '学生活动', '设计意图', '二次备课'],
            ['导入', '讲故事', '听', '引起兴趣', '换成图片'],
          ],
          '教学反思',
          '时间有点紧',
        ),
      ),
    })
    const leftWith = async (second: 'yes' | 'no') =>
      (
        await ask<{ items: LeftPart[] }>('listLeftParts', {
          as: teacher,
          params: { id },
          query: { form: form.id, second },
        })
      ).items
    const left = await leftWith('yes')
    expect(left.map(({ kind, label, mayAppend }) => [kind, label, mayAppend])).toEqual(
      expect.arrayContaining([
        ['header', '课型', true],
        ['section', '教学反思', true],
        ['column', '二次备课', true],
      ]),
    )
    expect((await leftWith('no')).map(({ label }) => label)).not.toContain('二次备课')
    const written = async (rest: 'append' | 'leave') => {
      const response = await server.call('exportLessonPlan', {
        as: teacher,
        params: { id },
        query: { form: form.id, rest },
      })
      return strFromU8(unzipSync(new Uint8Array(await response.arrayBuffer()))['word/document.xml'] ?? new Uint8Array())
    }
    const [whole, part] = [await written('append'), await written('leave')]
    for (const words of ['新授课', '时间有点紧', '换成图片'])
      expect([words, whole.includes(words), part.includes(words)]).toEqual([words, true, false])
    // A choice for one file changes nothing of the form.
    expect(await leftWith('yes')).toEqual(left)
    const stranger = await server.aPerson(await server.aPlace('第三县'), 'teacher')
    const asked = await server.call('listLeftParts', { as: stranger, params: { id }, query: { form: form.id } })
    expect(await codeOf(asked)).toBe('lesson-plan/not-found')
  })

  test('that is an old Word file is kept as it was converted, where something can', async () => {
    const rtf = Buffer.from('{\\rtf1 an old form}')
    const old = await server.call('createForm', { as: admin, form: aForm('集体备课.doc', rtf) })
    expect([old.status, await codeOf(old)]).toEqual([422, 'word/not-a-docx'])
    const { office } = server.deps
    const before = { canConvert: office.canConvert, convert: office.convert }
    const answering = (answer: Awaited<ReturnType<typeof office.convert>>[number]) =>
      Object.assign(office, { canConvert: true, convert: async () => [answer] })
    try {
      answering(refuse({ code: 'office/busy', detail: null }))
      expect(await codeOf(await server.call('createForm', { as: admin, form: aForm('集体备课.doc', rtf) }))).toBe(
        'office/busy',
      )
      answering(ok(BLANK))
      const form = await ask<Form>('createForm', { as: admin, form: aForm('集体备课.doc', rtf) })
      const source = await server.call('getFormSource', { as: admin, params: { formId: form.id } })
      expect(source.headers.get('content-disposition')).toContain(encodeURIComponent('集体备课.docx'))
      expect(Buffer.from(await source.arrayBuffer()).equals(Buffer.from(BLANK))).toBe(true)
    } finally {
      Object.assign(office, before)
    }
  })

  test('is kept by those who answer for it and by nobody else', async () => {
    const found = await aBlankForm('第二份.docx')
    const params = { formId: found.id }
    const otherAdmin = await server.aPerson(
      await server.aPlace('外校', { id: school.path[0] as Place['id'], path: school.path.slice(0, 1) }),
      'orgAdmin',
    )
    const refused = await server.call('createForm', { as: teacher, form: aForm('a.docx', BLANK) })
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'permission/denied'])
    for (const as of [teacher, otherAdmin]) {
      expect((await server.call('getForm', { as, params })).status).toBe(404)
      expect((await server.call('getFormSource', { as, params })).status).toBe(404)
      expect((await server.call('deleteForm', { as, params })).status).toBe(404)
      expect((await server.call('updateForm', { as, params, body: { state: 'confirmed' } })).status).toBe(404)
    }
    await ask('updateForm', { as: admin, params, body: { state: 'confirmed' } })
    const denied = await server.call('updateForm', { as: teacher, params, body: { name: '我的' } })
    expect([denied.status, await codeOf(denied)]).toEqual([403, 'permission/denied'])
    const source = await server.call('getFormSource', { as: teacher, params })
    expect(Buffer.from(await source.arrayBuffer()).equals(Buffer.from(BLANK))).toBe(true)
  })

  test('[FM5] that is none leaves nothing behind, there are only so many, and one that was deleted can be had back', async () => {
    const files = () => server.sql`SELECT count(*)::int AS n FROM files WHERE document LIKE 'form:%'`
    const before = [...(await files())]
    const none = await server.call('createForm', { as: admin, form: aForm('a.docx', docx('没有表格')) })
    expect([none.status, await codeOf(none)]).toEqual([422, 'form/no-fields'])
    const junk = await server.call('createForm', { as: admin, form: aForm('a.docx', Buffer.from('junk')) })
    expect(await codeOf(junk)).toBe('word/not-a-docx')
    expect([...(await files())]).toEqual(before)
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, n) => server.call('createForm', { as: admin, form: aForm(`f${n}.docx`, BLANK) })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409])
    const made = answers.find(({ status }) => status === 201) as Response
    const { id } = (await made.json()) as Form
    const params = { formId: id }
    const kept = async () => (await server.sql`SELECT 1 FROM files WHERE document = ${`form:${id}`}`).length
    await ask('deleteForm', { as: admin, params })
    expect(await codeOf(await server.call('deleteForm', { as: admin, params }))).toBe('form/not-found')
    // What is deleted is in nobody's way and nobody's hands, and counts until it is erased.
    const listed = async () =>
      (await ask<{ items: FormSummary[] }>('listForms', { as: admin })).items.map((one) => one.id)
    expect(await listed()).not.toContain(id)
    expect(await codeOf(await server.call('createForm', { as: admin, form: aForm('g.docx', BLANK) }))).toBe(
      'form/too-many',
    )
    const outsider = await server.aPerson(await server.aPlace('旁县'), 'orgAdmin')
    for (const as of [teacher, outsider])
      expect(await codeOf(await server.call('restoreForm', { as, params }))).toBe('form/not-found')
    expect(await ask<Form>('restoreForm', { as: admin, params })).toMatchObject({ id, state: 'found' })
    expect(await ask<Form>('restoreForm', { as: admin, params })).toMatchObject({ id, state: 'found' })
    expect(await listed()).toContain(id)
    expect((await server.call('getFormSource', { as: admin, params })).status).toBe(200)

    await ask('deleteForm', { as: admin, params })
    server.advance(2 * 3600_000)
    await sweep(server.deps)
    expect([await kept(), await codeOf(await server.call('restoreForm', { as: admin, params }))]).toEqual([
      0,
      'form/not-found',
    ])
    await ask('createForm', { as: admin, form: aForm('h.docx', BLANK) })
  })
})

test('[FM3] a plan without its second preparation has none of the red, what the red struck out, and a blank column for it', async () => {
  const doc = lessonPlanTemplate('standard', { title: '课', subject: '语文', grade: null, lead: null })
  const red = { type: 'redPen' }
  const fill = (node: DocJson): DocJson =>
    node.type === 'paragraph'
      ? {
          ...node,
          content: [
            { type: 'text', text: '原来写的' },
            { type: 'text', text: '划掉的', marks: [red, { type: 'strike' }] },
            { type: 'text', text: '红笔补的', marks: [red] },
          ],
        }
      : { ...node, ...(node.content ? { content: node.content.map(fill) } : {}) }
  const id = await server.aPlan(teacher, school, { title: '课', subject: '语文', doc: fill(doc) })
  const read = async (query: Record<string, string>) => {
    const response = await server.call('exportLessonPlan', { as: teacher, params: { id }, query })
    const back = importDocx(new Uint8Array(await response.arrayBuffer()))
    if (!back.ok) throw new Error(back.refusal.code)
    return readLessonPlan(back.value.doc).rows
  }
  const [full, before] = [await read({}), await read({ second: 'no' })]
  expect(full.every(({ second }) => (second ?? '').includes('红笔补的'))).toBe(true)
  expect(before.map(({ second }) => second ?? '').join('')).toBe('')
  expect(before.map(({ rowId, teacher: words }) => [rowId, words])).toEqual(
    full.map(({ rowId }) => [rowId, '原来写的划掉的']),
  )
})
