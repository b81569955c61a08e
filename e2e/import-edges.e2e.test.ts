import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSql } from '@gongyan/db'
import {
  createTestDatabase,
  hasTool,
  launchChromium,
  startTestServer,
  type TestDatabase,
  type TestServer,
} from '@gongyan/testing'
import type { Browser, FileChooser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAt } from './support/looking.ts'
import { CANVAS, enter, visit, type Visitor } from './support/visit.ts'
import { archiveInArchive, emptyArchive, encryptedFile, pdfFile } from './support/word-edges.ts'
import { copyOf, DOCX, SAMPLES } from './support/word-files.ts'

/** Reading a file takes its time on a busy machine, ms. */
const PATIENCE = { timeout: 90_000 }
const SAMPLE = join(SAMPLES, 'chinese-g3-whole-table.docx')
const DOUBTFUL = join(SAMPLES, 'english-g4-twin-class.docx')
const LONG = `${'很'.repeat(195)}.docx`

/** What a teacher may hand over that is no plan, and what answers it. */
const NO_PLANS = [
  { name: '没存好.docx', buffer: Buffer.alloc(0), says: /^文件是空的，/ },
  { name: '空的.zip', buffer: emptyArchive(), says: /^压缩包是空的，/ },
  { name: '有密码.docx', buffer: encryptedFile(), says: /^文件有密码。/ },
  { name: '课件.pdf', buffer: pdfFile(), says: /^这是 PDF，不是 Word 文件。/ },
]

let database: TestDatabase
let folder: string
let server: TestServer
let browser: Browser
let port = ''
const start = async () => {
  server = await startTestServer({
    databaseUrl: database.url,
    env: { GONGYAN_SEED: 'demo', DATA_DIR: folder, ...(port === '' ? {} : { PORT: port }) },
  })
  port = String(server.port)
}
beforeAll(async () => {
  if (!hasTool('chromium')) return
  database = await createTestDatabase({ empty: true })
  folder = await mkdtemp(join(tmpdir(), 'gongyan-edges-'))
  ;[, browser] = await Promise.all([start(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await database?.drop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

const group = (page: Page, name: string) => page.locator(`[data-group=${name}]`)
const line = (page: Page, file: string) => page.locator('.import-group').getByRole('listitem').filter({ hasText: file })
const countOf = (page: Page, name: string) => group(page, name).locator(':scope > ul > li').count()
const note = (page: Page) => page.getByRole('region', { name: '提示' })
const isStill = async (page: Page) =>
  (await countOf(page, 'outgoing')) + (await countOf(page, 'moving')) === 0 &&
  (await page.locator('.import-sums').count()) === 1
async function choose(page: Page, files: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: /^(选文件|再选几份)$/ }).click(),
  ])
  await chooser.setFiles(files)
}

describe.skipIf(!hasTool('chromium'))('the edges of an import', () => {
  let zhou: Visitor
  /** The address of the import of files that are no plans. */
  let batch = ''
  beforeAll(async () => {
    zhou = await visit(browser, server.url, { reducedMotion: 'reduce' })
    await enter(zhou, 'zhubei')
  })
  afterAll(() => zhou?.context.close())

  test('[WI14] what is no plan ends with a sentence of its own, the batch ends with it, and nothing of that is forgotten', async () => {
    const { page } = zhou
    await page.goto('/import')
    const huge = join(folder, '两百兆.docx')
    await using file = await open(huge, 'w')
    await file.truncate(200_000_000)
    let sent = 0
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/files')) sent += 1
    })
    await choose(page, [huge])
    await line(page, '两百兆.docx')
      .getByText(/^文件太大，一份最多 50 MB。/)
      .waitFor(PATIENCE)
    // What is known to be too large is not sent over a village's line to hear it.
    expect(sent).toBe(0)
    await choose(page, [
      ...NO_PLANS.map(({ name, buffer }) => ({ name, mimeType: DOCX, buffer })),
      { name: '套着的.zip', mimeType: 'application/zip', buffer: archiveInArchive() },
      { ...copyOf(SAMPLE), name: LONG },
    ])
    await expect.poll(() => isStill(page), PATIENCE).toBe(true)
    for (const { name, says } of NO_PLANS)
      await group(page, 'refused').getByRole('listitem').filter({ hasText: name }).getByText(says).waitFor()
    await line(page, 'inner.zip')
      .getByText(/^压缩包里还有压缩包/)
      .waitFor()
    await page.getByText('认了 8 份，共 8 份').first().waitFor()
    expect(await page.locator('[data-figure=toCome] dd').innerText()).toBe('0')
    expect(await page.locator('[data-figure=refused] dd').innerText()).toBe('6')
    // Reading them once more changes nothing, so nobody is invited to.
    expect(
      await group(page, 'refused')
        .getByRole('button', { name: /^再读一次/ })
        .count(),
    ).toBe(0)
    expect(await lookAt(page, 'import-edges')).toEqual([])

    batch = page.url()
    await page.reload()
    await line(page, '两百兆.docx')
      .getByText(/^文件太大，/)
      .waitFor(PATIENCE)
    await page.getByText('认了 8 份，共 8 份').first().waitFor()
  })

  test('[WI14] a file that is gone before it could be sent says so, and is not waited for', async () => {
    const { page } = zhou
    await page.goto('/import')
    const path = join(folder, 'U盘上的.docx')
    await writeFile(path, copyOf(SAMPLE, 'U盘上的.docx').buffer)
    const chosen = Promise.withResolvers<void>()
    await page.route('**/api/v1/imports', async (route) => {
      if (route.request().method() === 'POST') await chosen.promise
      await route.continue()
    })
    await choose(page, [path])
    await rm(path)
    chosen.resolve()
    await group(page, 'stuck')
      .getByText(/^这个文件现在读不到了/)
      .waitFor(PATIENCE)
    await page.getByText('认了 1 份，共 1 份').first().waitFor()
    await page.unroute('**/api/v1/imports')
    await page.getByRole('button', { name: '不传了：U盘上的.docx' }).click()
    await line(page, 'U盘上的.docx').waitFor({ state: 'detached' })
  })

  test('[WI15] a whole import and one file of it are thrown away at once, and had back by the note that says so', async () => {
    const { page } = zhou
    await page.goto(batch)
    await page.getByRole('button', { name: '这一批不要了' }).click()
    await note(page).getByText('这一批不要了').waitFor()
    await page.getByRole('heading', { name: '以前的导入' }).waitFor()
    await note(page).getByRole('button', { name: /撤销/ }).last().click()
    await page.getByText('认了 8 份，共 8 份').first().waitFor(PATIENCE)
    await line(page, '两百兆.docx').waitFor()
    const before = (await countOf(page, 'sure')) + (await countOf(page, 'look'))
    await page.getByRole('button', { name: `不要了：${LONG}` }).click()
    await line(page, LONG).waitFor({ state: 'detached' })
    await note(page).getByRole('button', { name: /撤销/ }).last().click()
    await line(page, LONG).waitFor()
    await expect.poll(async () => (await countOf(page, 'sure')) + (await countOf(page, 'look')), PATIENCE).toBe(before)
    // Also later, from its own page.
    const address = await line(page, LONG).getByRole('link').first().getAttribute('href')
    await page.getByRole('button', { name: `不要了：${LONG}` }).click()
    await line(page, LONG).waitFor({ state: 'detached' })
    await page.goto(address ?? '')
    await page.getByText('这份不要了，在这里只能看。').waitFor()
    await page.getByRole('button', { name: '还是要它' }).click()
    await page.getByRole('button', { name: /^收下，打开教案/ }).waitFor(PATIENCE)
  })

  test('[WI13] a server that is killed in the middle, and comes back, has got every file', async () => {
    const { page } = zhou
    await page.goto('/import')
    const files = Array.from({ length: 12 }, (_, n) => copyOf(SAMPLE, `第${n + 1}课，又一份.docx`))
    await choose(page, files)
    await expect
      .poll(() => page.locator('.import-group:not([data-group=outgoing]) > ul > li').count(), PATIENCE)
      .toBeGreaterThan(2)
    await server.kill()
    // What it was reading is free for others once its lease is over; nobody waits for that here.
    const sql = createSql(database.url, { max: 1 })
    await sql`UPDATE import_items SET lease_until = now() WHERE lease IS NOT NULL`.finally(() => sql.end())
    await start()
    await expect.poll(() => isStill(page), PATIENCE).toBe(true)
    for (const { name } of files) expect([name, await line(page, name).count()]).toEqual([name, 1])
    expect((await countOf(page, 'sure')) + (await countOf(page, 'look'))).toBe(12)
  })

  test('[WI13] a file whose first request ended with its server is sent under another key, and not taken for arrived', async () => {
    const { page } = zhou
    await page.goto('/import')
    const keys: (string | undefined)[] = []
    await page.route('**/api/v1/imports/*/files*', async (route) => {
      keys.push(route.request().headers()['idempotency-key'])
      if (keys.length > 1) return route.continue()
      await route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        json: { type: 'about:blank', status: 409, code: 'request/in-progress', title: 'x' },
      })
    })
    await choose(page, [copyOf(SAMPLE, '断在半路.docx')])
    await page
      .locator('[data-group=sure], [data-group=look]')
      .getByRole('link', { name: '断在半路.docx', exact: true })
      .waitFor(PATIENCE)
    expect(new Set(keys).size).toBe(2)
    await page.unroute('**/api/v1/imports/*/files*')
    expect(zhou.faults).toEqual([])
  })

  test('[WI16] on a phone the first file and its first doubt are in sight at once, and how many there are is said once', async () => {
    const he = await visit(browser, server.url, { ...CANVAS.phone, reducedMotion: 'reduce' })
    const { page } = he
    await enter(he, 'jiaoshi')
    await page.goto('/import')
    await choose(page, [copyOf(DOUBTFUL, '四年级英语，手机.docx'), copyOf(DOUBTFUL, '四年级英语，另一份.docx')])
    const look = page.getByRole('link', { name: '看一看：四年级英语，手机.docx' })
    await look.waitFor(PATIENCE)
    // The files come first: what ends or undoes all of them stands below.
    expect((await page.locator('.import-group li').first().boundingBox())?.y).toBeLessThan(844 / 2)
    await look.click()
    const first = page.locator('.import-doubts li').first()
    await first.waitFor()
    expect(await page.getByText(/^要你看的 \d+ 处$/).count()).toBe(1)
    const [doubt, verbs, foot] = await Promise.all(
      [first, page.locator('.import-head-verbs'), page.locator('.footbar')].map((one) => one.boundingBox()),
    )
    if (!doubt || !verbs || !foot) throw new Error('everything has its place')
    // In the upper half, whole, above what takes the file, which stands on the bar at the foot.
    expect(doubt.y).toBeLessThan(844 / 2)
    expect(doubt.y + doubt.height).toBeLessThanOrEqual(verbs.y)
    expect(Math.abs(verbs.y + verbs.height - foot.y)).toBeLessThanOrEqual(1)
    expect(await lookAt(page, 'import-item-phone')).toEqual([])

    // In the plan no line of the head is empty, not even before anything is known of saving and of the room.
    await page.getByRole('button', { name: '收下，打开教案' }).click()
    await page.locator('.phone-head').waitFor(PATIENCE)
    const lines = await page.locator('.phone-head > .line').allInnerTexts()
    expect(lines.filter((words) => words.trim() === '')).toEqual([])
    expect(lines[1]).toMatch(/专递课堂协同备课/)
    expect(he.faults).toEqual([])
    await he.context.close()
  })
})
