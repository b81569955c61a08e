import type { DocJson } from '@gongyan/documents'
import { placeCells } from './grid.ts'

const has = (node: DocJson, type: string): boolean => (node.marks ?? []).some((mark) => mark.type === type)

/** What the red pen struck out stands again, what it wrote is gone. */
function withoutPen(nodes: readonly DocJson[]): DocJson[] {
  return nodes.flatMap((node) => {
    if (!has(node, 'redPen')) return [node]
    if (!has(node, 'strike')) return []
    const marks = (node.marks ?? []).filter(({ type }) => type !== 'redPen' && type !== 'strike')
    const { marks: _, ...bare } = node
    return [marks.length > 0 ? { ...bare, marks } : bare]
  })
}

/** Cells under a head 二次备课: the column stays, empty, for the pen of whoever prints the plan. */
function emptySecond(table: DocJson): DocJson {
  const { lines } = placeCells(table)
  const columns = new Set(
    lines.flat().flatMap(({ cell, column }) => (cell?.attrs?.['field'] === 'second' ? [column] : [])),
  )
  const emptied = new Set(
    lines
      .flat()
      .filter(({ cell, column, colspan }) => cell?.type === 'tableCell' && colspan === 1 && columns.has(column))
      .map(({ cell }) => cell),
  )
  return {
    ...table,
    content: (table.content ?? []).map((row) => ({
      ...row,
      content: (row.content ?? []).map((cell) =>
        emptied.has(cell) ? { ...cell, content: [{ type: 'paragraph' }] } : cell,
      ),
    })),
  }
}

/** The plan as it was before its second preparation. */
export function beforeSecondPrep(node: DocJson): DocJson {
  const table = node.type === 'table' && node.attrs?.['kind'] === 'process' ? emptySecond(node) : node
  return table.content ? { ...table, content: withoutPen(table.content).map(beforeSecondPrep) } : table
}
