import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasTool } from '@gongyan/testing'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCounty } from './support/county.ts'
import { WAYS, type Person } from './support/hands.ts'
import { lookAt } from './support/looking.ts'
import { call, CANVAS, enter, visit, type Visitor } from './support/visit.ts'

const FORM = join(import.meta.dirname, '../packages/word/fixtures/forms/whole-table.docx')
const COMMENTED = join(import.meta.dirname, '../packages/word/fixtures/samples/english-g4-twin-class.docx')
/** Reading and writing a form takes its time on a busy machine, ms. */
const PATIENCE = { timeout: 60_000 }

const county = aCounty()

describe.skipIf(!hasTool('chromium')).each(WAYS)('a school’s own form, set up $name', ({ name, come }) => {
  let admin: Person
  let teacher: Visitor
  const called = name === 'with a mouse' ? '集体备课表' : '学期备课表'
  beforeAll(async () => {
    admin = await come(county.browser, county.server.url, { reducedMotion: 'reduce' })
    teacher = await visit(county.browser, county.server.url, { ...CANVAS.phone, reducedMotion: 'reduce' })
    await Promise.all([enter(admin, 'admin'), enter(teacher, 'zhubei')])
  })
  afterAll(async () => {
    await Promise.all([admin, teacher].map((person) => person?.context.close()))
  })

  test('[WF2] an administrator sees what was found, puts a place right, names the form and confirms it', async () => {
    const { page, hands } = admin
    await page.goto('/')
    await hands.pick(
      page.getByRole('button', { name: /^账号：/ }),
      page.getByRole('menuitem', { name: '本校教案表格' }),
    )
    await hands.give(page.getByRole('button', { name: '放一张表格上来' }), FORM)
    await page.locator('.form-sketch').waitFor(PATIENCE)
    expect(await lookAt(page, 'form-found', ['light', 'dark', 'contrast'])).toEqual([])
    const place = page.locator('.form-sketch').getByRole('combobox').last()
    const before = await place.inputValue()
    await hands.choose(place, '不填，照原样')
    await expect.poll(() => place.inputValue(), PATIENCE).toBe('')
    await hands.press(page.getByRole('region', { name: '提示' }).getByRole('button', { name: /撤销/ }).last())
    await expect.poll(() => place.inputValue(), PATIENCE).toBe(before)
    // A choice that does not arrive is not shown as made.
    await page.route('**/forms/*', (route) =>
      route.request().method() === 'PATCH' ? route.abort('connectionreset') : route.continue(),
    )
    await hands.choose(place, '不填，照原样')
    await page.getByRole('region', { name: '提示' }).getByText('没做成').last().waitFor(PATIENCE)
    await expect.poll(() => place.inputValue(), PATIENCE).toBe(before)
    await page.unroute('**/forms/*')
    const address = page.url()
    await hands.press(page.getByRole('button', { name: '删掉这张表格' }))
    await page.getByRole('heading', { level: 1, name: '本校教案表格' }).waitFor()
    await hands.press(page.getByRole('region', { name: '提示' }).getByRole('button', { name: /撤销/ }).last())
    await page.waitForURL(address)
    await page.locator('.form-sketch').waitFor(PATIENCE)
    await hands.write(page.getByRole('textbox', { name: '名称' }), called)
    await page.keyboard.press('Tab')
    await page.getByRole('heading', { level: 1, name: called }).waitFor()
    await hands.press(page.getByRole('button', { name: '确认启用' }))
    await page.getByRole('heading', { name: '正在用' }).waitFor()
  })

  test('[WF3] a teacher writes a plan into it on a phone', async () => {
    const { page } = teacher
    const { items } = await call<{ items: { id: string; title: string }[] }>(
      teacher,
      'GET',
      '/lesson-plans?scope=owned&limit=100',
    )
    const plan = items[0]
    if (!plan) throw new Error('a plan')
    await page.goto(`/plans/${plan.id}`)
    await page.getByRole('button', { name: '更多' }).first().waitFor(PATIENCE)
    await page.getByRole('button', { name: '更多' }).first().click()
    await page.getByRole('menuitem', { name: '填进本校表格…' }).click()
    const dialog = page.getByRole('dialog', { name: '填进本校表格' })
    await dialog.getByRole('radio', { name: new RegExp(called) }).check()
    expect(await dialog.getByRole('checkbox', { name: /批注/ }).count()).toBe(0)
    await dialog.getByRole('heading', { name: '这张表格没有地方放' }).waitFor(PATIENCE)
    const left = await dialog.locator('.form-left li').allInnerTexts()
    expect(left.every((line) => /“.+”.*\d 字$/.test(line))).toBe(true)
    expect(await dialog.getByRole('radio', { name: '附在表格后面' }).isChecked()).toBe(true)
    expect(await lookAt(page, 'form-export')).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent('download', PATIENCE),
      dialog.getByRole('button', { name: '导出', exact: true }).click(),
    ])
    const parts = unzipSync(readFileSync(await download.path()))
    expect(strFromU8(parts['word/document.xml'] ?? new Uint8Array())).toMatch(/<w:tbl[ >]/)
    expect(download.suggestedFilename()).toContain(called)
  })

  test('[WF5] comments that came with a plan go along in the form and on our own layout, where that is chosen', async () => {
    const { page } = teacher
    const id = await page.evaluate(async (file) => {
      const form = new FormData()
      const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0))
      form.append('file', new File([bytes], '英语.docx'))
      const reply = await fetch('/api/v1/lesson-plans/import', { method: 'POST', body: form })
      return ((await reply.json()) as { id: string }).id
    }, readFileSync(COMMENTED).toString('base64'))
    await page.goto(`/plans/${id}`)
    const open = async (item: string) => {
      await page.getByRole('button', { name: '更多' }).first().waitFor(PATIENCE)
      await page.getByRole('button', { name: '更多' }).first().click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    const partsOf = async (path: Promise<string>) => Object.keys(unzipSync(readFileSync(await path)))
    const ownLayout = page.waitForEvent('download', PATIENCE)
    await open('导出 Word，带批注')
    expect(await partsOf((await ownLayout).path())).toContain('word/comments.xml')
    await page.getByRole('region', { name: '提示' }).getByText('批注都在原来的地方').waitFor(PATIENCE)
    await open('填进本校表格…')
    const dialog = page.getByRole('dialog', { name: '填进本校表格' })
    await dialog.getByRole('radio', { name: new RegExp(called) }).check()
    const choice = dialog.getByRole('checkbox', { name: /批注（\d+ 条/ })
    expect(await choice.isChecked()).toBe(false)
    await choice.check()
    await dialog.getByRole('heading', { name: '这张表格没有地方放' }).waitFor(PATIENCE)
    expect(await lookAt(page, 'form-export-comments')).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent('download', PATIENCE),
      dialog.getByRole('button', { name: '导出', exact: true }).click(),
    ])
    expect(await partsOf(download.path())).toContain('word/comments.xml')
    await call(teacher, 'DELETE', `/lesson-plans/${id}`)
  })

  test('[WF4] whoever may not set forms up sees them and is told who may', async () => {
    const { page } = teacher
    await page.goto('/forms')
    await page.getByRole('link', { name: called }).click()
    await page.getByText('要改，请学校管理员改。').waitFor()
    expect(await page.locator('.form-sketch select:not(:disabled)').count()).toBe(0)
    expect(await lookAt(page, 'form-read')).toEqual([])
    expect([...admin.faults, ...teacher.faults]).toEqual([])
    if (admin.isKeyboard) expect(admin.pointed).toEqual([])
  })
})
