import { createTestDatabase, hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import { findFreePort } from '@gongyan/tools/process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WAYS, type Person } from './support/hands.ts'
import { call, enter, planCalled, readyToWrite } from './support/visit.ts'

const chip = (page: Page, kind: 'saved' | 'saving' | 'waiting' | 'unsent') =>
  page.locator(`.ui-save-chip[data-kind=${kind}]`)
const cell = (page: Page, number: number) =>
  page.locator('.ProseMirror table[data-kind=process] > tbody > tr').nth(number).locator(':scope > td').nth(2)
const holds = (page: Page, words: string) =>
  page.waitForFunction((text) => document.querySelector('.ProseMirror')?.textContent?.includes(text), words, {
    timeout: 30_000,
  })

/** The copies of plans this browser keeps. */
const copies = (page: Page) =>
  page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => name.startsWith('gongyan-plan:')),
  )

describe.skipIf(!hasTool('chromium')).each(WAYS)(
  'work that the server has not acknowledged, $name',
  ({ isKeyboard, come }) => {
    let database: Awaited<ReturnType<typeof createTestDatabase>>
    let port: string
    let server: TestServer
    let browser: Browser
    let zhou: Person
    let planId: string
    const start = () => startTestServer({ databaseUrl: database.url, env: { GONGYAN_SEED: 'demo', PORT: port } })
    const write = async (number: number, words: string, { page, hands }: Pick<Person, 'page' | 'hands'> = zhou) => {
      await hands.goBehind(cell(page, number))
      await page.keyboard.insertText(words)
    }
    /** The plan's rows as the server has committed them. */
    const rows = async () =>
      JSON.stringify((await call<{ rows: unknown }>(zhou, 'GET', `/lesson-plans/${planId}`)).rows)
    /** Reloads and tells whether the browser asked first. */
    const isAskedBeforeReload = async (page = zhou.page) => {
      let isAsked = false
      const onDialog = (dialog: { type(): string; accept(): Promise<void> }) => {
        isAsked ||= dialog.type() === 'beforeunload'
        void dialog.accept()
      }
      page.on('dialog', onDialog)
      await page.reload()
      page.off('dialog', onDialog)
      return isAsked
    }

    beforeAll(async () => {
      port = String(await findFreePort())
      database = await createTestDatabase({ empty: true })
      ;[server, browser] = await Promise.all([start(), launchChromium()])
      zhou = await come(browser, server.url)
      await enter(zhou, 'zhubei')
      planId = await planCalled(zhou, '平行四边形的面积')
      await zhou.page.goto(`/plans/${planId}`)
      await readyToWrite(zhou.page)
    })
    afterAll(async () => {
      await browser?.close()
      await server?.stop()
      await database?.drop()
    })

    test('[UW1] the leave guard stands only while something is unacknowledged', async () => {
      await write(1, '存好的一句。')
      await chip(zhou.page, 'saved').waitFor()
      await expect.poll(rows).toContain('存好的一句。')
      expect(await isAskedBeforeReload()).toBe(false)
      await readyToWrite(zhou.page)
      await holds(zhou.page, '存好的一句。')
    })

    test('[UW2] the server is killed while somebody types: the chip says so, the page asks before it goes', async () => {
      await server.kill()
      await write(2, '服务器没了还在写。')
      await chip(zhou.page, 'waiting').waitFor()
      expect(await chip(zhou.page, 'waiting').textContent()).toBe('重连中，已存在本机')
      await zhou.hands.press(chip(zhou.page, 'waiting'))
      const details = zhou.page.getByRole('dialog', { name: '你写的内容现在在哪里' })
      await details.getByText('它们也存在这台电脑上，关掉页面再打开还在。').waitFor()
      await zhou.hands.press(details.getByRole('button', { name: '关闭' }).last())
      // Inside the app too: a link asks, and staying stays.
      await zhou.hands.press(zhou.page.getByRole('link', { name: '我的教案' }))
      const guard = zhou.page.getByRole('dialog', { name: /还有 \d+ 处改动没到服务器/ })
      await zhou.hands.press(guard.getByRole('button', { name: '留下来等' }))
      expect(new URL(zhou.page.url()).pathname).toBe(`/plans/${planId}`)
    })

    test('[UW3] the server comes back: everything arrives, nothing twice, and the guard is gone', async () => {
      server = await start()
      await chip(zhou.page, 'saved').waitFor({ timeout: 60_000 })
      expect((await rows()).split('服务器没了还在写。')).toHaveLength(2)
      expect(await isAskedBeforeReload()).toBe(false)
      await readyToWrite(zhou.page)
      await holds(zhou.page, '服务器没了还在写。')
    })

    test('[UW4] a page that is reloaded while its line is cut asks, keeps the words and sends them later', async () => {
      // Only the line to the shared document is cut: without any server a browser has no page to reload. In a window of its own.
      const other = await zhou.openWindow()
      const { page } = other
      let isCut = true
      await page.routeWebSocket(/\/collab/, (socket) => {
        if (isCut) void socket.close({ code: 1001 })
        else socket.connectToServer()
      })
      await zhou.page.goto('/plans')
      await page.goto(`/plans/${planId}`)
      await page.locator('.plan-editing:not([hidden]) .ProseMirror[contenteditable=true]').waitFor()
      await write(3, '断线时写的，要跨过刷新。', other)
      await chip(page, 'waiting').waitFor()
      expect(await isAskedBeforeReload(page)).toBe(true)
      await holds(page, '断线时写的，要跨过刷新。')
      await chip(page, 'waiting').waitFor({ timeout: 30_000 })
      isCut = false
      await chip(page, 'saved').waitFor({ timeout: 60_000 })
      expect((await rows()).split('断线时写的，要跨过刷新。')).toHaveLength(2)
      await page.close()
    })

    test('[UW5] signing out of a shared computer warns of unsent work first, then leaves no copy behind', async () => {
      const { page, hands } = zhou
      await page.goto(`/plans/${planId}`)
      await readyToWrite(page)
      await page.context().setOffline(true)
      await write(2, '退出前没送出去。')
      await chip(page, 'waiting').waitFor()
      expect(await copies(page)).not.toEqual([])
      const signOut = () =>
        hands.pick(page.getByRole('button', { name: /^账号：/ }), page.getByRole('menuitem', { name: '退出' }))
      await signOut()
      const warning = page.getByRole('dialog', { name: '还有 1 份教案的内容没传到服务器' })
      await warning.getByText(/《平行四边形的面积》.*起有 \d+ 处没传/).waitFor()
      await hands.press(warning.getByRole('button', { name: '先不退出' }))
      await holds(page, '退出前没送出去。')
      await page.context().setOffline(false)
      await chip(page, 'saved').waitFor({ timeout: 60_000 })
      await signOut()
      await page.getByRole('heading', { name: '登录', level: 1 }).waitFor()
      await expect.poll(() => copies(page)).toEqual([])
      expect((await zhou.context.request.get('/api/v1/me')).status()).toBe(401)
      // The work is on the server and comes back with its author.
      await enter(zhou, 'zhubei')
      await page.goto(`/plans/${planId}`)
      await readyToWrite(page)
      await holds(page, '退出前没送出去。')
    })

    test('[UW6] nothing went wrong on the page', () => {
      expect(zhou.faults).toEqual([])
      if (isKeyboard) expect(zhou.pointed).toEqual([])
    })
  },
)
