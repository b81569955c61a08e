import * as Y from 'yjs'
import type { Scan } from './scan.ts'

/** Updates of a handshake that are kept to be counted, and their bytes; beyond that they count as unsure. */
const MOST_KEPT = 64
const MOST_KEPT_BYTES = 64_000

/**
 * Counts the acknowledgements an official provider waits for. It counts up with every change and down with every
 * acknowledgement, and begins again at one with each first step it sends. What was typed while the line was down lies in
 * its queue and is sent after that first step, though it is not counted any more: acknowledged one by one, it would bring
 * the count to nought while a later change is still on its way, and the page would say "saved" of text that is not.
 *
 * So between a client's first step and its second, which contains everything, only those updates are counted that reach
 * beyond the state the first step told of; the others came out of the queue. An update that only deletes tells no time.
 * It is not counted, and `isUnsure` says that the provider may wait for one more.
 */
export class Tally {
  #told: Map<number, number> | null = null
  #owed = 0
  #isUnsure = false

  get isUnsure(): boolean {
    return this.#isUnsure
  }

  /** The client's first step: everything before it is forgotten. */
  begin(stateVector: Uint8Array): void {
    this.#told = Y.decodeStateVector(stateVector)
    this.#owed = 1
    this.#isUnsure = false
  }

  /** Whether the provider counts on an acknowledgement of this update. */
  isCounted({ inserts }: Pick<Scan, 'inserts'>): boolean {
    const told = this.#told
    if (!told) return true
    if (inserts.length === 0) this.#isUnsure = true
    return inserts.some(({ client, to }) => to > (told.get(client) ?? 0))
  }

  /** A counted update is to be acknowledged with the second step, in which it will come again. */
  postpone(): void {
    this.#owed += 1
  }

  /** Counts what came during the opening of the document. */
  countEarly(early: EarlyUpdates, scan: (update: Uint8Array) => Scan): void {
    for (const update of early.kept) if (this.isCounted(scan(update))) this.postpone()
    if (early.isMore) this.#isUnsure = true
  }

  /** The client's second step has been applied; returns how many acknowledgements are due. */
  settle(): number {
    const owed = this.#owed
    this.#owed = 0
    this.#told = null
    return owed
  }
}

/** Updates that came before the document was open: not to be applied, the second step will contain them. */
export interface EarlyUpdates {
  readonly kept: Uint8Array[]
  bytes: number
  isMore: boolean
}
export const noEarlyUpdates = (): EarlyUpdates => ({ kept: [], bytes: 0, isMore: false })

/** Keeps an update to be counted, within bounds. */
export function keepEarly(early: EarlyUpdates, update: Uint8Array): void {
  if (early.kept.length >= MOST_KEPT || early.bytes + update.length > MOST_KEPT_BYTES) early.isMore = true
  else {
    // A copy: the update lies in a frame that may be a thousand times as long.
    early.kept.push(update.slice())
    early.bytes += update.length
  }
}
