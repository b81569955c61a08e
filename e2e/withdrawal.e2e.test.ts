import { readFile } from 'node:fs/promises'
import { hasTool } from '@gongyan/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCounty } from './support/county.ts'
import { WAYS, type Person } from './support/hands.ts'
import { call, enter, planCalled, readyToWrite } from './support/visit.ts'

/** From the request to the closed paper at the colleague's, ms. */
const MOST_FROM_REQUEST = 1_000
/** From the press of the button: its own page has this much more until the request is under way, ms. */
const MOST_FROM_PRESS = MOST_FROM_REQUEST + 250

const firstCell = (page: Page, column: number) =>
  page.locator('.ProseMirror table[data-kind=process] > tbody > tr').nth(1).locator(':scope > td').nth(column)

const county = aCounty()

describe.skipIf(!hasTool('chromium')).each(WAYS)(
  'the owner takes an invitation back, $name',
  ({ name, isKeyboard, come }) => {
    let zhou: Person
    let he: Person
    let planId: string
    const invite = async () => {
      const me = await call<{ id: string }>(he, 'GET', '/me')
      await call(zhou, 'PUT', `/lesson-plans/${planId}/members/${me.id}`, { role: 'editor' })
    }
    beforeAll(async () => {
      ;[zhou, he] = await Promise.all([
        come(county.browser, county.server.url),
        come(county.browser, county.server.url),
      ])
      await enter(zhou, 'zhubei')
      await enter(he, 'jiaoshi')
      planId = await planCalled(zhou, '平行四边形的面积')
      await invite()
    })
    afterAll(async () => {
      await Promise.all([zhou, he].map((person) => person?.context.close()))
    })

    const notes = (page: Page) => page.getByRole('region', { name: '提示' })
    /** The members dialog of the owner, open, with the line of 何晓棠. */
    const membersOf = async ({ page, hands }: Person) => {
      await hands.press(page.getByRole('button', { name: '邀请' }))
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
      const { dialog, line } = await membersOf(zhou)
      await he.hands.goBehind(firstCell(he.page, 2))
      // Goes on typing until nothing is taken any more.
      const typed = new AbortController()
      const typing = (async () => {
        while (!typed.signal.aborted) await he.page.keyboard.type('写', { delay: 15 })
      })()
      await he.page.waitForFunction(() => document.querySelector('.ProseMirror')?.textContent?.includes('写写写写'))
      // All ends are read where they happen: the press as the page hears it, the request as it leaves, the paper as it closes.
      await zhou.page.evaluate(() => {
        const note = (event: Event) => {
          const button = event.target instanceof Element ? event.target.closest('button') : null
          if (event.type === 'keydown' && (event as KeyboardEvent).key !== 'Enter') return
          if (button?.textContent?.trim() === '收回')
            document.documentElement.dataset['pressedAt'] ??= String(Date.now())
        }
        for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, note, true)
      })
      await he.page.evaluate(() => {
        new MutationObserver(() => {
          const paper = document.querySelector<HTMLElement>('.ProseMirror[contenteditable=false]')
          if (paper) document.documentElement.dataset['readOnlyAt'] ??= String(Date.now())
        }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['contenteditable'] })
      })
      const taken = zhou.page.waitForRequest((request) => request.method() === 'DELETE')
      await zhou.hands.press(line.getByRole('button', { name: '收回' }))
      const request = await taken
      await he.page.locator('.ProseMirror[contenteditable=false]').waitFor()
      // Before the answer is there, the time of sending is not known.
      await request.response()
      const { startTime } = request.timing()
      const readOnlyAt = await he.page.evaluate(() => Number(document.documentElement.dataset['readOnlyAt']))
      const pressedAt = await zhou.page.evaluate(() => Number(document.documentElement.dataset['pressedAt']))
      const fromRequest = Math.round(readOnlyAt - startTime)
      const fromPress = Math.round(readOnlyAt - pressedAt)
      await he.page.getByText('你不能再改这份教案了。').waitFor()
      typed.abort()
      await typing
      console.log(
        `withdrawal ${name}: read-only ${fromPress} ms after the owner pressed 收回, ${fromRequest} ms after it was sent`,
      )
      expect(startTime).toBeGreaterThan(0)
      // Clocks of whole milliseconds: the press is never after what it sends.
      expect(startTime - pressedAt).toBeGreaterThan(-2)
      expect(fromRequest).toBeLessThan(MOST_FROM_REQUEST)
      expect(fromPress).toBeLessThan(MOST_FROM_PRESS)
      await notes(zhou.page).getByText('收回了给 何晓棠 的邀请').waitFor()
      await zhou.hands.press(dialog.getByRole('button', { name: '好了' }))
      const refused = await he.context.request.get(`/api/v1/lesson-plans/${planId}`)
      expect(refused.status()).toBe(404)
    })

    test('[WI2] what had not been sent goes into a file that holds it', async () => {
      await invite()
      await he.page.reload()
      await readyToWrite(he.page)
      await he.context.setOffline(true)
      await he.hands.goBehind(firstCell(he.page, 3))
      await he.page.keyboard.insertText('断网时写的，还没送出去。')
      await he.page.getByRole('button', { name: '重连中，已存在本机' }).waitFor()
      await zhou.page.reload()
      await readyToWrite(zhou.page)
      const { line } = await membersOf(zhou)
      await zhou.hands.press(line.getByRole('button', { name: '收回' }))
      await notes(zhou.page).getByText('收回了给 何晓棠 的邀请').waitFor()
      await he.context.setOffline(false)

      const banner = he.page.getByRole('alert').filter({ hasText: '你不能再改这份教案了。' })
      await banner.getByText('处没来得及送出去').waitFor({ timeout: 30_000 })
      await he.page.locator('.ProseMirror[contenteditable=false]').waitFor()
      const [download] = await Promise.all([
        he.page.waitForEvent('download'),
        he.hands.press(banner.getByRole('button', { name: '存成文件' })),
      ])
      expect(download.suggestedFilename()).toBe('平行四边形的面积 没送出去的内容.txt')
      const file = await readFile(await download.path(), 'utf8')
      expect(file).toContain('断网时写的，还没送出去。')
      expect(await zhou.page.locator('.ProseMirror').textContent()).not.toContain('断网时写的，还没送出去。')
    })

    test('[WI3] nothing went wrong on either page', () => {
      expect([...zhou.faults, ...he.faults]).toEqual([])
      if (isKeyboard) expect([...zhou.pointed, ...he.pointed]).toEqual([])
    })
  },
)
