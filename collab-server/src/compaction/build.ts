import { type PackedSnapshot, packSnapshot, unpackSnapshot } from '@gongyan/db/collab'
import { createReplica } from '@gongyan/documents/replica'
import * as Y from 'yjs'

/** Times a state is written again until it no longer changes by being read; the second is as a rule the last. */
const ROUNDS = 4

/**
 * Makes the snapshot of all these updates, through a Y.Doc that lets deleted text go, and reads it as an opening will: what
 * comes out must have the same clocks, the same deletions and, written again, the same bytes. `gap`: an update lacks its
 * predecessors. `differs`: Yjs did not give back what it was given, and nothing may be thrown away for it.
 */
export function buildSnapshot(
  seq: bigint,
  updates: readonly Uint8Array[],
): { kind: 'built'; packed: PackedSnapshot; rawSize: number } | { kind: 'gap' | 'differs' } {
  const doc = createReplica()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return { kind: 'gap' }
  const whole = Y.snapshot(doc)
  const text = doc.getXmlFragment('body').toString()
  let state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  for (let round = 0; round < ROUNDS; round++) {
    const packed = packSnapshot(seq, state)
    const stored = unpackSnapshot(packed)
    if (!stored) return { kind: 'differs' }
    const copy = createReplica()
    Y.applyUpdate(copy, stored)
    const isWhole = Y.equalSnapshots(whole, Y.snapshot(copy)) && copy.getXmlFragment('body').toString() === text
    const again = Y.encodeStateAsUpdate(copy)
    copy.destroy()
    if (!isWhole) return { kind: 'differs' }
    if (Buffer.compare(again, state) === 0) return { kind: 'built', packed, rawSize: state.length }
    // Neighbours that Yjs joins only in another transaction: the joined form is the one to keep.
    state = again
  }
  return { kind: 'differs' }
}
