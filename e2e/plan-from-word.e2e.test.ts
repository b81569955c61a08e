import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { hasTool } from '@gongyan/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { editorText, openPlan, PROCESS, waitForText } from './plan-page.ts'
import { aCounty } from './support/county.ts'
import { MOUSE, type Person } from './support/hands.ts'
import { importSample } from './support/import-sample.ts'
import { enter, CANVAS } from './support/visit.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const county = aCounty()

describe.skipIf(!hasTool('chromium'))('a plan that came from Word', () => {
  let zhou: Person
  let page: Page
  let planId: string
  beforeAll(async () => {
    zhou = await MOUSE.come(county.browser, county.server.url)
    page = zhou.page
    await enter(zhou, 'zhubei')
    planId = await importSample(zhou, 'math-g5-formulas')
  })
  afterAll(async () => {
    await zhou?.context.close()
  })

  test('[PG10] the plan is read before the editor’s code is there, and the editor takes its place without a jump', async () => {
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await page.route(/create-editor-.*\.js$/, async (route) => {
      await held
      await route.continue()
    })
    await page.goto(`/plans/${planId}`)
    await page.waitForSelector('.plan-doc table[data-kind=process]')
    expect(await page.locator('.ProseMirror').count()).toBe(0)
    expect(await page.locator('.plan-doc math').count()).toBeGreaterThan(5)
    await page.waitForFunction(() => [...document.images].every((image) => image.complete))
    const places = () =>
      page.evaluate(() => {
        const visible =
          document.querySelector('.plan-editing:not([hidden]) .plan-doc') ?? document.querySelector('.plan-doc')
        return [
          ...(visible?.querySelectorAll('h1, dd, h2, table[data-kind=process] tr, table[data-kind=process] td, math') ??
            []),
        ].map((element) => {
          const box = element.getBoundingClientRect()
          return [
            element.tagName,
            Math.round(box.x),
            Math.round(box.y),
            Math.round(box.width),
            Math.round(box.height),
          ].join(' ')
        })
      })
    await page.waitForSelector('.plan-tools button')
    const before = await places()
    letGo()
    await page.waitForSelector('.plan-editing:not([hidden]) .ProseMirror')
    await expect.poll(places).toEqual(before)
    await page.unroute(/create-editor-.*\.js$/)
  })

  test('[PG21] on a phone one row is one card, and what is typed there reaches the desk', async () => {
    await openPlan(zhou, planId)
    const phone = await MOUSE.come(county.browser, county.server.url, { viewport: CANVAS.phone.viewport })
    await enter(phone, 'zhubei')
    await openPlan(phone, planId)
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    const shown = phone.page.locator(`${PROCESS} td:visible`)
    const first = await shown.first().textContent()
    // When a row is on says from which minute to which, counted from 1, so that the rows follow on each other.
    const minutes = async () => {
      const said = (await phone.page.locator('.phone-ruler .cap').innerText()).match(
        /^第 (\d+)—(\d+) 分钟，共 (\d+) 分钟$/,
      )
      return { from: Number(said?.[1]), to: Number(said?.[2]), all: Number(said?.[3]) }
    }
    const opening = await minutes()
    expect(opening).toEqual({ from: 1, to: opening.all, all: opening.all })
    await phone.page.locator('.phone-foot button').last().click()
    await expect.poll(() => shown.first().textContent()).not.toBe(first)
    const following = await minutes()
    expect(following).toEqual({ from: opening.to + 1, to: opening.to + following.all, all: following.all })
    await phone.page.locator(`${PROCESS} td[data-name]:visible`).nth(2).locator('p').last().click()
    await phone.page.keyboard.press('End')
    await phone.page.keyboard.type('手机上补的一句。')
    await waitForText(page, '手机上补的一句。')
    await phone.page.getByRole('button', { name: '写好了' }).click()
    expect(await phone.page.evaluate(() => document.activeElement?.classList.contains('ProseMirror'))).toBe(false)
    expect(await phone.page.locator('.ui-save-chip').isVisible()).toBe(true)
    await phone.page.getByRole('button', { name: '大纲' }).click()
    await phone.page
      .getByRole('dialog')
      .getByRole('button', { name: /教材分析/ })
      .click()
    await expect.poll(() => phone.page.locator('.ProseMirror > h2:visible').count()).toBe(1)
    // What cannot be seen cannot be joined: Backspace at the section's beginning changes nothing.
    const whole = await editorText(phone.page)
    await phone.page.locator('.ProseMirror > h2:visible').click()
    await phone.page.keyboard.press('Home')
    await phone.page.keyboard.press('Backspace')
    expect(await editorText(phone.page)).toBe(whole)
    expect(phone.faults).toEqual([])
    await phone.context.close()
  })

  for (const theme of ['light', 'dark', 'contrast'])
    test(`[PG23] axe finds nothing on the plan’s page, ${theme}`, async () => {
      // Colours on their way from one theme to the other are nobody's colours.
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await openPlan(zhou, planId)
      await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
      await page.evaluate(AXE)
      const violations = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: {
            run(
              options: object,
            ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>
          }
        }
        const result = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        return result.violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`).join(' | ')}`,
        )
      })
      expect(violations).toEqual([])
    })

  test('[PG24] nothing went wrong on the page', () => {
    expect(zhou.faults).toEqual([])
  })
})
