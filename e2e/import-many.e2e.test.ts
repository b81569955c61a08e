import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasTool, openStayingPerson, startTestServer, type TestServer } from '@gongyan/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { oldWordFile, picture, truncated } from './support/docx-attacks.ts'
import { lookAt } from './support/looking.ts'
import { PASSWORD } from './support/visit.ts'
import { copyOf, DOCX, SAMPLES, type AFile } from './support/word-files.ts'

/** Reading thirty files takes its time on a busy machine, ms. */
const PATIENCE = { timeout: 120_000 }
const GOOD = ['math-g5-formulas', 'morality-g6-wps', 'chinese-g3-whole-table'].map((name) =>
  join(SAMPLES, `${name}.docx`),
)
const good: AFile[] = Array.from({ length: 27 }, (_, at) => copyOf(GOOD[at % GOOD.length] ?? '', `第${at + 1}课.docx`))
const bad: AFile[] = [
  { name: '没下载完.docx', mimeType: DOCX, buffer: truncated() },
  { name: '照片改名.docx', mimeType: DOCX, buffer: picture() },
  { name: '打不开的旧格式.doc', mimeType: 'application/msword', buffer: oldWordFile() },
]

describe.skipIf(!hasTool('chromium'))('thirty files at once', () => {
  let server: TestServer
  let folder: string
  let context: BrowserContext
  let page: Page
  const found: string[] = []
  /** The same browser of the same person, started once more. */
  const open = async () => {
    context = await openStayingPerson(folder, server.url)
    page = context.pages()[0] ?? (await context.newPage())
    context.setDefaultTimeout(15_000)
    await context.request.post('/api/v1/session', {
      data: { account: 'jiaoshi', password: PASSWORD },
      headers: { 'sec-fetch-site': 'same-origin' },
    })
  }
  const group = (name: string) => page.locator(`[data-group=${name}]`)
  const countOf = (name: string) => group(name).locator(':scope > ul > li').count()

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gongyan-browser-'))
    server = await startTestServer({ env: { GONGYAN_SEED: 'demo' } })
    await open()
  })
  afterAll(async () => {
    await context?.close()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('[WI8] the browser is closed in the middle, and everything goes on when it is opened again', async () => {
    await page.goto('/import')
    // The line is slow enough for a closing in the middle: no more than six files pass.
    let passed = 0
    await page.route('**/api/v1/imports/*/files*', async (route) => {
      passed += 1
      if (passed > 6) return
      await route.continue()
    })
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: '选文件', exact: true }).click(),
    ])
    await chooser.setFiles([...good.slice(0, 14), ...bad, ...good.slice(14)])
    await expect.poll(() => countOf('outgoing'), PATIENCE).toBe(24)
    found.push(...(await lookAt(page, 'import-many')))
    await context.close()

    await open()
    await page.goto('/import')
    await page.getByRole('heading', { name: '没做完的' }).waitFor()
    await page.locator('.import-earlier a').first().click()
    await expect.poll(() => countOf('refused'), PATIENCE).toBe(3)
    await expect.poll(async () => (await countOf('outgoing')) + (await countOf('moving')), PATIENCE).toBe(0)
    expect((await countOf('look')) + (await countOf('sure'))).toBe(27)
    for (const { name } of bad)
      expect(await group('refused').getByRole('listitem').filter({ hasText: name }).innerText()).toMatch(/。/)
    found.push(...(await lookAt(page, 'import-many-read')))
  })

  test('[WI9] what is sure is taken at once, what was there before is said, and all of it is undone with one press', async () => {
    const sure = await countOf('sure')
    expect(sure).toBeGreaterThan(0)
    await page.getByRole('button', { name: `没疑问的都收下（${sure} 份）` }).click()
    await expect.poll(() => countOf('taken'), PATIENCE).toBe(sure)
    const batch = page.url()
    const taken = await group('taken').getByRole('listitem').first().locator('.import-name').innerText()
    const known = good.find(({ name }) => name === taken)
    if (!known) throw new Error(`no file ${taken}`)
    await page.goto('/import')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: '选文件', exact: true }).click(),
    ])
    await chooser.setFiles([{ ...known, name: '换了名字.docx' }])
    await group('duplicate').getByText('一模一样的文件已经导过').waitFor(PATIENCE)
    await group('duplicate')
      .getByRole('link', { name: /^打开《/ })
      .waitFor()
    found.push(...(await lookAt(page, 'import-duplicate')))
    await page.goto(batch)
    await page.getByRole('button', { name: '整批撤销', exact: true }).click()
    await expect.poll(() => countOf('undone'), PATIENCE).toBe(sure)
    await group('undone').getByText('在回收站里').first().waitFor()
    expect(found).toEqual([])
  })

  test('[WI13] a line that was down carries the files on by itself, without anybody pressing anything', async () => {
    await context.setOffline(true)
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: '再选几份', exact: true }).click(),
    ])
    await chooser.setFiles(['路上断了', '跟着的', '再跟着的'].map((name) => copyOf(GOOD[0] ?? '', `${name}.docx`)))
    await group('outgoing').getByText('现在连不上').first().waitFor()
    expect(await countOf('outgoing')).toBe(3)
    await context.setOffline(false)
    const arrived = page.locator('.import-group:not([data-group=outgoing])')
    for (const name of ['路上断了.docx', '跟着的.docx', '再跟着的.docx'])
      await arrived.getByText(name, { exact: true }).waitFor(PATIENCE)
    await expect.poll(() => countOf('outgoing'), PATIENCE).toBe(0)
  })
})
