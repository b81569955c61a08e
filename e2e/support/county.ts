import { hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'

/** A server with the demonstration county and a browser to visit it with. */
export interface County {
  readonly server: TestServer
  readonly browser: Browser
}

/** One for all journeys of the file that asks for it; none where Chromium is missing, as these journeys are skipped there. */
export function aCounty(): County {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    if (!hasTool('chromium')) return
    ;[server, browser] = await Promise.all([startTestServer({ env: { GONGYAN_SEED: 'demo' } }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
  return {
    get server() {
      return server
    },
    get browser() {
      return browser
    },
  }
}
