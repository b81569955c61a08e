import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'

/**
 * Two people who change a table's shape at once can leave it ragged: one adds a column while the other adds a row. Every
 * machine sees that at the same moment, so a repair must not grow when several make it: what is added twice is taken away
 * again as an empty cell at the end of a row, and deleting the same cell twice is deleting it once.
 */
export interface GridRow {
  readonly pos: number
  readonly node: Node
  readonly width: number
}

const spanOf = (cell: Node, name: 'colspan' | 'rowspan'): number => Math.max(1, Number(cell.attrs[name]) || 1)

/** Each row of a table with the columns it fills, cells that reach down from rows above counted. `start` is the position inside the table. */
export function gridRows(table: Node, start: number): GridRow[] {
  const rows: GridRow[] = []
  let reaching: number[] = []
  let pos = start
  table.forEach((row) => {
    let width = 0
    const next: number[] = []
    for (const left of reaching) {
      width += 1
      if (left > 1) next.push(left - 1)
    }
    row.forEach((cell) => {
      const colspan = spanOf(cell, 'colspan')
      width += colspan
      const rowspan = spanOf(cell, 'rowspan')
      if (rowspan > 1) for (let column = 0; column < colspan; column++) next.push(rowspan - 1)
    })
    rows.push({ pos, node: row, width })
    reaching = next
    pos += row.nodeSize
  })
  return rows
}

const isBlank = (cell: Node): boolean => cell.textContent.trim() === '' && !hasAtom(cell)
function hasAtom(node: Node): boolean {
  let found = false
  node.descendants((child) => {
    if (child.isAtom && !child.isText && child.type.name !== 'hardBreak') found = true
    return !found
  })
  return found
}

/** Columns at the end of a row that hold nothing and may be taken away. */
function spareColumns(row: Node): number {
  let spare = 0
  for (let index = row.childCount - 1; index > 0; index--) {
    const cell = row.child(index)
    if (spanOf(cell, 'colspan') !== 1 || spanOf(cell, 'rowspan') !== 1 || !isBlank(cell)) break
    spare++
  }
  return spare
}

/** The width a table should have: that of its first row, or more where another row's own text needs it. */
export const wantedWidth = (rows: readonly GridRow[]): number =>
  Math.max(1, ...rows.map(({ width, node }, index) => (index === 0 ? width : width - spareColumns(node))))

/** Whether every row fills the same columns and no cell reaches below the table. */
export function isRagged(table: Node): boolean {
  const rows = gridRows(table, 0)
  return rows.some(({ width }) => width !== rows[0]?.width) || reachesTooFar(table)
}

function reachesTooFar(table: Node): boolean {
  let found = false
  table.forEach((row, _offset, index) =>
    row.forEach((cell) => {
      if (index + spanOf(cell, 'rowspan') > table.childCount) found = true
    }),
  )
  return found
}

/** Makes one table rectangular inside a transaction; answers whether it had to. Text is never removed. */
export function mendTable(transaction: Transaction, tablePos: number): boolean {
  const before = transaction.steps.length
  const table = transaction.doc.nodeAt(tablePos)
  if (!table || table.type.spec.tableRole !== 'table') return false
  const rowType = table.type.schema.nodes['tableRow']
  const { tableCell, tableHeader, paragraph } = table.type.schema.nodes
  if (!rowType || !tableCell || !tableHeader || !paragraph) return false
  if (reachesTooFar(table)) {
    let pos = tablePos + 1
    table.forEach((row, _offset, index) => {
      row.forEach((cell, offset) => {
        const most = table.childCount - index
        if (spanOf(cell, 'rowspan') > most) transaction.setNodeAttribute(pos + 1 + offset, 'rowspan', most)
      })
      pos += row.nodeSize
    })
  }
  const fresh = transaction.doc.nodeAt(tablePos) ?? table
  const rows = gridRows(fresh, tablePos + 1)
  const width = wantedWidth(rows)
  // From the last row up, so that earlier positions stay true.
  for (const row of [...rows].reverse()) {
    const end = row.pos + row.node.nodeSize - 1
    if (row.width > width) {
      let cut = Math.min(row.width - width, spareColumns(row.node))
      let from = end
      for (let index = row.node.childCount - 1; cut > 0; index--, cut--) from -= row.node.child(index).nodeSize
      if (from < end) transaction.delete(from, end)
    } else if (row.width < width) {
      const isHead = row.node.childCount > 0 && row.node.firstChild?.type === tableHeader && row.pos === tablePos + 1
      const cells = Array.from({ length: width - row.width }, () =>
        isHead
          ? tableHeader.create({ field: fresh.attrs['kind'] === 'process' ? 'extra' : null }, paragraph.create())
          : tableCell.create(null, paragraph.create()),
      )
      transaction.insert(end, cells)
    }
  }
  return transaction.steps.length > before
}

/** Positions of all tables of a document, outermost first. */
export function tablePositions(doc: Node): number[] {
  const positions: number[] = []
  doc.descendants((node, pos) => {
    if (node.type.spec.tableRole === 'table') positions.push(pos)
    return !node.isTextblock
  })
  return positions
}

/** Mends every ragged table of a document; answers whether any was. */
export function mendTables(transaction: Transaction): boolean {
  let isMended = false
  for (const pos of tablePositions(transaction.doc).reverse()) {
    const table = transaction.doc.nodeAt(pos)
    if (table && isRagged(table) && mendTable(transaction, pos)) isMended = true
  }
  return isMended
}
