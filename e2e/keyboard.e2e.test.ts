import { hasTool } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cell, PROCESS } from './plan-page.ts'
import { selectedLength } from './support/caret.ts'
import { aCounty } from './support/county.ts'
import { focusOf } from './support/focus.ts'
import { KEYBOARD, MOUSE, type Hands, type Person } from './support/hands.ts'
import { keyboardOf, type Keyboard } from './support/keyboard.ts'
import { call, CANVAS, enter, PASSWORD, readyToWrite } from './support/visit.ts'

const county = aCounty()

describe.skipIf(!hasTool('chromium'))('the whole way by keyboard alone', () => {
  let zhou: Person
  let page: Page
  let hands: Hands
  let keys: Keyboard
  beforeAll(async () => {
    zhou = await KEYBOARD.come(county.browser, county.server.url)
    ;({ page, hands } = zhou)
    keys = keyboardOf(page)
  })
  afterAll(async () => {
    await zhou?.context.close()
  })

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
  const phases = () => page.locator(`${PROCESS} > tbody > tr > td:first-child`).allInnerTexts()
  const list = () => page.getByRole('list', { name: '教案列表' })
  const lineOf = (title: string) => list().getByRole('listitem').filter({ hasText: title })
  const note = (words: string | RegExp) => page.getByRole('region', { name: '提示' }).getByText(words)

  test('[KB1] signing in', async () => {
    await page.goto('/sign-in')
    await keys.isOn('账号')
    await page.keyboard.type('zhubei')
    await keys.pressUntil('Tab', '密码')
    await page.keyboard.type('wrong')
    await keys.press('Enter')
    await page
      .getByText(/账号和密码对不上/)
      .first()
      .waitFor()
    await keys.isOn('密码')
    await page.keyboard.type(PASSWORD)
    await keys.press('Enter')
    await page.getByRole('heading', { level: 1, name: /接下来|眼下/ }).waitFor()
    await waitUntil('focus to be on the new page', async () => (await focusOf(page)).kind !== 'nowhere')
  })

  test('[KB8] home: which of my plans are shown, the look of the page, the first thing to do', async () => {
    const shown = page.getByRole('radiogroup', { name: '显示哪些教案' })
    await hands.tick(shown.getByRole('radio', { name: /^全部/ }))
    expect(await shown.getByRole('radio', { name: /^正在做/ }).isChecked()).toBe(false)
    await hands.pick(button(/^账号：/), page.getByRole('menuitemradio', { name: '深色' }))
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark')
    // A look is tried out: the menu stays until Esc, which goes back to its button.
    await keys.pressUntil('ArrowUp', '浅色')
    await keys.press('Enter')
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light')
    await keys.press('Escape')
    await keys.isOn(/账号：周远/)
    const first = page.locator('.three a').first()
    const address = (await first.getAttribute('href')) ?? ''
    await hands.press(first)
    await page.waitForURL(`**${address}`)
    await page.locator('.plan-doc').first().waitFor()
  })

  test('[KB9] the list: by whose, by subject, by state; a filter is taken off and the keyboard stays', async () => {
    await page.goto('/plans')
    await list().waitFor()
    const filters = page.getByRole('complementary', { name: '筛选' })
    const count = () => list().getByRole('listitem').count()
    const all = await count()
    await hands.tick(filters.getByRole('radio', { name: '我写的' }))
    await expect.poll(count).toBeLessThan(all)
    await hands.tick(filters.getByRole('radio', { name: '我能看的' }))
    await expect.poll(count).toBe(all)
    await hands.choose(filters.getByRole('combobox', { name: '学科' }), '数学')
    await hands.tick(filters.getByRole('radio', { name: '定稿' }))
    await page.waitForURL(/state=finalized/)
    const chips = page.getByRole('list', { name: '已选的筛选' })
    await hands.press(chips.getByRole('button', { name: '去掉“定稿”' }))
    await keys.isOn('去掉“数学”')
    await hands.press(chips.getByRole('button', { name: '全部清掉' }))
    await expect.poll(count).toBe(all)
    expect((await focusOf(page)).region).toBe('list')
  })

  test('[KB10] a new plan; its period; into the bin from its page, and the note takes it back', async () => {
    await hands.press(button('新建'))
    const dialog = page.getByRole('dialog', { name: '新建教案' })
    await hands.write(dialog.getByRole('textbox', { name: '课题' }), '键盘写的一课')
    await hands.tick(dialog.getByRole('radio', { name: /^专递课堂协同备课/ }))
    await hands.choose(dialog.getByRole('combobox', { name: '年级' }), '三年级')
    await hands.press(dialog.getByRole('button', { name: '开始写' }))
    await readyToWrite(page)
    await hands.pick(button('更多'), page.getByRole('menuitem', { name: '改课时长度' }))
    const period = page.getByRole('dialog', { name: '一节课多少分钟' })
    await hands.write(period.getByRole('textbox', { name: '分钟' }), '0')
    await keys.press('Enter')
    await period.getByText('写 1 到 600 之间的整数').waitFor()
    await hands.write(period.getByRole('textbox', { name: '分钟' }), '35')
    await keys.press('Enter')
    await period.waitFor({ state: 'detached' })
    await keys.isOn('更多')
    await hands.pick(button('更多'), page.getByRole('menuitem', { name: '放进回收站' }))
    const warning = page.getByRole('dialog', { name: '放进回收站以后，别人就看不到了' })
    await warning.waitFor()
    await keys.isOn('不放了')
    await hands.press(warning.getByRole('button', { name: '放进回收站' }))
    await list().waitFor()
    await keys.jumpTo('toasts')
    await hands.press(button(/^撤销/))
    await readyToWrite(page)
    await page.getByRole('heading', { level: 1, name: '键盘写的一课' }).waitFor()
  })

  test('[KB11] the bin: put there from the list, found there, taken out again; the keyboard is never thrown back', async () => {
    await hands.press(page.getByRole('link', { name: '我的教案' }))
    await hands.pick(lineOf('键盘写的一课').getByRole('button'), page.getByRole('menuitem', { name: '放进回收站' }))
    await lineOf('键盘写的一课').waitFor({ state: 'detached' })
    await waitUntil('focus to be in the list', async () => (await focusOf(page)).region === 'list')
    await hands.tick(page.getByRole('complementary', { name: '筛选' }).getByRole('radio', { name: '回收站' }))
    await hands.press(lineOf('键盘写的一课').getByRole('button', { name: '取回' }))
    await lineOf('键盘写的一课').waitFor({ state: 'detached' })
    await waitUntil('focus to be in the list', async () => (await focusOf(page)).region === 'list')
    await hands.tick(page.getByRole('complementary', { name: '筛选' }).getByRole('radio', { name: '我能看的' }))
    await lineOf('键盘写的一课').waitFor()
  })

  test('[KB2] from home to a plan through the search', async () => {
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: /接下来|眼下/ }).waitFor()
    await keys.jumpTo('topbar')
    await keys.pressUntil('Tab', '备课')
    await keys.press('Enter')
    await list().waitFor()
    await keys.pressUntil('Tab', '搜教案')
    await page.keyboard.type('平行四边')
    await page.getByText('“平行四边”找到').first().waitFor()
    await keys.press('Enter')
    await keys.isOn('平行四边形的面积')
    await keys.press('Enter')
    await readyToWrite(page)
  })

  test('[KB3] writing in a cell, moving a row, leaving the text', async () => {
    await keys.jumpTo('outline')
    await keys.pressUntil('Tab', /^1 情境引入/)
    await keys.press('Enter')
    await waitUntil('the caret to be in the row', () =>
      page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest('td')?.textContent === '情境引入'),
    )
    await keys.press('Tab')
    await keys.press('Tab')
    await page.keyboard.insertText('键盘写的。')
    await expect.poll(() => cell(page, 1, 2).innerText()).toContain('键盘写的。')
    const before = await phases()
    await keys.press('Alt+ArrowDown')
    await expect.poll(phases).toEqual([before[1], before[0], ...before.slice(2)])
    await keys.press('Alt+ArrowUp')
    await expect.poll(phases).toEqual(before)
    await keys.press('Escape')
    if ((await focusOf(page)).region === 'paper') await keys.press('Escape')
    expect((await focusOf(page)).region).not.toBe('paper')
    await page.locator('.ui-save-chip[data-kind=saved]').waitFor()
  })

  test('[KB12] marks, a list and cells that become one and are parted again', async () => {
    await hands.goBehind(cell(page, 1, 2))
    await keys.press('Shift+ArrowLeft')
    await expect.poll(() => selectedLength(page)).toBe(1)
    await keys.press('Control+b')
    await expect.poll(() => cell(page, 1, 2).locator('strong').allInnerTexts()).toEqual(['。'])
    await hands.pick(button('更多格式'), page.getByRole('menuitem', { name: '红笔' }))
    await expect.poll(() => cell(page, 1, 2).locator('[data-red-pen]').allInnerTexts()).toEqual(['。'])
    await hands.press(button('编号'))
    await expect.poll(() => cell(page, 1, 2).locator('ol > li').count()).toBe(1)
    // From the end of a cell Shift and an arrow take the next one too.
    const cells = () => page.locator(`${PROCESS} > tbody > tr`).nth(1).locator(':scope > td').count()
    const before = await cells()
    await hands.goBehind(cell(page, 1, 2))
    await keys.press('Shift+ArrowRight')
    await page.locator(`${PROCESS} .selectedCell`).nth(1).waitFor()
    await hands.pick(button('更多'), page.getByRole('menuitem', { name: /^合并单元格/ }))
    await expect.poll(cells).toBe(before - 1)
    await hands.goBehind(cell(page, 1, 2))
    await hands.pick(button('更多'), page.getByRole('menuitem', { name: /^拆开单元格/ }))
    await expect.poll(cells).toBe(before)
  })

  test('[KB4] F6 goes round the parts of the page and comes back', async () => {
    const round: (string | null)[] = []
    for (let n = 0; n < 12; n++) {
      const { region } = await keys.press('F6')
      if (region === round[0]) break
      round.push(region)
    }
    expect(round).toHaveLength(new Set(round).size)
    expect(round).toEqual(expect.arrayContaining(['top', 'tools', 'outline', 'paper', 'dock']))
    const forward = (await focusOf(page)).region
    await keys.press('F6')
    expect((await keys.press('Shift+F6')).region).toBe(forward)
  })

  test('[KB5] taking the plan away as a Word file', async () => {
    await keys.jumpTo('tools')
    await keys.reach(button('导出 Word'))
    const [download] = await Promise.all([page.waitForEvent('download'), keys.press('Enter')])
    expect(download.suggestedFilename()).toBe('平行四边形的面积.docx')
  })

  test('[KB6] inviting somebody; Esc closes the dialog and focus returns', async () => {
    await hands.press(button('邀请'))
    const dialog = page.getByRole('dialog', { name: '请谁一起写' })
    await hands.write(dialog.getByRole('textbox', { name: '按姓名找老师' }), '沈青')
    await hands.press(dialog.getByRole('button', { name: '请来写' }).first())
    await note(/^请了 /).waitFor()
    const line = dialog.getByRole('listitem').filter({ has: page.getByRole('combobox', { name: /^沈青/ }) })
    await hands.choose(line.getByRole('combobox'), '只评')
    await expect.poll(() => line.getByRole('combobox').inputValue()).toBe('commenter')
    // While a change is on its way the line takes no other.
    await line.locator('[aria-busy]').waitFor({ state: 'detached' })
    await hands.press(line.getByRole('button', { name: '收回' }))
    await line.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.querySelector('dialog[open]')?.contains(document.activeElement))).toBe(
      true,
    )
    await keys.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await keys.isOn('邀请')
  })

  test('[KB7] signing out through the menu', async () => {
    await hands.pick(button(/^账号：/), page.getByRole('menuitem', { name: '退出' }))
    await page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
    await keys.isOn('账号')
  })

  test('[KB13] one press signs in as one of the demonstration’s people', async () => {
    await hands.press(button(/何晓棠/))
    await button(/^账号：何晓棠/).waitFor()
    expect([zhou.faults, zhou.pointed]).toEqual([[], []])
  })
})

describe.skipIf(!hasTool('chromium'))('a narrow window, or large text, by keyboard alone', () => {
  test('[KB14] one row is one card: another row, writing, the outline, the menu', async () => {
    const zhou = await KEYBOARD.come(county.browser, county.server.url, { viewport: CANVAS.phone.viewport })
    const { page, hands } = zhou
    const keys = keyboardOf(page)
    await enter(zhou, 'zhubei')
    const { id } = await call<{ id: string }>(zhou, 'POST', '/lesson-plans', { title: '窄窗口里的一课' })
    await page.goto(`/plans/${id}`)
    await readyToWrite(page)
    const title = () => page.locator('.phone-card > h2').innerText()
    const first = await title()
    await hands.press(page.getByRole('button', { name: '下一环节' }))
    await expect.poll(title).not.toBe(first)
    await keys.jumpTo('paper')
    await page.keyboard.type('窄窗口里写的。')
    await page.waitForFunction(() => document.querySelector('.ProseMirror')?.textContent?.includes('窄窗口里写的。'))
    await page.locator('.ui-save-chip[data-kind=saved]').waitFor()
    // Behind the last cell of the card Tab leaves the text: the next row cannot be seen.
    const before = await page.locator('.ProseMirror').textContent()
    const cells = await page.locator(`${PROCESS} td:visible`).count()
    for (let n = 0; n < cells; n++) await page.keyboard.press('Tab')
    expect((await focusOf(page)).kind).toBe('control')
    expect(await page.locator('.ProseMirror').textContent()).toBe(before)
    await keys.jumpTo('tools')
    await hands.press(page.getByRole('button', { name: '大纲' }))
    const outline = page.getByRole('dialog', { name: '去哪一节' })
    await hands.press(outline.getByRole('button', { name: /教材分析/ }))
    await expect.poll(title).toContain('教材分析')
    await hands.pick(
      page.getByRole('button', { name: '更多', exact: true }),
      page.getByRole('menuitem', { name: '放进回收站' }),
    )
    await keys.isOn('不放了')
    await keys.press('Enter')
    await keys.isOn('更多')
    expect([zhou.faults, zhou.pointed]).toEqual([[], []])
    await zhou.context.close()
  })
})

describe.skipIf(!hasTool('chromium'))('what “by keyboard alone” is worth', () => {
  let somebody: Person
  let keys: Keyboard
  beforeAll(async () => {
    somebody = await KEYBOARD.come(county.browser, county.server.url)
    keys = keyboardOf(somebody.page, { patienceMs: 400, mostTabs: 20 })
  })
  afterAll(async () => {
    await somebody?.context.close()
  })
  const open = async () => {
    await somebody.page.goto('/sign-in')
    await keys.isOn('账号')
  }

  test('[KB15] its page refuses every act that is no key, wherever it was found', async () => {
    await open()
    const { page } = somebody
    const field = page.getByRole('textbox').first()
    expect(() => page.click('button')).toThrow('by keyboard alone')
    expect(() => page.mouse).toThrow('by keyboard alone')
    expect(() => field.fill('x')).toThrow('by keyboard alone')
    expect(() => field.or(page.getByRole('button')).first().focus()).toThrow('by keyboard alone')
    const [one] = await page.getByRole('button').all()
    expect(() => one?.click()).toThrow('by keyboard alone')
    const found = await page.waitForSelector('button')
    expect(() => found.click()).toThrow('by keyboard alone')
  })

  test('[KB16] a pointer is counted, and keys are not', async () => {
    const other = await MOUSE.come(county.browser, county.server.url)
    await other.page.goto('/sign-in')
    await other.page.getByRole('textbox').first().press('Tab')
    await other.page.keyboard.press('Space')
    expect(other.pointed).toEqual([])
    await other.hands.press(other.page.getByRole('button', { name: '登录', exact: true }))
    expect(other.pointed).toEqual(expect.arrayContaining(['mousedown on button', 'pointerdown on button']))
    await other.page.evaluate(() =>
      document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, cancelable: true })),
    )
    expect(other.pointed).toContain('made-up pointerdown on body')
    await other.context.close()
  })

  test('[KB17] a keyboard that is lost, that nothing shows, or that is led astray is told of', async () => {
    await open()
    await somebody.page.evaluate(() => {
      const style = document.createElement('style')
      style.textContent = '*, *::before, *::after { outline: none !important; box-shadow: none !important }'
      document.head.append(style)
    })
    await expect(keys.press('Tab')).rejects.toThrow('nothing shows it')
    await open()
    await somebody.page.evaluate(() =>
      document.addEventListener('focusin', (event) => event.target instanceof HTMLElement && event.target.blur()),
    )
    await expect(keys.press('Tab')).rejects.toThrow('loses the keyboard')
    await open()
    await expect(keys.pressUntil('Tab', '没有这个按钮', 4)).rejects.toThrow(
      /does not lead to 没有这个按钮; it leads to 密码 → /,
    )
    await open()
    await somebody.page.evaluate(() => {
      for (const button of document.querySelectorAll('form button')) button.setAttribute('tabindex', '-1')
    })
    const unreachable = somebody.page.getByRole('button', { name: '登录', exact: true })
    await expect(keys.reach(unreachable)).rejects.toThrow('Tab does not lead to')
  })
})
