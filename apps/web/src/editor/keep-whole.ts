import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { applyIdRepairs, idRepairs, keepersAfter } from './local-ids.ts'
import { mendTables } from './table-grid.ts'

export const keepWholeKey = new PluginKey('keep-whole')

/** How long a machine that is not first in line leaves a repair to the one that is, ms. */
const OTHERS_TURN_MS = 3_000

export interface KeepWholeOptions {
  /** Whether this machine is the one to repair what everybody sees: the lowest client among those who write. */
  readonly isFirstInLine: () => boolean
  readonly setTimer?: (run: () => void, ms: number) => unknown
}

const isFromYjs = (transaction: Transaction): boolean =>
  Boolean((transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin)

/** The transaction that repairs what came from others, or null when nothing is broken. It is nobody's step to undo. */
export function repairOf(state: EditorState): Transaction | null {
  const transaction = state.tr.setMeta('addToHistory', false).setMeta(keepWholeKey, true)
  mendTables(transaction)
  applyIdRepairs(transaction, idRepairs(transaction.doc, { isDerived: true }))
  return transaction.docChanged ? transaction : null
}

/**
 * Keeps the two promises every other part stands on: each row and objective has an id of its own for life, and each table is
 * a rectangle. After a change made here the repair is part of that change, so one undo takes back both. What others' changes
 * leave broken is repaired afterwards in a step outside every history, never while an input method is composing.
 */
export function keepWhole({ isFirstInLine, setTimer = setTimeout }: KeepWholeOptions): Plugin {
  return new Plugin({
    key: keepWholeKey,
    appendTransaction(transactions, before, after) {
      const local = transactions.filter((transaction) => transaction.docChanged)
      if (
        local.length === 0 ||
        local.some(isFromYjs) ||
        local.every((transaction) => transaction.getMeta(keepWholeKey))
      )
        return null
      const transaction = after.tr
      mendTables(transaction)
      const keepers = keepersAfter(before.doc, [...local, transaction])
      applyIdRepairs(transaction, idRepairs(transaction.doc, { isDerived: false, keepers }))
      return transaction.docChanged ? transaction.setMeta(keepWholeKey, true) : null
    },
    view(view: EditorView) {
      let isPlanned = false
      let isGone = false
      const repair = () => {
        isPlanned = false
        if (isGone || !view.editable) return
        if (view.composing) return plan(200)
        const transaction = repairOf(view.state)
        if (transaction) view.dispatch(transaction)
      }
      const plan = (ms: number) => {
        if (isPlanned) return
        isPlanned = true
        setTimer(repair, ms)
      }
      return {
        update(_view: EditorView, before: EditorState) {
          if (before.doc === view.state.doc || !view.editable) return
          const sync = ySyncPluginKey.getState(view.state) as { isChangeOrigin?: boolean } | undefined
          if (sync?.isChangeOrigin && repairOf(view.state)) plan(isFirstInLine() ? 0 : OTHERS_TURN_MS)
        },
        destroy: () => {
          isGone = true
        },
      }
    },
  })
}
