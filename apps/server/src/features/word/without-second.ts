import type { DocJson } from '@gongyan/documents'

const isRed = (node: DocJson): boolean => (node.marks ?? []).some(({ type }) => type === 'redPen')
const span = (cell: DocJson, name: 'colspan' | 'rowspan'): number => Math.max(1, Number(cell.attrs?.[name] ?? 1) || 1)

/** A cell with nothing in it. */
const empty = (cell: DocJson): DocJson => ({ ...cell, content: [{ type: 'paragraph' }] })

/** The table with the columns of 二次备课 left blank: the place for the pen stays. */
function blankSecond(table: DocJson): DocJson {
  const second = new Set<number>()
  /** Rows that a cell above still takes up, by column. */
  const taken: number[] = []
  const content = (table.content ?? []).map((row) => {
    let column = 0
    const cells = (row.content ?? []).map((cell) => {
      while ((taken[column] ?? 0) > 0) column++
      const [from, width] = [column, span(cell, 'colspan')]
      for (; column < from + width; column++) taken[column] = span(cell, 'rowspan')
      if (cell.type === 'tableHeader') {
        if (cell.attrs?.['field'] === 'second') second.add(from)
        return cell
      }
      return second.has(from) ? empty(cell) : cell
    })
    for (const [index, rows] of taken.entries()) taken[index] = Math.max(0, (rows ?? 0) - 1)
    return { ...row, content: cells }
  })
  return { ...table, content }
}

/** The plan as it was before the second preparation: without what is written in red, and with the column for it blank. */
export function withoutSecond(node: DocJson): DocJson {
  const bare = node.type === 'table' && node.attrs?.['kind'] === 'process' ? blankSecond(node) : node
  return bare.content ? { ...bare, content: bare.content.filter((child) => !isRed(child)).map(withoutSecond) } : bare
}
