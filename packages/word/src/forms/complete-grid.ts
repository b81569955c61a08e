import { weightOf } from '../writing/widths.ts'
import type { FormTable } from './model.ts'
import { cellsOf, gridOf, lineWidth, rowsOf, widthOf } from './places.ts'
import type { Kept } from './tree.ts'
import { element, getAttribute, keptChild, keptElements, setAttribute } from './tree.ts'

/** Room for the names of steps in English, in twips: Presentation. */
const PHASE = 1_900

const columnsOf = (table: Kept): Kept[] =>
  keptElements(keptChild(table, 'w:tblGrid') ?? { tag: '', open: '', close: '', children: [] }).filter(
    ({ tag }) => tag === 'w:gridCol',
  )

/** Says how wide a cell is that says nothing. */
function widen(cell: Kept, twips: number): void {
  let properties = keptChild(cell, 'w:tcPr')
  if (!properties) {
    properties = element('<w:tcPr></w:tcPr>')
    cell.children.unshift(properties)
  }
  const own = keptChild(properties, 'w:tcW')
  if (!own) properties.children.unshift(element(`<w:tcW w:w="${twips}" w:type="dxa"/>`))
  else if (!(Number.parseFloat(getAttribute(own, 'w:w') ?? '') > 0)) {
    setAttribute(own, 'w:w', String(twips))
    setAttribute(own, 'w:type', 'dxa')
  }
}

/**
 * Gives a table's grid the widths that its cells ask for; programs that go by the grid alone make all columns alike. A table of
 * steps that asks for none gets the widths that its columns want.
 */
export function completeGrid(root: Kept, parents: readonly Kept[], table: Kept, steps: FormTable | null): void {
  const columns = columnsOf(table)
  if (columns.length < 2 || columns.every((column) => Number(getAttribute(column, 'w:w')) > 0)) return
  const around = () => lineWidth(root, [...parents, table])
  const whole = () => widthOf(keptChild(keptChild(table, 'w:tblPr'), 'w:tblW'), around) ?? around()
  const rows = rowsOf(table)
  const asked = rows
    .map((row) => cellsOf(row).map((cell) => widthOf(keptChild(keptChild(cell, 'w:tcPr'), 'w:tcW'), whole)))
    .find((widths) => widths.length === columns.length && widths.every((width) => width !== null))
  const widths = asked?.map((width) => width ?? 0) ?? (steps ? wanted(rows, columns.length, steps, whole()) : null)
  if (!widths) return
  columns.forEach((column, index) => setAttribute(column, 'w:w', String(widths[index] ?? 0)))
  if (asked) return
  for (const row of rows) {
    const places = gridOf(row)
    cellsOf(row).forEach((cell, index) => {
      const { from, span } = places[index] ?? { from: 0, span: 1 }
      widen(
        cell,
        widths.slice(from, from + span).reduce((sum, width) => sum + width, 0),
      )
    })
  }
}

function wanted(rows: readonly Kept[], count: number, steps: FormTable, whole: number): number[] | null {
  const model = rows[steps.model]
  const places = model ? gridOf(model) : []
  const weights = Array.from({ length: count }, () => weightOf('extra'))
  for (const { cell, field } of steps.columns) {
    const { from, span } = places[cell] ?? { from: -1, span: 0 }
    for (let at = from; at < from + span; at++) weights[at] = weightOf(field ?? 'extra') / span
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const widths = weights.map((weight) => Math.floor((whole * weight) / total))
  const phase = places[steps.columns.find(({ field }) => field === 'phase')?.cell ?? -1]
  const widest = widths.indexOf(Math.max(...widths))
  const lacking = phase?.span === 1 ? Math.min(PHASE, Math.floor(whole / 7.5)) - (widths[phase.from] ?? 0) : 0
  if (phase && lacking > 0 && widest !== phase.from) {
    widths[phase.from] = (widths[phase.from] ?? 0) + lacking
    widths[widest] = (widths[widest] ?? 0) - lacking
  }
  return widths
}
