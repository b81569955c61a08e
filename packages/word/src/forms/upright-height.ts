import type { Kept } from './tree.ts'
import { keptDescendants } from './tree.ts'

/** What a cell keeps free above and below its letters, in twips. */
const PADDING = 160
/** A line is that much wider than its letters. */
const LEADING = 1.45

/** How many letters high the lines of a paragraph are; letters of half width count half. */
const lengthOf = (paragraph: Kept): number =>
  [...keptDescendants(paragraph, 'w:t')]
    .flatMap(({ children }) => children)
    .filter((part) => typeof part === 'string')
    .join('')
    .replaceAll(/&\w+;/g, '-')
    .split('')
    .reduce((sum, sign) => sum + (/[ -ÿ]/.test(sign) ? 0.55 : 1), 0)

/** How high a cell has to be for its upright letters to stand in its width, in twips; `size` in half points. */
export function uprightHeight(cell: Kept, width: number, size: number): number {
  const lengths = [...keptDescendants(cell, 'w:p')].map(lengthOf).filter((length) => length > 0)
  if (lengths.length === 0) return 0
  const lines = Math.max(lengths.length, Math.floor(width / (size * 10 * LEADING)))
  const longest = Math.ceil(Math.max(...lengths))
  let high = 1
  while (high < longest && lengths.reduce((sum, length) => sum + Math.ceil(length / high), 0) > lines) high++
  return Math.round(high * size * 10 * 1.05) + PADDING
}
