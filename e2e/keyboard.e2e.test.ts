import { hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PASSWORD, readyToWrite, visit, type Visitor } from './support/visit.ts'

interface Focus {
  /** Name of what has focus: its label, else its text. */
  name: string
  /** Whether the keyboard is nowhere. */
  isLost: boolean
  /** Whether a person sees where it is: a ring, or the caret of a text. A page's or a part's own beginning has none. */
  isSeen: boolean
  region: string | null
}

/** Where the keyboard is. Runs in the page. */
function readFocus(): Focus {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body)
    return { name: '', isLost: true, isSeen: false, region: null }
  const labelled =
    element.getAttribute('aria-label') ??
    (element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null)
  const ringed = [element, element.parentElement, element.closest('.ui-input')].filter(
    (one) => one instanceof HTMLElement,
  )
  const hasRing = ringed.some((one) => {
    const style = getComputedStyle(one)
    const hasOutline =
      style.outlineStyle !== 'none' &&
      Number.parseFloat(style.outlineWidth) > 0 &&
      !/rgba\(.*, 0\)|transparent/.test(style.outlineColor)
    return hasOutline || style.boxShadow !== 'none'
  })
  const box = element.getBoundingClientRect()
  const isOnScreen =
    box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  return {
    name: (labelled ?? element.textContent ?? '').trim(),
    isLost: false,
    isSeen: element.isContentEditable || element.tabIndex < 0 || (hasRing && isOnScreen),
    region: element.closest('[data-region]')?.getAttribute('data-region') ?? null,
  }
}

describe.skipIf(!hasTool('chromium'))('the whole way by keyboard alone', () => {
  let server: TestServer
  let browser: Browser
  let zhou: Visitor
  let page: Page
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startTestServer({ env: { GONGYAN_SEED: 'demo' } }), launchChromium()])
    zhou = await visit(browser, server.url)
    page = zhou.page
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  /** Presses a key; the keyboard is never lost by it, and one sees where it is. */
  const press = async (key: string): Promise<Focus> => {
    await page.keyboard.press(key)
    // A page that is being exchanged puts focus at its beginning a moment later.
    const focus = await waitUntil(
      `focus after ${key}`,
      async () => {
        const now = await page.evaluate(readFocus)
        return !now.isLost && now
      },
      { timeoutMs: 5_000 },
    )
    expect(focus.isSeen, `after ${key} focus is on “${focus.name.slice(0, 40)}” and cannot be seen`).toBe(true)
    return focus
  }
  /** Presses a key until a control of that name has focus. */
  const reach = async (name: string | RegExp, key = 'Tab', most = 60): Promise<void> => {
    const seen: string[] = []
    const is = (focus: Focus) => (typeof name === 'string' ? focus.name === name : name.test(focus.name))
    for (let n = 0; n < most; n++) {
      const focus = await press(key)
      if (is(focus)) return
      seen.push(focus.name.slice(0, 20))
    }
    throw new Error(`${key} does not lead to ${name}; it leads to ${seen.join(' → ')}`)
  }
  /** F6 until a part of the page has focus. */
  const jumpTo = async (region: string): Promise<Focus> => {
    for (let n = 0; n < 12; n++) {
      const focus = await press('F6')
      if (focus.region === region) return focus
    }
    throw new Error(`F6 does not lead to ${region}`)
  }
  const phases = () =>
    page.locator('.ProseMirror table[data-kind=process] > tbody > tr > td:first-child').allInnerTexts()

  test('[KB1] signing in', async () => {
    await page.goto('/sign-in')
    await waitUntil('the first field to have focus', async () => (await page.evaluate(readFocus)).name === '账号')
    await page.keyboard.type('zhubei')
    await reach('密码')
    await page.keyboard.type('wrong')
    await press('Enter')
    await page
      .getByText(/账号和密码对不上/)
      .first()
      .waitFor()
    expect(await page.evaluate(readFocus)).toMatchObject({ name: '密码', isSeen: true })
    await page.keyboard.type(PASSWORD)
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: /接下来|眼下/ }).waitFor()
    await waitUntil('focus to be on the new page', async () => !(await page.evaluate(readFocus)).isLost)
  })

  test('[KB2] from home to a plan through the search', async () => {
    await jumpTo('topbar')
    await reach('备课')
    await press('Enter')
    await page.getByRole('list', { name: '教案列表' }).waitFor()
    await reach('搜教案')
    await page.keyboard.type('平行四边')
    await page.getByText('“平行四边”找到').first().waitFor()
    await press('Enter')
    await waitUntil(
      'the first hit to have focus',
      async () => (await page.evaluate(readFocus)).name === '平行四边形的面积',
    )
    await press('Enter')
    await readyToWrite(page)
  })

  test('[KB3] writing in a cell, moving a row, leaving the text', async () => {
    await jumpTo('outline')
    await reach(/^1 情境引入/)
    await press('Enter')
    await waitUntil('the caret to be in the row', () =>
      page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest('td')?.textContent === '情境引入'),
    )
    await press('Tab')
    await press('Tab')
    await page.keyboard.insertText('键盘写的。')
    await page.waitForFunction(() =>
      document
        .querySelector('.ProseMirror table[data-kind=process] > tbody > tr:nth-child(2) > td:nth-child(3)')
        ?.textContent?.includes('键盘写的。'),
    )
    const before = await phases()
    await press('Alt+ArrowDown')
    await expect.poll(phases).toEqual([before[1], before[0], ...before.slice(2)])
    await press('Alt+ArrowUp')
    await expect.poll(phases).toEqual(before)
    await press('Escape')
    const focus = await page.evaluate(readFocus)
    if (focus.region === 'paper') await press('Escape')
    expect((await page.evaluate(readFocus)).region).not.toBe('paper')
    await page.locator('.ui-save-chip[data-kind=saved]').waitFor()
  })

  test('[KB4] F6 goes round the parts of the page and comes back', async () => {
    const round: (string | null)[] = []
    for (let n = 0; n < 12; n++) {
      const { region } = await press('F6')
      if (region === round[0]) break
      round.push(region)
    }
    expect(round).toHaveLength(new Set(round).size)
    expect(round).toEqual(expect.arrayContaining(['top', 'tools', 'outline', 'paper', 'dock']))
    const forward = (await page.evaluate(readFocus)).region
    await press('F6')
    expect((await press('Shift+F6')).region).toBe(forward)
  })

  test('[KB5] taking the plan away as a Word file', async () => {
    await jumpTo('tools')
    await reach('导出 Word')
    const [download] = await Promise.all([page.waitForEvent('download'), press('Enter')])
    expect(download.suggestedFilename()).toBe('平行四边形的面积.docx')
  })

  test('[KB6] inviting somebody; Esc closes the dialog and focus returns', async () => {
    await jumpTo('top')
    if ((await page.evaluate(readFocus)).name !== '邀请') await reach('邀请')
    await press('Enter')
    const dialog = page.getByRole('dialog', { name: '请谁一起写' })
    await dialog.waitFor()
    if ((await page.evaluate(readFocus)).name !== '按姓名找老师') await reach('按姓名找老师')
    await page.keyboard.type('沈青')
    await dialog.getByRole('button', { name: '请来写' }).first().waitFor()
    await reach('请来写')
    await press('Enter')
    await page
      .getByRole('region', { name: '提示' })
      .getByText(/^请了 /)
      .waitFor()
    expect(await page.evaluate(() => document.querySelector('dialog[open]')?.contains(document.activeElement))).toBe(
      true,
    )
    await press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect((await page.evaluate(readFocus)).name).toBe('邀请')
  })

  test('[KB7] signing out through the menu', async () => {
    await reach(/账号：周远/)
    await press('Enter')
    await page.getByRole('menu').waitFor()
    await reach('退出', 'ArrowDown')
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
    await waitUntil('the first field to have focus', async () => (await page.evaluate(readFocus)).name === '账号')
    expect(zhou.faults).toEqual([])
  })
})
