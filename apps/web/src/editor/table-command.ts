import type { Node } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { TableMap } from '@tiptap/pm/tables'
import { asOwnStep } from './history.ts'
import { repairOf } from './keep-whole.ts'
import { processTables } from './process-rows.ts'
import type { ProcessRow, ProcessTable } from './process-rows.ts'

/** What a command works on: an editor's view, or anything that has a state and takes transactions. */
export interface StateHolder {
  readonly state: EditorState
  dispatch(transaction: Transaction): void
}
/** Why a change of rows cannot be made; the words are in the dictionary under `plan.row.{refusal}`. */
export type RowRefusal = 'gone' | 'onlyRow' | 'mergedCells' | 'firstRow' | 'atEdge'
export type RowResult = { readonly ok: true } | { readonly ok: false; readonly refusal: RowRefusal }
export const DONE: RowResult = { ok: true }
export const no = (refusal: RowRefusal): RowResult => ({ ok: false, refusal })

/** Finds a row by its id, the only name of a row that survives what others do meanwhile. */
export function findRow(doc: Node, rowId: string): { table: ProcessTable; row: ProcessRow } | null {
  for (const table of processTables(doc)) {
    const row = table.rows.find((one) => one.rowId === rowId)
    if (row) return { table, row }
  }
  return null
}

/** A table as prosemirror-tables wants to be told of it. */
export const rectOf = (table: ProcessTable) => ({
  map: TableMap.get(table.node),
  table: table.node,
  tableStart: table.pos + 1,
  left: 0,
  top: 0,
  right: 0,
  bottom: 0,
})

/** A transaction to begin with. prosemirror-tables reckons with rectangles, and a merge may have left none a moment ago. */
export function begin(holder: StateHolder): Transaction {
  const repair = repairOf(holder.state)
  if (repair) holder.dispatch(repair)
  return asOwnStep(holder.state.tr)
}

/** Puts the caret into the first cell of the row at an index of a table. */
export function enterRow(transaction: Transaction, tablePos: number, index: number): void {
  const table = transaction.doc.nodeAt(tablePos)
  if (!table || index >= table.childCount) return
  let pos = tablePos + 1
  for (let at = 0; at < index; at++) pos += table.child(at).nodeSize
  transaction.setSelection(TextSelection.near(transaction.doc.resolve(pos + 2))).scrollIntoView()
}
