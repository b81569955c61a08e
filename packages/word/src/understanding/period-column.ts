import type { ParagraphBlock, TableBlock } from '../reading/model.ts'
import { isBlank } from '../reading/model.ts'
import type { ProcessHead } from './columns.ts'
import { cellText, subTable } from './label-rows.ts'
import { periodOf } from './labels.ts'
import type { Steps } from './step-rows.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A 教学过程 without its column for the 课时, and the lines of that column by the rows where they stood. */
interface Periods {
  readonly table: TableBlock
  readonly head: ProcessHead
  readonly periods: ReadonlyMap<number, ParagraphBlock>
}

/**
 * Takes the column 课时 from the left of a 教学过程 each of whose cells there announces one (第1课时, 第2课时 …), merged over its
 * steps or not. As it was, where the table has none.
 */
export function withoutPeriods(vocabulary: Vocabulary, { table, head, rows }: Steps): Periods {
  const given: Periods = { table, head, periods: new Map() }
  const [first] = head.columns
  if (first?.cell.column !== 0 || first.cell.colspan !== 1 || vocabulary.header(first.header)?.key !== 'period')
    return given
  const periods = new Map<number, ParagraphBlock>()
  let covered = rows[0] ?? 0
  for (const row of rows) {
    const cell = table.rows[row]?.cells.find(({ column }) => column === 0)
    if (!cell) continue
    const [line, ...more] = cell.blocks.filter((block) => !isBlank(block))
    if (line?.kind !== 'paragraph' || more.length > 0 || periodOf(cellText(cell)) === null || row !== covered)
      return given
    periods.set(row, line)
    covered = row + cell.rowspan
  }
  if (periods.size < 2 || covered <= (rows.at(-1) ?? 0)) return given
  const inner = subTable(table, 0, table.rows.length, 1)
  const cells = inner.rows.flatMap((row) => row.cells)
  const columns = head.columns.slice(1).map((column) => ({
    ...column,
    cell: cells.find(({ blocks }) => blocks === column.cell.blocks) ?? column.cell,
  }))
  return { table: inner, head: { ...head, columns }, periods }
}
