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

/** What axe finds on the page as it stands, one line each: rule, elements, reason. */
export async function findBarriers(page: Page, scope = 'html'): Promise<string[]> {
  // Evaluated over the test's own channel, which the page's policy on scripts does not concern.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  return page.evaluate(
    async ([within, tags]) => {
      const { axe } = globalThis as unknown as AxeWindow
      const { violations } = await axe.run(within, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
      })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          (node) =>
            `${id}: ${node.html.slice(0, 160)} — ${(node.failureSummary ?? '').split('\n').slice(1, 3).join(' ').trim()}`,
        ),
      )
    },
    [scope, TAGS] as const,
  )
}
