import { chromium } from 'playwright-core'
import type { Browser, BrowserContext } from 'playwright-core'
import { findChromium } from './tools.ts'

const FLAGS = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Nothing of the browser's own may reach for the network.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
]

/**
 * Starts this machine's Chromium with a fake camera and microphone. `flags` are added, such as a file for the fake camera.
 * Throws where there is none: ask `hasTool('chromium')`.
 */
export async function launchChromium({
  flags = [],
  headless = true,
}: { flags?: readonly string[]; headless?: boolean } = {}): Promise<Browser> {
  return chromium.launch({ ...startOptions(flags), headless })
}

const startOptions = (flags: readonly string[] = []) => {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('this machine has no Chromium: npm test says how to add it')
  return {
    executablePath,
    // Without a UTF-8 locale it calls every file with a Chinese name `download`.
    env: { ...definedOf(process.env), LC_ALL: 'C.UTF-8' },
    // Its sandbox refuses to run as root.
    args: [...FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...flags],
  }
}

const definedOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))

/** A person at a browser of their own, in Chinese, on the small laptop of a school, with camera and microphone allowed. */
export function openPerson(browser: Browser, baseURL: string): Promise<BrowserContext> {
  return browser.newContext({
    baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1366, height: 768 },
    permissions: ['camera', 'microphone'],
  })
}

/** A person whose browser keeps what it has in `folder`: closed and opened again it is the same browser. */
export function openStayingPerson(folder: string, baseURL: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    ...startOptions(),
    baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1366, height: 768 },
    reducedMotion: 'reduce',
  })
}
