import type { Browser, BrowserContext, Page, WebSocketRoute } from 'playwright-core'

/** A signed-in person with the plan page open; their line to the collaboration server can be cut and mended. */
export interface PlanReader {
  readonly context: BrowserContext
  readonly page: Page
  /** Cuts the open socket and every later one until `mend`. */
  cut(): void
  mend(): void
  /** What went wrong on the page. */
  readonly faults: readonly string[]
}

export const PROCESS = '.ProseMirror table[data-kind=process]'

/** Signs in as one of the demonstration's people in a browser of their own. */
export async function signIn(
  browser: Browser,
  baseURL: string,
  account: string,
  viewport = { width: 1366, height: 768 },
): Promise<PlanReader> {
  const context = await browser.newContext({ baseURL, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  let isCut = false
  const open = new Set<WebSocketRoute>()
  await page.routeWebSocket(/\/collab/, (socket) => {
    if (isCut) {
      void socket.close({ code: 1001 })
      return
    }
    const server = socket.connectToServer()
    open.add(socket)
    socket.onMessage((message) => {
      if (!isCut) server.send(message)
    })
    server.onMessage((message) => {
      if (!isCut) socket.send(message)
    })
  })
  const reply = await context.request.post('/api/v1/session', {
    data: { account, password: 'gongyan-demo' },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  if (!reply.ok()) throw new Error(`${account} cannot sign in: ${reply.status()} ${await reply.text()}`)
  return {
    context,
    page,
    faults,
    cut: () => {
      isCut = true
      for (const socket of open) void socket.close({ code: 1001 })
      open.clear()
    },
    mend: () => {
      isCut = false
    },
  }
}

/** Opens a plan and waits until it can be written in. */
export async function openPlan({ page }: { readonly page: Page }, planId: string): Promise<void> {
  await page.goto(`/plans/${planId}`)
  await page.waitForSelector('.plan-editing:not([hidden]) .ProseMirror', { timeout: 60_000 })
}

/** Asks the API as this person. */
export async function ask<T>({ context }: PlanReader, path: string): Promise<T> {
  const reply = await context.request.get(`/api/v1${path}`)
  if (!reply.ok()) throw new Error(`${path}: ${reply.status()}`)
  return (await reply.json()) as T
}

/** The cell in a row (from 1) and column (from 0) of the first 教学过程 table. */
export const cell = (page: Page, row: number, column: number) =>
  page.locator(`${PROCESS} > tbody > tr`).nth(row).locator(':scope > td').nth(column)

/** Puts the caret at the end of a block. */
export async function caretAtEnd(page: Page, selector: string): Promise<void> {
  await page.evaluate((target) => {
    const block = document.querySelector(target)
    if (!(block instanceof HTMLElement)) throw new Error(`nothing at ${target}`)
    document.querySelector<HTMLElement>('.ProseMirror')?.focus()
    const range = document.createRange()
    range.selectNodeContents(block)
    range.collapse(false)
    const selection = getSelection()
    selection?.removeAllRanges()
    selection?.addRange(range)
  }, selector)
}

/** The plan's text as the editor shows it. */
export const editorText = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector('.ProseMirror')?.textContent ?? '')

export const waitForText = (page: Page, text: string, timeout = 5_000) =>
  page.waitForFunction((wanted) => document.querySelector('.ProseMirror')?.textContent?.includes(wanted), text, {
    timeout,
  })

/** Waits for what the save chip says. */
export const waitForChip = (page: Page, kind: 'saved' | 'saving' | 'waiting' | 'unsent', timeout = 10_000) =>
  page.waitForSelector(`.ui-save-chip[data-kind=${kind}]`, { timeout })
