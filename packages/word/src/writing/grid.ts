import type { DocJson } from '@gongyan/documents'
import { spansOf } from '@gongyan/documents'

export interface PlacedCell {
  readonly cell: DocJson | null
  readonly row: number
  readonly column: number
  readonly colspan: number
  readonly rowspan: number
}

/** As many columns as Word lets a table have. */
const MOST_COLUMNS = 63
/** A table of more places than any plan's is left ragged, as it is: filling it up could end whoever writes it. */
const MOST_PLACES = 200_000

type Placing = { -readonly [K in keyof PlacedCell]: PlacedCell[K] }

/**
 * The cells of a table on its grid. Every place belongs to exactly one cell: holes get an empty one, overlaps are cut. What
 * would stand in columns that Word has not, stands in the last one.
 */
export function placeCells(table: DocJson): { lines: PlacedCell[][]; columns: number } {
  const rows = table.content ?? []
  const spans = spansOf(rows)
  const taken: (Placing | undefined)[][] = rows.map(() => [])
  const put = (placed: Placing) => {
    for (let row = placed.row; row < placed.row + placed.rowspan; row++)
      for (let column = placed.column; column < placed.column + placed.colspan; column++)
        (taken[row] as (Placing | undefined)[])[column] = placed
  }
  rows.forEach((row, index) => {
    const line = taken[index] ?? []
    let column = 0
    for (const cell of row.content ?? []) {
      while (line[column]) column++
      const { colspan: most, rowspan } = spans(cell, index)
      const last = column < MOST_COLUMNS ? undefined : line[MOST_COLUMNS - 1]
      if (last) {
        last.cell = { ...cell, ...last.cell, content: [...(last.cell?.content ?? []), ...(cell.content ?? [])] }
        continue
      }
      let colspan = 1
      while (colspan < Math.min(most, MOST_COLUMNS - column) && !line[column + colspan]) colspan++
      put({ cell, row: index, column, colspan, rowspan })
      column += colspan
    }
  })
  const columns = taken.reduce((most, line) => Math.max(most, line.length), 1)
  if (columns * rows.length <= MOST_PLACES)
    taken.forEach((line, row) => {
      for (let column = 0; column < columns; column++)
        if (!line[column]) put({ cell: null, row, column, colspan: 1, rowspan: 1 })
    })
  return {
    lines: taken.map((line) => [...new Set(line)].filter((placed): placed is Placing => placed !== undefined)),
    columns,
  }
}
