import { hasTool } from '@gongyan/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cell, editorText, openPlan, PROCESS, waitForChip, waitForText } from './plan-page.ts'
import { selectedLength } from './support/caret.ts'
import { aCounty } from './support/county.ts'
import { WAYS, type Person } from './support/hands.ts'
import { importSample } from './support/import-sample.ts'
import { enter } from './support/visit.ts'

/** A grey square of 10 px. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
)

interface Plan {
  id: string
  rows: {
    rowId: string
    phase: string | null
    minutes: number | null
    teacher: string | null
    objectives: string[]
    extra: Record<string, string>
  }[]
  sections: Record<string, string>
}

const county = aCounty()

const rowIds = (page: Page) =>
  page
    .locator(`${PROCESS} > tbody > tr[data-row-id]:not(:first-child)`)
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row-id')))
const stored = async ({ context }: Person, id: string): Promise<Plan> =>
  (await (await context.request.get(`/api/v1/lesson-plans/${id}`)).json()) as Plan

describe.skipIf(!hasTool('chromium')).each(WAYS)(
  'one teacher writes a plan that came from Word, $name',
  ({ isKeyboard, come }) => {
    let zhou: Person
    let page: Page
    let planId: string
    beforeAll(async () => {
      zhou = await come(county.browser, county.server.url)
      page = zhou.page
      await zhou.context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await enter(zhou, 'zhubei')
      planId = await importSample(zhou, 'math-g5-formulas')
      await openPlan(zhou, planId)
    })
    afterAll(async () => {
      await zhou?.context.close()
    })

    const ids = () => rowIds(page)
    const handleOf = (row: number) =>
      page
        .locator('.row-handle')
        .nth(row - 1)
        .locator('button')
    /** Takes a verb of a row's menu. Of the handles only the one of the row with the caret is in the way of Tab. */
    const pickOfRow = async (row: number, verb: string | RegExp) => {
      if (isKeyboard) await zhou.hands.goBehind(cell(page, row, 0))
      await zhou.hands.pick(handleOf(row), page.getByRole('menuitem', { name: verb }))
    }
    const lastHead = () => page.locator('.head-menu button').last()

    const drawFirstRowDown = async () => {
      await page.locator('.plan-scroller').evaluate((element) => element.scrollTo(0, 0))
      const handle = handleOf(1)
      await handle.scrollIntoViewIfNeeded()
      const from = await handle.boundingBox()
      const target = await cell(page, 2, 0).boundingBox()
      if (!from || !target) throw new Error('the rows are on the screen')
      await page.mouse.move(from.x + 12, from.y + 10)
      await page.mouse.down()
      await page.mouse.move(from.x + 12, from.y + 40, { steps: 3 })
      await page.mouse.move(from.x + 12, target.y + target.height - 8, { steps: 6 })
      await page.waitForSelector('.drop-line')
      await page.mouse.up()
    }

    test('[PG11] rows by keyboard: Tab begins a new one behind the last, Alt and arrows move one, and ids stay with their rows', async () => {
      const before = await ids()
      await zhou.hands.goBehind(cell(page, before.length, 4))
      await page.keyboard.press('Tab')
      await page.keyboard.type('课后延伸')
      await expect.poll(ids).toHaveLength(before.length + 1)
      const grown = await ids()
      expect(grown.slice(0, -1)).toEqual(before)
      await page.keyboard.press('Alt+ArrowUp')
      await expect.poll(ids).toEqual([...before.slice(0, -1), grown.at(-1), before.at(-1)])
      await page.keyboard.type('活动')
      await waitForText(page, '课后延伸活动')
      await waitForChip(page, 'saved')
      await expect.poll(async () => (await stored(zhou, planId)).rows.map((row) => row.phase)).toContain('课后延伸活动')
    })

    test('[PG12] the row’s menu deletes, and its note takes that back', async () => {
      const before = await ids()
      await pickOfRow(2, '删掉这一行')
      await expect.poll(ids).toEqual(before.filter((_, index) => index !== 1))
      await zhou.hands.press(page.locator('.ui-toast button.do'))
      await expect.poll(ids).toEqual(before)
    })

    test('[PG13] a handle drawn down, or its menu’s list of places, puts a row elsewhere', async () => {
      const before = await ids()
      if (isKeyboard) {
        await pickOfRow(1, '移到…')
        const places = page.getByRole('dialog', { name: /^把“.*”移到哪里$/ })
        await zhou.hands.press(places.getByRole('button', { name: /^3 / }))
      } else await drawFirstRowDown()
      await expect.poll(ids).toEqual([before[1], before[0], ...before.slice(2)])
      expect(await page.getByRole('menu').count()).toBe(0)
      // The list of places was opened from the handle, and gives the keyboard back to it.
      if (isKeyboard) await zhou.hands.press(page.getByRole('button', { name: '撤销', exact: true }))
      else await page.keyboard.press('Control+z')
      await expect.poll(ids).toEqual(before)
    })

    test('[PG14] a joint of the ruler moves minutes from one row to the next, in the teacher’s own wording', async () => {
      const minutes = () => page.locator(`${PROCESS} td[data-column=minutes]`).allTextContents()
      const before = await minutes()
      await zhou.hands.press(page.getByRole('button', { name: '调时间' }))
      await page.locator('.plan-editing .plan-ruler [role=slider]:focus').waitFor()
      // Faster than the page reads the plan again: each press counts on from the one before.
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft'])
        await page.keyboard.press(key)
      await expect
        .poll(async () => (await minutes()).slice(0, 2))
        .toEqual([before[0]?.replace('5', '6'), before[1]?.replace('15', '14')])
      await zhou.hands.goBehind(cell(page, 1, 1))
      await page.keyboard.press('Home')
      await page.keyboard.type('1')
      await expect
        .poll(() => page.locator('.plan-editing .plan-minutes').first().textContent())
        .toMatch(/比课时多 10 分钟/)
      await page.keyboard.press('Backspace')
      await expect.poll(() => page.locator('.plan-editing .plan-minutes').first().textContent()).toMatch(/与课时相符/)
    })

    test('[PG15] a formula is written with its look beside it, and opens again for a change', async () => {
      await zhou.hands.goBehind(cell(page, 1, 4))
      await page.keyboard.press('Control+m')
      await zhou.hands.write(page.getByRole('dialog').getByRole('textbox'), '\\frac{3}{4}+x^{2}')
      await page.waitForSelector('.plan-preview math')
      await page.keyboard.press('Enter')
      const formula = cell(page, 1, 4).locator('span[data-latex="\\\\frac{3}{4}+x^{2}"] math')
      await formula.waitFor()
      if (isKeyboard) {
        // An arrow takes the formula beside the caret, Enter opens it.
        await page.keyboard.press('ArrowLeft')
        await page.keyboard.press('Enter')
      } else await formula.click()
      await zhou.hands.write(page.getByRole('dialog').getByRole('textbox'), '\\frac{3}{5}')
      await page.keyboard.press('Enter')
      await cell(page, 1, 4).locator('span[data-latex="\\\\frac{3}{5}"] math').waitFor()
      expect(await page.evaluate(() => document.activeElement?.classList.contains('ProseMirror'))).toBe(true)
    })

    test('[PG16] a picture is sent to the server and stands in the cell', async () => {
      await zhou.hands.goBehind(cell(page, 1, 4))
      await zhou.hands.give(page.getByRole('button', { name: '图片' }), {
        name: '板书.png',
        mimeType: 'image/png',
        buffer: PNG,
      })
      await cell(page, 1, 4).locator('img[data-file-id]').waitFor()
      await expect
        .poll(() =>
          cell(page, 1, 4)
            .locator('img[data-file-id]')
            .evaluate((image) => (image as HTMLImageElement).naturalWidth),
        )
        .toBe(10)
    })

    test('[PG17] what is pasted from Word keeps lists, tables and the red pen, and nothing that could run', async () => {
      await zhou.hands.press(page.locator('.plan-outline .entry', { hasText: '作业' }).first())
      await page.keyboard.press('Control+End')
      await page.evaluate(async () => {
        const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:blue}</style></head><body><!--StartFragment-->
        <p class=MsoNormal><b>粘贴的段落</b><span style='color:red'>红笔字</span><o:p></o:p></p>
        <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span>粘贴的第一条</p>
        <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.<span>&nbsp;&nbsp; </span></span>粘贴的第二条</p>
        <table><tr><td><p>粘贴格一</p></td><td><p>粘贴格二</p></td></tr></table><img src=x onerror="window.hacked=1"><script>window.hacked=1</script><!--EndFragment--></body></html>`
        // Not sanitised: as Word puts it there.
        const piece = (text: string, type: string) => new Blob([text], { type })
        await navigator.clipboard.write([
          new ClipboardItem({ 'text/html': piece(html, 'text/html'), 'text/plain': piece('粘贴的段落', 'text/plain') }),
        ])
      })
      await page.keyboard.press('Control+v')
      await waitForText(page, '粘贴格二')
      expect(await page.locator('.ProseMirror ol li', { hasText: '粘贴的' }).allTextContents()).toEqual([
        '粘贴的第一条',
        '粘贴的第二条',
      ])
      expect(await page.locator('.ProseMirror [data-red-pen]', { hasText: '红笔字' }).count()).toBe(1)
      expect(await page.locator('.ProseMirror table[data-kind=plain] td', { hasText: '粘贴格' }).count()).toBe(2)
      expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
      await page.keyboard.press('Control+z')
      await expect.poll(() => editorText(page)).not.toContain('粘贴格二')
    })

    test('[PG18] a column is added, gets its name and its meaning', async () => {
      await zhou.hands.pick(lastHead(), page.getByRole('menuitem', { name: '右边加一栏' }))
      await expect.poll(() => page.locator(`${PROCESS} th`).allTextContents()).toContain('新栏目')
      await zhou.hands.pick(lastHead(), page.getByRole('menuitemradio', { name: '二次备课' }))
      await expect.poll(async () => JSON.stringify((await stored(zhou, planId)).rows[0])).toContain('"second":""')
      expect(
        await page
          .locator(`${PROCESS} > tbody > tr`)
          .evaluateAll(
            (rows) =>
              new Set(
                rows.map((row) =>
                  [...row.children].reduce((sum, one) => sum + (one as HTMLTableCellElement).colSpan, 0),
                ),
              ).size,
          ),
      ).toBe(1)
    })

    test('[PG19] a row is tied to objectives', async () => {
      await pickOfRow(1, /哪几条目标/)
      await zhou.hands.tick(page.getByRole('dialog').getByRole('checkbox').first())
      await page.keyboard.press('Escape')
      await expect.poll(async () => (await stored(zhou, planId)).rows[0]?.objectives.length).toBe(1)
    })

    test('[PG25] the selected words get a link, which is opened again and taken away', async () => {
      await openPlan(zhou, planId)
      await zhou.hands.goBehind(cell(page, 2, 2))
      await page.keyboard.type('点这里')
      for (let n = 1; n <= 3; n++) {
        await page.keyboard.press('Shift+ArrowLeft')
        await expect.poll(() => selectedLength(page)).toBe(n)
      }
      await page.keyboard.press('Control+k')
      const dialog = page.getByRole('dialog', { name: '给选中的字加链接' })
      const address = dialog.getByRole('textbox', { name: '网址' })
      await zhou.hands.write(address, 'javascript:alert(1)')
      await page.keyboard.press('Enter')
      await dialog.getByText('网址要以 http:// 或 https:// 开头').last().waitFor()
      await zhou.hands.write(address, 'https://example.com/ke')
      await zhou.hands.press(dialog.getByRole('button', { name: '加上' }))
      const link = cell(page, 2, 2).locator('a[href="https://example.com/ke"]')
      await expect.poll(() => link.allInnerTexts()).toEqual(['点这里'])
      await page.keyboard.press('Control+k')
      await expect.poll(() => address.inputValue()).toBe('https://example.com/ke')
      await zhou.hands.press(dialog.getByRole('button', { name: '去掉链接' }))
      await link.waitFor({ state: 'detached' })
      // The text has the keyboard again, not only its frame.
      await page.keyboard.press('End')
      await page.keyboard.type('了')
      await expect.poll(() => cell(page, 2, 2).innerText()).toMatch(/点这里了$/)
    })

    test('[PG20] the import’s report: a column’s meaning is put right, a left-over finds its section', async () => {
      const id = await importSample(zhou, 'chinese-g3-whole-table')
      await openPlan(zhou, id)
      // With doubts it opens by itself, once.
      await page.waitForSelector('.report')
      const choice = page.locator('.report select').first()
      const meanings = await choice
        .locator('option')
        .evaluateAll((all) => Object.fromEntries(all.map((one) => [one.getAttribute('value'), one.textContent ?? ''])))
      await zhou.hands.choose(choice, meanings['extra'] ?? '')
      await expect.poll(() => page.locator(`${PROCESS} th`).first().getAttribute('data-field')).toBe('extra')
      await zhou.hands.choose(choice, meanings['phase'] ?? '')
      await expect.poll(() => page.locator(`${PROCESS} th`).first().getAttribute('data-field')).toBe('phase')
      const left = await page.locator('.report .item .quote').first().textContent()
      await zhou.hands.pick(
        page.locator('.report').getByRole('button', { name: '放到…' }),
        page.getByRole('menuitem', { name: '作业设计' }),
      )
      await expect.poll(() => page.locator('.report').getByRole('button', { name: '放到…' }).count()).toBe(0)
      await waitForChip(page, 'saved')
      await expect.poll(async () => (await stored(zhou, id)).sections['作业']).toContain(left)
      expect((await stored(zhou, id)).sections['未归位的内容']).toBeUndefined()
      await zhou.hands.press(page.locator('.report').getByRole('button', { name: '看完了' }))
      expect(await page.locator('.report').count()).toBe(0)
      await openPlan(zhou, id)
      expect(await page.locator('.report').count()).toBe(0)
      await zhou.hands.pick(
        page.getByRole('button', { name: '更多', exact: true }),
        page.getByRole('menuitem', { name: '看导入结果' }),
      )
      await page.waitForSelector('.report')
    })

    test('[PG22] a colleague is followed until Esc', async () => {
      const other = await come(county.browser, county.server.url)
      await enter(other, 'jiaoshi')
      const list = (await (await other.context.request.get('/api/v1/lesson-plans?limit=100')).json()) as {
        items: { id: string; abilities: { edit: boolean } }[]
      }
      const mine = (await (await zhou.context.request.get('/api/v1/lesson-plans?limit=100')).json()) as {
        items: { id: string }[]
      }
      const shared = list.items.find((plan) => plan.abilities.edit && mine.items.some(({ id }) => id === plan.id))
      if (!shared) throw new Error('the demonstration has a plan that both may edit')
      await openPlan(zhou, shared.id)
      await openPlan(other, shared.id)
      await zhou.hands.press(page.locator('.plan-seals button').first())
      await page.waitForSelector('.follow-frame')
      const last = await other.page.locator(`${PROCESS} > tbody > tr`).count()
      await other.hands.goBehind(cell(other.page, last - 1, 2))
      await other.page.keyboard.type('看这里')
      await expect
        .poll(() => page.locator('.plan-scroller').evaluate((element) => element.scrollTop))
        .toBeGreaterThan(100)
      await page.keyboard.press('Escape')
      expect(await page.locator('.follow-frame').count()).toBe(0)
      await other.context.close()
    })

    test('[PG24] nothing went wrong on the page', () => {
      expect(zhou.faults).toEqual([])
      if (isKeyboard) expect(zhou.pointed).toEqual([])
    })
  },
)
