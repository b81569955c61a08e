import { type Layouts, raiseLayout } from '@gongyan/documents'
import { createReplica } from '@gongyan/documents/replica'
import * as Y from 'yjs'
import type { CommittedState } from './compaction/state.ts'
import { mergeAll } from './merge.ts'

/** What a document in this state needs before anybody may have it. */
export type Raising =
  | { readonly kind: 'nothing' }
  /** A newer server has raised it: read with our schema it would be damaged. */
  | { readonly kind: 'too-new' }
  | { readonly kind: 'raise'; readonly from: number }

/**
 * Whether a document must be taken upward. One that was made in an older layout is looked at at every opening, since copies
 * of it that people edited offline may have brought something of that layout; one made in the newest never needs a Y.Doc for it.
 */
export function raisingOf(
  { layout, raisedFrom }: Pick<CommittedState, 'layout' | 'raisedFrom'>,
  { current }: Layouts,
): Raising {
  if (layout > current) return { kind: 'too-new' }
  const from = raisedFrom ?? layout
  return from < current ? { kind: 'raise', from } : { kind: 'nothing' }
}

/** The update that takes a state upward; null when nothing of an older layout is left in it. */
export function raisingUpdate(updates: readonly Uint8Array[], from: number, layouts: Layouts): Uint8Array | null {
  const ydoc = createReplica()
  try {
    for (const update of updates) Y.applyUpdate(ydoc, update)
    const changes: Uint8Array[] = []
    ydoc.on('update', (update: Uint8Array) => changes.push(update))
    raiseLayout(ydoc, from, layouts)
    return changes.length === 0 ? null : mergeAll(changes)
  } finally {
    ydoc.destroy()
  }
}
