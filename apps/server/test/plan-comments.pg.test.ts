import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { importDocx } from '@gongyan/word'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aForm, makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'
import { docx } from './zip.ts'

const SAMPLE = resolve(import.meta.dirname, '../../../packages/word/fixtures/samples/english-g4-twin-class.docx')

let server: Harness
let school: Place
let owner: Person
let reader: Person
let commenter: Person
let planId: string

interface Shown {
  importReport: {
    comments: { author: string; text: string; anchor: string; isResolved: boolean }[]
    counts: { comments: number }
  }
  hasSourceFile: boolean
}
const shownTo = async (as: Person) =>
  (await (await server.call('getLessonPlan', { as, params: { id: planId } })).json()) as Shown
const exported = (as: Person, query: Record<string, string> = {}) =>
  server.call('exportLessonPlan', { as, params: { id: planId }, query })
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())
const commentsOf = async (response: Response) => {
  const read = importDocx(await bytesOf(response))
  if (!read.ok) throw new Error(read.refusal.code)
  return read.value.report.comments
}
/** Everything a package holds, as text. */
const textOf = (bytes: Uint8Array) =>
  Object.values(unzipSync(bytes))
    .map((part) => strFromU8(part))
    .join('\n')

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000' })
  school = await server.aPlace('清河小学', await server.aPlace('县'))
  owner = await server.aPerson(school, 'teacher', { name: '周老师', subject: '英语', stage: '小学' })
  reader = await server.aPerson(school, 'teacher', { subject: '英语', stage: '小学' })
  commenter = await server.aPerson(school, 'teacher', { subject: '语文', stage: '小学' })
  const made = await server.call('importLessonPlan', { as: owner, form: aForm('英语.docx', await readFile(SAMPLE)) })
  planId = ((await made.json()) as { id: string }).id
  await server.sql`UPDATE lesson_plans SET state = 'finalized' WHERE id = ${planId}`
  await server.sql`INSERT INTO lesson_plan_members (plan_id, user_id, role, invited_by) VALUES (${planId}, ${commenter.id}, 'commenter', ${owner.id})`
})
afterAll(() => server?.close())

test('[LP17] comments of the file are written as Word comments when they are chosen, at their words, and else not', async () => {
  const before = (await shownTo(owner)).importReport.comments
  expect(before.length).toBeGreaterThan(1)
  const written = await commentsOf(await exported(owner, { comments: 'yes' }))
  expect(written.map(({ author, text, anchor, replyTo }) => ({ author, text, anchor, replyTo }))).toMatchObject(
    before.map(({ author, text, anchor }) => ({ author, text, anchor })),
  )
  for (const query of [{}, { comments: 'no' }]) {
    const bytes = await bytesOf(await exported(owner, query))
    expect(Object.keys(unzipSync(bytes)).filter((name) => /comment/i.test(name))).toEqual([])
    expect(textOf(bytes)).not.toContain('屏幕偏暗')
  }
  const places = await server.call('listLeftParts', { as: owner, params: { id: planId }, query: { comments: 'yes' } })
  expect(await places.json()).toEqual({ items: [], moved: [] })
})

test('[LP17] who may read a plan but not comment on it gets no word of them, by no door', async () => {
  expect((await shownTo(commenter)).importReport.comments.length).toBeGreaterThan(1)
  expect(await commentsOf(await exported(commenter, { comments: 'yes' }))).not.toEqual([])
  const whole = await server.call('getLessonPlan', { as: reader, params: { id: planId } })
  expect(whole.status).toBe(200)
  const text = await whole.text()
  expect(text).not.toContain('屏幕偏暗')
  expect(JSON.parse(text)).toMatchObject({
    importReport: { comments: [], counts: { comments: 0 } },
    hasSourceFile: false,
  })
  for (const operation of ['exportLessonPlan', 'listLeftParts'] as const) {
    const refused = await server.call(operation, { as: reader, params: { id: planId }, query: { comments: 'yes' } })
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'permission/denied'])
  }
  expect(textOf(await bytesOf(await exported(reader)))).not.toContain('屏幕偏暗')
  const source = await server.call('getSourceFile', { as: reader, params: { id: planId } })
  expect([source.status, await codeOf(source)]).toEqual([404, 'file/not-found'])
  const [row] = await server.sql<{ id: string }[]>`SELECT source_file_id AS id FROM lesson_plans WHERE id = ${planId}`
  const file = (as: Person) => server.call('getFile', { as, params: { fileId: row?.id ?? '' } })
  expect([(await file(owner)).status, (await file(reader)).status]).toEqual([200, 404])
})

test('[LP17] a school’s form takes them too, and what has no place in it is told as moved', async () => {
  const admin = await server.aPerson(school, 'orgAdmin')
  const blank = docx('教案', [['课题', '']], '教学过程', [
    ['教学环节', '教师活动'],
    ['', ''],
  ])
  const found = (await (await server.call('createForm', { as: admin, form: aForm('格式.docx', blank) })).json()) as {
    id: string
  }
  const form = found.id
  await server.call('updateForm', {
    as: admin,
    params: { formId: form },
    body: { name: '格式', state: 'confirmed', choices: [] },
  })
  const before = (await shownTo(owner)).importReport.comments
  const query = { form, comments: 'yes', rest: 'leave' }
  const told = await server.call('listLeftParts', { as: owner, params: { id: planId }, query })
  expect(told.status).toBe(200)
  const { moved } = (await told.json()) as { moved: { author: string; text: string }[] }
  expect(moved.length).toBeGreaterThan(0)
  const written = await commentsOf(await exported(owner, query))
  expect(written.map(({ text }) => text)).toEqual(before.map(({ text }) => text))
})
