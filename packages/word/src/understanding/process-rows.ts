import type { TableBlock, TableCellBlock } from '../reading/model.ts'
import { isBlank } from '../reading/model.ts'
import type { ProcessHead } from './columns.ts'
import { TOTALS } from '../synonyms.ts'
import { processHeadAt } from './columns.ts'
import { cellText, labelOf, looksLikeLabel, subTable } from './label-rows.ts'
import { fold, withoutCount } from './labels.ts'
import { spokenSteps } from './spoken-columns.ts'
import { asideOf } from './step-rows.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Sections that never are a step of the lesson: a row so labelled ends the 教学过程. */
const ENDS_PROCESS = new Set([
  'board',
  'reflection',
  'assessment',
  'preparation',
  'objectives',
  'keyPoint',
  'difficultPoint',
  'keyAndDifficult',
  'textbookAnalysis',
  'learnerAnalysis',
  'mainExpectation',
  'assistExpectation',
])

/** A cell 教学过程 at the left whose rows at the right are a process table. */
export function sideProcess(vocabulary: Vocabulary, table: TableBlock, row: number): TableBlock | null {
  const [first, ...others] = table.rows[row]?.cells ?? []
  // A head of two levels has several tall cells; a label at the side is the only one.
  if (!first || others.some(({ rowspan }) => rowspan >= first.rowspan) || first.rowspan < 2 || first.column !== 0)
    return null
  const isKnown = vocabulary.section(cellText(first))?.key === 'process'
  // 课堂实施 beside heads and steps names them too, whatever its words; 环节 over the second level of the heads is one of them.
  if (
    !isKnown &&
    (labelOf(vocabulary, first) !== null || vocabulary.column(cellText(first)) !== null || !isSetOff(first))
  )
    return null
  const inner = subTable(table, row, first.rowspan, first.colspan)
  const head = processHeadAt(vocabulary, inner, 0)
  if (head) return head.rows < inner.rows.length ? inner : null
  if (!isKnown) return null
  return spokenSteps(vocabulary, inner, 0)?.rows === inner.rows.length ? inner : null
}

/** The first row after a process head that is no step of the lesson any more. */
export function processEnd(vocabulary: Vocabulary, table: TableBlock, from: number, columns: number): number {
  const isFull = (cells: readonly TableCellBlock[]) => cells.length === 1 && (cells[0]?.colspan ?? 0) >= table.columns
  const isStep = (row: number): boolean => {
    const cells = table.rows[row]?.cells ?? []
    return !isFull(cells) && !isSectionRow(vocabulary, table, row, columns)
  }
  for (let row = from; row < table.rows.length; row++) {
    const cells = table.rows[row]?.cells ?? []
    if (row === table.rows.length - 1 && row > from && isTotal(cells)) return row
    if (row > from && asideOf(vocabulary, table, row)?.field === 'intent') continue
    if (processHeadAt(vocabulary, table, row) && !sameHead(table, row, from)) return row
    if (isFull(cells)) {
      const only = cells[0]
      const label = only && labelOf(vocabulary, only)
      const laterStep = table.rows.slice(row + 1).findIndex((_, offset) => isStep(row + 1 + offset))
      const nextLabel = table.rows
        .slice(row + 1)
        .findIndex((_, offset) => isSectionRow(vocabulary, table, row + 1 + offset, columns))
      if (label?.kind === 'section' || laterStep === -1 || (nextLabel !== -1 && nextLabel < laterStep)) return row
    } else if (isSectionRow(vocabulary, table, row, columns) || isOwnSectionRow(vocabulary, table, from, row, columns))
      return row
  }
  return table.rows.length
}

const TOTAL = new Set(TOTALS.map(fold))
/** Whether a row adds up the steps above it: 合计 | 40分钟. */
const isTotal = ([first]: readonly TableCellBlock[]): boolean => first !== undefined && TOTAL.has(fold(cellText(first)))

/** Whether a row inside a process table begins what comes after it, such as 板书设计 with one wide value. */
function isSectionRow(vocabulary: Vocabulary, table: TableBlock, row: number, columns: number): boolean {
  const cells = table.rows[row]?.cells ?? []
  const [first, second] = cells
  if (!first || !second || first.column !== 0) return false
  const label = labelOf(vocabulary, first)
  if (label?.kind !== 'section') return false
  // 作业设计 over 基础性作业, 拓展性作业 …: no step is labelled twice.
  const third = cells[2]
  if (first.rowspan > 1 && third && isSetOff(first) && isSetOff(second) && !isSetOff(third))
    return ENDS_PROCESS.has(label.key) || label.key === 'homework'
  const wide = cells.length === 2 && second.column + second.colspan >= table.columns
  if (columns === 2 ? ENDS_PROCESS.has(label.key) || label.key === 'homework' : false) return true
  if (ENDS_PROCESS.has(label.key)) return wide || second.colspan > 1
  if (!wide || columns <= 2) return false
  // 布置作业 may be the last step: it is a section when nothing but sections follows.
  return table.rows.slice(row + 1).every((_, offset) => {
    const later = table.rows[row + 1 + offset]?.cells ?? []
    return later.length <= 1 || (later[0] !== undefined && labelOf(vocabulary, later[0], true)?.kind === 'section')
  })
}

const isSetOff = (cell: TableCellBlock | undefined): boolean =>
  cell !== undefined &&
  (cell.shaded || cell.blocks.every((block) => isBlank(block) || (block.kind === 'paragraph' && block.bold)))

/** Whether a row begins a section of the school's own: labels set off like no step, with values that reach across the table, and only such rows after it. */
function isOwnSectionRow(
  vocabulary: Vocabulary,
  table: TableBlock,
  from: number,
  row: number,
  columns: number,
): boolean {
  const isLabelled = (at: number): boolean => {
    const cells = table.rows[at]?.cells ?? []
    const labels = cells.filter((_, place) => place % 2 === 0)
    const values = cells.filter((_, place) => place % 2 === 1)
    const [last] = values.slice(-1)
    return (
      last !== undefined &&
      labels.length === values.length &&
      cells[0]?.column === 0 &&
      last.column + last.colspan >= table.columns &&
      // As wide as a step's, or narrower than it looks, a value is told from a step by not being set off itself.
      (cells.length < columns ? values.some(({ colspan }) => colspan > 1) : columns === 2 && !isSetOff(last)) &&
      labels.every(
        (label, place) =>
          isSetOff(label) &&
          (labelOf(vocabulary, label, true) !== null ||
            looksLikeLabel(vocabulary, label, values[place], table.columns)),
      )
    )
  }
  // The cheap question first: it is asked of every row of a table.
  return (
    row > from &&
    isLabelled(row) &&
    !table.rows.slice(from, row).some(({ cells }) => isSetOff(cells[0])) &&
    table.rows.slice(row + 1).every((_, offset) => isLabelled(row + 1 + offset))
  )
}

const sameHead = (table: TableBlock, row: number, from: number): boolean => {
  const texts = (index: number) =>
    (table.rows[index]?.cells ?? []).map((cell) => withoutCount(fold(cellText(cell)))).join('|')
  return Array.from({ length: from }, (_, index) => index).some((index) => texts(index) === texts(row))
}

/** Whether two rows say the same, cell by cell. */
export const isSameRow = (table: TableBlock, one: number, other: number): boolean => {
  const words = (row: number) => (table.rows[row]?.cells ?? []).map(cellText).join('|')
  return words(one) === words(other)
}
/** Whether a head stands in a table a second time. */
export const isHeadTwice = (table: TableBlock, head: ProcessHead): boolean =>
  table.rows.some((_, row) => row > head.row && isSameRow(table, row, head.row))
