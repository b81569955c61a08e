import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import type { EditorState } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { processTables, rowAt } from './process-rows.ts'
import { findRow } from './table-command.ts'

interface KeptSelection {
  absAnchor?: number | null
  absHead?: number | null
}
interface Sync {
  binding?: { doc: Y.Doc; beforeTransactionSelection: KeptSelection | null }
  isChangeOrigin?: boolean
  isUndoRedoOperation?: boolean
}
const syncOf = (state: EditorState): Sync => (ySyncPluginKey.getState(state) as Sync | undefined) ?? {}

/**
 * Keeps the caret where it is in the text while others write. y-tiptap restores it by Yjs positions, but as soon as the text
 * of its paragraph differs it prefers a guess by plain offset: a colleague's word before my caret would leave the caret
 * standing in the middle of my own. Without the plain positions it has nothing to guess with. What Yjs positions cannot
 * follow is a row that someone moves (it is written anew): there the row's id finds the place again.
 */
export function keepSelection(): Plugin {
  return new Plugin({
    key: new PluginKey('keep-selection'),
    view(view: EditorView) {
      const doc = syncOf(view.state).binding?.doc
      // After the binding's own listener, which was registered when its view was made.
      const strip = () => {
        const { binding } = syncOf(view.state)
        if (binding?.beforeTransactionSelection)
          binding.beforeTransactionSelection = { ...binding.beforeTransactionSelection, absAnchor: null, absHead: null }
      }
      doc?.on('beforeAllTransactions', strip)
      return {
        update(_view, before) {
          const sync = syncOf(view.state)
          if (!sync.isChangeOrigin || sync.isUndoRedoOperation || before.doc === view.state.doc) return
          const was = rowAt(processTables(before.doc), before.selection.head)
          if (!was) return
          const now = findRow(view.state.doc, was.rowId)
          const { head } = view.state.selection
          if (!now || (head > now.row.pos && head < now.row.pos + now.row.node.nodeSize)) return
          const inside = Math.min(before.selection.head - was.pos, now.row.node.nodeSize - 2)
          queueMicrotask(() => {
            if (view.isDestroyed || view.composing) return
            const row = findRow(view.state.doc, was.rowId)
            if (row)
              view.dispatch(
                view.state.tr
                  .setSelection(TextSelection.near(view.state.doc.resolve(row.row.pos + inside)))
                  .setMeta('addToHistory', false),
              )
          })
        },
        destroy: () => doc?.off('beforeAllTransactions', strip),
      }
    },
  })
}
