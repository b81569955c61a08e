import type { DocJson } from '@gongyan/documents'
import type { Block, ParagraphBlock, TableBlock, TableCellBlock } from '../reading/model.ts'
import { blockText, inlineText, isBlank } from '../reading/model.ts'
import { joinLines } from './columns.ts'
import { fold, withoutNumber } from './labels.ts'
import type { Vocabulary } from './vocabulary.ts'

export const cellText = (cell: TableCellBlock): string =>
  blockText(cell.blocks)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')

/** A label's own words as one line of inline nodes, without bold. */
export const labelContent = (cell: TableCellBlock): DocJson[] => {
  const text = joinLines(cellText(cell))
  return text === '' ? [] : [{ type: 'text', text }]
}

export interface Label {
  readonly kind: 'header' | 'section'
  readonly key: string
  readonly sure: boolean
}

/** How many rows of a table are asked about its shape. */
const MOST_ROWS = 40

/** What a cell labels, by its words alone. */
export function labelOf(vocabulary: Vocabulary, cell: TableCellBlock, loose = false): Label | null {
  const text = cellText(cell)
  if (fold(text).length === 0 || fold(text).length > 30 || cell.blocks.some((block) => block.kind !== 'paragraph'))
    return null
  const header = vocabulary.header(text)
  if (header) return { kind: 'header', ...header }
  const section = vocabulary.section(text, loose)
  return section ? { kind: 'section', ...section } : null
}

/** Whether an unknown cell stands where labels stand: short, and set off by bold type, shade or a narrow place. */
export function looksLikeLabel(
  vocabulary: Vocabulary,
  cell: TableCellBlock,
  value: TableCellBlock | undefined,
  columns: number,
): boolean {
  const text = cellText(cell)
  const length = fold(text).length
  if (
    length === 0 ||
    length > 12 ||
    vocabulary.isText(text) ||
    /[。！？；，,]/.test(text) ||
    cell.blocks.some((block) => block.kind !== 'paragraph')
  )
    return false
  const bold = cell.blocks.every((block) => isBlank(block) || (block.kind === 'paragraph' && block.bold))
  const centred = cell.blocks.every(
    (block) => isBlank(block) || (block.kind === 'paragraph' && block.align === 'center'),
  )
  return (
    bold ||
    cell.shaded ||
    /[：:]\s*$/.test(text) ||
    (value !== undefined && value.colspan >= Math.max(2, columns - 2)) ||
    (centred && value !== undefined && cellText(value).length > 2 * length)
  )
}

/** Whether all that a cell says is bold. */
export const isBoldCell = (cell: TableCellBlock): boolean =>
  cell.blocks.every((block) => isBlank(block) || (block.kind === 'paragraph' && block.bold))

const LONGEST_OWN = 16
/** Whether words may be a label of the school's own: short, and no sentence. */
export const isOwnLabel = (text: string): boolean =>
  text.length <= 4 * LONGEST_OWN &&
  !text.includes('\n') &&
  fold(withoutNumber(text)).length <= LONGEST_OWN &&
  !/[。！？；，]/.test(text)
/** The words of such a label without its number and brackets. */
export const ownWords = (text: string): string => joinLines(withoutNumber(text)).replaceAll(/^[【[]|[】\]：:]$/g, '')

/** The columns in which the cells of a row begin: its shape. */
export const columnsOf = (cells: readonly TableCellBlock[]): string => cells.map(({ column }) => column).join()
/** Where in the rows of one shape known labels stand, each with a value behind it. */
function placesOfLabels(vocabulary: Vocabulary, table: TableBlock): ReadonlySet<string> {
  const places = new Set<string>()
  for (const { cells } of table.rows.slice(0, MOST_ROWS))
    cells.forEach((label, at) => {
      const value = cells[at + 1]
      if (at % 2 === 0 && value && labelOf(vocabulary, label) && !labelOf(vocabulary, value))
        places.add(`${columnsOf(cells)}|${at}|${isBoldCell(label)}`)
    })
  return places
}
const PLACES = new WeakMap<TableBlock, ReadonlySet<string>>()
/**
 * Whether a cell stands where labels stand: in another row of the same shape, the cell in its place is a known label of the same
 * look, with a value behind it.
 */
export function isAmongLabels(vocabulary: Vocabulary, table: TableBlock, row: number, at: number): boolean {
  const cells = table.rows[row]?.cells ?? []
  const cell = cells[at]
  if (!cell || at % 2 === 1 || !isOwnLabel(cellText(cell)) || fold(cellText(cell)) === '') return false
  const places = PLACES.get(table) ?? placesOfLabels(vocabulary, table)
  PLACES.set(table, places)
  return places.has(`${columnsOf(cells)}|${at}|${isBoldCell(cell)}`)
}

/** Whether a form of two columns begins with their heads, 项目 | 内容: both set off, and neither a label of the plan. */
export function isFormHead(vocabulary: Vocabulary, table: TableBlock): boolean {
  const [head, first] = table.rows.map(({ cells }) => cells)
  const isSetOff = (cell: TableCellBlock) => cell.shaded || isBoldCell(cell)
  const [label, value] = first ?? []
  return (
    head?.length === 2 &&
    head.every((cell) => isSetOff(cell) && isOwnLabel(cellText(cell)) && labelOf(vocabulary, cell) === null) &&
    label !== undefined &&
    value !== undefined &&
    columnsOf(head) === columnsOf(first ?? []) &&
    labelOf(vocabulary, label) !== null &&
    !isSetOff(value)
  )
}

/** Whether the cell after a label is a label itself, set in the same way: no value then, for a label is never one. */
export const isSameLabel = (vocabulary: Vocabulary, label: TableCellBlock, next: TableCellBlock): boolean =>
  labelOf(vocabulary, next) !== null && isBoldCell(label) === isBoldCell(next) && label.shaded === next.shaded

/** The values that stand below a row of nothing but labels, cell by cell; null where the row is no such head. */
export function valuesBelow(vocabulary: Vocabulary, table: TableBlock, row: number): readonly TableCellBlock[] | null {
  const cells = table.rows[row]?.cells ?? []
  const below = table.rows[row + 1]?.cells ?? []
  if (
    cells.length < 2 ||
    cells.length !== below.length ||
    cells.some(
      (cell, at) => cell.rowspan > 1 || cell.column !== below[at]?.column || cell.colspan !== below[at].colspan,
    )
  )
    return null
  const known = cells.filter((cell, at) => labelOf(vocabulary, cell, at === 0) !== null).length
  const labels = cells.every(
    (cell) => labelOf(vocabulary, cell, true) !== null || looksLikeLabel(vocabulary, cell, undefined, table.columns),
  )
  const labelsBelow = below.filter((cell) => labelOf(vocabulary, cell) !== null).length
  return labels && known >= 2 && known * 2 > cells.length && labelsBelow * 2 < known ? below : null
}

/** A short value of one or two lines without pictures or tables, fit for the header. */
export function isShort(cells: readonly TableCellBlock[]): boolean {
  const blocks = cells.flatMap((cell) => cell.blocks).filter((block) => !isBlank(block))
  return (
    blocks.length <= 3 &&
    blocks.every(
      (block) =>
        block.kind === 'paragraph' &&
        !block.list &&
        block.content.every(({ type }) => type === 'text' || type === 'hardBreak'),
    ) &&
    fold(blockText(blocks)).length <= 80
  )
}

/** The inline content of short cells, lines parted by breaks. */
export const inlineOf = (cells: readonly TableCellBlock[]): DocJson[] =>
  cells
    .flatMap((cell) => cell.blocks)
    .filter((block): block is ParagraphBlock => block.kind === 'paragraph' && !isBlank(block))
    .flatMap(({ content }, index) => (index === 0 ? content : [{ type: 'hardBreak' }, ...content]))

/** Part of a table as a table of its own: rows from `row` on, cells right of `column`. */
export function subTable(table: TableBlock, row: number, rows: number, column: number): TableBlock {
  return {
    ...table,
    columns: table.columns - column,
    rows: table.rows.slice(row, row + rows).map((line, index) => ({
      ...line,
      cells: line.cells
        .filter((cell) => cell.column >= column)
        .map((cell) => ({ ...cell, column: cell.column - column, rowspan: Math.min(cell.rowspan, rows - index) })),
    })),
  }
}

/** Whether a cell beside a tall label names a part of what that names: short, set off, with a value of its own. */
export const isPartName = (vocabulary: Vocabulary, cell: TableCellBlock, value: TableCellBlock | undefined): boolean =>
  value !== undefined &&
  cell.blocks.filter((block) => !isBlank(block)).length === 1 &&
  looksLikeLabel(vocabulary, cell, value, Number.POSITIVE_INFINITY)

/** What a line of 重难点 tells, said in the language of the label over it: 重点：… or 难点：…; null where it says neither. */
export function pointIn(
  vocabulary: Vocabulary,
  line: Block,
  label: TableCellBlock,
): { key: 'keyPoint' | 'difficultPoint'; label: string; line: ParagraphBlock } | null {
  const split = line.kind === 'paragraph' ? vocabulary.splitSection(inlineText(line.content)) : null
  if (line.kind !== 'paragraph' || (split?.key !== 'keyPoint' && split?.key !== 'difficultPoint')) return null
  const isChinese = (text: string) => /\p{Script=Han}/u.test(text)
  return isChinese(split.label) === isChinese(cellText(label)) ? { key: split.key, label: split.label, line } : null
}

/** Whether a row begins with the label of a section, other than the 教学过程, that is merged downwards over several rows. */
export function isTallSection(vocabulary: Vocabulary, table: TableBlock, row: number): boolean {
  const [first, ...others] = table.rows[row]?.cells ?? []
  const label = first && first.rowspan > 1 ? labelOf(vocabulary, first) : null
  return label?.kind === 'section' && label.key !== 'process' && others.every(({ rowspan }) => rowspan === 1)
}
