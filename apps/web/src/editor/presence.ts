import type { PresenceUser } from '@gongyan/contract/client'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { processTables, rowAt } from './process-rows.ts'

/** Where someone is, in words others can find again: a row by its id, or a section. */
export interface Place {
  readonly rowId: string | null
  readonly section: string | null
}

/** What each page says of itself. `user` is written by the server, whatever a client claims. */
export interface PresenceState {
  readonly user?: PresenceUser
  /** Ends of the selection as Yjs relative positions, the form every y-prosemirror client reads. */
  readonly cursor?: { readonly anchor: unknown; readonly head: unknown } | null
  readonly place?: Place | null
  readonly isIdle?: boolean
}

/** A colleague's selection as positions of this page's document. */
export interface RemoteCursor {
  readonly clientId: number
  readonly user: PresenceUser
  readonly anchor: number
  readonly head: number
  readonly place: Place | null
}

interface Binding {
  doc: Y.Doc
  type: Y.XmlFragment
  mapping: Map<Y.AbstractType<unknown>, never>
}
const bindingOf = (view: EditorView): Binding | null =>
  (ySyncPluginKey.getState(view.state) as { binding?: Binding } | undefined)?.binding ?? null

const PUBLISH_MS = 60

function placeOf(view: EditorView): Place {
  const { doc, selection } = view.state
  const row = rowAt(processTables(doc), selection.head)
  let section: string | null = null
  doc.forEach((node, pos) => {
    if (pos <= selection.head && typeof node.attrs['section'] === 'string') section = node.attrs['section']
  })
  return { rowId: row?.rowId ?? null, section }
}

/**
 * Tells the others where this page's caret is. Nothing is drawn into the text: a decoration beside a composing word would
 * end the composition, so the carets of others are drawn in a layer above (see `remoteCursors`).
 */
export function presence(awareness: Awareness): Plugin {
  return new Plugin({
    key: new PluginKey('presence'),
    view(view) {
      let timer: ReturnType<typeof setTimeout> | null = null
      const publish = () => {
        timer = null
        const binding = bindingOf(view)
        if (!binding || view.isDestroyed) return
        const { anchor, head } = view.state.selection
        const state = awareness.getLocalState() as PresenceState | null
        if (!view.hasFocus() && !state?.cursor) return
        const relative = (pos: number) =>
          Y.relativePositionToJSON(
            absolutePositionToRelativePosition(pos, binding.type, binding.mapping) as Y.RelativePosition,
          )
        const now = { cursor: { anchor: relative(anchor), head: relative(head) }, place: placeOf(view) }
        // A colleague's key moves nothing of mine: with ten people at work, saying so again would be nine messages for each key.
        const said = JSON.stringify(now)
        if (state === null || said === JSON.stringify({ cursor: state.cursor, place: state.place })) return
        awareness.setLocalState({ ...state, ...now })
      }
      const plan = () => {
        timer ??= setTimeout(publish, PUBLISH_MS)
      }
      view.dom.addEventListener('focus', plan)
      return {
        update(_view, before) {
          if (!before.selection.eq(view.state.selection) || before.doc !== view.state.doc) plan()
        },
        destroy() {
          if (timer) clearTimeout(timer)
          view.dom.removeEventListener('focus', plan)
          awareness.setLocalStateField('cursor', null)
        },
      }
    },
  })
}

/** The selections of everyone else in this document, as far as their positions exist here yet. */
export function remoteCursors(view: EditorView, awareness: Awareness): RemoteCursor[] {
  const binding = bindingOf(view)
  if (!binding) return []
  const cursors: RemoteCursor[] = []
  for (const [clientId, raw] of awareness.getStates()) {
    const state = raw as PresenceState
    if (clientId === awareness.clientID || !state.user || !state.cursor) continue
    const at = (position: unknown): number | null => {
      try {
        return relativePositionToAbsolutePosition(
          binding.doc,
          binding.type,
          Y.createRelativePositionFromJSON(position),
          binding.mapping,
        )
      } catch {
        return null
      }
    }
    const anchor = at(state.cursor.anchor)
    const head = at(state.cursor.head)
    const size = view.state.doc.content.size
    if (anchor === null || head === null || anchor > size || head > size) continue
    cursors.push({ clientId, user: state.user, anchor, head, place: state.place ?? null })
  }
  return cursors
}
