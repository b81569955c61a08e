import type { ProcessField } from '@gongyan/domain'
import { TextSelection } from '@tiptap/pm/state'
import { addColumn, removeColumn, TableMap } from '@tiptap/pm/tables'
import { processTables } from './process-rows.ts'
import { begin, rectOf } from './table-command.ts'
import type { StateHolder } from './table-command.ts'

/** Gives a column its meaning; the head's words stay as the school writes them. */
export function setColumnField(holder: StateHolder, headPos: number, field: ProcessField): void {
  if (holder.state.doc.nodeAt(headPos)?.type.name === 'tableHeader')
    holder.dispatch(holder.state.tr.setNodeAttribute(headPos, 'field', field))
}

/** A new column to the right of another, with its meaning and its head. */
export function insertColumn(
  holder: StateHolder,
  tablePos: number,
  after: number,
  field: ProcessField,
  label: string,
): void {
  const transaction = begin(holder)
  const table = processTables(transaction.doc).find(({ pos }) => pos === tablePos)
  if (!table) return
  const place = Math.min(Math.max(after + 1, 0), TableMap.get(table.node).width)
  addColumn(transaction, rectOf(table), place)
  const grown = processTables(transaction.doc).find(({ pos }) => pos === tablePos)
  const head = grown?.columns.find(({ index }) => index === place)
  if (head) {
    transaction.setNodeAttribute(head.headPos, 'field', field)
    const from = head.headPos + 2
    transaction.insertText(label, from)
    // Its name is what one writes next.
    transaction.setSelection(TextSelection.create(transaction.doc, from, from + label.length)).scrollIntoView()
  }
  holder.dispatch(transaction)
}

/** Removes a column with all its text (one undo brings it back); answers whether there was one, never the last. */
export function deleteColumn(holder: StateHolder, tablePos: number, index: number): boolean {
  const transaction = begin(holder)
  const table = processTables(transaction.doc).find(({ pos }) => pos === tablePos)
  if (!table || table.columns.length <= 1 || index < 0 || index >= TableMap.get(table.node).width) return false
  removeColumn(transaction, rectOf(table), index)
  holder.dispatch(transaction)
  return true
}
