import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readLessonPlan, type DocJson, type PlanRow } from '@gongyan/documents'
import { hasTool, launchChromium } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import { importDocx } from '@gongyan/word'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WAYS, type Person } from './support/hands.ts'
import { KEEP_CONNECTIONS, received, startRoomPlace, type RoomPlace } from './support/room.ts'
import { call, readyToWrite, signInByForm, type Visitor } from './support/visit.ts'

const SAMPLE = join(import.meta.dirname, '../packages/word/fixtures/samples/english-g4-twin-class.docx')
const LEFTOVER = '课前资源：Unit 4 单词朗读音频'
/** What somebody waits at most until a colleague's words are on his screen, ms. */
const SOON = 1_000

interface Plan {
  title: string
  header: Record<string, string>
  sections: Record<string, string>
  rows: PlanRow[]
  members: { person: { id: string; name: string }; role: string }[]
}

const editor = (page: Page) => page.locator('.ProseMirror')
const processTable = (page: Page) => page.locator('.ProseMirror table[data-kind=process]')
const row = (page: Page, number: number) => processTable(page).locator(':scope > tbody > tr').nth(number)
const cell = (page: Page, number: number, column: number) => row(page, number).locator(':scope > td').nth(column)
const chip = (page: Page, words: string) => page.getByRole('button', { name: words }).waitFor()

/** Every cell of the process table as the editor shows it, white space left out. */
const cellsOnScreen = (page: Page): Promise<string[][]> =>
  processTable(page).evaluate((table) =>
    [...(table as HTMLTableElement).rows].map((tr) =>
      [...tr.cells].map((td) => (td.textContent ?? '').replace(/\s/g, '')),
    ),
  )

/** The same of a document. */
function cellsOf(doc: DocJson): string[][] {
  const text = (node: DocJson): string => (node.text ?? '') + (node.content ?? []).map(text).join('')
  const table = doc.content?.find((node) => node.type === 'table' && node.attrs?.kind === 'process')
  return (table?.content ?? []).map((tr) => (tr.content ?? []).map((td) => text(td).replace(/\s/g, '')))
}

describe.skipIf(!hasTool('chromium') || !hasTool('livekit')).each(WAYS)(
  'two teachers of two schools, from a Word file to a Word file, $name',
  ({ name, isKeyboard, come }) => {
    let place: RoomPlace
    let browser: Browser
    /** 周远 of 清河小学, who owns the plan, and 何晓棠 of a teaching point with few pupils. */
    let zhou: Person
    let he: Person
    let planId: string
    const latencies: string[] = []

    beforeAll(async () => {
      ;[place, browser] = await Promise.all([startRoomPlace(), launchChromium()])
      ;[zhou, he] = await Promise.all([come(browser, place.server.url), come(browser, place.server.url)])
      for (const { page } of [zhou, he]) await page.addInitScript(KEEP_CONNECTIONS)
    })
    afterAll(async () => {
      await browser?.close()
      await place?.stop()
    })

    const plan = (who: Visitor) => call<Plan>(who, 'GET', `/lesson-plans/${planId}`)
    /** Waits until words are on a page and returns how long that took. */
    const sees = async (page: Page, words: string, since: number, what: string) => {
      await page.waitForFunction((text) => document.querySelector('.ProseMirror')?.textContent?.includes(text), words, {
        timeout: 10_000,
        polling: 5,
      })
      const took = Math.round(performance.now() - since)
      latencies.push(`${what} ${took} ms`)
      return took
    }
    test('[TG1] both sign in through the form; a Word file comes in, its import is looked at and put right', async () => {
      await Promise.all([signInByForm(zhou, 'zhubei'), signInByForm(he, 'jiaoshi')])
      const { page, hands } = zhou
      await hands.press(page.getByRole('button', { name: '导入 Word' }))
      await hands.give(page.getByRole('button', { name: '选文件', exact: true }), SAMPLE)
      const look = page.getByRole('link', { name: /^看一看：/ }).last()
      await look.waitFor({ timeout: 60_000 })
      await hands.press(look)
      // The passage that found no place, and a column whose meaning is another one in this school.
      const doubt = page.locator('.import-doubts li').filter({ hasText: LEFTOVER })
      await hands.pick(
        doubt.getByRole('button', { name: /^移到…/ }),
        page.getByRole('menuitem', { name: '设计思想', exact: true }),
      )
      await doubt.waitFor({ state: 'detached' })
      const column = page.locator('.import-map').getByRole('combobox', { name: '“资源媒体”是哪一栏' })
      await hands.choose(column, '二次备课')
      await expect.poll(() => column.inputValue(), { timeout: 30_000 }).toBe('second')
      // While the file is read again with the correction nothing can be taken.
      await page.getByText('“资源媒体”改成了二次备课').first().waitFor()
      const take = page.getByRole('button', { name: '收下，打开教案' })
      await expect.poll(() => take.isEnabled(), { timeout: 30_000 }).toBe(true)
      await hands.press(take)
      await readyToWrite(page)
      planId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
      const { rows, sections } = await plan(zhou)
      expect(rows.every(({ resources }) => resources === null)).toBe(true)
      expect(rows.map(({ second }) => second).filter(Boolean).length).toBeGreaterThan(2)
      expect(sections['设计思想']).toContain(LEFTOVER)
    })

    test('[TG2] the owner invites a teacher of another school, who finds the plan and opens it', async () => {
      const { page, hands } = zhou
      await hands.press(page.getByRole('button', { name: '邀请' }))
      const dialog = page.getByRole('dialog', { name: '请谁一起写' })
      await hands.write(dialog.getByRole('textbox', { name: '按姓名找老师' }), '何晓')
      await hands.press(
        dialog.getByRole('listitem').filter({ hasText: '何晓棠' }).getByRole('button', { name: '请来写' }),
      )
      await dialog.getByRole('combobox', { name: '何晓棠 能做什么' }).waitFor()
      await hands.press(dialog.getByRole('button', { name: '好了' }))

      await he.hands.press(he.page.getByRole('link', { name: '备课' }).first())
      await he.hands.write(he.page.getByRole('textbox', { name: '搜教案' }), 'at the farm')
      await he.hands.press(
        he.page.getByRole('list', { name: '教案列表' }).getByRole('link', { name: /Unit 4 At the farm/ }),
      )
      await readyToWrite(he.page)
      expect(new URL(he.page.url()).pathname).toBe(`/plans/${planId}`)
      const { members } = await plan(he)
      expect(members).toMatchObject([{ person: { name: '何晓棠' }, role: 'editor' }])
    })

    test('[TG3] both write in the same table; each sees the other’s words within a second, and where they are', async () => {
      await zhou.hands.goBehind(cell(zhou.page, 1, 2))
      let since = performance.now()
      await zhou.page.keyboard.insertText('先请清河的孩子说。')
      expect(await sees(he.page, '先请清河的孩子说。', since, 'cell, keys:')).toBeLessThan(SOON)

      const places = [
        { what: 'cell, composed:', goThere: () => he.hands.goBehind(cell(he.page, 1, 3)) },
        {
          what: 'heading, composed:',
          goThere: () =>
            he.hands.press(
              he.page.getByRole('navigation', { name: '大纲' }).getByRole('button', { name: /^教学过程/ }),
            ),
        },
        {
          what: 'list, composed:',
          goThere: async () => {
            await he.hands.goBehind(cell(he.page, 2, 3))
            await he.hands.press(he.page.getByRole('button', { name: '项目符号' }))
          },
        },
      ]
      for (const [n, { what, goThere }] of places.entries()) {
        await goThere()
        const words = `柳林${['也跟着说', '一起上', '分两组'][n]}`
        // A colleague goes on writing in the same table while the input method is open.
        const input = await he.page.context().newCDPSession(he.page)
        for (const text of ['liu', 'liulin'])
          await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
        await zhou.page.keyboard.insertText(`${n + 1}。`)
        since = performance.now()
        await input.send('Input.insertText', { text: words })
        expect(await sees(zhou.page, words, since, what)).toBeLessThan(SOON)
        await sees(he.page, `先请清河的孩子说。${'1。2。3。'.slice(0, (n + 1) * 2)}`, since, 'after composing:')
        expect(await editor(he.page).textContent()).not.toContain('liulin')
        await input.detach()
      }
      expect(await editor(he.page).locator('h2', { hasText: '教学流程图' }).textContent()).toMatch(/柳林一起上$/)
      expect(await cell(he.page, 2, 3).locator('li').textContent()).toContain('柳林分两组')
      // The names at the carets, and the seals of who is here.
      expect(await zhou.page.locator('.remote .caret b').textContent()).toBe('何晓棠')
      expect(await he.page.locator('.remote .caret b').textContent()).toBe('周远')
      await zhou.page.getByRole('button', { name: '跟着 何晓棠 看' }).waitFor()
      await he.page.getByRole('button', { name: '跟着 周远 看' }).waitFor()
    })

    test('[TG8] undo takes back what one wrote oneself, nothing of the other', async () => {
      await zhou.hands.goBehind(cell(zhou.page, 4, 2))
      await zhou.page.keyboard.insertText('清河写错了。')
      await he.hands.goBehind(cell(he.page, 4, 3))
      await he.page.keyboard.insertText('柳林没写错。')
      for (const { page } of [zhou, he])
        for (const words of ['清河写错了。', '柳林没写错。']) await sees(page, words, performance.now(), 'before undo:')
      await zhou.page.keyboard.press('Control+z')
      await expect.poll(() => editor(he.page).textContent()).not.toContain('清河写错了。')
      expect(await editor(zhou.page).textContent()).toContain('柳林没写错。')
    })

    test('[TG4] they hear and see each other in the room beside the plan', async () => {
      for (const { page, hands } of [zhou, he]) {
        await hands.press(page.getByRole('button', { name: '进研讨室' }))
        const check = page.getByRole('dialog', { name: '进研讨室，大家会听见你' })
        await hands.tick(check.getByRole('checkbox', { name: '带上画面' }))
        await hands.press(check.getByRole('button', { name: '进去', exact: true }))
        await page.locator('[data-link=inside]').waitFor()
      }
      for (const { page } of [zhou, he]) {
        const before = await received(page)
        const now = await waitUntil('pictures and sound of the other', async () => {
          const then = await received(page)
          return then.frames > before.frames + 30 && then.energy > before.energy + 0.0001 && then
        })
        latencies.push(`decoded ${now.frames} frames, audio energy ${now.energy.toFixed(4)};`)
        expect(await page.locator('.room-tile').count()).toBe(2)
      }
    })

    test('[TG5] one goes offline, both write, the chip says where the work is, and it merges', async () => {
      await he.context.setOffline(true)
      await he.hands.goBehind(cell(he.page, 3, 3))
      await he.page.keyboard.insertText('断网时柳林写的。')
      await chip(he.page, '重连中，已存在本机')
      await zhou.hands.goBehind(cell(zhou.page, 3, 3))
      await zhou.page.keyboard.insertText('这时清河写的。')
      await chip(zhou.page, '已保存')
      expect(await editor(zhou.page).textContent()).not.toContain('断网时柳林写的。')
      expect(await editor(he.page).textContent()).not.toContain('这时清河写的。')
      await he.context.setOffline(false)
      await chip(he.page, '已保存')
      await Promise.all(
        [zhou, he].flatMap(({ page }) =>
          ['断网时柳林写的。', '这时清河写的。'].map((words) =>
            page.waitForFunction((text) => document.querySelector('.ProseMirror')?.textContent?.includes(text), words),
          ),
        ),
      )
      expect(await cellsOnScreen(he.page)).toEqual(await cellsOnScreen(zhou.page))
      expect(await editor(he.page).textContent()).toBe(await editor(zhou.page).textContent())
    })

    test('[TG6] the Word file they take away holds every cell as the editor shows it', async () => {
      const [download] = await Promise.all([
        he.page.waitForEvent('download'),
        he.hands.press(he.page.getByRole('button', { name: '导出 Word' })),
      ])
      expect(download.suggestedFilename()).toMatch(/^Unit 4 At the farm.*\.docx$/)
      const back = importDocx(new Uint8Array(await readFile(await download.path())))
      if (!back.ok) throw new Error(back.refusal.code)
      const cells = cellsOf(back.value.doc)
      expect(cells.length).toBe(6)
      expect(cells.flat().join('')).toContain('断网时柳林写的。')
      expect(cells).toEqual(await cellsOnScreen(zhou.page))
      const now = await plan(zhou)
      const reading = readLessonPlan(back.value.doc)
      expect(reading.rows).toEqual(now.rows)
      expect(reading.header).toEqual(now.header)
      expect(reading.sections).toEqual(now.sections)
    })

    test('[TG7] nothing went wrong on either page', () => {
      console.log(`together ${name}: ${latencies.join(' ')}`)
      expect([...zhou.faults, ...he.faults]).toEqual([])
      if (isKeyboard) expect([...zhou.pointed, ...he.pointed]).toEqual([])
      else expect(zhou.pointed).toContain('pointerdown on button')
    })
  },
)
