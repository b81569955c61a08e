import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The success criteria of WCAG 2.2, A and AA; axe's own best practices are opinions and stay out. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

interface AxeWindow {
  axe: {
    run(
      scope: string,
      options: object,
    ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>
  }
}

/** The rules of those whose answer depends on colours and on the widths of borders: what else a theme may change. */
const OF_LOOKS = ['color-contrast', 'link-in-text-block', 'target-size']

/**
 * What axe finds on the page as it stands, one line each: rule, elements, reason. `only: 'looks'` asks what a theme may have
 * changed, on a page of which all else was asked before. `best` asks for axe's own best practices as well.
 */
export async function findBarriers(
  page: Page,
  { scope = 'html', only, best = false }: { scope?: string; only?: 'looks'; best?: boolean } = {},
): Promise<string[]> {
  // Evaluated over the test's own channel, which the page's policy on scripts does not concern.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  return page.evaluate(
    async ([within, runOnly]) => {
      const { axe } = globalThis as unknown as AxeWindow
      const { violations } = await axe.run(within, {
        runOnly,
        resultTypes: ['violations'],
      })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          (node) =>
            `${id}: ${node.html.slice(0, 160)} — ${(node.failureSummary ?? '').split('\n').slice(1, 3).join(' ').trim()}`,
        ),
      )
    },
    [
      scope,
      only === 'looks'
        ? { type: 'rule', values: OF_LOOKS }
        : { type: 'tag', values: best ? [...TAGS, 'best-practice'] : TAGS },
    ] as const,
  )
}
