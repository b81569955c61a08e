import * as Y from 'yjs'
import { joinUpdates } from './joining.ts'

/** Updates merged at a time. */
const LOT = 32

/**
 * All these updates as one, byte for byte what Y.mergeUpdates makes of what Yjs wrote. That looks at all updates for each part
 * it takes of one, so what it costs grows with the square of their number: thousands, as lie behind a snapshot, would stop
 * everybody for half a second. As a rule they follow each other, and are laid side by side; those that do not are merged in
 * small lots, which cost a twentieth.
 */
export function mergeAll(updates: readonly Uint8Array[]): Uint8Array {
  const [first] = updates
  if (first && updates.length === 1) return first
  return joinUpdates(updates) ?? mergeInLots(updates)
}

function mergeInLots(updates: readonly Uint8Array[]): Uint8Array {
  let merged = updates
  while (merged.length > LOT) {
    const lots: Uint8Array[] = []
    for (let at = 0; at < merged.length; at += LOT) lots.push(Y.mergeUpdates(merged.slice(at, at + LOT)))
    merged = lots
  }
  const [only] = merged
  return only && merged.length === 1 ? only : Y.mergeUpdates([...merged])
}
