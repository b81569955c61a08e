import { join } from 'node:path'
import { hasTool } from '@gongyan/testing'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCounty } from './support/county.ts'
import { WAYS, type Person } from './support/hands.ts'
import { lookAt } from './support/looking.ts'
import { call, CANVAS, enter, readyToWrite, visit } from './support/visit.ts'
import { copyOf, SAMPLES } from './support/word-files.ts'

const SAMPLE = join(SAMPLES, 'english-g4-twin-class.docx')
/** Reading a file takes its time on a busy machine, ms. */
const PATIENCE = { timeout: 60_000 }

const DRAWS_PAGES = hasTool('libreoffice')

const county = aCounty()

const line = (page: Page, file: string) => page.locator('.import-group li').filter({ hasText: file }).first()
const lookLink = (page: Page, file: string) => page.getByRole('link', { name: `看一看：${file}` })
const map = (page: Page) => page.locator('.import-map')
const column = (page: Page) => map(page).getByRole('combobox', { name: '“资源媒体”是哪一栏' })
const note = (page: Page, words: string | RegExp) => page.getByRole('region', { name: '提示' }).getByText(words).last()
const hasFocus = (control: Locator) => control.evaluate((element) => element === document.activeElement)
const leftover = (page: Page) => page.locator('.import-doubts [data-doubt=leftover]')

describe.skipIf(!hasTool('chromium')).each(WAYS)('a plan comes in beside its original, $name', ({ name, come }) => {
  let zhou: Person
  const files = ['甲', '乙'].map((letter) => copyOf(SAMPLE, `${letter}班的教案，${name}.docx`))
  const [first, second] = files
  if (!first || !second) throw new Error('two files')
  beforeAll(async () => {
    zhou = await come(county.browser, county.server.url, { reducedMotion: 'reduce' })
    await enter(zhou, 'zhubei')
  })
  afterAll(async () => {
    // What one way has taught the school is news to the other.
    const { items } = await call<{ items: { id: string }[] }>(zhou, 'GET', '/wordings')
    for (const { id } of items) await call(zhou, 'DELETE', `/wordings/${id}`)
    await zhou?.context.close()
  })

  test('[WI3] a wrong column is corrected by choosing, and the school reads it so from then on', async () => {
    const { page, hands, isKeyboard } = zhou
    await page.goto('/plans')
    await hands.press(page.getByRole('button', { name: '导入 Word' }))
    await hands.give(page.getByRole('button', { name: '选文件', exact: true }), first)
    await lookLink(page, first.name).waitFor(PATIENCE)
    await hands.press(lookLink(page, first.name))
    await column(page).waitFor()
    expect(await column(page).inputValue()).toBe('resources')
    await hands.choose(column(page), '二次备课')
    await note(page, '“资源媒体”改成了二次备课').waitFor(PATIENCE)
    await expect.poll(() => column(page).inputValue(), PATIENCE).toBe('second')
    if (isKeyboard) expect(await hasFocus(column(page))).toBe(true)
    await hands.press(map(page).getByRole('button', { name: '本校以后都这样认' }))
    await map(page).getByText('本校都这样认了').waitFor()

    await hands.press(page.getByRole('link', { name: '回到这一批' }))
    await hands.give(page.getByRole('button', { name: '再选几份' }), second)
    await lookLink(page, second.name).waitFor(PATIENCE)
    await hands.press(lookLink(page, second.name))
    await column(page).waitFor()
    expect(await column(page).inputValue()).toBe('second')
  })

  test('[WI11] comments and struck-out words are listed with author and place', async () => {
    const kept = zhou.page.locator('.import-kept')
    await kept.getByRole('heading', { name: '批注 4 条' }).waitFor()
    const lines = await kept.getByRole('listitem').allInnerTexts()
    expect(lines[0]).toMatch(/^李老师（辅课堂） 批在“其中两名学生坐在后排看不清屏幕”\s+辅课堂教室的屏幕偏暗/)
    expect(lines[2]).toMatch(/^王老师（主课堂） 回复“我们班只有9个人.+”\s+好，辅课堂改为三人一组/)
    expect(await kept.locator('del').allInnerTexts()).toEqual(['先学单词再学句子', '纠正'])
  })

  test('[WI4] what is left over goes to its place, dragged or by its menu, and can be taken back', async () => {
    const { page, hands, isKeyboard } = zhou
    const place = map(page).locator('[data-place=board]').first()
    await leftover(page).first().waitFor()
    const before = await leftover(page).count()
    if (isKeyboard)
      await hands.pick(
        leftover(page)
          .first()
          .getByRole('button', { name: /^移到…/ }),
        page.getByRole('menuitem', { name: '板书', exact: true }),
      )
    else {
      await leftover(page).first().scrollIntoViewIfNeeded()
      const grip = await leftover(page).first().locator('.import-grip').boundingBox()
      if (!grip) throw new Error('nothing to drag')
      await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2)
      await page.mouse.down()
      await page.mouse.move(grip.x + 40, grip.y + 40, { steps: 4 })
      // The page scrolls under the piece until its place comes in sight.
      await expect
        .poll(async () => {
          const box = await place.boundingBox()
          const height = page.viewportSize()?.height ?? 0
          const isInSight = box !== null && box.y > 70 && box.y + box.height < height - 70
          await page.mouse.move(grip.x + 60, isInSight && box ? box.y + box.height / 2 : height - 8)
          return place.getAttribute('data-over')
        }, PATIENCE)
        .toBe('')
      await page.mouse.up()
    }
    await note(page, '放进了“板书”').waitFor(PATIENCE)
    await expect.poll(() => leftover(page).count(), PATIENCE).toBe(before - 1)
    await hands.press(page.getByRole('region', { name: '提示' }).getByRole('button', { name: /撤销/ }).last())
    await expect.poll(() => leftover(page).count(), PATIENCE).toBe(before)
  })

  test('[WI5] taken, it is the plan that was shown; the whole import is undone at once, and that too', async () => {
    const { page, hands } = zhou
    await hands.press(page.getByRole('button', { name: '收下，打开教案' }))
    await readyToWrite(page)
    const planId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const plan = await call<{ rows: { second: string | null; resources: string | null }[] }>(
      zhou,
      'GET',
      `/lesson-plans/${planId}`,
    )
    expect(plan.rows.filter(({ second: words }) => words).length).toBeGreaterThan(2)
    expect(plan.rows.every(({ resources }) => resources === null)).toBe(true)

    await page.goto('/import')
    await hands.press(page.locator('.import-earlier a').first())
    await line(page, second.name).getByText('收下了').waitFor()
    await hands.press(page.getByRole('button', { name: '整批撤销', exact: true }))
    await note(page, '撤销了，1 份教案进了回收站').waitFor()
    await line(page, second.name).getByText('在回收站里').waitFor()
    await hands.press(page.getByRole('button', { name: '把这批教案放回来' }))
    await line(page, second.name)
      .getByRole('link', { name: /^打开《/ })
      .waitFor()
  })

  test('[WI10] a file taken while a correction is being read is taken afterwards, or it is said why not', async () => {
    const { page, hands } = zhou
    const take = page.getByRole('button', { name: '收下，打开教案' })
    await hands.press(lookLink(page, first.name))
    await column(page).waitFor()
    const [batch, position] = new URL(page.url()).pathname.split('/').slice(-2)
    expect(await column(page).inputValue()).toBe('second')

    const broken = Promise.withResolvers<void>()
    await page.route('**/corrections', async (route) => {
      await broken.promise
      await route.abort()
    })
    await hands.choose(column(page), '资源媒体')
    await hands.press(take)
    await page.getByText('正在照你改的重新认，认完就收下').first().waitFor()
    broken.resolve()
    await note(page, /^没有收下：刚才改的没认成/).waitFor()
    expect(await hasFocus(take)).toBe(true)
    await page.unroute('**/corrections')

    const held = Promise.withResolvers<void>()
    await page.route('**/corrections', async (route) => {
      await held.promise
      await route.continue()
    })
    await hands.choose(column(page), '资源媒体')
    await hands.pick(
      leftover(page)
        .first()
        .getByRole('button', { name: /^移到…/ }),
      page.getByRole('menuitem', { name: '板书', exact: true }),
    )
    await hands.press(take)
    expect(await hasFocus(take)).toBe(true)
    held.resolve()
    await readyToWrite(page)
    await page.unroute('**/corrections')
    const { corrections } = await call<{
      corrections: { wordings: { words: string; means: string }[]; placements: { section: string }[] }
    }>(zhou, 'GET', `/imports/${batch}/items/${position}`)
    expect(corrections.wordings).toContainEqual({ kind: 'column', words: '资源媒体', means: 'resources' })
    expect(corrections.placements.map(({ section }) => section)).toEqual(['board'])
  })

  test('[WI6] nothing was thrown, and whoever has only the keyboard used nothing else', () => {
    expect(zhou.faults).toEqual([])
    if (zhou.isKeyboard) expect(zhou.pointed).toEqual([])
  })
})

describe.skipIf(!hasTool('chromium'))('the screens of an import', () => {
  test('[WI7] [WI12] [WI18] no barrier that axe finds, in three themes, on the laptop and on a phone; pages are enlarged', async () => {
    const found: string[] = []
    for (const canvas of [CANVAS.laptop, CANVAS.phone]) {
      const he = await visit(county.browser, county.server.url, { ...canvas, reducedMotion: 'reduce' })
      const { page } = he
      await enter(he, 'jiaoshi')
      await page.goto('/import')
      await page.getByRole('heading', { level: 1, name: '导入教案' }).waitFor()
      await page.locator('.import-earlier p, .import-earlier ul').first().waitFor()
      found.push(...(await lookAt(page, 'import-begin')))
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: '选文件', exact: true }).click(),
      ])
      const width = canvas.viewport.width
      const names = [`四年级英语 Unit 4 ${width}.docx`, `三年级语文 ${width}.docx`, `五年级科学 ${width}.docx`]
      const samples = ['english-g4-twin-class', 'chinese-g3-whole-table', 'science-g5-two-periods']
      await chooser.setFiles([
        ...samples.map((sample, at) => copyOf(join(SAMPLES, `${sample}.docx`), names[at])),
        { ...copyOf(SAMPLE), name: `没下载完 ${width}.docx`, buffer: copyOf(SAMPLE).buffer.subarray(0, 9_000) },
      ])
      await page.locator('[data-group=refused]').waitFor(PATIENCE)
      await expect.poll(() => page.locator('[data-group=moving], [data-group=outgoing]').count(), PATIENCE).toBe(0)
      found.push(...(await lookAt(page, 'import-batch', ['light', 'dark'])))
      const drawn = Promise.withResolvers<void>()
      if (width >= 900) await pagesLate(page, drawn.promise)
      await lookLink(page, names[0] ?? '').click()
      await column(page).waitFor()
      if (width >= 900) await page.getByText('正在画原件的样子，识别结果可以先看。').waitFor()
      drawn.resolve()
      if (DRAWS_PAGES && width >= 900)
        await page.waitForFunction(() => document.querySelector('.import-page:not(:disabled)'), null, PATIENCE)
      found.push(...(await lookAt(page, 'import-item', ['light', 'dark', 'contrast'])))
      if (width < 900) {
        await page.getByRole('radio', { name: '原件' }).check()
        await page.getByRole('heading', { name: '原件', exact: true }).waitFor()
        if (DRAWS_PAGES)
          await page.waitForFunction(() => document.querySelector('.import-page:not(:disabled)'), null, PATIENCE)
        found.push(...(await lookAt(page, 'import-original')))
      }
      if (DRAWS_PAGES) found.push(...(await lookAtAPage(page)))
      await page.goto('/import/00000000-0000-4000-8000-000000000000')
      await page.getByRole('heading', { name: '没有这次导入，或者已经清掉了' }).waitFor()
      found.push(...(await lookAt(page, 'import-gone')))
      await he.context.close()
    }
    expect(found).toEqual([])
  })
})

/** [WI18] As where others stand before this file in LibreOffice's queue: its pages are not known, and not before `drawn`. */
async function pagesLate(page: Page, drawn: Promise<void>): Promise<void> {
  await page.route(/\/items\/\d+$/, async (route) => {
    const response = await route.fetch()
    const preview = (await response.json()) as Record<string, unknown>
    await route.fulfill({ response, json: { ...preview, pages: null } })
  })
  await page.route(/\/items\/\d+\/pages$/, async (route) => {
    await drawn
    await route.continue()
  })
}

/** [WI12] A page of the original is enlarged by its picture, moved and made larger by keys, and Esc goes back to the picture. */
async function lookAtAPage(page: Page): Promise<string[]> {
  const picture = page.getByRole('button', { name: /^放大看原件第 1 页/ })
  // Until its picture is drawn it takes no focus.
  await expect
    .poll(async () => {
      await picture.focus()
      return hasFocus(picture)
    }, PATIENCE)
    .toBe(true)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /^原件第 1 页/ })
  const frame = dialog.getByRole('group')
  await dialog.getByRole('img').waitFor()
  const found = await lookAt(page, 'import-page')
  const width = () => frame.evaluate((element) => element.scrollWidth)
  const before = await width()
  await dialog.getByRole('button', { name: '放大' }).press('Enter')
  await expect.poll(width).toBeGreaterThan(before * 1.3)
  await frame.focus()
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => frame.evaluate((element) => element.scrollTop)).toBeGreaterThan(0)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => frame.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await hasFocus(picture)).toBe(true)
  return found
}
