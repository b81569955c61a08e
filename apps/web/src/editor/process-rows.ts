import { minutesOfRows, oneLine, phaseName } from '@gongyan/domain'
import type { ProcessField, TimedRow } from '@gongyan/domain'
import type { Node } from '@tiptap/pm/model'
import { TableMap } from '@tiptap/pm/tables'

/** One column of a 教学过程 table: its head's field and text. */
export interface ProcessColumn {
  readonly index: number
  readonly headPos: number
  readonly field: ProcessField | null
  readonly label: string
}

/** One row of a 教学过程 table as it stands in the editor's document. */
export interface ProcessRow {
  readonly rowId: string
  /** Position before the row node. */
  readonly pos: number
  readonly node: Node
  /** Index in its table, heads counted. */
  readonly index: number
  /** The number shown beside it, from 1 through all tables of the plan. */
  readonly number: number
  readonly tablePos: number
  readonly phase: string
  /** Null where nothing is written, and where the cell is the one of the row above. */
  readonly minutes: number | null
  readonly objectives: readonly string[]
}

export interface ProcessTable {
  readonly pos: number
  readonly node: Node
  readonly period: string | null
  readonly columns: readonly ProcessColumn[]
  readonly rows: readonly ProcessRow[]
}

export const isHeadRow = (row: Node): boolean => {
  if (row.childCount === 0) return false
  for (let index = 0; index < row.childCount; index++)
    if (row.child(index).type.spec.tableRole !== 'header_cell') return false
  return true
}

/** What a cell says, in one line. */
const lineOf = (cell: Node): string => oneLine(cell.textBetween(0, cell.content.size, '\n', ' ')).trim()

/** The 教学过程 tables of a document with their columns and rows. */
export function processTables(doc: Node): ProcessTable[] {
  const tables: ProcessTable[] = []
  let number = 0
  doc.forEach((table, tablePos) => {
    if (table.type.name !== 'table' || table.attrs['kind'] !== 'process') return
    const map = TableMap.get(table)
    const cellAt = (row: number, column: number): { pos: number; node: Node } | null => {
      if (row < 0 || column < 0) return null
      const offset = map.map[row * map.width + column]
      const node = offset === undefined ? null : table.nodeAt(offset)
      return node && offset !== undefined ? { pos: tablePos + 1 + offset, node } : null
    }
    let headIndex = -1
    table.forEach((row, _offset, index) => {
      if (headIndex < 0 && isHeadRow(row)) headIndex = index
    })
    const columns: ProcessColumn[] = []
    for (let index = 0; index < (headIndex < 0 ? 0 : map.width); index++) {
      const head = cellAt(headIndex, index)
      if (head && head.pos !== columns.at(-1)?.headPos)
        columns.push({
          index,
          headPos: head.pos,
          field: (head.node.attrs['field'] as ProcessField | null) ?? null,
          label: lineOf(head.node),
        })
    }
    const phaseColumn = columns.find(({ field }) => field === 'phase')?.index ?? -1
    const minutesColumn = columns.find(({ field }) => field === 'minutes')?.index ?? -1
    const untimed: ProcessRow[] = []
    const teacherColumn = columns.find(({ field }) => field === 'teacher' || field === 'teacherStudents')?.index ?? -1
    const times: TimedRow[] = []
    table.forEach((row, offset, index) => {
      if (isHeadRow(row)) return
      number++
      const isOwn = (cell: { pos: number } | null) => cell !== null && cell.pos > tablePos + 1 + offset
      const phase = cellAt(index, phaseColumn)
      const minutes = minutesColumn >= 0 ? cellAt(index, minutesColumn) : phase
      const linesOf = (cell: { node: Node } | null) =>
        cell?.node.textBetween(0, cell.node.content.size, '\n', ' ') ?? ''
      const own = (cell: { pos: number; node: Node } | null) => (isOwn(cell) ? linesOf(cell) : null)
      times.push({ own: own(minutes), phase: linesOf(phase), steps: own(cellAt(index, teacherColumn)) })
      untimed.push({
        rowId: String(row.attrs['rowId'] ?? ''),
        pos: tablePos + 1 + offset,
        node: row,
        index,
        number,
        tablePos,
        phase: phase ? phaseName(lineOf(phase.node)) : '',
        minutes: null,
        objectives: Array.isArray(row.attrs['objectives']) ? (row.attrs['objectives'] as string[]) : [],
      })
    })
    const read = minutesOfRows(times, { bare: minutesColumn >= 0 })
    const rows = untimed.map((row, at) => ({ ...row, minutes: read[at] ?? null }))
    tables.push({ pos: tablePos, node: table, period: (table.attrs['period'] as string | null) ?? null, columns, rows })
  })
  return tables
}

/** The row that contains a position, if any. */
export const rowAt = (tables: readonly ProcessTable[], pos: number): ProcessRow | null => {
  for (const table of tables)
    for (const row of table.rows) if (pos > row.pos && pos < row.pos + row.node.nodeSize) return row
  return null
}

/** The cell of a row in the column of a field; null where the table has no such column. `isOwn` is false for a cell that begins in a row above. */
export function cellOf(
  table: ProcessTable,
  row: ProcessRow,
  field: ProcessField,
): { pos: number; node: Node; isOwn: boolean } | null {
  const column = table.columns.find((one) => one.field === field)
  if (!column) return null
  const map = TableMap.get(table.node)
  const offset = map.map[row.index * map.width + column.index]
  const node = offset === undefined ? null : table.node.nodeAt(offset)
  return node && offset !== undefined
    ? { pos: table.pos + 1 + offset, node, isOwn: table.pos + 1 + offset > row.pos }
    : null
}
