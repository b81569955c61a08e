import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, cell, editorText, openPlan, signIn, waitForChip, waitForText, type PlanReader } from './plan-page.ts'
import { findBarriers } from './support/axe.ts'

const SAME_SITE = { 'sec-fetch-site': 'same-origin' }

describe.skipIf(!hasTool('chromium'))('words that could not be sent', () => {
  let server: TestServer
  let browser: Browser
  let folder: string
  let zhou: PlanReader
  let he: PlanReader
  let planId: string
  let heId: string
  const memberPath = () => `/api/v1/lesson-plans/${planId}/members/${heId}`
  const rows = async () => JSON.stringify((await ask<{ rows: unknown }>(zhou, `/lesson-plans/${planId}`)).rows)
  const write = async (page: Page, row: number, words: string) => {
    await cell(page, row, 2).locator('p').first().click()
    await page.keyboard.press('End')
    await page.keyboard.insertText(words)
  }
  /** Opens a file in the list's import window and waits until it can be read. */
  const openFile = async ({ page }: PlanReader, path: string) => {
    await page.goto('/import')
    await page.locator('.import-drop input[type=file]').first().setInputFiles(path)
    await page.locator('.saved-text .saved-words').waitFor()
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gongyan-saved-'))
    ;[server, browser] = await Promise.all([startTestServer({ env: { GONGYAN_SEED: 'demo' } }), launchChromium()])
    zhou = await signIn(browser, server.url, 'zhubei')
    he = await signIn(browser, server.url, 'jiaoshi')
    const made = await zhou.context.request.post('/api/v1/lesson-plans', {
      data: { title: '存过的话' },
      headers: SAME_SITE,
    })
    planId = ((await made.json()) as { id: string }).id
    heId = (await ask<{ id: string }>(he, '/me')).id
    const invited = await zhou.context.request.put(memberPath(), { data: { role: 'editor' }, headers: SAME_SITE })
    expect(invited.ok()).toBe(true)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('[ST1] saved by whom the plan was taken from, they are put back by its owner: all of them, once', async () => {
    await openPlan(he, planId)
    he.cut()
    await write(he.page, 1, '断线时写的一句。')
    await waitForChip(he.page, 'waiting')
    expect((await zhou.context.request.delete(memberPath(), { headers: SAME_SITE })).status()).toBe(204)
    he.mend()
    const [download] = await Promise.all([
      he.page.waitForEvent('download'),
      he.page.locator('.ui-banner.error').getByRole('button', { name: '存成文件' }).click(),
    ])
    const file = join(folder, 'saved.txt')
    await download.saveAs(file)
    expect(await readFile(file, 'utf8')).toContain('断线时写的一句。')

    // Whoever saved it may no longer write there, but read and copy it.
    await openFile(he, file)
    await he.page.getByText('原来的教案你现在改不了').waitFor()
    expect(await he.page.locator('.saved-words').innerText()).toContain('断线时写的一句。')
    expect(await findBarriers(he.page)).toEqual([])
    expect(await he.page.getByRole('button', { name: '并回原教案' }).count()).toBe(0)

    // The owner has gone on writing.
    await openPlan(zhou, planId)
    await write(zhou.page, 2, '主人后来写的。')
    await waitForChip(zhou.page, 'saved')
    await expect.poll(rows, { timeout: 10_000 }).toContain('主人后来写的。')
    await openFile(zhou, file)
    await zhou.page.getByRole('button', { name: '并回原教案' }).click()
    await waitForText(zhou.page, '断线时写的一句。', 20_000)
    await expect.poll(rows, { timeout: 10_000 }).toContain('断线时写的一句。')
    const text = await editorText(zhou.page)
    for (const words of ['断线时写的一句。', '主人后来写的。']) expect(text.split(words)).toHaveLength(2)
  })

  test('[ST2] still on the machine they were written on, they are named where the plan cannot be opened any more', async () => {
    await he.page.goto(`/plans/${planId}`)
    await he.page.getByText(/这台电脑上还有你在《存过的话》里写的/).waitFor()
    const [download] = await Promise.all([
      he.page.waitForEvent('download'),
      he.page.getByRole('button', { name: '存成文件' }).click(),
    ])
    expect(await readFile(await download.path(), 'utf8')).toContain('断线时写的一句。')
  })

  test('[ST3] in a file that is damaged, or not ours, what can be read is shown', async () => {
    const file = join(folder, 'damaged.txt')
    await writeFile(file, (await readFile(join(folder, 'saved.txt'), 'utf8')).slice(0, -80))
    await openFile(zhou, file)
    await zhou.page.getByText('并不回原教案').waitFor()
    expect(await zhou.page.locator('.saved-words').innerText()).toContain('断线时写的一句。')
  })

  test('[ST4] a store that is wiped by another window stops no word on the way to the server', async () => {
    await openPlan(zhou, planId)
    await waitForChip(zhou.page, 'saved')
    const other = await zhou.context.newPage()
    await other.goto('/plans')
    await other.evaluate(async () => {
      for (const { name } of await indexedDB.databases())
        if (name?.startsWith('gongyan-plan:'))
          await new Promise((resolve) => {
            const request = indexedDB.deleteDatabase(name)
            request.onsuccess = request.onblocked = request.onerror = resolve
          })
    })
    await other.close()
    await write(zhou.page, 3, '没有本机副本也送到。')
    await expect.poll(rows, { timeout: 10_000 }).toContain('没有本机副本也送到。')
    expect(zhou.faults).toEqual([])

    // And where they are nowhere else, an ended session does not take the page with them.
    zhou.cut()
    await zhou.context.setOffline(true)
    await write(zhou.page, 3, '只在这一页上。')
    await waitForChip(zhou.page, 'waiting')
    await zhou.context.clearCookies()
    zhou.mend()
    await zhou.context.setOffline(false)
    await zhou.page.getByText(/登录过期了，有 \d+ 处只在这一页上/).waitFor({ timeout: 30_000 })
    await signInAs(zhou, 'zhubei')
    await zhou.page.getByRole('button', { name: '现在重连' }).click()
    await expect.poll(rows, { timeout: 20_000 }).toContain('只在这一页上。')
  })

  test('[ST5] unsent words are not sent under the name of whoever signs in next', async () => {
    const lin = await signIn(browser, server.url, 'zhubei')
    await openPlan(lin, planId)
    lin.cut()
    await write(lin.page, 4, '周老师自己写的。')
    await waitForChip(lin.page, 'waiting')
    const invited = await lin.context.request.put(memberPath(), { data: { role: 'editor' }, headers: SAME_SITE })
    expect(invited.ok()).toBe(true)
    await signInAs(lin, 'jiaoshi')
    lin.mend()
    await lin.page.getByText('登录过期了，写的都在这台电脑上。').waitFor({ timeout: 30_000 })
    expect(await rows()).not.toContain('周老师自己写的。')
    await signInAs(lin, 'zhubei')
    await lin.page.getByRole('button', { name: '去登录' }).click()
    await expect.poll(rows, { timeout: 20_000 }).toContain('周老师自己写的。')
  })
})

/** Signs in in another window of the same browser, so to speak: the page knows nothing of it. */
async function signInAs({ context }: PlanReader, account: string): Promise<void> {
  const reply = await context.request.post('/api/v1/session', {
    data: { account, password: 'gongyan-demo' },
    headers: SAME_SITE,
  })
  expect(reply.ok()).toBe(true)
}
