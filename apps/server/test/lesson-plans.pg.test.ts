import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { documentName } from '@gongyan/domain'
import type { DocJson } from '@gongyan/documents'
import { lessonPlanSchema, lessonPlanTemplate, readLessonPlan } from '@gongyan/documents'
import { importDocx } from '@gongyan/word'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BIN_MS, sweep } from '../src/jobs.ts'
import { aForm, makeHarness, PIXEL } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

const SAMPLES = resolve(import.meta.dirname, '../../../packages/word/fixtures/samples')

let server: Harness
let county: Place
let school: Place
let owner: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000', LIMIT_UPLOAD_BYTES: '3000000' })
  county = await server.aPlace('县')
  school = await server.aPlace('清河小学', county)
  owner = await server.aPerson(school, 'teacher', { name: '周老师', subject: '数学', stage: '小学' })
})
afterAll(() => server?.close())

interface Plan {
  id: string
  title: string
  state: string
  version: number
  header: Record<string, string>
  sectionLabels: Record<string, string>
  rows: { rowId: string; phase: string | null; assistant: string | null }[]
  seq: number
  subject: string | null
  hasSourceFile: boolean
  deletedAt: string | null
  importReport: unknown
  members: { person: { name: string }; role: string }[]
}
const read = async (id: string, as = owner) =>
  (await (await server.call('getLessonPlan', { as, params: { id } })).json()) as Plan
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code

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
    await server.call('uploadFile', { as: owner, params: { id }, form: aForm('图.png', PIXEL, 'image/png') })
    await server.call('startLessonClock', { as: owner, params: { id } })
    await server.call('deleteLessonPlan', { as: owner, params: { id } })
    const count = async () =>
      (
        await server.sql`
      SELECT (SELECT count(*)::int FROM lesson_plans WHERE id = ${id}) AS plans, (SELECT count(*)::int FROM collab_updates WHERE document = ${`lessonPlan:${id}`}) AS updates,
        (SELECT count(*)::int FROM files WHERE document = ${`lessonPlan:${id}`}) AS files, (SELECT count(*)::int FROM lesson_plan_members WHERE plan_id = ${id}) AS members`
      )[0]
    server.advance(BIN_MS - 24 * 3600_000)
    await sweep(server.deps)
    expect(await count()).toEqual({ plans: 1, updates: 1, files: 1, members: 1 })
    server.advance(25 * 3600_000)
    await Promise.all([sweep(server.deps), sweep(server.deps)])
    expect(await count()).toEqual({ plans: 0, updates: 0, files: 0, members: 0 })
    expect((await server.call('getLessonPlan', { as: owner, params: { id: kept } })).status).toBe(200)
  })
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

describe('[LP9] a Word file', () => {
  const importing = (name: string, bytes: Uint8Array) =>
    server.call('importLessonPlan', { as: owner, form: aForm(name, bytes) })

  test('becomes a plan with its source, its pictures and its report, and comes out again with every row', async () => {
    const bytes = await readFile(resolve(SAMPLES, 'math-g5-formulas.docx'))
    const response = await importing('异分母.docx', bytes)
    expect(response.status).toBe(201)
    const result = (await response.json()) as { id: string; title: string; unmapped: unknown[] }
    const plan = await read(result.id)
    expect(plan).toMatchObject({
      title: result.title,
      subject: '数学',
      grade: '五年级',
      state: 'drafting',
      hasSourceFile: true,
      seq: 1,
    })
    expect(plan.importReport).toMatchObject({ own: false })
    const source = await server.call('getSourceFile', { as: owner, params: { id: result.id } })
    expect(Buffer.from(await source.arrayBuffer()).equals(bytes)).toBe(true)
    expect(source.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('异分母.docx')}`)
    const { doc } = (await (
      await server.call('getLessonPlanDocument', { as: owner, params: { id: result.id } })
    ).json()) as { doc: DocJson }
    const pictures = JSON.stringify(doc).match(/"fileId":"[0-9a-f-]{36}"/g) ?? []
    expect(pictures.length).toBeGreaterThan(0)
    for (const picture of pictures)
      expect((await server.call('getFile', { as: owner, params: { fileId: picture.slice(10, -1) } })).status).toBe(200)
    const [row] =
      await server.sql`SELECT author_id, source FROM collab_updates WHERE document = ${`lessonPlan:${result.id}`}`
    expect(row).toEqual({ author_id: owner.id, source: 'import' })

    const exported = await server.call('exportLessonPlan', { as: owner, params: { id: result.id } })
    expect(exported.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent(`${plan.title}.docx`)}`,
    )
    const again = importDocx(new Uint8Array(await exported.arrayBuffer()))
    if (!again.ok) throw new Error(again.refusal.code)
    expect(readLessonPlan(again.value.doc).rows).toEqual(plan.rows)
    expect(again.value.media.length).toBe(new Set(pictures).size)
  })

  test('that is none is refused in words, and leaves nothing behind', async () => {
    const before =
      await server.sql`SELECT (SELECT count(*) FROM lesson_plans) AS plans, (SELECT count(*) FROM files) AS files`
    expect(await codeOf(await importing('a.docx', Buffer.from('not a zip')))).toBe('word/not-a-docx')
    expect(await codeOf(await importing('a.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex')))).toMatch(
      /^word\/(old-format|encrypted|damaged|not-a-docx)$/,
    )
    const whole = await readFile(resolve(SAMPLES, 'math-g5-formulas.docx'))
    expect(await codeOf(await importing('half.docx', whole.subarray(0, whole.length / 2)))).toMatch(
      /^word\/(damaged|not-a-docx)$/,
    )
    expect(await codeOf(await importing('bomb.docx', zipOf('word/document.xml', 400_000_000)))).toMatch(/^word\//)
    expect(
      await server.sql`SELECT (SELECT count(*) FROM lesson_plans) AS plans, (SELECT count(*) FROM files) AS files`,
    ).toEqual(before)
  })

  test('larger than the limit is refused at the limit, without reading the rest', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 100_000
        controller.enqueue(
          sent === 100_000
            ? Buffer.from(`--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n`)
            : new Uint8Array(100_000),
        )
        if (sent > 60_000_000) controller.close()
      },
    })
    const response = await server.request('/api/v1/lesson-plans/import', {
      method: 'POST',
      as: owner,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: endless,
      duplex: 'half',
    } as RequestInit & { as: Person })
    expect([response.status, await codeOf(response)]).toEqual([413, 'request/too-large'])
    expect(sent).toBeLessThan(4_000_000)
  })
})

/** A zip whose one part unpacks to so many zero bytes. */
function zipOf(name: string, size: number): Uint8Array {
  const data = deflateRawSync(Buffer.alloc(size))
  const file = Buffer.from(name)
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(8, 4)
  head.writeUInt32LE(data.length, 14)
  head.writeUInt32LE(size, 18)
  head.writeUInt16LE(file.length, 22)
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), head, file, data])
  const central = Buffer.concat([Buffer.from('504b01021400', 'hex'), head, Buffer.alloc(14), file])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, central, Buffer.from('504b0506', 'hex'), end])
}

describe('[FI1] pictures', () => {
  const upload = (id: string, bytes: Uint8Array, name = 'a.png', as = owner) =>
    server.call('uploadFile', { as, params: { id }, form: aForm(name, bytes) })
  const gif = Buffer.from('R0lGODlhAgADAIAAAAAAAP///yH5BAEAAAAALAAAAAACAAMAAAICRF4AOw==', 'base64')
  const jpeg = Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    Buffer.from('ffc0001108', 'hex'),
    Buffer.from('00140028', 'hex'),
    Buffer.from('03012200021101031101', 'hex'),
    Buffer.from('ffd9', 'hex'),
  ])
  const webp = Buffer.concat([
    Buffer.from('RIFF\u0030\0\0\0WEBPVP8X\u000a\0\0\0', 'latin1'),
    Buffer.from('00000000', 'hex'),
    Buffer.from('3f0100ef0000', 'hex'),
    Buffer.alloc(8),
  ])

  test.each([
    ['image/png', PIXEL, 1, 1],
    ['image/gif', gif, 2, 3],
    ['image/jpeg', jpeg, 40, 20],
    ['image/webp', webp, 320, 240],
  ] as const)('%s is known by its bytes and measured', async (mediaType, bytes, width, height) => {
    const id = await server.aPlan(owner, school)
    const response = await upload(id, bytes, '课件.exe')
    expect(response.status).toBe(201)
    const file = (await response.json()) as { fileId: string }
    expect(file).toEqual({ fileId: file.fileId, width, height, mediaType })
    const got = await server.call('getFile', { as: owner, params: { fileId: file.fileId } })
    expect(Buffer.from(await got.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true)
    expect(
      Object.fromEntries(
        ['content-type', 'x-content-type-options', 'content-security-policy', 'cache-control'].map((name) => [
          name,
          got.headers.get(name),
        ]),
      ),
    ).toEqual({
      'content-type': mediaType,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=31536000, immutable',
    })
    expect(got.headers.get('content-disposition')).toMatch(/^inline; /)
  })

  test('a page, a script, an SVG or a picture cut off is none, whatever it is called', async () => {
    const id = await server.aPlan(owner, school)
    for (const bytes of [
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      '<!doctype html><script>alert(1)</script>',
      'GIF87',
      '\u0089PNG',
      'BM',
      '%PDF-1.7',
    ])
      expect(await codeOf(await upload(id, Buffer.from(bytes, 'latin1'))), bytes).toBe('request/unsupported-media')
  })

  test('only whoever reads the plan sees its pictures, and only whoever edits it adds some', async () => {
    const [editor, commenter, stranger] = [
      await server.aPerson(school, 'teacher'),
      await server.aPerson(school, 'teacher'),
      await server.aPerson(school, 'teacher'),
    ]
    const id = await server.aPlan(owner, school, {
      members: [
        [editor, 'editor'],
        [commenter, 'commenter'],
      ],
    })
    const { fileId } = (await (await upload(id, PIXEL, 'a.png', editor)).json()) as { fileId: string }
    const statusFor = async (as: Person) => (await server.call('getFile', { as, params: { fileId } })).status
    expect([await statusFor(owner), await statusFor(commenter), await statusFor(stranger)]).toEqual([200, 200, 404])
    expect(await codeOf(await upload(id, PIXEL, 'a.png', commenter))).toBe('permission/denied')
    expect(await codeOf(await upload(id, PIXEL, 'a.png', stranger))).toBe('lesson-plan/not-found')
  })

  test('a name cannot break out of its header or its folder', async () => {
    const id = await server.aPlan(owner, school)
    const { fileId } = (await (await upload(id, PIXEL, '../../x"\r\nset-cookie: a=b; 图.png')).json()) as {
      fileId: string
    }
    const disposition =
      (await server.call('getFile', { as: owner, params: { fileId } })).headers.get('content-disposition') ?? ''
    expect(disposition).not.toMatch(/[\r\n]|\.\.\//)
    expect(disposition.match(/"/g)).toHaveLength(2)
  })
})

describe('[HM1] the three next things', () => {
  const home = async (as: Person) =>
    (await (await server.call('getHome', { as })).json()) as {
      next: { kind: string; title: string | null; detail: string | null }[]
      plans: { title: string }[]
      colleagues: { person: { name: string }; planTitle: string }[]
    }

  test('begin with a first plan, then ask for what the plans still need', async () => {
    const person = await server.aPerson(school, 'teacher')
    expect(await home(person)).toEqual({
      next: [{ kind: 'createFirst', planId: null, title: null, detail: null, count: null, at: null }],
      plans: [],
      colleagues: [],
    })
    await server.aPlan(person, school, { title: '刚开头' })
    expect((await home(person)).next).toMatchObject([
      { kind: 'fillMissing', title: '刚开头', detail: '目标、学情分析、重难点、教学过程、作业', count: 5 },
    ])
    await server.aPlan(person, school, { title: '上完了', state: 'taught' })
    const colleague = await server.aPerson(school, 'teacher', { name: '马老师' })
    const together = await server.aPlan(colleague, school, {
      title: '一起写',
      state: 'studying',
      members: [[person, 'editor']],
    })
    expect((await home(person)).next.map(({ kind, title }) => [kind, title])).toEqual([
      ['writeReflection', '上完了'],
      ['joinStudying', '一起写'],
      ['fillMissing', '刚开头'],
    ])
    await server.collab.edit(
      documentName({ kind: 'lessonPlan', id: together }),
      { authorId: colleague.id, source: 'test' },
      (ydoc) => {
        ydoc.getXmlFragment('body').insert(1, [new Y.XmlElement('rule')])
      },
    )
    expect((await home(person)).colleagues).toMatchObject([{ person: { name: '马老师' }, planTitle: '一起写' }])
  })

  test('a researcher is asked to read what is being studied in the own subject only', async () => {
    const place = await server.aPlace('另一县')
    const teacher = await server.aPerson(place, 'teacher')
    await server.aPlan(teacher, place, { title: '数学研讨', state: 'studying', subject: '数学' })
    await server.aPlan(teacher, place, { title: '语文研讨', state: 'studying', subject: '语文' })
    await server.aPlan(teacher, place, { title: '还在写', state: 'drafting', subject: '数学' })
    const researcher = await server.aPerson(place, 'researcher', { subject: '数学' })
    expect((await home(researcher)).next.map(({ kind, title }) => [kind, title])).toEqual([
      ['readStudying', '数学研讨'],
      ['createFirst', null],
    ])
  })
})
