import type { ParagraphBlock, TableBlock } from '../reading/model.ts'
import { inlineText } from '../reading/model.ts'
import { processHeadAt } from './columns.ts'
import { cellText } from './label-rows.ts'
import { periodOf } from './labels.ts'
import { withoutPeriods } from './period-column.ts'
import type { PlanBuilder } from './plan-builder.ts'
import { plainHeading } from './plan-builder.ts'
import { isSameRow } from './process-rows.ts'
import type { Steps } from './step-rows.ts'
import { gatherRows } from './step-rows.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Adds a process table whose columns told by themselves what they are for. */
export function addSpoken(vocabulary: Vocabulary, builder: PlanBuilder, table: TableBlock): void {
  const head = processHeadAt(vocabulary, table, 0)
  const body = table.rows.slice(1)
  if (!head) builder.add([{ ...table, rows: body }], '表格')
  else {
    const columns = head.columns.map((column) => ({ ...column, sure: false }))
    const rows = body.map((_, at) => at + 1)
    builder.process(table, { ...head, columns }, rows)
  }
  builder.sectionSeen = true
  builder.close()
}

/** Begins the steps of a 课时 that a line announces. */
function announce(builder: PlanBuilder, line: ParagraphBlock): void {
  builder.period = periodOf(inlineText(line.content))
  if (builder.open === 'process') builder.subheading(line)
  else builder.beginSection('process', plainHeading(line.content))
}

/**
 * Adds the steps of a process table, parted where a row across it, or a cell of its column 课时, announces the next 课时. `name` is
 * a row above the head that names the first step.
 */
export function addSteps(vocabulary: Vocabulary, builder: PlanBuilder, given: Steps, name: number | null): void {
  const { table, head, periods } = withoutPeriods(vocabulary, given)
  const { rows } = given
  let part: number[] = []
  let above = name
  const close = () => {
    // The next 课时 may begin with the heads written again: it has them already.
    const [first] = part
    const body = first !== undefined && isSameRow(table, first, head.row) ? part.slice(1) : part
    const steps = gatherRows(vocabulary, { table, head, rows: body }, above)
    if (part.length > 0) builder.process(steps.table, steps.head, steps.rows)
    part = []
    above = null
  }
  for (const row of rows) {
    const cells = table.rows[row]?.cells ?? []
    const only = cells.length === 1 && (cells[0]?.colspan ?? 0) >= table.columns ? cells[0] : undefined
    const [block] = only?.blocks ?? []
    const across = only && block?.kind === 'paragraph' && periodOf(cellText(only)) !== null ? block : undefined
    const line = periods.get(row) ?? across
    if (line) {
      close()
      announce(builder, line)
    }
    if (!across) part.push(row)
  }
  close()
  if (rows.length === 0) builder.process(table, head, [])
}
