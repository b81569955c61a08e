import type { Page } from 'playwright-core'

/** Margins of the printed page in points: 16 mm at the sides, 18 mm above and below. */
export const MARGINS = { side: 45.35, top: 51 }

/** What a plan's page shows, to be found again on paper. */
export interface ShownPlan {
  readonly title: string
  /** All text but formulas. */
  readonly text: string
  readonly headings: readonly string[]
  /** Each step's longest cell, and the heads over it where they repeat. */
  readonly rows: readonly { readonly paragraphs: readonly string[]; readonly heads: readonly string[] }[]
}

/** Reads the plan in the editor of this page. */
export function shownPlan(page: Page): Promise<ShownPlan> {
  return page.evaluate(() => {
    const doc = document.querySelector('.plan-editing .plan-doc')
    if (!doc) throw new Error('no plan')
    const copy = doc.cloneNode(true) as HTMLElement
    for (const part of copy.querySelectorAll(
      '[data-latex], .plan-ruler, .plan-folds, .plan-minutes, .ProseMirror-widget',
    ))
      part.remove()
    const textOf = (element: Element | null | undefined) => element?.textContent ?? ''
    const paragraphsOf = (cell: Element) => [...cell.querySelectorAll('p')].map(textOf)
    return {
      title: textOf(copy.querySelector('h1')),
      text: textOf(copy),
      headings: [...copy.querySelectorAll('h2, h3, h4')].map(textOf).filter((text) => text.trim() !== ''),
      rows: [...copy.querySelectorAll('table[data-kind=process]')].flatMap((table) => {
        const rows = [...table.querySelectorAll(':scope > tbody > tr')]
        const heads = [...(rows[0]?.querySelectorAll(':scope > th') ?? [])].map(textOf)
        return rows.slice(1).map((row) => {
          const cells = [...row.querySelectorAll(':scope > td:not([rowspan])')]
          const longest = cells.sort((a, b) => textOf(b).length - textOf(a).length)[0]
          return { paragraphs: longest ? paragraphsOf(longest) : [], heads }
        })
      }),
    }
  })
}

/** The fonts in which the browser sets an element on paper. */
export async function fontsOf(page: Page, selector: string): Promise<string> {
  await page.emulateMedia({ media: 'print' })
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
  await session.detach()
  await page.emulateMedia({ media: null })
  return fonts.map(({ familyName }) => familyName).join(', ')
}
