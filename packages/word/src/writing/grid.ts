import type { DocJson } from '@gongyan/documents'

export interface PlacedCell {
  readonly cell: DocJson | null
  readonly row: number
  readonly column: number
  readonly colspan: number
  readonly rowspan: number
}

const span = (cell: DocJson, name: 'colspan' | 'rowspan') => Math.max(1, Number(cell.attrs?.[name] ?? 1) || 1)

/** The cells of a table on its grid. Every place belongs to exactly one cell: holes get an empty one, overlaps are cut. */
export function placeCells(table: DocJson): { lines: PlacedCell[][]; columns: number } {
  const rows = table.content ?? []
  const taken: (PlacedCell | undefined)[][] = rows.map(() => [])
  const starts: PlacedCell[][] = rows.map(() => [])
  const put = (placed: PlacedCell) => {
    starts[placed.row]?.push(placed)
    for (let row = placed.row; row < placed.row + placed.rowspan; row++)
      for (let column = placed.column; column < placed.column + placed.colspan; column++)
        (taken[row] as (PlacedCell | undefined)[])[column] = placed
  }
  rows.forEach((row, index) => {
    const line = taken[index] ?? []
    let column = 0
    for (const cell of row.content ?? []) {
      while (line[column]) column++
      let colspan = 1
      while (colspan < Math.min(span(cell, 'colspan'), 63) && !line[column + colspan]) colspan++
      put({ cell, row: index, column, colspan, rowspan: Math.min(span(cell, 'rowspan'), rows.length - index) })
      column += colspan
    }
  })
  const columns = Math.max(1, ...taken.map((line) => line.length))
  taken.forEach((line, row) => {
    for (let column = 0; column < columns; column++)
      if (!line[column]) put({ cell: null, row, column, colspan: 1, rowspan: 1 })
  })
  return {
    lines: taken.map((line) => [...new Set(line)].filter((placed): placed is PlacedCell => placed !== undefined)),
    columns,
  }
}
