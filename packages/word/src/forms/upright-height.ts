import { ORDER } from './run-look.ts'
import type { Kept } from './tree.ts'
import { element, isKept, keptChild, keptDescendants, keptElements } from './tree.ts'

/** What a cell keeps free above and below its letters, in twips. */
const PADDING = 160
/** A line is that much wider than its letters, and where room is short at least so much. */
const LEADING = { usual: 1.45, least: 1.35 }
/** Smaller letters, in half points, are hard to read. */
const SMALLEST = 16

/** How many letters high each line of a cell is; letters of half width count half. */
function linesOf(cell: Kept): number[] {
  const lines = [...keptDescendants(cell, 'w:p')].flatMap((paragraph) => {
    const texts = ['']
    const walk = (node: Kept): void => {
      for (const part of keptElements(node)) {
        if (part.tag === 'w:br') texts.push('')
        else if (part.tag === 'w:t') texts[texts.length - 1] += part.children.filter((text) => !isKept(text)).join('')
        else walk(part)
      }
    }
    walk(paragraph)
    return texts
  })
  return lines
    .map((text) => [...text.replaceAll(/&\w+;/g, '-')].reduce((sum, sign) => sum + (/[ -ÿ]/.test(sign) ? 0.55 : 1), 0))
    .filter((length) => length > 0)
}

/**
 * How high a cell has to be for its upright letters to stand in its width, in twips; `size` in half points. Null where it
 * has more lines than stand side by side in it, even with smaller letters, which it gets where they help.
 */
export function uprightHeight(cell: Kept, width: number, size: number): number | null {
  const lengths = linesOf(cell)
  if (lengths.length === 0) return 0
  const small = Math.floor(width / (lengths.length * 10 * LEADING.least))
  const isTight = lengths.length * size * 10 * LEADING.usual > width && lengths.length > 1
  if (isTight && small < SMALLEST) return null
  const used = isTight ? Math.min(size, small) : size
  if (isTight) shrink(cell, used)
  const lines = Math.max(lengths.length, Math.floor(width / (used * 10 * LEADING.usual)))
  const longest = Math.ceil(Math.max(...lengths))
  let high = 1
  while (high < longest && lengths.reduce((sum, length) => sum + Math.ceil(length / high), 0) > lines) high++
  return Math.round(high * used * 10 * 1.05) + PADDING
}

const BEHIND_GRID = new Set(['w:spacing', 'w:ind', 'w:contextualSpacing', 'w:mirrorIndents', 'w:jc', 'w:rPr'])

/** Sets the letters of a cell smaller, and its lines as close as they are. */
function shrink(cell: Kept, size: number): void {
  for (const paragraph of keptDescendants(cell, 'w:p')) {
    const properties = keptChild(paragraph, 'w:pPr')
    const at = properties?.children.findIndex((child) => isKept(child) && BEHIND_GRID.has(child.tag)) ?? -1
    const loose = element('<w:snapToGrid w:val="0"/>')
    if (properties) properties.children.splice(at === -1 ? properties.children.length : at, 0, loose)
  }
  for (const run of keptDescendants(cell, 'w:r')) {
    const own = keptChild(run, 'w:rPr')
    const properties = own ?? element('<w:rPr></w:rPr>')
    if (!own) run.children.unshift(properties)
    const sizes = ['w:sz', 'w:szCs'].map((tag) => element(`<${tag} w:val="${size}"/>`))
    const kept = keptElements(properties).filter(({ tag }) => tag !== 'w:sz' && tag !== 'w:szCs')
    properties.children = [...kept, ...sizes].toSorted((a, b) => ORDER.indexOf(a.tag) - ORDER.indexOf(b.tag))
  }
}
