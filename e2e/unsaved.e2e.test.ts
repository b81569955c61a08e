import { readFile } from 'node:fs/promises'
import { createTestDatabase, hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import { findFreePort } from '@gongyan/tools/process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEYBOARD, MOUSE, type Person } from './support/hands.ts'
import { call, enter, planCalled, readyToWrite } from './support/visit.ts'

const TITLE = '平行四边形的面积'

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

/** Reloads and tells whether the browser asked first. */
const isAskedBeforeReload = async (page: Page) => {
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

/** Somebody whose words are told from the other's, with a row of their own. */
interface Writer extends Person {
  readonly account: string
  readonly mark: string
  readonly row: number
}

describe.skipIf(!hasTool('chromium'))('work that the server has not acknowledged', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let port: string
  let server: TestServer
  let browser: Browser
  /** One writes with a mouse, the other by keyboard alone; what happens to the server happens to both. */
  let writers: readonly Writer[]
  let planId: string
  const start = () => startTestServer({ databaseUrl: database.url, env: { GONGYAN_SEED: 'demo', PORT: port } })
  const each = (act: (writer: Writer) => Promise<void>) => Promise.all(writers.map(act))
  const write = async ({ mark, row }: Writer, words: string, { page, hands }: Pick<Person, 'page' | 'hands'>) => {
    await hands.goBehind(cell(page, row))
    await page.keyboard.insertText(mark + words)
  }
  /** The plan's rows as the server has committed them. */
  const rows = async (writer: Writer) =>
    JSON.stringify((await call<{ rows: unknown }>(writer, 'GET', `/lesson-plans/${planId}`)).rows)

  beforeAll(async () => {
    port = String(await findFreePort())
    database = await createTestDatabase({ empty: true })
    ;[server, browser] = await Promise.all([start(), launchChromium()])
    writers = await Promise.all([
      MOUSE.come(browser, server.url).then((person) => ({ ...person, account: 'zhubei', mark: '甲', row: 1 })),
      KEYBOARD.come(browser, server.url).then((person) => ({ ...person, account: 'jiaoshi', mark: '乙', row: 3 })),
    ])
    await each(async (writer) => {
      await enter(writer, writer.account)
      planId = await planCalled(writer, TITLE)
      await writer.page.goto(`/plans/${planId}`)
      await readyToWrite(writer.page)
    })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await database?.drop()
  })

  test('[UW1] the leave guard stands only while something is unacknowledged', async () => {
    await each(async (writer) => {
      const { page, mark } = writer
      await write(writer, '存好的一句。', writer)
      await chip(page, 'saved').waitFor()
      await expect.poll(() => rows(writer)).toContain(`${mark}存好的一句。`)
      expect(await isAskedBeforeReload(page)).toBe(false)
      await readyToWrite(page)
      await holds(page, `${mark}存好的一句。`)
    })
  })

  test('[UW2] the server is killed while somebody types: the chip says so, the page asks before it goes', async () => {
    await server.kill()
    await each(async (writer) => {
      const { page, hands } = writer
      await write(writer, '服务器没了还在写。', writer)
      await chip(page, 'waiting').waitFor()
      expect(await chip(page, 'waiting').textContent()).toBe('重连中，已存在本机')
      await hands.press(chip(page, 'waiting'))
      const details = page.getByRole('dialog', { name: '你写的内容现在在哪里' })
      await details.getByText('它们也存在这台电脑上，关掉页面再打开还在。').waitFor()
      await hands.press(details.getByRole('button', { name: '关闭' }).last())
      // Inside the app too: a link asks, and staying stays.
      await hands.press(page.getByRole('link', { name: '我的教案' }))
      const guard = page.getByRole('dialog', { name: /还有 \d+ 处改动没到服务器/ })
      await hands.press(guard.getByRole('button', { name: '留下来等' }))
      expect(new URL(page.url()).pathname).toBe(`/plans/${planId}`)
    })
  })

  test('[UW3] the server comes back: everything arrives, nothing twice, and the guard is gone', async () => {
    server = await start()
    await each(async (writer) => {
      const { page, mark } = writer
      await chip(page, 'saved').waitFor({ timeout: 60_000 })
      expect((await rows(writer)).split(`${mark}服务器没了还在写。`)).toHaveLength(2)
      expect(await isAskedBeforeReload(page)).toBe(false)
      await readyToWrite(page)
      await holds(page, `${mark}服务器没了还在写。`)
    })
  })

  test('[UW4] a page that is reloaded while its line is cut asks, keeps the words and sends them later', async () => {
    await each(async (writer) => {
      const { mark } = writer
      // Only the line to the shared document is cut: without any server a browser has no page to reload. In a window of its own.
      const other = await writer.openWindow()
      const { page } = other
      let isCut = true
      await page.routeWebSocket(/\/collab/, (socket) => {
        if (isCut) void socket.close({ code: 1001 })
        else socket.connectToServer()
      })
      await writer.page.goto('/plans')
      await page.goto(`/plans/${planId}`)
      await page.locator('.plan-editing:not([hidden]) .ProseMirror[contenteditable=true]').waitFor()
      await write(writer, '断线时写的，要跨过刷新。', other)
      await chip(page, 'waiting').waitFor()
      expect(await isAskedBeforeReload(page)).toBe(true)
      await holds(page, `${mark}断线时写的，要跨过刷新。`)
      await chip(page, 'waiting').waitFor({ timeout: 30_000 })
      isCut = false
      await chip(page, 'saved').waitFor({ timeout: 60_000 })
      expect((await rows(writer)).split(`${mark}断线时写的，要跨过刷新。`)).toHaveLength(2)
      await page.close()
    })
  })

  test('[UW7] work the server cannot take is said to be so, with what to do; it can be kept and goes out when it can', async () => {
    await each(async (writer) => {
      const { mark } = writer
      const other = await writer.openWindow()
      const { page, hands } = other
      let sockets = 0
      let isTaken = false
      await page.routeWebSocket(/\/collab/, (socket) => {
        sockets += 1
        if (isTaken) socket.connectToServer()
        else void socket.close({ code: 4414, reason: 'document-too-large' })
      })
      await writer.page.goto('/plans')
      await page.goto(`/plans/${planId}`)
      await page.locator('.plan-editing:not([hidden]) .ProseMirror[contenteditable=true]').waitFor()
      await write(writer, '太大的时候写的。', other)
      await chip(page, 'waiting').waitFor()
      expect(await chip(page, 'waiting').textContent()).toBe('没送上去，已存在本机')
      const banner = page.getByRole('alert').filter({ hasText: '教案太大，新写的送不上去。' })
      await banner.getByText('撤销刚贴进来的').waitFor()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        hands.press(banner.getByRole('button', { name: '存成文件' })),
      ])
      expect(await readFile(await download.path(), 'utf8')).toContain(`${mark}太大的时候写的。`)
      expect(sockets).toBe(1)
      isTaken = true
      await hands.press(banner.getByRole('button', { name: '再试一次' }))
      await chip(page, 'saved').waitFor({ timeout: 60_000 })
      expect(await banner.count()).toBe(0)
      expect((await rows(writer)).split(`${mark}太大的时候写的。`)).toHaveLength(2)
      await page.close()
    })
  })

  test('[UW5] signing out of a shared computer warns of unsent work first, then leaves no copy behind', async () => {
    await each(async (writer) => {
      const { page, hands, context, mark } = writer
      await page.goto(`/plans/${planId}`)
      await readyToWrite(page)
      await context.setOffline(true)
      await write(writer, '退出前没送出去。', writer)
      await chip(page, 'waiting').waitFor()
      expect(await copies(page)).not.toEqual([])
      const signOut = () =>
        hands.pick(page.getByRole('button', { name: /^账号：/ }), page.getByRole('menuitem', { name: '退出' }))
      await signOut()
      const warning = page.getByRole('dialog', { name: '还有 1 份教案的内容没传到服务器' })
      await warning.getByText(/《平行四边形的面积》.*起有 \d+ 处没传/).waitFor()
      await hands.press(warning.getByRole('button', { name: '先不退出' }))
      await holds(page, `${mark}退出前没送出去。`)
      await context.setOffline(false)
      await chip(page, 'saved').waitFor({ timeout: 60_000 })
      await signOut()
      await page.getByRole('heading', { name: '登录', level: 1 }).waitFor()
      await expect.poll(() => copies(page)).toEqual([])
      expect((await context.request.get('/api/v1/me')).status()).toBe(401)
      // The work is on the server and comes back with its author.
      await enter(writer, writer.account)
      await page.goto(`/plans/${planId}`)
      await readyToWrite(page)
      await holds(page, `${mark}退出前没送出去。`)
    })
  })

  test('[UW6] nothing went wrong on either page, and one of them was never pointed at', () => {
    const [mouse, keyboard] = writers
    expect([mouse?.faults, keyboard?.faults, keyboard?.pointed]).toEqual([[], [], []])
    expect(mouse?.pointed).toContain('pointerdown on button')
  })
})
