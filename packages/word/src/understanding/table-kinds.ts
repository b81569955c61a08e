import type { TableBlock, TableCellBlock } from '../reading/model.ts'
import { processHeadAt } from './columns.ts'
import { columnsOf, isBoldCell, labelOf, looksLikeLabel } from './label-rows.ts'
import type { PlanBuilder } from './plan-builder.ts'
import { sideProcess } from './process-rows.ts'
import { spokenSteps } from './spoken-columns.ts'
import { labelledLines } from './unwrap.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Whether a table tells data: three columns or more under one row that is set off, whose words are no labels of a plan. */
function isDataTable(vocabulary: Vocabulary, table: TableBlock): boolean {
  const [head, ...body] = table.rows.map(({ cells }) => cells)
  const isSetOff = (cells: readonly TableCellBlock[]) => cells.every((cell) => cell.shaded || isBoldCell(cell))
  return (
    head !== undefined &&
    body.length > 0 &&
    head.length > 2 &&
    isSetOff(head) &&
    body.every((cells) => columnsOf(cells) === columnsOf(head) && !isSetOff(cells)) &&
    head.filter((cell) => labelOf(vocabulary, cell) !== null).length * 2 < head.length
  )
}

const FORM = { rows: 3, labelled: 0.6, known: 2 }
/** Whether a table is a form by its look: most of its rows begin with a label set off from its value, some of them like one that we know. */
function isForm(vocabulary: Vocabulary, table: TableBlock): boolean {
  const rows = table.rows.filter(({ cells }) => cells.length > 1)
  const labels = rows.flatMap(({ cells: [label, value] }) =>
    label && value && isBoldCell(label) && !isBoldCell(value) && looksLikeLabel(vocabulary, label, value, table.columns)
      ? [label]
      : [],
  )
  return (
    rows.length >= FORM.rows &&
    labels.length >= rows.length * FORM.labelled &&
    labels.filter((label) => labelOf(vocabulary, label, true) !== null).length >= FORM.known
  )
}

/** How many cells of a table are known labels; none where they only head the columns of a table of data. */
function knownLabels(vocabulary: Vocabulary, table: TableBlock): number {
  const perRow = table.rows.map(({ cells }) => cells.filter((cell) => labelOf(vocabulary, cell) !== null).length)
  const count = perRow.reduce((sum, found) => sum + found, 0)
  const headsOnly =
    table.rows.length > 1 &&
    (table.rows[0]?.cells.length ?? 0) > 1 &&
    perRow[0] === table.rows[0]?.cells.length &&
    perRow[0] === count
  return headsOnly ? 0 : count
}

/** Whether the first row of a table of data is its head: labels that we know, and none below. */
function isHeadOfData(vocabulary: Vocabulary, table: TableBlock): boolean {
  const [first, ...rest] = table.rows.map(({ cells }) => cells.map((cell) => labelOf(vocabulary, cell) !== null))
  return (
    first !== undefined &&
    rest.length > 0 &&
    first.length > 1 &&
    first.every(Boolean) &&
    rest.every((known) => !known.some(Boolean))
  )
}

/** What a table is to a plan: a 教学过程 (and labels around it), a form of labels and values, or a table of its own. */
export function kindOf(vocabulary: Vocabulary, builder: PlanBuilder, table: TableBlock): 'steps' | 'form' | 'plain' {
  const within = builder.open === 'process'
  if (
    table.rows.some((_, row) => processHeadAt(vocabulary, table, row, within && row === 0) !== null) ||
    table.rows.some((_, row) => sideProcess(vocabulary, table, row) !== null) ||
    (within && !builder.canContinue(table) && spokenSteps(vocabulary, table, 0) !== null)
  )
    return 'steps'
  if (isDataTable(vocabulary, table)) return 'plain'
  // Heads of a table of data speak of nothing, though they are words that we know.
  const spoken = table.rows
    .slice(isHeadOfData(vocabulary, table) ? 1 : 0)
    .flatMap(({ cells }) => cells)
    .filter((cell) => labelledLines(vocabulary, cell.blocks) > 0).length
  const labels = Math.max(knownLabels(vocabulary, table), spoken)
  const isSmall = labels === 1 && table.rows.length <= 3 && !builder.sectionSeen
  return labels >= 2 || isSmall || (builder.open === null && isForm(vocabulary, table)) ? 'form' : 'plain'
}
