import { execFileSync } from 'node:child_process'
import { hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAt } from './support/looking.ts'
import { call, CANVAS, enter, visit } from './support/visit.ts'

/** LibreOffice takes its time on a busy machine, ms. */
const PATIENCE = { timeout: 120_000 }
const hasOffice = hasTool('libreoffice') && hasTool('poppler')

describe.skipIf(!hasTool('chromium')).each([{ office: true }, { office: false }])(
  'what a list shows as one PDF, LibreOffice: $office',
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
      '[PR4] the plans of a filter are downloaded with contents (%s)',
      async (canvas) => {
        const teacher = await visit(browser, server.url, { ...CANVAS[canvas], reducedMotion: 'reduce' })
        const { page } = teacher
        await enter(teacher, 'zhubei')
        const { items } = await call<{ items: { title: string }[] }>(
          teacher,
          'GET',
          `/lesson-plans?limit=100&grade=${encodeURIComponent('五年级')}`,
        )
        expect(items.length).toBeGreaterThan(1)
        await page.goto(`/plans?grade=${encodeURIComponent('五年级')}`)
        const begin = page.getByRole('button', { name: '导出为一份 PDF' })
        await begin.waitFor()
        expect(await lookAt(page, 'plans-with-pdf')).toEqual([])
        const downloading = page.waitForEvent('download', PATIENCE)
        await begin.click()
        const dialog = page.getByRole('dialog', { name: '列出的教案做成一份 PDF' })
        await dialog.getByRole('progressbar').waitFor()
        await dialog.getByText(`共 ${items.length} 份`).waitFor()
        expect(await lookAt(page, 'print-book-making')).toEqual([])
        const download = await downloading
        expect(download.suggestedFilename()).toBe('五年级.pdf')
        const contents = execFileSync('pdftotext', ['-l', '1', '-raw', await download.path(), '-'], {
          encoding: 'utf8',
        })
          .normalize('NFKC')
          .replaceAll(/\s/g, '')
        for (const { title } of items) expect(contents).toContain(title.normalize('NFKC').replaceAll(/\s/g, ''))
        await dialog.getByText(/^做好了/).waitFor()
        expect(await lookAt(page, 'print-book-ready')).toEqual([])
        await dialog.getByRole('button', { name: '关闭' }).last().click()
        await expect.poll(() => dialog.count()).toBe(0)
        expect(teacher.faults).toEqual([])
        await teacher.context.close()
      },
    )

    test.skipIf(office)('[PR3] without LibreOffice it says what to do instead', async () => {
      const teacher = await visit(browser, server.url, { ...CANVAS.phone, reducedMotion: 'reduce' })
      await enter(teacher, 'zhubei')
      await teacher.page.goto('/plans')
      await teacher.page.getByRole('button', { name: '导出为一份 PDF' }).click()
      await teacher.page.getByRole('dialog').getByText('没装 LibreOffice').waitFor()
      expect(await lookAt(teacher.page, 'print-book-absent')).toEqual([])
      expect(teacher.faults).toEqual([])
      await teacher.context.close()
    })
  },
)
