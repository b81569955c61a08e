import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import { strFromU8, unzipSync } from 'fflate'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAt } from './support/looking.ts'
import { call, CANVAS, enter, visit } from './support/visit.ts'

/** LibreOffice takes its time on a busy machine, ms. */
const PATIENCE = { timeout: 120_000 }
const hasOffice = hasTool('libreoffice') && hasTool('poppler')
const UNIT = '第六单元 多边形的面积'
/** Its lessons as teachers count them. */
const LESSONS = ['平行四边形的面积', '三角形的面积', '梯形的面积']

const named = (page: Page, label: string) => page.getByRole('combobox', { name: label })
/** Chooses the option of a list that begins so. */
async function choose(page: Page, label: string, begins: string): Promise<void> {
  const list = named(page, label)
  const option = list.locator('option').filter({ hasText: begins }).first()
  await option.waitFor({ state: 'attached' })
  await list.selectOption((await option.getAttribute('value')) ?? '')
}
const paragraphsOf = async (download: Download) =>
  strFromU8(unzipSync(readFileSync(await download.path()))['word/document.xml'] as Uint8Array)
    .split('</w:p>')
    .map((paragraph) => [...paragraph.matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, text]) => text).join(''))

describe.skipIf(!hasTool('chromium')).each([{ office: true }, { office: false }])(
  'a narrowed list as one book, LibreOffice: $office',
  ({ office }) => {
    let server: TestServer
    let browser: Browser
    beforeAll(async () => {
      if (office && !hasOffice) return
      ;[server, browser] = await Promise.all([
        startTestServer({ env: { GONGYAN_SEED: 'demo', ...(office ? {} : { SOFFICE_PATH: 'absent' }) } }),
        launchChromium(),
      ])
    })
    afterAll(async () => {
      await browser?.close()
      await server?.stop()
    })

    test.skipIf(!office || !hasOffice).each(['laptop', 'phone'] as const)(
      '[PR7] a unit is downloaded as PDF, lesson by lesson behind its contents (%s)',
      async (canvas) => {
        const teacher = await visit(browser, server.url, { ...CANVAS[canvas], reducedMotion: 'reduce' })
        const { page } = teacher
        await enter(teacher, 'zhubei')
        await page.goto(`/plans?subject=${encodeURIComponent('数学')}&grade=${encodeURIComponent('五年级')}`)
        if (canvas === 'phone') await page.getByRole('button', { name: /^筛选/ }).click()
        await choose(page, '单元', UNIT)
        const begin = page.getByRole('button', { name: '这个单元合成一册' })
        await begin.waitFor()
        expect(await lookAt(page, 'plans-of-unit')).toEqual([])
        const { items } = await call<{ items: { title: string }[] }>(
          teacher,
          'GET',
          `/lesson-plans?limit=100&${new URL(page.url()).searchParams.toString()}`,
        )
        expect(items.length).toBeGreaterThan(1)
        await begin.click()
        const dialog = page.getByRole('dialog', { name: '合成一册' })
        expect(await lookAt(page, 'print-book-format')).toEqual([])
        const downloading = page.waitForEvent('download', PATIENCE)
        await dialog.getByRole('button', { name: '做成 PDF' }).click()
        await dialog.getByRole('progressbar').waitFor()
        await dialog.getByText(`共 ${items.length} 份`).waitFor()
        expect(await lookAt(page, 'print-book-making')).toEqual([])
        const download = await downloading
        expect(download.suggestedFilename()).toMatch(/^五年级数学 .*第六单元 多边形的面积\.pdf$/)
        const contents = execFileSync('pdftotext', ['-l', '1', '-raw', await download.path(), '-'], {
          encoding: 'utf8',
        })
          .normalize('NFKC')
          .replaceAll(/\s/g, '')
        const places = items.map(({ title }) => contents.indexOf(title.normalize('NFKC').replaceAll(/\s/g, '')))
        expect(places).not.toContain(-1)
        await dialog.getByText(/^做好了/).waitFor()
        expect(await lookAt(page, 'print-book-ready')).toEqual([])
        await dialog.getByRole('button', { name: '关闭' }).last().click()
        await expect.poll(() => dialog.count()).toBe(0)
        expect(teacher.faults).toEqual([])
        await teacher.context.close()
      },
    )

    test.skipIf(office)(
      '[LP14] filters are steps of the address: shared, gone back from, taken away one by one',
      async () => {
        const teacher = await visit(browser, server.url, { ...CANVAS.laptop, reducedMotion: 'reduce' })
        const { page } = teacher
        await enter(teacher, 'zhubei')
        await page.goto('/plans')
        // By keyboard alone: the list of groups is reached and opened like any other.
        await named(page, '备课组、教研组').focus()
        await choose(page, '备课组、教研组', '五年级数学备课组')
        await page.getByRole('button', { name: '全组的教案合成一册' }).waitFor()
        await choose(page, '学期', '20')
        await page.getByRole('button', { name: '全组这学期合成一册' }).waitFor()
        await choose(page, '单元', `五年级数学 上册${UNIT}`)
        await page.getByRole('button', { name: '这个单元合成一册' }).waitFor()
        const chips = page.getByRole('list', { name: '已选的筛选' })
        await expect.poll(() => chips.getByRole('button').count()).toBe(6)
        expect(await lookAt(page, 'plans-narrowed')).toEqual([])
        const address = page.url()

        const other = await visit(browser, server.url, { ...CANVAS.phone, reducedMotion: 'reduce' })
        await enter(other, 'zhubei')
        await other.page.goto(address)
        await other.page.getByRole('button', { name: '这个单元合成一册' }).waitFor()
        await other.page.getByRole('button', { name: '筛选（5）' }).click()
        await expect.poll(() => named(other.page, '单元').locator('option:checked').textContent()).toContain(UNIT)
        expect(await lookAt(other.page, 'plans-narrowed')).toEqual([])
        await other.context.close()

        await page.goBack()
        await page.getByRole('button', { name: '全组这学期合成一册' }).waitFor()
        expect(await named(page, '单元').inputValue()).toBe('')
        await page.goForward()
        await page.getByRole('button', { name: '这个单元合成一册' }).waitFor()
        // A unit goes with its grade.
        await chips.getByRole('button', { name: '去掉“五年级”' }).click()
        await page.getByRole('button', { name: '全组这学期合成一册' }).waitFor()
        expect(new URL(page.url()).searchParams.has('unit')).toBe(false)

        // Whoever does not belong to the group is told so, and what to do.
        const stranger = await visit(browser, server.url, { ...CANVAS.laptop, reducedMotion: 'reduce' })
        await enter(stranger, 'cg0042')
        await stranger.page.goto(address)
        await stranger.page.getByText('你不在组里').waitFor()
        await stranger.page.getByRole('button', { name: '去掉“别的备课组”' }).click()
        await expect.poll(() => stranger.page.getByText('你不在组里').count()).toBe(0)
        await stranger.context.close()
        expect(teacher.faults).toEqual([])
        await teacher.context.close()
      },
    )

    test.skipIf(office)(
      '[PR3] without LibreOffice a unit is still made as Word, on a phone and by keyboard',
      async () => {
        const teacher = await visit(browser, server.url, { ...CANVAS.phone, reducedMotion: 'reduce' })
        const { page } = teacher
        await enter(teacher, 'zhubei')
        const query = new URLSearchParams({ subject: '数学', grade: '五年级', unit: '上册第6单元' })
        await page.goto(`/plans?${query.toString()}`)
        const begin = page.getByRole('button', { name: '这个单元合成一册' })
        await begin.focus()
        await page.keyboard.press('Enter')
        const dialog = page.getByRole('dialog', { name: '合成一册' })
        await dialog.getByText('没装 LibreOffice').waitFor()
        expect(await dialog.getByRole('button', { name: '做成 PDF' }).isDisabled()).toBe(true)
        expect(await lookAt(page, 'print-book-absent')).toEqual([])
        await page.route('**/api/v1/print-books', (route) => route.abort('connectionreset'), { times: 1 })
        await dialog.getByRole('button', { name: '做成 Word' }).focus()
        await page.keyboard.press('Enter')
        await dialog.getByRole('alert').waitFor()
        const downloading = page.waitForEvent('download')
        await dialog.getByRole('button', { name: '再试一次' }).focus()
        await page.keyboard.press('Enter')
        const download = await downloading
        expect(download.suggestedFilename()).toMatch(/第六单元 多边形的面积\.docx$/)
        const paragraphs = await paragraphsOf(download)
        const { items } = await call<{ items: { title: string }[] }>(
          teacher,
          'GET',
          `/lesson-plans?${query.toString()}`,
        )
        const mine = LESSONS.filter((title) => items.some((item) => item.title === title))
        expect(mine.length).toBeGreaterThan(1)
        const places = mine.map((title) => paragraphs.lastIndexOf(title))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
        expect(places).not.toContain(-1)
        await dialog.getByText(/^做好了/).waitFor()
        await page.keyboard.press('Escape')
        await expect.poll(() => dialog.count()).toBe(0)
        expect(teacher.faults).toEqual([])
        await teacher.context.close()
      },
    )
  },
)
