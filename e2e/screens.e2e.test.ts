import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasTool, launchChromium } from '@gongyan/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { truncated } from './support/docx-attacks.ts'
import { keep, lookAt, type Theme } from './support/looking.ts'
import { startRoomPlace, type RoomPlace } from './support/room.ts'
import { call, CANVAS, enter, planCalled, readyToWrite, visit, type Visitor } from './support/visit.ts'

const SAMPLE = join(import.meta.dirname, '../packages/word/fixtures/samples/english-g4-twin-class.docx')
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

describe.skipIf(!hasTool('chromium') || !hasTool('livekit'))('every screen in three themes', () => {
  let place: RoomPlace
  let browser: Browser
  let zhou: Visitor
  let page: Page
  let phone: Visitor
  let planId: string
  const found: string[] = []
  const look = async (name: string, pictures?: readonly Theme[], on = page) => {
    found.push(...(await lookAt(on, name, pictures)))
  }
  /** What was found since the last test. */
  const findings = () => found.splice(0)

  beforeAll(async () => {
    ;[place, browser] = await Promise.all([startRoomPlace(), launchChromium()])
    // Half faded is no state of a screen: without motion every one of them stands.
    zhou = await visit(browser, place.server.url, { reducedMotion: 'reduce' })
    page = zhou.page
    phone = await visit(browser, place.server.url, { ...CANVAS.phone, reducedMotion: 'reduce' })
  })
  afterAll(async () => {
    await browser?.close()
    await place?.stop()
  })

  const openPlan = async (on: Page, id: string) => {
    await on.goto(`/plans/${id}`)
    await on.locator('.plan-editing:not([hidden]) .ProseMirror').waitFor()
  }
  const closeDialog = async (on = page) => {
    await on.keyboard.press('Escape')
    await on.getByRole('dialog').waitFor({ state: 'detached' })
  }

  test('[SC1] signing in, also refused, and pages that are not there', async () => {
    await page.goto('/sign-in')
    await page.getByRole('heading', { name: '不想注册？用示范账号看看' }).waitFor()
    await look('sign-in', ['light', 'dark'])
    await page.getByLabel('账号', { exact: true }).fill('zhubei')
    await page.getByLabel('密码', { exact: true }).fill('猜的')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page
      .getByText(/账号和密码对不上/)
      .first()
      .waitFor()
    await look('sign-in-refused')
    await enter(zhou, 'zhubei')
    await page.goto('/no/such/page')
    await page.getByRole('heading', { name: '没有这一页' }).waitFor()
    await look('missing')
    await page.goto('/plans/00000000-0000-4000-8000-000000000000')
    await page.getByRole('heading', { name: '没有这份教案，或者还没有请你看' }).waitFor()
    await look('plan-not-found')
    expect(findings()).toEqual([])
  })

  test('[SC2] home', async () => {
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: /接下来/ }).waitFor()
    await look('home', ['light', 'dark'])
    await page.getByRole('button', { name: /^账号：/ }).click()
    await page.getByRole('menu').waitFor()
    await look('account-menu')
    await page.keyboard.press('Escape')
    await zhou.context.setOffline(true)
    await page.getByRole('region', { name: '没网了。' }).waitFor({ timeout: 30_000 })
    await look('offline')
    await zhou.context.setOffline(false)
    await page.getByRole('region', { name: '没网了。' }).waitFor({ state: 'detached', timeout: 30_000 })
    expect(findings()).toEqual([])
  })

  test('[SC3] the list: all, hits, nothing found, bin, and its dialogs', async () => {
    const { id } = await call<{ id: string }>(zhou, 'POST', '/lesson-plans', { title: '写坏了的一份' })
    await call(zhou, 'DELETE', `/lesson-plans/${id}`)
    await page.goto('/plans')
    await page.getByRole('list', { name: '教案列表' }).waitFor()
    await look('list', ['light', 'contrast'])
    await page.goto('/plans?q=面积')
    await page.getByText('“面积”找到').first().waitFor()
    await page.locator('.results mark').first().waitFor()
    await look('list-hits')
    await page.goto('/plans?q=没有这样的课')
    await page.getByRole('heading', { name: '没找到“没有这样的课”' }).waitFor()
    await look('list-empty')
    await page.goto('/plans?scope=bin')
    await page.getByText('写坏了的一份').waitFor()
    await look('bin')
    await page.goto('/plans?do=new')
    await page.getByRole('dialog', { name: '新建教案' }).getByRole('button', { name: '开始写' }).click()
    await page.getByText('先写课题，一两个字也行，以后能改。').first().waitFor()
    await look('new-plan')
    await page.goto('/import')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: '选文件', exact: true }).click(),
    ])
    await chooser.setFiles([
      { name: '没下载完.docx', mimeType: DOCX, buffer: truncated() },
      { name: '四年级英语 Unit 4.docx', mimeType: DOCX, buffer: readFileSync(SAMPLE) },
    ])
    await page.getByRole('heading', { name: '没能读的，1 份' }).waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: '看一看：四年级英语 Unit 4.docx' }).click({ timeout: 60_000 })
    await page.getByRole('button', { name: '收下，打开教案' }).click()
    await readyToWrite(page)
    await page.getByRole('complementary', { name: '导入结果' }).waitFor()
    await look('import-result')
    expect(findings()).toEqual([])
  })

  test('[SC4] a plan with two people in it and in the room beside it', async () => {
    const he = await visit(browser, place.server.url)
    await enter(he, 'jiaoshi')
    planId = await planCalled(zhou, '平行四边形的面积')
    await openPlan(page, planId)
    await readyToWrite(page)
    await page.getByRole('button', { name: '进研讨室' }).waitFor()
    await look('plan-alone', [])
    await openPlan(he.page, planId)
    await readyToWrite(he.page)
    for (const on of [page, he.page]) {
      await on.getByRole('button', { name: '进研讨室' }).click()
      const check = on.getByRole('dialog', { name: '进研讨室，大家会听见你' })
      await check.getByRole('checkbox', { name: '带上画面' }).check()
      await on.waitForFunction(
        () => (document.querySelector<HTMLVideoElement>('dialog[open] video')?.videoWidth ?? 0) > 0,
      )
      await on.waitForFunction(
        () => Number(document.querySelector('dialog[open] [role=meter]')?.getAttribute('aria-valuenow')) > 2,
      )
      if (on === page) await look('room-check')
      await check.getByRole('button', { name: '进去', exact: true }).click()
      await on.locator('[data-link=inside]').waitFor()
    }
    await page.locator('.room-tile').nth(1).locator('video').waitFor()
    const cell = (on: Page, row: number, column: number) =>
      on
        .locator('.ProseMirror table[data-kind=process] > tbody > tr')
        .nth(row)
        .locator(':scope > td')
        .nth(column)
        .locator('p')
        .first()
    await cell(page, 1, 2).click()
    await page.keyboard.press('End')
    await cell(he.page, 1, 3).click()
    await he.page.keyboard.press('End')
    await he.page.keyboard.type('柳林先动手量。')
    await page.locator('.remote .caret.named').waitFor()
    await keep(page, 'plan-1366')
    await look('plan', ['dark', 'contrast'])
    await page.getByRole('button', { name: '设备和流量' }).click()
    await page.getByRole('menu').waitFor()
    await look('room-devices', [])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '邀请' }).click()
    await page.getByRole('textbox', { name: '按姓名找老师' }).fill('马')
    await page.getByRole('dialog').getByText('已经请了').waitFor()
    await look('members')
    await closeDialog()
    await page.getByRole('button', { name: /^第 1 行“情境引入”/ }).click()
    await page.getByRole('menu', { name: '第 1 行' }).waitFor()
    await look('row-menu')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '公式' }).click()
    await page.getByRole('dialog', { name: '写一个公式' }).getByRole('textbox').fill('S=\\frac{1}{2}ah')
    await look('formula')
    await closeDialog()
    // The big screen of a classroom, with a hand on it.
    const board = await visit(browser, place.server.url, { ...CANVAS.board, reducedMotion: 'reduce' })
    await enter(board, 'jiaoshi')
    await openPlan(board.page, planId)
    await readyToWrite(board.page)
    await look('plan-touch', ['light'], board.page)
    await board.context.close()
    await he.context.close()
    place.server.sayLiveKit({ state: 'building' })
    await page.reload()
    await page.getByText('会议服务准备中').first().waitFor()
    await look('room-preparing', [])
    place.server.sayLiveKit({ state: 'absent' })
    await page.reload()
    await page.getByText('这台服务器没有装会议服务').first().waitFor()
    await look('room-absent', [])
    place.server.sayLiveKit({ state: 'external' })
    expect(findings()).toEqual([])
  })

  test('[SC5] a plan one may only comment on, one that is final, and one without its line', async () => {
    await openPlan(page, await planCalled(zhou, '梯形的面积'))
    await page.getByText('请你来是评的，改要由教案的主人请你一起写。').waitFor()
    await look('plan-commenter')
    const { items } = await call<{ items: { id: string; state: string; abilities: { edit: boolean } }[] }>(
      zhou,
      'GET',
      '/lesson-plans?limit=100',
    )
    const final = items.find(({ state, abilities }) => state === 'finalized' && !abilities.edit)
    await openPlan(page, final?.id ?? '')
    await page.getByText('它已经定稿。要改，请教案的主人重新打开。').waitFor()
    await look('plan-read-only')
    await openPlan(page, planId)
    await readyToWrite(page)
    await zhou.context.setOffline(true)
    await page.locator('.ProseMirror table[data-kind=process] td p').nth(2).click()
    await page.keyboard.type('没网也照常写。')
    await page.getByRole('button', { name: '重连中，已存在本机' }).waitFor()
    await page.getByText('没网了。').first().waitFor({ timeout: 30_000 })
    await look('plan-offline')
    await zhou.context.setOffline(false)
    await page.getByRole('button', { name: '已保存' }).waitFor({ timeout: 30_000 })
    expect(findings()).toEqual([])
  })

  test('[SC6] on a phone', async () => {
    const on = phone.page
    await on.goto('/sign-in')
    await on.getByRole('heading', { name: '不想注册？用示范账号看看' }).waitFor()
    await look('sign-in', ['light'], on)
    await enter(phone, 'zhubei')
    await on.goto('/')
    await on.getByRole('heading', { level: 1, name: /接下来/ }).waitFor()
    await look('home', ['light'], on)
    await on.goto('/plans')
    await on.getByRole('list', { name: '教案列表' }).waitFor()
    await look('list', ['light'], on)
    await on.getByRole('button', { name: /^筛选/ }).click()
    await look('list-filters', [], on)
    await on.goto('/plans?do=new')
    await on.getByRole('dialog', { name: '新建教案' }).waitFor()
    await look('new-plan', [], on)
    await openPlan(on, planId)
    await readyToWrite(on)
    await on.getByRole('button', { name: /^2 / }).first().click()
    await on
      .getByRole('heading', { name: /操作探究/ })
      .first()
      .waitFor()
    await look('plan', ['light', 'dark'], on)
    await on.getByRole('button', { name: '大纲' }).click()
    await on.getByRole('dialog', { name: '去哪一节' }).waitFor()
    await look('plan-outline', ['light'], on)
    await closeDialog(on)
    await on.getByRole('button', { name: '更多' }).click()
    await on.getByRole('menu').waitFor()
    await look('plan-menu', [], on)
    expect(findings()).toEqual([])
  })

  test('[SC7] nothing went wrong on any page', () => {
    expect([...zhou.faults, ...phone.faults]).toEqual([])
  })
})
