import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findActor } from '@gongyan/db'
import type { UserId } from '@gongyan/domain'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ASKED_WITHIN_MS, createBooks, KEEP_BOOKS_MS } from '../src/features/print/index.ts'
import { makeBook } from '../src/features/print/make-book.ts'
import { makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

interface Told {
  id: string
  state: 'making' | 'ready' | 'failed'
  done: number
  total: number
  problem: string | null
  missing: { position: number; title: string | null; problem: string }[]
  pageCount: number | null
}
const PATIENCE = { timeout: 120_000, interval: 100 }

let server: Harness
let school: Place
let owner: Person
let stranger: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000', LIMIT_PRINT_PLANS: '80', SOFFICE_PATH: '' })
  const county = await server.aPlace('县')
  school = await server.aPlace('清河小学', county)
  owner = await server.aPerson(school, 'teacher', { name: '周老师' })
  stranger = await server.aPerson(await server.aPlace('邻校', county), 'teacher', { name: '吴老师' })
})
afterAll(() => server?.close())

const isInstalled = () => server.deps.office.canConvert && server.deps.office.canJoin
const jsonOf = async <T>(response: Response) => (await response.json()) as T
const codeOf = async (response: Response) => (await jsonOf<{ code: string }>(response)).code
const begin = (planIds: readonly string[], as = owner) =>
  server.call('createPrintBook', { as, body: { title: '第三单元 <分数> & 其他', planIds } })
const ask = (bookId: string, as = owner) => server.call('getPrintBook', { as, params: { bookId } })
const file = (bookId: string, as = owner) => server.call('getPrintBookFile', { as, params: { bookId } })

async function ended(bookId: string): Promise<Told> {
  let told: Told | undefined
  await expect
    .poll(async () => {
      told = await jsonOf<Told>(await ask(bookId))
      return told.state
    }, PATIENCE)
    .not.toBe('making')
  return told as Told
}

const pagesOf = (pdf: Uint8Array): string[] =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
    .normalize('NFKC')
    .split('\f')
    .slice(0, -1)

describe('where LibreOffice is', () => {
  test('[PR4] plans become one PDF, and each begins on the page that its contents say', async ({ skip }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const titles = [
      '甲课分数的意义',
      '乙课约分',
      '丙课通分',
      '丁课比较',
      '戊课加法',
      '己课减法',
      '庚课混合',
      '辛课应用',
      '壬课复习',
    ]
    const planIds: string[] = []
    for (const title of titles) planIds.push(await server.aPlan(owner, school, { title }))
    const created = await begin(planIds)
    expect(created.status).toBe(201)
    const { id, total } = await jsonOf<Told>(created)
    expect(total).toBe(titles.length)
    const told = await ended(id)
    expect(told).toMatchObject({ state: 'ready', done: titles.length, missing: [], problem: null })
    const response = await file(id)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    const pages = pagesOf(new Uint8Array(await response.arrayBuffer()))
    expect(pages.length).toBe(told.pageCount)
    const [contents = ''] = pages
    expect(contents).toContain('第三单元 <分数> & 其他')
    for (const [index, title] of titles.entries()) {
      const line = contents.split('\n').find((text) => text.includes(title)) ?? ''
      expect(line).toMatch(new RegExp(`^\\s*${index + 1}\\s+${title}\\s+周老师\\s+清河小学\\s+\\d+\\s*$`))
      expect(pages[Number(/(\d+)\s*$/.exec(line)?.[1]) - 1]).toContain(title)
    }
  })

  test('[PR5] a plan of somebody else is “not found” in the contents and nothing of it leaves', async ({ skip }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const mine = await server.aPlan(owner, school, { title: '我的课' })
    const theirs = await server.aPlan(stranger, school, { title: '别人的秘密' })
    // So many that the contents take several pages.
    const unknown = Array.from({ length: 70 }, () => randomUUID())
    const { id } = await jsonOf<Told>(await begin([theirs, mine, mine, ...unknown]))
    const told = await ended(id)
    expect(told).toMatchObject({
      state: 'ready',
      total: 72,
      missing: [1, ...unknown.map((_, index) => index + 3)].map((position) => ({
        position,
        title: null,
        problem: 'lesson-plan/not-found',
      })),
    })
    const pages = pagesOf(new Uint8Array(await (await file(id)).arrayBuffer()))
    const page = Number(/我的课.*?(\d+)\s*$/m.exec(pages[0] ?? '')?.[1])
    expect(page).toBeGreaterThan(2)
    expect(pages[page - 1]).toContain('我的课')
    expect(pages[page - 2]).toContain('没有这份教案')
    const text = pages.join('')
    expect(text).toContain('我的课')
    expect(text).toMatch(/第 1 份:没有这份教案/)
    expect(text).not.toContain('秘密')
    expect(text).not.toContain('吴老师')

    const none = await jsonOf<Told>(await begin([theirs]))
    expect(await ended(none.id)).toMatchObject({ state: 'failed', problem: 'lesson-plan/not-found' })
    expect(await codeOf(await file(none.id))).toBe('print/not-ready')
  })

  test('[PR5] a plan that cannot be converted is named with the reason, and the others go on', async ({ skip }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const { office } = server.deps
    const planIds = [
      await server.aPlan(owner, school, { title: '坏课' }),
      await server.aPlan(owner, school, { title: '好课' }),
    ]
    const actor = await findActor(server.sql, owner.id)
    if (!actor) throw new Error('no actor')
    let isFirst = true
    const failing: typeof office = {
      ...office,
      convert: async (files, to, signal) => {
        const done = await office.convert(files, to, signal)
        if (!isFirst) return done
        isFirst = false
        return [{ ok: false, refusal: { code: 'office/timeout', detail: null } }, ...done.slice(1)]
      },
    }
    const made = await makeBook(
      { ...server.deps, office: failing },
      { title: '一', entries: planIds.map((id) => ({ id, group: null })), actor },
      () => {},
      AbortSignal.timeout(100_000),
    )
    if (!made.ok) throw new Error(made.refusal)
    const [contents = '', first = ''] = pagesOf(made.value.bytes)
    expect(contents).toContain('第 1 份 坏课:文件太复杂,转换的时间太长')
    expect(contents).toMatch(/1\s+好课/)
    expect(first).toContain('好课')
  })

  test('[PR5] a file in the making is its owner’s alone', async ({ skip }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const { id } = await jsonOf<Told>(await begin([await server.aPlan(owner, school, {})]))
    expect(await codeOf(await ask(id, stranger))).toBe('print/not-found')
    expect(await codeOf(await server.call('discardPrintBook', { as: stranger, params: { bookId: id } }))).toBe(
      'print/not-found',
    )
    expect(await ended(id)).toMatchObject({ state: 'ready' })
    expect(await codeOf(await file(id, stranger))).toBe('print/not-found')
  })

  test('[PR6] one file for each person, so many plans in it; what nobody asks about is given up, what is ready goes', async ({
    skip,
  }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const plan = await server.aPlan(owner, school, {})
    const many = Array.from({ length: 81 }, () => randomUUID())
    const refused = await begin(many)
    expect([refused.status, await codeOf(refused)]).toEqual([422, 'print/too-many'])

    const orders = await Promise.all([begin([plan]), begin([plan]), begin([plan])])
    const ids = await Promise.all(orders.map(async (order) => (await jsonOf<Told>(order)).id))
    const known = await Promise.all(ids.map(async (id) => (await ask(id)).status))
    expect(known.filter((status) => status === 200)).toHaveLength(1)

    const left = await jsonOf<Told>(await begin([plan]))
    server.advance(ASKED_WITHIN_MS + 1)
    await server.books.sweep()
    expect(await codeOf(await ask(left.id))).toBe('print/not-found')

    const kept = await jsonOf<Told>(await begin([plan]))
    await ended(kept.id)
    const folder = join(server.deps.config.dataDir, 'print-books')
    // The clock runs on by itself meanwhile.
    server.advance(KEEP_BOOKS_MS - 30_000)
    await server.books.sweep()
    expect(readdirSync(folder)).toEqual([`${kept.id}.pdf`])
    server.advance(KEEP_BOOKS_MS + 1)
    await server.books.sweep()
    expect(readdirSync(folder)).toEqual([])
    expect(await codeOf(await file(kept.id))).toBe('print/not-found')
  })
})

test('[PR6] forty people may have a file on one server; the next one waits until a place is free', async () => {
  const books = createBooks(server.deps)
  const actor = await findActor(server.sql, owner.id)
  if (!actor) throw new Error('no actor')
  const order = (userId: UserId) => books.begin({ title: '一', entries: [], actor: { ...actor, userId } }, 'pdf')
  const people = Array.from({ length: 40 }, () => randomUUID() as UserId)
  const begun = await Promise.all(people.map(order))
  expect(begun.filter((book) => book !== null)).toHaveLength(40)
  const late = randomUUID() as UserId
  expect(await order(late)).toBeNull()
  // Who has one already begins anew in its place.
  const again = await order(people[7] as UserId)
  expect(again).not.toBeNull()
  expect(await order(late)).toBeNull()
  await books.discard(again?.id ?? '')
  const last = await order(late)
  expect(last).not.toBeNull()
  await Promise.all([...begun, last].map((book) => books.discard(book?.id ?? '')))
})

test('[PR3] without LibreOffice a file of several plans says so', async () => {
  const without = await makeHarness({ SOFFICE_PATH: 'absent' })
  try {
    const teacher = await without.aPerson(await without.aPlace('校'), 'teacher')
    const refused = await without.call('createPrintBook', {
      as: teacher,
      body: { title: '一', planIds: [randomUUID()] },
    })
    expect([refused.status, await codeOf(refused)]).toEqual([503, 'office/absent'])
  } finally {
    await without.close()
  }
})
