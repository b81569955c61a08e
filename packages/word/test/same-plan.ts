import type { DocJson } from '@gongyan/documents'

/** A node with every stored file under one name, for files have other names after a trip. */
export const withoutNames = (node: DocJson): DocJson =>
  JSON.parse(JSON.stringify(node).replaceAll(/"fileId":"[^"]*"/g, '"fileId":"picture"')) as DocJson

const walk = function* (node: DocJson): Generator<DocJson> {
  yield node
  for (const child of node.content ?? []) yield* walk(child)
}

/** The rows of all tables in reading order. */
export const rowsOf = (doc: DocJson): DocJson[] => [...walk(doc)].filter(({ type }) => type === 'tableRow')

export interface Likeness {
  readonly cells: number
  readonly equalCells: number
  readonly rows: number
  /** Rows of one plan that are found under their id in the other, in the same order. */
  readonly equalRows: number
  readonly differences: { before: DocJson; after: DocJson | null }[]
}

/** How much of a plan's tables another plan has, to the letter; cells belong together by row id and place in the row. */
export function likeness(before: DocJson, after: DocJson): Likeness {
  const [mine, theirs] = [rowsOf(withoutNames(before)), rowsOf(withoutNames(after))]
  const byId = new Map(theirs.map((row) => [String(row.attrs?.['rowId']), row]))
  const order = theirs.map((row) => row.attrs?.['rowId'])
  const differences: Likeness['differences'] = []
  let [cells, equalCells, equalRows] = [0, 0, 0]
  mine.forEach((row, index) => {
    if (order[index] === row.attrs?.['rowId']) equalRows++
    const other = byId.get(String(row.attrs?.['rowId']))?.content ?? []
    ;(row.content ?? []).forEach((cell, place) => {
      cells++
      if (JSON.stringify(cell) === JSON.stringify(other[place])) equalCells++
      else differences.push({ before: cell, after: other[place] ?? null })
    })
  })
  return { cells, equalCells, rows: mine.length, equalRows, differences }
}
