import { PRESENCE_COLOURS } from '@gongyan/contract/collab'
import type { Document } from '@hocuspocus/server'
import * as Y from 'yjs'
import type { DocumentLog } from './document-log.ts'
import type { UpdateOrigin } from './documents.ts'
import type { PresenceOwner } from './presence.ts'
import type { GatheringWindow } from './window.ts'

/** A document in memory with all that belongs to it while it is there. */
export interface OpenDocument {
  readonly document: Document
  readonly log: DocumentLog
  readonly window: GatheringWindow
  /** Of the last change that was logged. */
  lastOrigin: UpdateOrigin | null
  readonly owners: Map<number, PresenceOwner>
  /** Person → presence colour. */
  readonly colours: Map<string, number>
  /** At least as many bytes as the state has: deleted text is counted until it is measured again. */
  stateBytes: number
  /** When it was last measured (performance.now), and the milliseconds that measuring may still take then. */
  measuredAt: number
  measuringLeft: number
}

/** Measuring takes at most this share of the time, after a first few that may be had at once. */
const MEASURING_SHARE = 0.05
export const MEASURING_AT_ONCE_MS = 200

/** The whole state; also the moment to learn how large it really is. */
export function snapshotOf(open: OpenDocument): Uint8Array {
  const begun = performance.now()
  const bytes = Y.encodeStateAsUpdate(open.document)
  const ended = performance.now()
  open.stateBytes = bytes.length
  open.measuringLeft = measuringLeft(open, begun) - (ended - begun)
  open.measuredAt = ended
  return bytes
}

const measuringLeft = (open: OpenDocument, now: number): number =>
  Math.min(MEASURING_AT_ONCE_MS, open.measuringLeft + (now - open.measuredAt) * MEASURING_SHARE)

/** Whether the document would be larger than `largest` with `more` bytes. */
export function wouldBeTooLarge(open: OpenDocument, more: number, largest: number): boolean {
  if (open.stateBytes + more <= largest) return false
  if (measuringLeft(open, performance.now()) > 0) snapshotOf(open)
  return open.stateBytes + more > largest
}

/** The presence colour of a person in a document: given in the order people joined, kept while the document is open. */
export function colourOf(open: OpenDocument, userId: string): number {
  const known = open.colours.get(userId)
  if (known !== undefined) return known
  const colour = (open.colours.size % PRESENCE_COLOURS) + 1
  open.colours.set(userId, colour)
  return colour
}

/**
 * Takes out what Yjs keeps of updates whose predecessors are missing, and says whether there was any. Kept there it would
 * be acknowledged without being stored, and every further one would cost the square of their number.
 */
export function takePending(document: Y.Doc): boolean {
  const { store } = document
  if (store.pendingStructs === null && store.pendingDs === null) return false
  store.pendingStructs = null
  store.pendingDs = null
  return true
}
