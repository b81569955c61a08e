import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { findBarriers } from './axe.ts'

export const THEMES = ['light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

const FOLDER = join(import.meta.dirname, '../../docs/screens')
/** With SCREENS=1 the screens looked at are kept as pictures for the README and for whoever compares them with the design. */
const KEEPS_PICTURES = process.env.SCREENS === '1'

/**
 * Looks at a screen as it stands in all three themes: what axe finds, and whether anything reaches beyond the window's side.
 * Returns one line for each finding. `pictures` names the themes kept as pictures.
 */
export async function lookAt(page: Page, name: string, pictures: readonly Theme[] = ['light']): Promise<string[]> {
  const found: string[] = []
  const size = page.viewportSize()
  if (!size) throw new Error('a screen has a size')
  const { width } = size
  for (const theme of THEMES) {
    await wear(page, theme)
    if (KEEPS_PICTURES && pictures.includes(theme))
      await keep(page, theme === 'light' ? `${name}-${width}` : `${name}-${theme}-${width}`)
    // What lies under a bar at the window's foot can be scrolled out from under it: judged on a page that is all in sight.
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    if (height > size.height) await page.setViewportSize({ width, height })
    const barriers = await findBarriers(page, theme === THEMES[0] ? {} : { only: 'looks' })
    found.push(...barriers.map((line) => `${name} ${width} ${theme} ${line}`))
    if (height > size.height) await page.setViewportSize(size)
  }
  const widest = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  if (widest > 0) found.push(`${name} ${width}: ${widest} px beyond the window's side`)
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'light'
  })
  return found
}

/** Dresses the page in a theme and waits until nothing moves any more. */
export async function wear(page: Page, theme: Theme): Promise<void> {
  await page.evaluate((chosen) => {
    document.documentElement.dataset.theme = chosen
  }, theme)
  await settle(page)
}

/** Waits until nothing moves any more: colours that are still changing have no contrast to measure. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)))
    await document.fonts.ready
  })

/** Keeps a picture of the window under docs/screens, where pictures are asked for. */
export async function keep(page: Page, name: string): Promise<void> {
  if (!KEEPS_PICTURES) return
  mkdirSync(FOLDER, { recursive: true })
  await page.screenshot({ path: join(FOLDER, `${name}.png`), caret: 'initial' })
}
