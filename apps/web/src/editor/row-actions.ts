import type { ProcessField } from '@gongyan/domain'
import type { Command } from '@tiptap/pm/state'
import { mergeCells, splitCell } from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'
import type { Awareness } from 'y-protocols/awareness'
import { busyRows } from './busy-rows.ts'
import { processTables, rowAt } from './process-rows.ts'
import { deleteColumn, insertColumn, setColumnField } from './column-commands.ts'
import { deleteRow, insertRow, mergeRowUp, moveRow, setObjectives, splitRow, stepRow } from './row-commands.ts'
import { setMinutes } from './row-minutes.ts'
import { findRow } from './table-command.ts'
import type { RowResult } from './table-command.ts'

/** What can be done to the rows, columns and cells of the 教学过程. */
export interface RowActions {
  insertRow(rowId: string | null, where: 'above' | 'below'): RowResult
  deleteRow(rowId: string): RowResult
  stepRow(rowId: string, step: -1 | 1): RowResult
  moveRowBefore(rowId: string, beforeRowId: string | null): RowResult
  splitRow(rowId: string): RowResult
  mergeRowUp(rowId: string): RowResult
  setMinutes(minutes: ReadonlyMap<string, number>): void
  setObjectives(rowId: string, objectives: readonly string[]): RowResult
  rowObjectives(rowId: string): readonly string[]
  setColumnField(headPos: number, field: ProcessField): void
  setColumnFieldAt(table: number, column: number, field: ProcessField): void
  insertColumn(tablePos: number, after: number, field: ProcessField, label: string): void
  /** Whether there was a column to remove. */
  deleteColumn(tablePos: number, index: number): boolean
  canMergeCells(): boolean
  mergeCells(): void
  canSplitCell(): boolean
  splitCell(): void
}

export function createRowActions(view: EditorView, awareness: Awareness): RowActions {
  const gone: RowResult = { ok: false, refusal: 'gone' }
  const withFocus = (result: RowResult) => {
    if (result.ok) view.focus()
    return result
  }
  const run = (command: Command) => {
    command(view.state, view.dispatch.bind(view), view)
    view.focus()
  }
  const can = (command: Command) => view.editable && command(view.state)
  return {
    insertRow: (rowId, where) => {
      const tables = processTables(view.state.doc)
      const target = rowId ?? rowAt(tables, view.state.selection.head)?.rowId ?? tables.at(-1)?.rows.at(-1)?.rowId
      return target === undefined ? gone : withFocus(insertRow(view, target, where))
    },
    deleteRow: (rowId) => withFocus(deleteRow(view, rowId)),
    stepRow: (rowId, step) => withFocus(stepRow(view, rowId, step, busyRows(awareness))),
    moveRowBefore: (rowId, beforeRowId) => {
      const found = findRow(view.state.doc, rowId)
      if (!found) return gone
      const before =
        beforeRowId === null
          ? found.table.node.childCount
          : found.table.rows.find((row) => row.rowId === beforeRowId)?.index
      return before === undefined ? gone : withFocus(moveRow(view, rowId, before, busyRows(awareness)))
    },
    splitRow: (rowId) => withFocus(splitRow(view, rowId)),
    mergeRowUp: (rowId) => withFocus(mergeRowUp(view, rowId)),
    setMinutes: (minutes) => {
      setMinutes(view, minutes)
    },
    setObjectives: (rowId, objectives) => setObjectives(view, rowId, objectives),
    rowObjectives: (rowId) => findRow(view.state.doc, rowId)?.row.objectives ?? [],
    setColumnField: (headPos, field) => setColumnField(view, headPos, field),
    setColumnFieldAt: (table, column, field) => {
      const head = processTables(view.state.doc)[table - 1]?.columns.find(({ index }) => index === column)
      if (head) setColumnField(view, head.headPos, field)
    },
    insertColumn: (tablePos, after, field, label) => {
      insertColumn(view, tablePos, after, field, label)
      view.focus()
    },
    deleteColumn: (tablePos, index) => deleteColumn(view, tablePos, index),
    canMergeCells: () => can((state) => mergeCells(state)),
    mergeCells: () => run(mergeCells),
    canSplitCell: () => can((state) => splitCell(state)),
    splitCell: () => run(splitCell),
  }
}
