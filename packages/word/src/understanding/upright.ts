import type { TableBlock, TableCellBlock } from '../reading/model.ts'
import { cellText } from './label-rows.ts'
import { numberingOf } from './labels.ts'
import type { Vocabulary } from './vocabulary.ts'

const ACTORS = new Set(['teacher', 'students', 'teacherStudents', 'assistant'])
const PHASE = '环节'

/** Whether rows and columns can change places: every row covers the table by itself, and only values are merged, sideways. */
const isGrid = (table: TableBlock): boolean =>
  table.rows.length >= 2 &&
  table.columns >= 2 &&
  table.rows.every(
    ({ cells }) =>
      cells[0]?.colspan === 1 &&
      cells.every(({ rowspan }) => rowspan === 1) &&
      cells.reduce((sum, { colspan }) => sum + colspan, 0) === table.columns,
  ) &&
  table.rows[0]?.cells.length === table.columns

/**
 * A table whose labels take several columns at the left, as 活动 merged over 教师 and 学生 beside 环节 across both, with one label a
 * row; the words of a group stand above the first of its labels. As it was, where no row begins so.
 */
function oneLabelPerRow(table: TableBlock): TableBlock {
  const width = table.rows[0]?.cells[0]?.colspan ?? 1
  if (width < 2 || width > 3 || width >= table.columns) return table
  const rows = table.rows.map((row) => {
    const labels = row.cells.filter(({ column }) => column < width)
    const values = row.cells.filter(({ column }) => column >= width)
    const last = labels.at(-1)
    if (!last || last.column + last.colspan !== width || last.rowspan > 1) return null
    const label = { ...last, blocks: labels.flatMap(({ blocks }) => blocks), column: 0, colspan: 1 }
    return { ...row, cells: [label, ...values.map((cell) => ({ ...cell, column: cell.column - width + 1 }))] }
  })
  const whole = rows.filter((row) => row !== null)
  return whole.length === rows.length
    ? { ...table, rows: whole, columns: table.columns - width + 1, widths: [] }
    : table
}

/** Whether the first column names fields, the 环节 first, and who acts among them; a label of facts (教师｜王老师) is no actor. */
function namesFields(vocabulary: Vocabulary, table: TableBlock): boolean {
  const names = table.rows.map(({ cells }) => (cells[0] ? cellText(cells[0]) : ''))
  const meanings = names.map((name) => vocabulary.column(name)?.key ?? null)
  const found = meanings.filter((key) => key !== null)
  const corner = meanings[0] === 'phase' || (names[0]?.trim() === '' && table.columns > 2 && !found.includes('phase'))
  return (
    corner &&
    new Set(found).size === found.length &&
    found.length >= (names.length - 1) * 0.75 &&
    meanings.some((key, at) => key !== null && ACTORS.has(key) && vocabulary.header(names[at] ?? '') === null) &&
    // A row of heads reads the other way; 二、学 is a step's name for all its number.
    (table.rows[0]?.cells ?? [])
      .slice(1)
      .every((cell) => numberingOf(cellText(cell)) !== '' || vocabulary.column(cellText(cell))?.sure !== true)
  )
}

const named = (cell: TableCellBlock, text: string): TableCellBlock => {
  const [first] = cell.blocks
  return first?.kind === 'paragraph' && cellText(cell).trim() === ''
    ? { ...cell, blocks: [{ ...first, content: [{ type: 'text', text }] }] }
    : cell
}

/** A 教学过程 whose fields are rows and whose steps are columns, turned so that it reads like any other; other tables as they are. */
export function upright(vocabulary: Vocabulary, given: TableBlock): TableBlock {
  const table = oneLabelPerRow(given)
  if (!isGrid(table) || !namesFields(vocabulary, table)) return given
  const rows = Array.from({ length: table.columns }, (_, column) => ({
    cells: table.rows.flatMap(({ cells }, row) => {
      const cell = cells.find((candidate) => candidate.column === column)
      if (!cell) return []
      return [{ ...(row + column === 0 ? named(cell, PHASE) : cell), column: row, colspan: 1, rowspan: cell.colspan }]
    }),
    repeats: column === 0,
    bookmarks: [],
  }))
  return { ...table, rows, columns: table.rows.length, widths: [] }
}
