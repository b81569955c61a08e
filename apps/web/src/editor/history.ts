import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import {
  defaultDeleteFilter,
  defaultProtectedNodes,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
  yUndoPlugin,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** Keys and clicks closer together than this are one step to undo, ms. */
const STEP_MS = 500

/** What y-tiptap keeps of a selection with each step: Yjs positions that outlive any change, and plain ones that do not. */
interface StoredSelection {
  anchor: unknown
  head: unknown
}
interface Binding {
  beforeTransactionSelection: unknown
  doc: Y.Doc
  type: Y.XmlFragment
  mapping: Map<Y.AbstractType<unknown>, never>
}

/** The undo history of this page over one fragment: only what was changed here, and not what repairs a merge. */
export const createUndoManager = (fragment: Y.XmlFragment, captureTimeout = STEP_MS): Y.UndoManager =>
  new Y.UndoManager(fragment, {
    trackedOrigins: new Set([ySyncPluginKey]),
    captureTimeout,
    deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
  })

/**
 * y-tiptap's undo with its way of restoring the selection put right. After a step was taken back it leaves the selection of
 * that time to the *next* change, whoever makes it: a colleague's key would then move my caret, and where the document has
 * become shorter since, resolving the old position throws. Here the selection is restored at once, from the Yjs positions.
 */
export function historyPlugins(undoManager: Y.UndoManager): Plugin[] {
  const restore = new Plugin({
    key: new PluginKey('undo-selection'),
    view(view: EditorView) {
      const onPopped = ({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }) => {
        const binding = (ySyncPluginKey.getState(view.state) as { binding?: Binding } | undefined)?.binding
        if (!binding) return
        binding.beforeTransactionSelection = null
        const stored = stackItem.meta.get(binding) as StoredSelection | null | undefined
        if (!stored?.anchor || view.composing) return
        const at = (position: unknown) =>
          relativePositionToAbsolutePosition(binding.doc, binding.type, position, binding.mapping)
        const anchor = at(stored.anchor)
        const head = at(stored.head) ?? anchor
        const { doc, tr } = view.state
        if (anchor === null || head === null || anchor > doc.content.size || head > doc.content.size) return
        view.dispatch(
          tr
            .setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head)))
            .setMeta('addToHistory', false)
            .scrollIntoView(),
        )
      }
      // After y-tiptap's own listener, which stands in the plugin before this one.
      undoManager.on('stack-item-popped', onPopped)
      return { destroy: () => undoManager.off('stack-item-popped', onPopped) }
    },
  })
  return [yUndoPlugin({ undoManager }) as Plugin, restore]
}

/**
 * Remembers the step made just now. The answer takes back that step alone, whatever was written here since, and says whether
 * it could: a note with 撤销 stays for some seconds, and by then the newest step may be somebody's next sentence.
 */
export function rememberStep(undoManager: Y.UndoManager): () => boolean {
  const step = undoManager.undoStack.at(-1)
  return () => {
    const at = step ? undoManager.undoStack.indexOf(step) : -1
    if (!step || at < 0) return false
    undoManager.undoStack.splice(at, 1)
    undoManager.undoStack.push(step)
    undoManager.undo()
    return true
  }
}

const ownStepKey = new PluginKey<boolean>('own-step')

/** Marks a transaction as a step of its own for undo, however soon after a key it comes. */
export const asOwnStep = (transaction: Transaction): Transaction => transaction.setMeta(ownStepKey, true)

/**
 * Two plugins, for before and after y-tiptap's sync plugin: a row that is deleted, moved or added, and what is pasted or
 * dropped, is never undone together with the words typed half a second earlier.
 */
export function ownSteps(undoManager: Y.UndoManager): { before: Plugin; after: Plugin } {
  const isOwn = (transaction: Transaction) =>
    transaction.getMeta(ownStepKey) === true ||
    ['paste', 'drop', 'cut'].includes(String(transaction.getMeta('uiEvent')))
  const cut = (view: EditorView, earlier: EditorState) => {
    if (ownStepKey.getState(view.state) && earlier.doc !== view.state.doc) undoManager.stopCapturing()
  }
  return {
    before: new Plugin<boolean>({
      key: ownStepKey,
      state: {
        init: () => false,
        apply: (transaction, value) =>
          isOwn(transaction) || (transaction.getMeta('appendedTransaction') ? value : false),
      },
      view: () => ({ update: cut }),
    }),
    after: new Plugin({ key: new PluginKey('own-step-end'), view: () => ({ update: cut }) }),
  }
}
