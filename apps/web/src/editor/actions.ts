import type { DocJson } from '@gongyan/documents/read'
import { TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import type { Awareness } from 'y-protocols/awareness'
import { createBoxes } from './boxes.ts'
import type { Boxes } from './boxes.ts'
import { rememberStep } from './history.ts'
import { caretInto, paperKey, sectionsOf } from './paper.ts'
import type { OnlyPart } from './paper.ts'
import { remoteCursors } from './presence.ts'
import { processTables, rowAt } from './process-rows.ts'
import { createRowActions } from './row-actions.ts'
import type { RowActions } from './row-actions.ts'
import { findRow } from './table-command.ts'
import { createTextActions } from './text-actions.ts'
import type { TextActions } from './text-actions.ts'

/** Everything the page may ask of the editor, so that nothing outside needs ProseMirror. */
export interface PlanActions extends TextActions, RowActions, Boxes {
  undo(): void
  redo(): void
  /** Remembers the step made just now; the answer takes back that one alone and says whether it could. */
  rememberStep(): () => boolean
  canUndo(): boolean
  canRedo(): boolean
  goToSection(key: string | null): void
  goToRow(rowId: string): void
  goToCursor(clientId: number): boolean
  setFolded(folded: ReadonlySet<string>): void
  /** Shows one part alone; null shows all. */
  setOnly(only: OnlyPart | null): void
  blur(): void
  here(): { rowId: string | null; section: string | null }
  docJson(): DocJson
  focus(): void
}

export function createActions(view: EditorView, undoManager: Y.UndoManager, awareness: Awareness): PlanActions {
  const scrollTo = (pos: number, caret: number) => {
    view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(caret))))
    const dom = view.nodeDOM(pos)
    if (dom instanceof HTMLElement)
      dom.scrollIntoView({
        block: 'center',
        behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
      })
    view.focus()
  }

  return {
    ...createTextActions(view),
    ...createRowActions(view, awareness),
    ...createBoxes(view, awareness),
    undo: () => {
      undoManager.undo()
      view.focus()
    },
    redo: () => {
      undoManager.redo()
      view.focus()
    },
    rememberStep: () => {
      const takeBack = rememberStep(undoManager)
      return () => view.editable && takeBack()
    },
    canUndo: () => view.editable && undoManager.undoStack.length > 0,
    canRedo: () => view.editable && undoManager.redoStack.length > 0,
    goToSection: (key) => {
      if (key === null) {
        const scroller = view.dom.closest('[data-scroller]')
        scroller?.scrollTo({ top: 0 })
        view.focus()
        return
      }
      const part = sectionsOf(view.state.doc).find(({ section }) => section === key)
      if (!part) return
      // The end of the heading's text, so that Enter begins to write below it.
      scrollTo(part.from, part.heading ? part.from + 1 + part.heading.content.size : part.from + 1)
    },
    goToRow: (rowId) => {
      const found = findRow(view.state.doc, rowId)
      if (found) scrollTo(found.row.pos, found.row.pos + 2)
    },
    goToCursor: (clientId) => {
      const cursor = remoteCursors(view, awareness).find((one) => one.clientId === clientId)
      if (!cursor) return false
      const scroller = view.dom.closest<HTMLElement>('[data-scroller]')
      const box = view.coordsAtPos(cursor.head)
      if (!scroller) return false
      const frame = scroller.getBoundingClientRect()
      if (box.top < frame.top + 80 || box.bottom > frame.bottom - 80)
        scroller.scrollTo({ top: scroller.scrollTop + box.top - frame.top - frame.height / 3, behavior: 'auto' })
      return true
    },
    setFolded: (folded) => view.dispatch(view.state.tr.setMeta(paperKey, { folded }).setMeta('addToHistory', false)),
    setOnly: (only) => {
      const transaction = (only && caretInto(view.state, only)) ?? view.state.tr
      view.dispatch(transaction.setMeta(paperKey, { only }).setMeta('addToHistory', false))
    },
    blur: () => view.dom.blur(),
    here: () => {
      const { doc, selection } = view.state
      let section: string | null = null
      doc.forEach((node, pos) => {
        if (pos <= selection.head && typeof node.attrs['section'] === 'string') section = node.attrs['section']
      })
      return { rowId: rowAt(processTables(doc), selection.head)?.rowId ?? null, section }
    },
    docJson: () => view.state.doc.toJSON() as DocJson,
    focus: () => view.focus(),
  }
}
