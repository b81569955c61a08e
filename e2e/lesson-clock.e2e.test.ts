import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REPOSITORY, waitUntil } from '@gongyan/tools/process'
import { hasTool, launchChromium, openPerson, startTestServer, type TestServer } from '@gongyan/testing'
import type { Browser, Page } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const FIVE_MINUTES = 300_000
const TOLERANCE_MS = 50

/** Replaces `Date` of a page or a process: the wall clock is wrong from the start and can be set again. */
const WRONG_DATE = (skewMs: number) => `{
  const RealDate = Date
  let skew = ${skewMs}
  globalThis.setWallClockBy = (ms) => { skew = ms }
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, self) => Reflect.construct(target, args.length ? args : [RealDate.now() + skew], self),
    apply: () => new RealDate(RealDate.now() + skew).toString(),
    get: (target, key) => (key === 'now' ? () => RealDate.now() + skew : Reflect.get(target, key)),
  })
}`

/** The page's clock as browsers get it, put on a blank page. */
async function bundleClock(): Promise<string> {
  const [output] = (await build({
    configFile: false,
    logLevel: 'silent',
    root: REPOSITORY,
    build: {
      write: false,
      lib: {
        entry: join(REPOSITORY, 'apps/web/src/clock/page-time.ts'),
        formats: ['iife'],
        name: 'clock',
        fileName: 'clock',
      },
    },
  })) as Rolldown.RolldownOutput[]
  const chunk = output?.output.find((part) => part.type === 'chunk')
  if (!chunk) throw new Error('the clock was not bundled')
  return chunk.code
}

interface PageClock {
  nowMs(): number | null
  exchange(): Promise<void>
  stop(): void
}
declare global {
  var pageTime: PageClock
  var setWallClockBy: (ms: number) => void
  var clock: { makePageTime(ask: () => Promise<number>): PageClock }
}

describe.skipIf(!hasTool('chromium'))('one clock for a server and browsers whose own clocks are wrong', () => {
  let server: TestServer
  let browser: Browser
  let folder: string
  let code: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gongyan-clock-'))
    // The server's own wall clock is five minutes ahead and is set back by ten in the middle of the lesson.
    const preload = join(folder, 'wrong-date.mjs')
    await writeFile(
      preload,
      `${WRONG_DATE(FIVE_MINUTES)}
const tell = () => console.log('wall clock off by', Math.round((Date.now() - performance.timeOrigin - performance.now()) / 60_000), 'minutes')
tell()
setTimeout(() => { setWallClockBy(${-FIVE_MINUTES}); tell() }, 6000).unref()`,
    )
    ;[server, browser, code] = await Promise.all([
      startTestServer({ env: { NODE_OPTIONS: `--import=${preload}` } }),
      launchChromium(),
      bundleClock(),
    ])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function openClock(skewMs: number): Promise<Page> {
    const page = await (await openPerson(browser, server.url)).newPage()
    await page.addInitScript(WRONG_DATE(skewMs))
    await page.route('**/blank', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>clock</title>' }),
    )
    await page.goto('/blank')
    await page.addScriptTag({ content: `${code}\nglobalThis.clock = clock` })
    await page.evaluate(async () => {
      globalThis.pageTime = globalThis.clock.makePageTime(
        async () => ((await (await fetch('/api/v1/time')).json()) as { serverMs: number }).serverMs,
      )
      await globalThis.pageTime.exchange()
    })
    return page
  }
  /** How far the page's idea of server time is from the machine's real time, which nothing in the page has touched. */
  const errorOf = (page: Page): Promise<number> =>
    page.evaluate(() => (globalThis.pageTime.nowMs() ?? Number.NaN) - (performance.timeOrigin + performance.now()))
  /** The machine's real time as two pages and the server should all know it. */
  const serverError = async (): Promise<number> => {
    const asked = performance.timeOrigin + performance.now()
    const { serverMs } = (await (await fetch(`${server.url}/api/v1/time`)).json()) as { serverMs: number }
    return serverMs - (asked + (performance.timeOrigin + performance.now())) / 2
  }

  test.each([0, FIVE_MINUTES, -FIVE_MINUTES])(
    '[CL5] a browser whose wall clock is wrong by %i ms, and is then set, knows the time within 50 ms',
    async (skew) => {
      const page = await openClock(skew)
      expect(Math.abs(await errorOf(page))).toBeLessThanOrEqual(TOLERANCE_MS)
      await page.evaluate((ms) => globalThis.setWallClockBy(ms), -skew || FIVE_MINUTES)
      expect(Math.abs(await errorOf(page))).toBeLessThanOrEqual(TOLERANCE_MS)
      // Long enough for the page to notice that its clocks have come apart and to ask the server again.
      await page.waitForResponse('**/api/v1/time')
      await page.evaluate(() => globalThis.pageTime.exchange())
      expect(Math.abs(await errorOf(page))).toBeLessThanOrEqual(TOLERANCE_MS)
      await page.context().close()
    },
  )

  test('[CL3] the server keeps real time though its own wall clock is five minutes ahead and is then set back by ten', async () => {
    const wrongBy = () => [...server.log().matchAll(/wall clock off by (-?\d+)/g)].map((match) => Number(match[1]))
    await waitUntil(
      'the jump',
      async () => {
        expect(Math.abs(await serverError())).toBeLessThanOrEqual(TOLERANCE_MS)
        return wrongBy().includes(-5)
      },
      { timeoutMs: 20_000, everyMs: 200 },
    )
    expect(wrongBy()).toEqual([5, -5])
    expect(Math.abs(await serverError())).toBeLessThanOrEqual(TOLERANCE_MS)
  })
})
