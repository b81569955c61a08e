import type { DocJson } from '@gongyan/documents'
import type { CellOrigin } from './convert.ts'

/** A cell that an earlier export of ours wrote. */
export interface ImportedCell {
  readonly rowId: string
  /** Place among the cells of the row, from 0. */
  readonly index: number
  readonly origin: CellOrigin
}

/** Where the cells of a plan come from, in reading order. */
export const originsOf = (nodes: readonly DocJson[], known: ReadonlyMap<DocJson, CellOrigin>): ImportedCell[] =>
  nodes.flatMap((node) => [
    ...(node.type === 'tableRow'
      ? (node.content ?? []).flatMap((cell, index) => {
          const origin = known.get(cell)
          return origin ? [{ rowId: String(node.attrs?.['rowId'] ?? ''), index, origin }] : []
        })
      : []),
    ...originsOf(node.content ?? [], known),
  ])
