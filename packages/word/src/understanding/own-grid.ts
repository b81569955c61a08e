import type { TableBlock } from '../reading/model.ts'

/** Twips that a column boundary may have moved by rounding. */
const NEAR = 30

const edges = (widths: readonly number[]): number[] => {
  let at = 0
  return [0, ...widths.map((width) => (at += width))]
}

/**
 * A table of our own export on the columns it was written with. Programs drop a boundary that no cell ends at, and with it
 * cells lose a column of their span. Where somebody moved or added columns, what the file says counts.
 */
export function ownGrid(table: TableBlock, noted: unknown): TableBlock {
  if (!Array.isArray(noted) || !noted.every((width): width is number => typeof width === 'number')) return table
  if (table.columns >= noted.length || table.widths.length !== table.columns) return table
  const before = edges(noted)
  const places = edges(table.widths).map((edge) => before.findIndex((other) => Math.abs(other - edge) <= NEAR))
  if (places.some((place, index) => place === -1 || (index > 0 && place <= (places[index - 1] ?? 0)))) return table
  if (places.at(-1) !== noted.length) return table
  const place = (column: number) => places[column] ?? column
  return {
    ...table,
    columns: noted.length,
    widths: noted,
    rows: table.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({
        ...cell,
        column: place(cell.column),
        colspan: place(cell.column + cell.colspan) - place(cell.column),
      })),
    })),
  }
}
