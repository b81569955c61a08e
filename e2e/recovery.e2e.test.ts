import { hasTool } from '@gongyan/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { selectedLength } from './support/caret.ts'
import { aCounty } from './support/county.ts'
import { WAYS, type Person } from './support/hands.ts'
import { lookAt } from './support/looking.ts'
import { call, CANVAS, enter, readyToWrite, visit } from './support/visit.ts'

const LOST = '先让学生自己剪，剪好了再说为什么沿高剪开，写了一上午。'
const LATER = '后来改成老师演示。'

const county = aCounty()

/** Building a moment takes its time on a busy machine, ms. */
const PATIENCE = { timeout: 15_000 }

const moment = (page: Page) => page.locator('.recovery-moment')
const paper = (page: Page) => page.locator('.recovery-doc')
const needle = (page: Page) => page.getByRole('slider', { name: '看哪一刻' })
const note = (page: Page) => page.getByRole('region', { name: '提示' })

describe.skipIf(!hasTool('chromium')).each(WAYS)('我的内容去哪了, $name', ({ name, isKeyboard, come }) => {
  const title = `找得回来的课（${name}）`
  let he: Person
  let admin: Person
  let planId: string
  beforeAll(async () => {
    ;[he, admin] = await Promise.all([come(county.browser, county.server.url), come(county.browser, county.server.url)])
    await enter(he, 'jiaoshi')
    await enter(admin, 'admin')
    planId = (await call<{ id: string }>(he, 'POST', '/lesson-plans', { title })).id
  })
  afterAll(async () => {
    await Promise.all([he, admin].map((person) => person?.context.close()))
  })

  test('[RC1] a teacher writes a passage and deletes it', async () => {
    const { page, hands } = he
    await page.goto(`/plans/${planId}`)
    await readyToWrite(page)
    const cell = page.locator('.ProseMirror table[data-kind=process] > tbody > tr').nth(1).locator(':scope > td').nth(2)
    await hands.goBehind(cell)
    await page.keyboard.type(LOST)
    await page.locator('.ui-save-chip[data-kind=saved]').waitFor()
    await hands.goBehind(cell)
    for (let length = 1; length <= LOST.length; length++) {
      await page.keyboard.press('Shift+ArrowLeft')
      await expect.poll(() => selectedLength(page), { ...PATIENCE, interval: 10 }).toBe(length)
    }
    await page.keyboard.press('Backspace')
    await page.keyboard.type(LATER)
    await expect.poll(() => cell.innerText(), PATIENCE).toBe(LATER)
    await page.locator('.ui-save-chip[data-kind=saved]').waitFor()
  })

  test('[RC2] nobody but administrators has a way in', async () => {
    const { page, hands } = he
    await page.goto('/')
    await hands.press(page.getByRole('button', { name: /^账号：/ }))
    await page.getByRole('menuitem', { name: '退出' }).waitFor()
    expect(await page.getByRole('menuitem', { name: '我的内容去哪了' }).count()).toBe(0)
    for (const address of ['/recovery', `/recovery/${planId}`]) {
      await page.goto(address)
      await page.getByRole('heading', { name: '这一页只有管理员能看' }).waitFor()
    }
  })

  test('[RC3] the administrator finds the plan, the second and the passage, with who wrote and who deleted it', async () => {
    const { page, hands } = admin
    await page.goto('/')
    await hands.pick(
      page.getByRole('button', { name: /^账号：/ }),
      page.getByRole('menuitem', { name: '我的内容去哪了' }),
    )
    await hands.write(page.getByRole('textbox', { name: '找教案' }), `何晓棠 ${name}`)
    await hands.press(page.getByRole('link', { name: title }))
    await paper(page).getByText(LATER).waitFor()
    await moment(page).getByRole('heading', { name: '现在的样子' }).waitFor()
    expect(await paper(page).innerText()).not.toContain(LOST)
    await page.getByText('这就是现在的样子').waitFor()
    // Back by the largest deletion, which the page names.
    await hands.press(page.getByRole('button', { name: /何晓棠，\d+ 处/ }).first())
    await paper(page).getByText(LOST.slice(0, 6)).waitFor()
    await moment(page)
      .getByRole('heading', { name: /^\d+月\d+日 \d\d:\d\d:\d\d 的样子$/ })
      .waitFor()
    // Who wrote it is said beside the colour.
    expect(await paper(page).locator('[data-surname="何"]').count()).toBeGreaterThan(0)
    const later = page.getByRole('complementary', { name: '这一刻以后' })
    await later
      .locator('[data-kind=deleted]')
      .filter({ hasText: LOST.slice(0, 6) })
      .waitFor()
    await later
      .getByText(/何晓棠 .* 删的/)
      .first()
      .waitFor()
    await hands.press(later.getByRole('button', { name: '抄下来' }).first())
    await note(page).getByText('抄下来了').waitFor()
  })

  test('[RC4] time is walked by the needle, change by change, and from the list of all changes', async () => {
    const { page, hands } = admin
    const before = await moment(page)
      .getByText(/第 \d+ 次改动之后/)
      .innerText()
    await hands.press(page.getByRole('button', { name: '上一次改动' }))
    await expect
      .poll(
        () =>
          moment(page)
            .getByText(/第 \d+ 次改动之后/)
            .innerText(),
        PATIENCE,
      )
      .not.toBe(before)
    await hands.press(needle(page))
    await page.keyboard.press('Home')
    await moment(page)
      .getByText(/第 1 次改动之后/)
      .waitFor()
    await page.keyboard.press('End')
    await moment(page).getByRole('heading', { name: '现在的样子' }).waitFor()
    await hands.tick(page.getByRole('radio', { name: '每一次改动' }))
    const list = page.locator('.updates')
    await list.getByText('自己写的').first().waitFor()
    await hands.press(
      list
        .getByRole('button')
        .filter({ hasText: /删 \d\d/ })
        .first(),
    )
    await paper(page).waitFor()
    await expect
      .poll(
        () =>
          moment(page)
            .getByText(/第 \d+ 次改动之后/)
            .innerText(),
        PATIENCE,
      )
      .not.toContain('第 1 次')
    await hands.tick(page.getByRole('radio', { name: '后来变了什么' }))
    await hands.tick(page.getByRole('radio', { name: '十分钟' }))
    await page.getByRole('figure', { name: '谁在什么时候写、什么时候删' }).waitFor()
    await hands.tick(page.getByRole('radio', { name: '全部' }))
  })

  test('[RC5] it is given back as a new plan of the teacher’s, and taken back as long as nobody wrote in it', async () => {
    const { page, hands } = admin
    await hands.press(page.getByRole('button', { name: /何晓棠，\d+ 处/ }).first())
    await paper(page).getByText(LOST.slice(0, 6)).waitFor()
    const restore = page.getByRole('button', { name: '恢复成一份新教案' })
    await hands.press(restore)
    await note(page)
      .getByText(/恢复好了：《.*恢复到.*》，在何晓棠的“我的教案”里/)
      .waitFor()
    await hands.press(note(page).getByRole('button', { name: /撤销/ }))
    await note(page).getByText('收回了').waitFor()
    await hands.press(restore)
    await expect
      .poll(async () => {
        const { items } = await call<{ items: { title: string }[] }>(he, 'GET', '/lesson-plans?mine=owned&limit=100')
        return items.filter((plan) => plan.title.startsWith(`${title}（恢复到`)).length
      }, PATIENCE)
      .toBe(1)
    await he.page.goto('/plans')
    await he.hands.press(he.page.getByRole('link', { name: new RegExp(`找得回来的课（${name}）（恢复到`) }).first())
    await he.page.locator('.ProseMirror').getByText(LOST.slice(0, 6)).waitFor()
  })

  test('[RC6] without a line the page says so, and goes on by itself when asked again', async () => {
    const { page, context, hands } = admin
    await context.setOffline(true)
    await hands.press(page.getByRole('button', { name: '上一次改动' }))
    await page.getByText('没能拼出那一刻的样子').waitFor()
    await context.setOffline(false)
    await hands.press(moment(page).getByRole('button', { name: '再试一次' }))
    await paper(page).waitFor()
    expect([admin.faults, he.faults, isKeyboard ? admin.pointed : []]).toEqual([[], [], []])
  })
})

describe.skipIf(!hasTool('chromium'))('我的内容去哪了, as it looks', () => {
  test('[RC7] every state of it is without barriers in three themes, on the laptop and on the phone', async () => {
    const found: string[] = []
    for (const [canvas, isPhone] of [
      [CANVAS.laptop, false],
      [CANVAS.phone, true],
    ] as const) {
      const admin = await visit(county.browser, county.server.url, { ...canvas, reducedMotion: 'reduce' })
      await enter(admin, 'admin')
      const { page } = admin
      const look = async (screen: string, pictures?: readonly ('light' | 'dark')[]) => {
        found.push(...(await lookAt(page, screen, pictures)))
      }
      await page.goto('/recovery')
      await page.locator('.found a').first().waitFor()
      await look('recovery-search')
      await page.goto('/recovery?q=没有这样的课')
      await page.getByRole('heading', { name: '没找到“没有这样的课”' }).waitFor()
      await look('recovery-none', [])
      await page.goto('/recovery?q=找得回来的课')
      await page
        .getByRole('link', { name: /^找得回来的课（[^（]*）$/ })
        .first()
        .click()
      await paper(page).getByText(LATER).waitFor()
      await look('recovery-now', isPhone ? ['light'] : [])
      await page
        .getByRole('button', { name: /何晓棠，\d+ 处/ })
        .first()
        .click()
      await page.locator('.changes [data-kind=deleted]').first().waitFor()
      await look('recovery', ['light', 'dark'])
      await page.getByRole('radio', { name: '每一次改动' }).check({ force: true })
      await page.locator('.updates li').first().waitFor()
      await look('recovery-updates')
      await page.route('**/state?*', (route) => route.abort())
      await page.getByRole('button', { name: '上一次改动' }).click()
      await page.getByText('没能拼出那一刻的样子').waitFor()
      await look('recovery-failed', [])
      await page.goto('/recovery/00000000-0000-4000-8000-000000000000')
      await page.getByRole('heading', { name: '没有这份教案，或者不归你管' }).waitFor()
      await look('recovery-not-found', [])
      await enter(admin, 'jiaoshi')
      await page.goto('/recovery')
      await page.getByRole('heading', { name: '这一页只有管理员能看' }).waitFor()
      await look('recovery-not-allowed', [])
      await admin.context.close()
    }
    expect(found).toEqual([])
  })
})
