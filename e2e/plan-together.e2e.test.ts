import { readFile } from 'node:fs/promises'
import { createTestDatabase, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ask,
  caretAtEnd,
  cell,
  editorText,
  openPlan,
  PROCESS,
  signIn,
  waitForChip,
  waitForText,
  type PlanReader,
} from './plan-page.ts'

interface Summary {
  id: string
  title: string
  abilities: { edit: boolean; invite: boolean }
}

let server: TestServer
let drop: () => Promise<void>
let browser: Browser
let zhou: PlanReader
let he: PlanReader
let planId: string

beforeAll(async () => {
  const database = await createTestDatabase()
  drop = database.drop
  server = await startTestServer({ databaseUrl: database.url, env: { GONGYAN_SEED: 'demo' } })
  browser = await launchChromium()
  zhou = await signIn(browser, server.url, 'zhubei')
  he = await signIn(browser, server.url, 'jiaoshi')
  const mine = (await ask<{ items: Summary[] }>(zhou, '/lesson-plans?limit=100')).items
  const theirs = (await ask<{ items: Summary[] }>(he, '/lesson-plans?limit=100')).items
  const shared = mine.find(
    (plan) =>
      plan.abilities.invite &&
      plan.abilities.edit &&
      theirs.some((other) => other.id === plan.id && other.abilities.edit),
  )
  if (!shared) throw new Error('the demonstration has a plan that both may edit')
  planId = shared.id
  await openPlan(zhou, planId)
  await openPlan(he, planId)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await drop?.()
})

describe('two teachers of two schools in one plan', () => {
  test('[PG1] each sees the other’s words in the same table within a second, undo takes back only one’s own', async () => {
    await cell(zhou.page, 1, 2).locator('p').first().click()
    await zhou.page.keyboard.type('甲从清河写的。')
    await waitForText(he.page, '甲从清河写的。', 1_000)
    await cell(he.page, 1, 3).locator('p').first().click()
    await he.page.keyboard.type('乙从柳林写的。')
    await waitForText(zhou.page, '乙从柳林写的。', 1_000)
    await zhou.page.keyboard.press('Control+z')
    await expect.poll(() => editorText(zhou.page)).not.toContain('甲从清河写的。')
    expect(await editorText(zhou.page)).toContain('乙从柳林写的。')
    await waitForChip(zhou.page, 'saved')
  })

  test('[PG2] others’ seals, carets and cells are shown by name, and nothing of it is inside the text', async () => {
    await cell(he.page, 1, 3).locator('p').first().click()
    await zhou.page.waitForSelector('.remote .their-cell')
    expect(await zhou.page.locator('.remote .caret b').textContent()).toMatch(/^何/)
    expect(await zhou.page.locator('.ProseMirror .remote').count()).toBe(0)
    expect(await zhou.page.locator('.plan-seals button').count()).toBe(1)
  })

  for (const place of [
    {
      name: 'a cell',
      selector: `${PROCESS} > tbody > tr:nth-child(2) > td:nth-child(3) p`,
      beside: `${PROCESS} > tbody > tr:nth-child(2) > td:nth-child(4) p`,
    },
    {
      name: 'a heading',
      selector: '.ProseMirror > h2[data-section=process]',
      beside: `${PROCESS} > tbody > tr:nth-child(2) > td:nth-child(3) p`,
    },
    { name: 'a list', selector: `${PROCESS} li:first-child > p`, beside: `${PROCESS} li:nth-child(2) > p` },
  ])
    test(`[PG3] a composition in ${place.name} outlives what a colleague types into the same and the next paragraph`, async () => {
      const { page } = zhou
      await caretAtEnd(page, place.selector)
      await page.evaluate(() => {
        const ends: string[] = []
        Object.assign(window, { compositionEnds: ends })
        document
          .querySelector('.ProseMirror')
          ?.addEventListener('compositionend', (event) => ends.push((event as CompositionEvent).data))
      })
      const input = await page.context().newCDPSession(page)
      for (const text of ['n', 'ni', 'nih', 'nihao'])
        await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
      const mark = `他${Math.random().toString(36).slice(2, 6)}`
      for (const selector of [place.selector, place.beside]) {
        await caretAtEnd(he.page, selector)
        await he.page.keyboard.press('Home')
        await he.page.keyboard.type(mark)
      }
      await waitForChip(he.page, 'saved')
      for (const text of ['niha', 'nihao', 'nihaoma'])
        await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
      expect(await page.evaluate(() => (window as unknown as { compositionEnds: string[] }).compositionEnds)).toEqual(
        [],
      )
      await input.send('Input.insertText', { text: '你好吗' })
      await expect.poll(async () => (await editorText(page)).split(mark).length - 1).toBe(2)
      const here = await page.locator(place.selector).first().textContent()
      expect(here).toMatch(/你好吗$/)
      expect(here).not.toMatch(/nihao|niha|ni/)
      expect(
        await page.evaluate(() => (window as unknown as { compositionEnds: string[] }).compositionEnds.length),
      ).toBe(1)
      await expect.poll(() => he.page.locator(place.selector).first().textContent()).toBe(here)
      await page.keyboard.type('。')
      await expect.poll(() => page.locator(place.selector).first().textContent()).toBe(`${here}。`)
      await input.detach()
    })

  test('[PG4] a cut line says where the work is, a reload keeps it and its age, and both sides’ work merges', async () => {
    const { page } = zhou
    zhou.cut()
    await cell(page, 2, 4).locator('p').first().click()
    await page.keyboard.type('断网时写的。')
    await waitForChip(page, 'waiting')
    await cell(he.page, 2, 3).locator('p').first().click()
    await he.page.keyboard.type('那边接着写。')
    let isGuarded = false
    page.once('dialog', (dialog) => {
      isGuarded = dialog.type() === 'beforeunload'
      void dialog.accept()
    })
    await page.reload()
    expect(isGuarded).toBe(true)
    await waitForText(page, '断网时写的。', 20_000)
    await waitForChip(page, 'waiting', 20_000)
    expect(await editorText(he.page)).not.toContain('断网时写的。')
    zhou.mend()
    await waitForChip(page, 'saved', 30_000)
    for (const reader of [zhou, he]) {
      await waitForText(reader.page, '断网时写的。')
      await waitForText(reader.page, '那边接着写。')
    }
    expect((await editorText(page)).split('断网时写的。')).toHaveLength(2)
  })

  test('[PG5] withdrawing a writer takes effect within a second, and what could not be sent goes into a file', async () => {
    const { person } = await ask<{ items: { person: { id: string; name: string } }[] }>(
      zhou,
      `/lesson-plans/${planId}/members`,
    ).then(({ items }) => items.find((one) => one.person.name.startsWith('何')) ?? { person: { id: '', name: '' } })
    he.cut()
    await cell(he.page, 3, 2).locator('p').first().click()
    await he.page.keyboard.type('没来得及送出去的话。')
    await waitForChip(he.page, 'waiting')
    const reply = await zhou.context.request.delete(`/api/v1/lesson-plans/${planId}/members/${person.id}`)
    expect(reply.status()).toBe(204)
    he.mend()
    await he.page.waitForSelector('.ui-banner.error', { timeout: 20_000 })
    await he.page.waitForSelector('.ProseMirror[contenteditable=false]')
    const [download] = await Promise.all([
      he.page.waitForEvent('download'),
      he.page.locator('.ui-banner.error button').click(),
    ])
    const file = await readFile(await download.path(), 'utf8')
    expect(file).toContain('没来得及送出去的话。')
    expect(file).toMatch(/-----BEGIN GONGYAN UPDATE-----\r\n[\w+/=\r\n]+-----END GONGYAN UPDATE-----/)
    expect(await editorText(zhou.page)).not.toContain('没来得及送出去的话。')
    // Invited again, the same words arrive: nothing was lost.
    const back = await zhou.context.request.put(`/api/v1/lesson-plans/${planId}/members/${person.id}`, {
      data: { role: 'editor' },
    })
    expect(back.ok()).toBe(true)
    await he.page.reload()
    await waitForText(zhou.page, '没来得及送出去的话。', 20_000)
  })

  test('[PG6] withdrawn while connected: read-only within a second', async () => {
    await he.page.waitForSelector('.ProseMirror[contenteditable=true]', { timeout: 20_000 })
    await waitForChip(he.page, 'saved', 20_000)
    const members = await ask<{ items: { person: { id: string; name: string } }[] }>(
      zhou,
      `/lesson-plans/${planId}/members`,
    )
    const member = members.items.find((one) => one.person.name.startsWith('何'))
    const from = Date.now()
    await zhou.context.request.delete(`/api/v1/lesson-plans/${planId}/members/${member?.person.id}`)
    await he.page.waitForSelector('.ProseMirror[contenteditable=false]', { timeout: 1_000 })
    expect(Date.now() - from).toBeLessThan(1_500)
  })

  test('[PG7] nothing went wrong on either page', () => {
    expect(zhou.faults).toEqual([])
    expect(he.faults).toEqual([])
  })
})
