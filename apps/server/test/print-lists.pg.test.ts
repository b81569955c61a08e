import { execFileSync } from 'node:child_process'
import type { DocJson } from '@gongyan/documents'
import { DOCX } from '@gongyan/contract'
import { findActor } from '@gongyan/db'
import { pagesInContents } from '@gongyan/word'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBookThread } from '../src/features/print/book-thread.ts'
import { contentsBody } from '../src/features/print/contents.ts'
import { createPageCounter } from '../src/features/print/page-counter.ts'
import { makeWordBook, MOST_COUNTED } from '../src/features/print/make-word-book.ts'
import { makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'
import { aPrepGroup, headed } from './headed.ts'

interface Told {
  id: string
  format: string
  state: 'making' | 'ready' | 'failed'
  done: number
  total: number
  problem: string | null
  missing: { position: number; title: string | null; problem: string }[]
  pageCount: number | null
}

let server: Harness
let school: Place
let owner: Person
let colleague: Person
let groupId: string
const MOST = 12
const PATIENCE = { timeout: 120_000, interval: 50 }

beforeAll(async () => {
  server = await makeHarness({
    LIMIT_REQUESTS_PER_MINUTE: '1000000',
    LIMIT_PRINT_PLANS: String(MOST),
    SOFFICE_PATH: '',
  })
  const county = await server.aPlace('县')
  school = await server.aPlace('清河小学', county)
  owner = await server.aPerson(school, 'teacher', { name: '周老师' })
  colleague = await server.aPerson(await server.aPlace('柳林小学', county), 'teacher', { name: '李老师' })
  groupId = await aPrepGroup(server.sql, county, { name: '五年级数学备课组', leader: owner, members: [colleague] })
  const volume = '上册'
  const of = (title: string, unit: string, period: string, as = owner, state: 'drafting' | 'finalized' = 'drafting') =>
    server.aPlan(as, school, {
      title,
      grade: '五年级',
      state,
      doc: headed(title, { unit, volume, period, date: '2026年11月2日' }),
    })
  await of('梯形的面积', '第六单元 多边形的面积', '第5课时')
  await of('用字母表示数', '第五单元 简易方程', '第1课时')
  await of('三角形的面积', '第6单元', '第3课时', colleague, 'finalized')
  await of('平行四边形的面积', '六、多边形的面积', '第1课时')
  await of('别人的初备', '第六单元', '第7课时', colleague)
})
afterAll(() => server?.close())

const jsonOf = async <T>(response: Response) => (await response.json()) as T
const codeOf = async (response: Response) => (await jsonOf<{ code: string }>(response)).code
const begin = (list: object, format: 'docx' | 'pdf' = 'docx', as = owner) =>
  server.call('createPrintBook', { as, body: { title: '五年级数学 <上>', format, list } })
const ask = (bookId: string, as = owner) => server.call('getPrintBook', { as, params: { bookId } })
const file = (bookId: string, as = owner) => server.call('getPrintBookFile', { as, params: { bookId } })

async function made(list: object, format: 'docx' | 'pdf' = 'docx', as = owner): Promise<Told> {
  const created = await begin(list, format, as)
  expect(created.status).toBe(201)
  let told = await jsonOf<Told>(created)
  await expect
    .poll(async () => {
      told = await jsonOf<Told>(await ask(told.id, as))
      return told.state
    }, PATIENCE)
    .not.toBe('making')
  return told
}
const bytesOf = async (told: Told, as = owner) => new Uint8Array(await (await file(told.id, as)).arrayBuffer())
const wordsOf = (docx: Uint8Array): string[] => {
  const xml = strFromU8(unzipSync(docx)['word/document.xml'] as Uint8Array)
  return xml
    .split('</w:p>')
    .map((paragraph) => [...paragraph.matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, text]) => text).join(''))
    .filter((text) => text !== '')
}
/** Where each of these stands as a line of its own, first in the contents and then in the plans. */
const placesOf = (lines: readonly string[], title: string) => lines.flatMap((line, at) => (line === title ? [at] : []))

test('[PR7] a list becomes one Word file without LibreOffice: contents first, by unit and lesson, and each plan as it is', async () => {
  const told = await made({ grade: '五年级' })
  expect(told).toMatchObject({ state: 'ready', format: 'docx', total: 4, done: 4, missing: [], pageCount: null })
  const response = await file(told.id)
  expect(response.headers.get('content-type')).toBe(DOCX)
  expect(response.headers.get('content-disposition')).toContain('.docx')
  const docx = new Uint8Array(await response.arrayBuffer())
  const lines = wordsOf(docx)
  const order = ['用字母表示数', '平行四边形的面积', '三角形的面积', '梯形的面积']
  const firsts = order.map((title) => placesOf(lines, title)[0] ?? -1)
  const lasts = order.map((title) => placesOf(lines, title).at(-1) ?? -1)
  expect(firsts).toEqual(firsts.toSorted((a, b) => a - b))
  expect(lasts).toEqual(lasts.toSorted((a, b) => a - b))
  expect(Math.min(...lasts)).toBeGreaterThan(Math.max(...firsts))
  expect(lines[0]).toBe('五年级数学 &lt;上&gt;')
  // The units stand over their plans, by the fullest of their names.
  expect(lines.indexOf('五年级数学上册 第五单元 简易方程')).toBeLessThan(firsts[0] ?? 0)
  const area = lines.indexOf('五年级数学上册 第六单元 多边形的面积')
  expect([area > (firsts[0] ?? 0), area < (firsts[1] ?? 0)]).toEqual([true, true])
  for (const title of order) expect(lines).toContain(`${title}：正文。`)
  expect(lines).toContain('李老师')
})

test('[PR7] what one may not read is not in it, not even its title, and nobody counts it', async () => {
  const told = await made({ grade: '五年级', unit: '上册第6单元' })
  expect(told).toMatchObject({ state: 'ready', total: 3, missing: [] })
  expect(wordsOf(await bytesOf(told)).join()).not.toContain('别人的初备')
  const theirs = await made({ group: groupId, term: '2026-1' }, 'docx', colleague)
  expect(theirs).toMatchObject({ state: 'ready', total: 2 })
  const words = wordsOf(await bytesOf(theirs, colleague)).join()
  expect([words.includes('别人的初备'), words.includes('梯形')]).toEqual([true, false])
  expect(await codeOf(await file(theirs.id))).toBe('print/not-found')
})

test('[PR7] rights that end while it is made keep a plan out of it', async () => {
  const { books } = server
  const actor = await findActor(server.sql, owner.id)
  if (!actor) throw new Error('no actor')
  const id = await server.aPlan(colleague, school, { title: '收回的', members: [[owner, 'editor']] })
  const entries = [
    { id, group: null },
    { id: await server.aPlan(owner, school, { title: '留下的' }), group: null },
  ]
  await server.sql`DELETE FROM lesson_plan_members WHERE plan_id = ${id}`
  const book = await books.begin({ title: '一', entries, actor }, 'docx')
  await expect.poll(() => books.find(book?.id ?? '', actor.userId)?.state.kind, PATIENCE).toBe('ready')
  const found = books.find(book?.id ?? '', actor.userId)
  expect(found?.missing).toEqual([{ position: 1, title: null, problem: 'lesson-plan/not-found' }])
  const words = wordsOf((found && (await books.read(found))) as Uint8Array).join()
  expect(words).toContain('第 1 份：没有这份教案')
  expect(words).not.toContain('收回的')
})

test('[PR7] a role that ends while it is made keeps out what only the role let see', async () => {
  const { books } = server
  const leader = await server.aPerson(school, 'leader')
  const actor = await findActor(server.sql, leader.id)
  if (!actor) throw new Error('no actor')
  const entries = [{ id: await server.aPlan(owner, school, { title: '定了稿的', state: 'finalized' }), group: null }]
  const made = async () => {
    const book = await books.begin({ title: '一', entries, actor }, 'docx')
    const find = () => books.find(book?.id ?? '', actor.userId)
    await expect.poll(() => find()?.state.kind, PATIENCE).not.toBe('making')
    return find()
  }
  expect(await made()).toMatchObject({ state: { kind: 'ready' }, missing: [] })
  await server.sql`DELETE FROM identities WHERE user_id = ${leader.id}`
  expect(await made()).toMatchObject({ state: { kind: 'failed', problem: 'lesson-plan/not-found' } })
})

test.each([
  [
    'bytes that are no update',
    (document: string) => server.sql`UPDATE collab_updates SET bytes = '\\x00' WHERE document = ${document}`,
  ],
  ['a hole in its log', (document: string) => server.sql`DELETE FROM collab_updates WHERE document = ${document}`],
] as const)(
  '[PR8] a plan that cannot be read for %s is named with the reason, and the others go on',
  async (_, harm) => {
    await server.sql`UPDATE lesson_plans SET grade = '三年级' WHERE grade IN ('一年级', '二年级')`
    const broken = await server.aPlan(owner, school, { title: '坏的', grade: '一年级', doc: headed('坏的', {}) })
    await server.aPlan(owner, school, { title: '好的', grade: '一年级', doc: headed('好的', {}) })
    await harm(`lessonPlan:${broken}`)
    const told = await made({ grade: '一年级' })
    expect(told).toMatchObject({
      state: 'ready',
      done: 2,
      missing: [{ title: '坏的', problem: 'print/unreadable' }],
    })
    const words = wordsOf(await bytesOf(told)).join()
    expect(words).toContain('坏的：这份教案现在读不出来')
    expect(words).toContain('好的：正文。')
    await server.sql`UPDATE lesson_plans SET grade = '二年级' WHERE id = ${broken}`
    expect(await made({ grade: '二年级' })).toMatchObject({ state: 'failed', problem: 'print/unreadable' })
  },
)

test('[PR9] so many plans and no more; an empty list is said to be one', async () => {
  for (let n = 0; n <= MOST; n++) await server.aPlan(owner, school, { title: `多 ${n}`, grade: '九年级' })
  const refused = await begin({ grade: '九年级' })
  expect([refused.status, await refused.text()]).toEqual([
    422,
    expect.stringContaining(`一册最多放 ${MOST} 份教案，这里有 ${MOST + 1} 份`),
  ])
  const [one] = await server.sql<{ id: string }[]>`SELECT id FROM lesson_plans WHERE grade = '九年级' LIMIT 1`
  await server.sql`UPDATE lesson_plans SET deleted_at = now() WHERE id = ${one?.id ?? ''}`
  expect(await made({ grade: '九年级' })).toMatchObject({ state: 'ready', total: MOST })
  for (const list of [{ grade: '八年级' }, { q: '……' }, { q: '没有这样的话' }]) {
    const empty = await begin(list)
    expect([empty.status, await codeOf(empty)]).toEqual([422, 'print/empty'])
  }
})

test('[PR7] where a book cannot be laid out, its pages are left to the program that opens it', async () => {
  const actor = await findActor(server.sql, owner.id)
  if (!actor) throw new Error('no actor')
  const id = await server.aPlan(owner, school, { title: '一课', doc: headed('一课', {}) })
  let asked = 0
  const office: typeof server.deps.office = {
    ...server.deps.office,
    canConvert: true,
    convert: async () => {
      asked++
      return [{ ok: false, refusal: { code: 'office/timeout', detail: null } }]
    },
  }
  for (const [count, times] of [
    [MOST_COUNTED, 1],
    [MOST_COUNTED + 1, 1],
  ] as const) {
    asked = 0
    const entries = Array.from({ length: count }, () => ({ id, group: null }))
    const order = { title: '一', entries, actor }
    const book = await makeWordBook({ ...server.deps, office }, order, () => {}, AbortSignal.timeout(60_000))
    if (!book.ok) throw new Error(book.refusal)
    expect([asked, pagesInContents(book.value.bytes).size]).toEqual([times, 0])
    expect(placesOf(wordsOf(book.value.bytes), '…')).toHaveLength(count)
  }
})

test('[PR7] a long book is laid out plan by plan, and each begins behind the contents and all before it', async () => {
  const actor = await findActor(server.sql, owner.id)
  if (!actor) throw new Error('no actor')
  const id = await server.aPlan(owner, school, { title: '一课', doc: headed('一课', {}) })
  const asked: number[] = []
  // A plan of one page, then one of two, and so on; the contents take three.
  let counted = 0
  const office: typeof server.deps.office = {
    ...server.deps.office,
    canConvert: true,
    canJoin: true,
    convert: async (docs) => {
      asked.push(docs.length)
      return docs.map((bytes) => ({ ok: true, value: bytes }))
    },
    countPages: async () => ({ ok: true, value: counted === MOST_COUNTED + 1 ? 3 : (counted++ % 2) + 1 }),
  }
  const entries = Array.from({ length: MOST_COUNTED + 1 }, () => ({ id, group: null }))
  const order = { title: '一', entries, actor }
  const book = await makeWordBook({ ...server.deps, office }, order, () => {}, AbortSignal.timeout(60_000))
  if (!book.ok) throw new Error(book.refusal)
  expect(Math.max(...asked)).toBeLessThanOrEqual(8)
  const pages = [...pagesInContents(book.value.bytes).values()]
  expect(pages).toHaveLength(MOST_COUNTED + 1)
  expect(pages.slice(0, 5)).toEqual([4, 5, 7, 8, 10])
})

test('[PR9] a list or plans by name, never both and never neither', async () => {
  for (const body of [{ title: '一' }, { title: '一', list: {}, planIds: [groupId] }])
    expect((await server.call('createPrintBook', { as: owner, body })).status).toBe(422)
})

test('[PR3] without LibreOffice a list still becomes a Word file, and as PDF it says why not', async () => {
  const without = await makeHarness({ SOFFICE_PATH: 'absent' })
  try {
    const place = await without.aPlace('校')
    const teacher = await without.aPerson(place, 'teacher')
    await without.aPlan(teacher, place, { title: '一课' })
    const call = (format: string) =>
      without.call('createPrintBook', { as: teacher, body: { title: '一', format, list: {} } })
    const refused = await call('pdf')
    expect([refused.status, await codeOf(refused)]).toEqual([503, 'office/absent'])
    expect((await call('docx')).status).toBe(201)
  } finally {
    await without.close()
  }
})

describe('where LibreOffice is', () => {
  const isInstalled = () => server.deps.office.canConvert && server.deps.office.canJoin
  const pagesOf = (pdf: Uint8Array): string[] =>
    execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
      .normalize('NFKC')
      .split('\f')
      .slice(0, -1)
  const titles = ['用字母表示数', '平行四边形的面积', '三角形的面积', '梯形的面积']
  const expectPages = (pages: readonly string[]) => {
    for (const [index, title] of titles.entries()) {
      const line = (pages[0] ?? '').split('\n').find((text) => text.includes(title)) ?? ''
      expect(line).toMatch(new RegExp(`^\\s*${index + 1}\\s+${title}\\s`))
      expect(pages[Number(/(\d+)\s*$/.exec(line)?.[1]) - 1]).toContain(`${title}:正文。`)
    }
  }

  test('[PR7] a list becomes one PDF in the same order, and each plan begins where its contents say', async ({
    skip,
  }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const told = await made({ grade: '五年级' }, 'pdf')
    expect(told).toMatchObject({ state: 'ready', format: 'pdf', total: 4, missing: [] })
    expectPages(pagesOf(await bytesOf(told)))
  })

  test('[PR7] counted plan by plan, pages are those of the book as a whole', async ({ skip }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const long = (title: string, lines: number): DocJson => ({
      ...headed(title, {}),
      content: [
        ...(headed(title, {}).content ?? []),
        ...Array.from({ length: lines }, (_, line) => ({
          type: 'paragraph',
          content: [{ type: 'text', text: `第 ${line} 行，讲一讲，再说一说。`.repeat(4) }],
        })),
      ],
    })
    const docs = [0, 70, 3, 160, 1].map((lines, index) => long(`第${index}课`, lines))
    const signal = AbortSignal.timeout(100_000)
    const { office } = server.deps
    const book = createBookThread(signal)
    const counter = createPageCounter(office, signal)
    const titles: { title: string; bookmark: string }[] = []
    for (const [index, doc] of docs.entries()) {
      const bookmark = await book.add(doc, new Map())
      titles.push({ title: `第${index}课`, bookmark })
      await counter.add(bookmark, () => book.alone(doc, new Map()))
    }
    const lines = titles.map(({ title, bookmark }) => ({
      title,
      author: '周老师',
      school: '清河小学',
      group: null,
      at: { bookmark, page: null },
    }))
    const meta = { title: '一册', front: contentsBody({ title: '一册', lines, missing: [] }) }
    const pages = await counter.begin(() => book.contents(meta))
    const [saved] = await office.convert([await book.bytes(meta)], 'docx', signal)
    book.close()
    if (!saved?.ok) throw new Error(saved?.refusal.code)
    expect([...pages]).toEqual([...pagesInContents(saved.value)])
    expect([...pages.values()][0]).toBe(2)
    expect(new Set(pages.values()).size).toBe(docs.length)
  })

  test('[PR7] a program that opens the Word file finds the page of each plan for its contents', async ({ skip }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const docx = await bytesOf(await made({ grade: '五年级' }))
    // They are written already, for a program that does not look.
    expect([...pagesInContents(docx).values()]).toEqual([2, 3, 4, 5])
    const [pdf] = await server.deps.office.convert([docx], 'pdf')
    if (!pdf?.ok) throw new Error(pdf?.refusal.code)
    expectPages(pagesOf(pdf.value))
  })
})
