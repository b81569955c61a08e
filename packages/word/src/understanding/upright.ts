import type { TableBlock, TableCellBlock } from '../reading/model.ts'
import { cellText } from './label-rows.ts'
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
    // A row of heads reads the other way.
    (table.rows[0]?.cells ?? []).slice(1).every((cell) => vocabulary.column(cellText(cell))?.sure !== true)
  )
}

const named = (cell: TableCellBlock, text: string): TableCellBlock => {
  const [first] = cell.blocks
  return first?.kind === 'paragraph' && cellText(cell).trim() === ''
    ? { ...cell, blocks: [{ ...first, content: [{ type: 'text', text }] }] }
    : cell
}

/** A 教学过程 whose fields are rows and whose steps are columns, turned so that it reads like any other; other tables as they are. */
export function upright(vocabulary: Vocabulary, table: TableBlock): TableBlock {
  if (!isGrid(table) || !namesFields(vocabulary, table)) return table
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
