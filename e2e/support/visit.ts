import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Person } from './hands.ts'

export const PASSWORD = 'gongyan-demo'

/** Somebody at a browser of their own. */
export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors the pages threw. */
  readonly faults: string[]
}

/** The canvases of the design: the school's small laptop, a phone, the big touch screen of a classroom. */
export const CANVAS = {
  laptop: { viewport: { width: 1366, height: 768 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  board: { viewport: { width: 1920, height: 1080 }, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>

/** Opens a browser of its own for one person, nobody signed in. */
export async function visit(browser: Browser, baseURL: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    permissions: ['camera', 'microphone'],
    ...CANVAS.laptop,
    ...options,
  })
  const page = await context.newPage()
  context.setDefaultTimeout(15_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  return { context, page, faults }
}

/** Fills in the form of the sign-in page with these hands and waits for the first page. */
export async function signInByForm({ page, hands }: Person, account: string): Promise<void> {
  await page.goto('/sign-in')
  await hands.write(page.getByLabel('账号', { exact: true }), account)
  await hands.write(page.getByLabel('密码', { exact: true }), PASSWORD)
  await hands.press(page.getByRole('button', { name: '登录', exact: true }))
  await page.getByRole('heading', { level: 1, name: /接下来|眼下/ }).waitFor()
}

/** Signs in without the form, where the form is not what the test is about. */
export function enter(visitor: Visitor, account: string): Promise<{ id: string; name: string }> {
  return call(visitor, 'POST', '/session', { account, password: PASSWORD })
}

/** Asks the API as this person; throws on a refusal. */
export async function call<T = unknown>(
  { context }: Visitor,
  method: string,
  path: string,
  data?: unknown,
): Promise<T> {
  const reply = await context.request.fetch(`/api/v1${path}`, {
    method,
    headers: { 'sec-fetch-site': 'same-origin' },
    ...(data === undefined ? {} : { data }),
  })
  if (!reply.ok()) throw new Error(`${method} ${path}: ${reply.status()} ${await reply.text()}`)
  return (reply.status() === 204 ? null : await reply.json()) as T
}

/** A plan this person may see, by its title. */
export async function planCalled(visitor: Visitor, title: string): Promise<string> {
  const { items } = await call<{ items: { id: string; title: string }[] }>(
    visitor,
    'GET',
    `/lesson-plans?limit=100&q=${encodeURIComponent(title)}`,
  )
  const plan = items.find((one) => one.title === title)
  if (!plan) throw new Error(`no plan called ${title}`)
  return plan.id
}

/** Waits until the plan on the page can be written in and everything of it is acknowledged. */
export async function readyToWrite(page: Page): Promise<void> {
  await page.locator('.plan-editing:not([hidden]) .ProseMirror[contenteditable=true]').waitFor({ timeout: 60_000 })
  await page.locator('.ui-save-chip[data-kind=saved]').waitFor()
}
