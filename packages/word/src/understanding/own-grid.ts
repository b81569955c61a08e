import type { TableBlock } from '../reading/model.ts'

/** Twips that a column boundary may have moved by rounding, and that two lines of one boundary may lie apart for it. */
const [NEAR, SAME] = [30, 2]

const edges = (widths: readonly number[]): number[] => {
  let at = 0
  return [0, ...widths.map((width) => (at += width))]
}

/** The noted boundary nearest to a place; -1 where none is near. */
const nearest = (before: readonly number[], edge: number): number => {
  const apart = before.map((other) => Math.abs(other - edge))
  const least = Math.min(...apart)
  return least <= NEAR ? apart.indexOf(least) : -1
}

/**
 * A table of our own export on the columns it was written with. Programs drop a boundary that no cell ends at, and round
 * one that rows reach by different cells to two: cells lose or gain a column of their span. Where somebody moved or added
 * columns, what the file says counts.
 */
export function ownGrid(table: TableBlock, noted: unknown): TableBlock {
  if (!Array.isArray(noted) || !noted.every((width): width is number => typeof width === 'number')) return table
  if (table.widths.length !== table.columns) return table
  const before = edges(noted)
  const now = edges(table.widths)
  const places = now.map((edge) => nearest(before, edge))
  const isApart = (index: number) => (now[index] ?? 0) - (now[index - 1] ?? 0) > SAME
  const [first, ...rest] = places
  if (first !== 0 || places.at(-1) !== noted.length) return table
  if (rest.some((at, index) => at < (places[index] ?? 0) || (at === places[index] && isApart(index + 1)))) return table
  const place = (column: number) => places[column] ?? column
  const spanOf = ({ column, colspan }: { column: number; colspan: number }) => place(column + colspan) - place(column)
  if (table.rows.some(({ cells }) => cells.some((cell) => spanOf(cell) < 1))) return table
  return {
    ...table,
    columns: noted.length,
    widths: noted,
    rows: table.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({
        ...cell,
        column: place(cell.column),
        colspan: spanOf(cell),
      })),
    })),
  }
}
