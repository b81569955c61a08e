import type { DocJson } from '@gongyan/documents'
import type { PlacedCell } from './grid.ts'

/** How much room a column of the 教学过程 wants beside the others. */
const WEIGHTS: Readonly<Record<string, number>> = {
  phase: 1.35,
  minutes: 1.15,
  teacher: 3.4,
  students: 2.8,
  assistant: 2.6,
  teacherStudents: 5,
  intent: 1.8,
  resources: 1.4,
  second: 1.5,
  extra: 1.6,
}
export const TWIPS_PER_PIXEL = 15
/** The share of a column by what stands in it. */
export const weightOf = (field: string): number => WEIGHTS[field] ?? 1.6

const textLength = (node: DocJson): number =>
  node.text?.length ?? (node.content ?? []).reduce((sum, child) => sum + textLength(child), 0)

/** The pixel widths that a table's cells themselves ask for, when they say it of every column. */
export function askedWidths(lines: readonly PlacedCell[][], columns: number): number[] | null {
  const widths: (number | undefined)[] = Array.from({ length: columns })
  for (const { cell, column, colspan } of lines.flat()) {
    const asked = cell?.attrs?.['colwidth']
    if (Array.isArray(asked) && asked.length === colspan)
      asked.forEach((width: number, index) => (widths[column + index] ??= width))
  }
  return widths.every((width): width is number => typeof width === 'number' && width > 0) ? widths : null
}

/** No column is narrower, in twips, however deep its table stands: programs move boundaries by rounding and forget columns of none. */
const NARROWEST = 60

/** Column widths in twips that fill `available` exactly, where that leaves each its least. */
export function columnWidths(
  table: DocJson,
  lines: readonly PlacedCell[][],
  columns: number,
  available: number,
): number[] {
  const asked = askedWidths(lines, columns)
  const weights = asked ?? weigh(table, lines, columns)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const room = asked ? Math.min(available, total * TWIPS_PER_PIXEL) : available
  const widths = weights.map((weight) => Math.max(NARROWEST, Math.floor((room * weight) / total)))
  if (!asked) giveWordsRoom(widths, lines, available)
  const last = widths.length - 1
  widths[last] = Math.max(
    NARROWEST,
    (widths[last] ?? 0) + Math.floor(room) - widths.reduce((sum, width) => sum + width, 0),
  )
  return widths
}

/** Width of a bold Latin letter of 10.5 points, and what a cell keeps free beside its text, in twips. */
const [LETTER, FREE] = [140, 210]

const longestWord = (node: DocJson): number =>
  node.text === undefined
    ? Math.max(0, ...(node.content ?? []).map(longestWord))
    : Math.max(0, ...[...node.text.matchAll(/[A-Za-z'-]+/g)].map(([word]) => word.length))

/** No word is parted in the middle: a column takes from the widest what its longest Latin word needs, up to a quarter of the table. */
function giveWordsRoom(widths: number[], lines: readonly PlacedCell[][], available: number): void {
  for (const { cell, column, colspan } of lines.flat()) {
    if (!cell || colspan > 1) continue
    const wanted = Math.min(available / 4, longestWord(cell) * LETTER + FREE)
    const lacking = Math.ceil(wanted - (widths[column] ?? 0))
    const widest = widths.indexOf(Math.max(...widths))
    if (lacking <= 0 || widest === column || (widths[widest] ?? 0) - lacking < wanted) continue
    widths[column] = (widths[column] ?? 0) + lacking
    widths[widest] = (widths[widest] ?? 0) - lacking
  }
}

function weigh(table: DocJson, lines: readonly PlacedCell[][], columns: number): number[] {
  const weights = Array.from({ length: columns }, () => 0)
  const heads =
    table.attrs?.['kind'] === 'process'
      ? lines.slice(
          0,
          lines.findIndex((line) => !line.every(({ cell }) => cell?.type === 'tableHeader')),
        )
      : []
  if (heads.length > 0) {
    // Of heads on two levels the lower one, which has the field, decides.
    for (const { cell, column, colspan } of heads.flat())
      for (let at = column; at < column + colspan; at++)
        weights[at] = (WEIGHTS[String(cell?.attrs?.['field'] ?? 'extra')] ?? 1.6) / colspan
    return weights.map((weight) => weight || 1.6)
  }
  for (const { cell, column, colspan } of lines.flat()) {
    const length = Math.min(60, cell ? textLength(cell) : 0)
    for (let at = column; at < column + colspan; at++) weights[at] = Math.max(weights[at] ?? 0, length / colspan)
  }
  return weights.map((weight) => 4 + weight)
}
