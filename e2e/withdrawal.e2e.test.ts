import { readFile } from 'node:fs/promises'
import { hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, enter, planCalled, readyToWrite, visit, type Visitor } from './support/visit.ts'

const firstCell = (page: Page, column: number) =>
  page
    .locator('.ProseMirror table[data-kind=process] > tbody > tr')
    .nth(1)
    .locator(':scope > td')
    .nth(column)
    .locator('p')
    .last()

describe.skipIf(!hasTool('chromium'))('the owner takes an invitation back', () => {
  let server: TestServer
  let browser: Browser
  let zhou: Visitor
  let he: Visitor
  let planId: string
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startTestServer({ env: { GONGYAN_SEED: 'demo' } }), launchChromium()])
    ;[zhou, he] = await Promise.all([visit(browser, server.url), visit(browser, server.url)])
    await enter(zhou, 'zhubei')
    await enter(he, 'jiaoshi')
    planId = await planCalled(zhou, '平行四边形的面积')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const notes = (page: Page) => page.getByRole('region', { name: '提示' })
  /** The members dialog of the owner, open, with the line of 何晓棠. */
  const membersOf = async (page: Page) => {
    await page.getByRole('button', { name: '邀请' }).click()
    const dialog = page.getByRole('dialog', { name: '请谁一起写' })
    return {
      dialog,
      line: dialog.getByRole('listitem').filter({ has: page.getByRole('combobox', { name: '何晓棠 能做什么' }) }),
    }
  }

  test('[WI1] somebody who is typing can only read within a second, and is told so', async () => {
    for (const { page } of [zhou, he]) {
      await page.goto(`/plans/${planId}`)
      await readyToWrite(page)
    }
    const { dialog, line } = await membersOf(zhou.page)
    await firstCell(he.page, 2).click()
    await he.page.keyboard.press('End')
    // Goes on typing until nothing is taken any more.
    const typed = new AbortController()
    const typing = (async () => {
      while (!typed.signal.aborted) await he.page.keyboard.type('写', { delay: 15 })
    })()
    await he.page.waitForFunction(() => document.querySelector('.ProseMirror')?.textContent?.includes('写写写写'))
    // Both ends are read where they happen: the request as it leaves, the paper as it closes.
    await he.page.evaluate(() => {
      new MutationObserver(() => {
        const paper = document.querySelector<HTMLElement>('.ProseMirror[contenteditable=false]')
        if (paper) document.documentElement.dataset['readOnlyAt'] ??= String(Date.now())
      }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['contenteditable'] })
    })
    const taken = zhou.page.waitForRequest((request) => request.method() === 'DELETE')
    await line.getByRole('button', { name: '收回' }).click()
    const request = await taken
    await he.page.locator('.ProseMirror[contenteditable=false]').waitFor()
    // Before the answer is there, the time of sending is not known.
    await request.response()
    const { startTime } = request.timing()
    const readOnlyAt = await he.page.evaluate(() => Number(document.documentElement.dataset['readOnlyAt']))
    const readOnlyAfter = Math.round(readOnlyAt - startTime)
    await he.page.getByText('你不能再改这份教案了。').waitFor()
    typed.abort()
    await typing
    console.log(`withdrawal: read-only ${readOnlyAfter} ms after the owner’s 收回 was sent`)
    expect(startTime).toBeGreaterThan(0)
    expect(readOnlyAfter).toBeLessThan(1_000)
    await notes(zhou.page).getByText('收回了给 何晓棠 的邀请').waitFor()
    await dialog.getByRole('button', { name: '好了' }).click()
    const refused = await he.context.request.get(`/api/v1/lesson-plans/${planId}`)
    expect(refused.status()).toBe(404)
  })

  test('[WI2] what had not been sent goes into a file that holds it', async () => {
    const me = await call<{ id: string }>(he, 'GET', '/me')
    await call(zhou, 'PUT', `/lesson-plans/${planId}/members/${me.id}`, { role: 'editor' })
    await he.page.reload()
    await readyToWrite(he.page)
    await he.context.setOffline(true)
    await firstCell(he.page, 3).click()
    await he.page.keyboard.press('End')
    await he.page.keyboard.insertText('断网时写的，还没送出去。')
    await he.page.getByRole('button', { name: '重连中，已存在本机' }).waitFor()
    await zhou.page.reload()
    await readyToWrite(zhou.page)
    const { line } = await membersOf(zhou.page)
    await line.getByRole('button', { name: '收回' }).click()
    await notes(zhou.page).getByText('收回了给 何晓棠 的邀请').waitFor()
    await he.context.setOffline(false)

    const banner = he.page.getByRole('alert').filter({ hasText: '你不能再改这份教案了。' })
    await banner.getByText('处没来得及送出去').waitFor({ timeout: 30_000 })
    await he.page.locator('.ProseMirror[contenteditable=false]').waitFor()
    const [download] = await Promise.all([
      he.page.waitForEvent('download'),
      banner.getByRole('button', { name: '存成文件' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('平行四边形的面积 没送出去的内容.txt')
    const file = await readFile(await download.path(), 'utf8')
    expect(file).toContain('断网时写的，还没送出去。')
    expect(await zhou.page.locator('.ProseMirror').textContent()).not.toContain('断网时写的，还没送出去。')
  })

  test('[WI3] nothing went wrong on either page', () => {
    expect([...zhou.faults, ...he.faults]).toEqual([])
  })
})
