import {
  chainCommands,
  createParagraphNear,
  deleteSelection,
  exitCode,
  joinBackward,
  joinForward,
  liftEmptyBlock,
  newlineInCode,
  selectAll,
  selectNodeBackward,
  selectNodeForward,
  splitBlockAs,
  toggleMark,
} from '@tiptap/pm/commands'
import { keymap } from '@tiptap/pm/keymap'
import type { Node, Schema } from '@tiptap/pm/model'
import { liftListItem, sinkListItem, splitListItem } from '@tiptap/pm/schema-list'
import { NodeSelection, Selection, TextSelection } from '@tiptap/pm/state'
import type { Command, EditorState, Plugin } from '@tiptap/pm/state'
import { goToNextCell } from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'
import { redo, undo } from '@tiptap/y-tiptap'
import { paperKey, sectionsOf } from './paper.ts'
import { processTables, rowAt } from './process-rows.ts'
import { insertRow, stepRow } from './row-commands.ts'

/** Fields of one line: Enter goes on to the next place instead of breaking the line. */
const leaveOneLine: Command = (state, dispatch) => {
  const { $from } = state.selection
  if ($from.parent.type.name !== 'title' && $from.parent.type.name !== 'headerField') return false
  const next = Selection.findFrom(state.doc.resolve($from.after()), 1, true)
  if (next && dispatch) dispatch(state.tr.setSelection(next).scrollIntoView())
  return true
}

/** Enter at the end of an objective begins the next one; in an empty one it leaves the list of objectives. */
const splitObjective: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  const { parent } = $from
  if (parent.type.name !== 'objective') return false
  const paragraph = state.schema.nodes['paragraph']
  if (empty && parent.content.size === 0 && paragraph) {
    dispatch?.(state.tr.setNodeMarkup($from.before(), paragraph, {}).scrollIntoView())
    return true
  }
  dispatch?.(
    state.tr
      .deleteSelection()
      .split(state.tr.mapping.map(state.selection.from), 1, [
        { type: parent.type, attrs: { objectiveId: null, literacy: null } },
      ])
      .scrollIntoView(),
  )
  return true
}

const splitPlain = (schema: Schema): Command =>
  splitBlockAs((node, isAtEnd) => {
    const { paragraph } = schema.nodes
    if (!paragraph) return null
    if (node.type.name === 'heading')
      return isAtEnd ? { type: paragraph } : { type: node.type, attrs: { level: node.attrs['level'], section: null } }
    return {
      type: paragraph,
      attrs: { align: node.attrs['align'] ?? null, indent: node.attrs['indent'] ?? null, section: null },
    }
  })

/** Backspace never takes the title or a header field away. */
const keepOneLine: Command = (state) => {
  const { $from, empty } = state.selection
  return (
    empty &&
    $from.parentOffset === 0 &&
    ($from.parent.type.name === 'title' || $from.parent.type.name === 'headerField')
  )
}

/** Where only one part of the plan is shown, its edges are the edges of the text: nothing joins what cannot be seen. */
const stayInPart =
  (edge: 'start' | 'end'): Command =>
  (state) => {
    const only = paperKey.getState(state)?.only
    const { $from, empty } = state.selection
    if (only?.kind !== 'section' || !empty || $from.depth === 0) return false
    const part = sectionsOf(state.doc).find(({ section }) => section === only.section)
    if (!part) return false
    return edge === 'start'
      ? $from.before(1) <= part.from && $from.parentOffset === 0
      : $from.after(1) >= part.to && $from.parentOffset === $from.parent.content.size
  }

/** Whether Tab would leave a row that is shown alone: then it leaves the text. */
const leavesRow = (state: EditorState, step: 1 | -1): boolean => {
  if (paperKey.getState(state)?.only?.kind !== 'row') return false
  const { $head } = state.selection
  for (let depth = $head.depth; depth > 0; depth--)
    if ($head.node(depth).type.spec['tableRole'] === 'row')
      return $head.index(depth) === (step > 0 ? $head.node(depth).childCount - 1 : 0)
  return false
}

const previousCell: Command = (state, dispatch) => !leavesRow(state, -1) && goToNextCell(-1)(state, dispatch)

/** Tab behind the last cell of a 教学过程 table begins a new row. */
const nextCellOrRow: Command = (state, dispatch, view) => {
  if (leavesRow(state, 1)) return false
  if (goToNextCell(1)(state, dispatch)) return true
  const row = rowAt(processTables(state.doc), state.selection.head)
  if (!row || !view) return false
  if (dispatch) insertRow(view, row.rowId, 'below')
  return true
}

const withRow =
  (act: (view: EditorView, rowId: string) => void): Command =>
  (state, dispatch, view) => {
    const row = rowAt(processTables(state.doc), state.selection.head)
    if (!row || !view) return false
    if (dispatch) act(view, row.rowId)
    return true
  }

const breakLine: Command = (state, dispatch) => {
  const br = state.schema.nodes['hardBreak']
  if (!br || !state.selection.$from.parent.inlineContent || state.selection.$from.parent.type.name === 'title')
    return false
  dispatch?.(state.tr.replaceSelectionWith(br.create(), false).scrollIntoView())
  return true
}

/** Enter on a formula opens it, as a click does. */
const openFormula =
  (onEdit: (pos: number, node: Node) => void): Command =>
  ({ selection }) => {
    if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'formula') return false
    onEdit(selection.from, selection.node)
    return true
  }

export interface KeyOptions {
  /** Esc: the keyboard goes back to the page. */
  readonly onLeave: () => void
  readonly busyRows: () => ReadonlySet<string>
  readonly onLink: () => void
  readonly onFormula: () => void
}

/** Every key of the editor. ProseMirror asks none of them while an input method is composing. */
export function keys(
  schema: Schema,
  options: KeyOptions & { readonly onEditFormula: (pos: number, node: Node) => void },
): Plugin[] {
  const { listItem, strong, em, underline } = { ...schema.nodes, ...schema.marks }
  if (!listItem || !strong || !em || !underline) throw new Error('the lesson-plan schema has lists and marks')
  const edit = openFormula(options.onEditFormula)
  const enter = chainCommands(
    edit,
    newlineInCode,
    leaveOneLine,
    splitObjective,
    splitListItem(listItem as never),
    createParagraphNear,
    liftEmptyBlock,
    splitPlain(schema),
  )
  const backspace = chainCommands(deleteSelection, keepOneLine, stayInPart('start'), joinBackward, selectNodeBackward)
  const remove = chainCommands(deleteSelection, stayInPart('end'), joinForward, selectNodeForward)
  const toggles = (mark: unknown): Command => toggleMark(mark as never)
  return [
    keymap({
      Enter: enter,
      'Shift-Enter': chainCommands(exitCode, breakLine),
      'Mod-Enter': withRow((view, rowId) => void insertRow(view, rowId, 'below')),
      Backspace: backspace,
      'Mod-Backspace': backspace,
      'Shift-Backspace': backspace,
      Delete: remove,
      'Mod-Delete': remove,
      'Mod-a': selectAll,
      Tab: chainCommands(sinkListItem(listItem as never), nextCellOrRow),
      'Shift-Tab': chainCommands(liftListItem(listItem as never), previousCell),
      'Mod-z': (state) => undo(state),
      'Mod-y': (state) => redo(state),
      'Mod-Shift-z': (state) => redo(state),
      'Mod-b': toggles(strong),
      'Mod-i': toggles(em),
      'Mod-u': toggles(underline),
      'Alt-ArrowUp': withRow((view, rowId) => void stepRow(view, rowId, -1, options.busyRows())),
      'Alt-ArrowDown': withRow((view, rowId) => void stepRow(view, rowId, 1, options.busyRows())),
      'Mod-k': () => {
        options.onLink()
        return true
      },
      'Mod-m': chainCommands(edit, () => {
        options.onFormula()
        return true
      }),
      Escape: (state, dispatch) => {
        if (!state.selection.empty) {
          dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, state.selection.head)))
          return true
        }
        options.onLeave()
        return true
      },
    }),
  ]
}
