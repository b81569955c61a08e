import * as Y from 'yjs'
import { contentsOf, type Edit } from './editing.ts'

/** Something that one writer did, with the updates it went out as. */
export interface Entry {
  readonly edit: Edit
  readonly updates: readonly Uint8Array[]
}

/** Everything that one writer did, in order, and how much of it he was told is stored. */
export interface Account {
  readonly entries: Entry[]
  acknowledged: number
}

/**
 * What of `owed` a document does not hold, in words. Every update must be in it with all it inserted and deleted. Beyond that
 * every token put in must be seen, unless it was taken out by whatever was `done` later or at the same time, told to be
 * stored or not; and what was taken out must not be seen. Marks are looked for as updates only: where two people mark
 * neighbours at once the library may show one mark of two.
 */
export function missingFrom(ydoc: Y.Doc, owed: readonly Entry[], done: readonly Entry[]): string[] {
  const { tokens, elements } = contentsOf(ydoc)
  const snapshot = Y.snapshot(ydoc)
  const edits = done.map(({ edit }) => edit)
  const erased = new Set(edits.flatMap((edit) => (edit.kind === 'delete' ? [edit.token] : [])))
  const removed = new Set(edits.flatMap((edit) => (edit.kind === 'remove' ? [edit.element] : [])))
  const isGone = ({ token, within }: { token: string; within: readonly string[] }): boolean =>
    erased.has(token) || within.some((element) => removed.has(element))
  return owed.flatMap(({ edit, updates }) => {
    const missing: string[] = []
    if (!updates.every((update) => Y.snapshotContainsUpdate(snapshot, update))) missing.push(`an update: ${edit.kind}`)
    if (edit.kind === 'insert' && !tokens.has(edit.token) && !isGone(edit)) missing.push('a token')
    if (edit.kind === 'delete' && tokens.has(edit.token)) missing.push('a deletion')
    if (edit.kind === 'remove' && elements.has(edit.element)) missing.push('a removal')
    return missing.slice(0, 1)
  })
}
