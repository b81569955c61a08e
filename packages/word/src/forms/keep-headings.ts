import type { Kept } from './tree.ts'
import { element, keptChild, keptDescendants, keptElements } from './tree.ts'

/** A longer paragraph over a table is text of its own, not its heading. */
const HEADING_CHARACTERS = 30
/** A heading of the part and one of the 课时 may stand over a table. */
const HEADINGS = 2

const textOf = (paragraph: Kept): string =>
  [...keptDescendants(paragraph, 'w:t')]
    .flatMap(({ children }) => children)
    .filter((part) => typeof part === 'string')
    .join('')
    .trim()

function keepWithNext(paragraph: Kept): void {
  let properties = keptChild(paragraph, 'w:pPr')
  if (!properties) {
    properties = element('<w:pPr></w:pPr>')
    paragraph.children.unshift(properties)
  }
  if (keptChild(properties, 'w:keepNext')) return
  const style = keptChild(properties, 'w:pStyle')
  properties.children.splice(style ? properties.children.indexOf(style) + 1 : 0, 0, element('<w:keepNext/>'))
}

/** Headings stand on the page where their table begins: in the blank form that was so because the table was short. */
export function keepHeadingsWithTables(body: Kept): void {
  const blocks = keptElements(body)
  blocks.forEach((table, index) => {
    if (table.tag !== 'w:tbl') return
    // What the file begins with stands on its first page anyway.
    for (const paragraph of blocks.slice(Math.max(1, index - HEADINGS), index).reverse()) {
      const length = paragraph.tag === 'w:p' ? textOf(paragraph).length : 0
      if (length === 0 || length > HEADING_CHARACTERS) return
      keepWithNext(paragraph)
    }
  })
}
