import { mergeAll } from './merge.ts'
import { Packet } from './packet.ts'
import type { Presence } from './presence.ts'
import { GatheringWindow } from './window.ts'

/** More than this is told at once, however short ago the last was. */
const MOST_GATHERED_BYTES = 1_000_000

/** Somebody who is told what happens in a document. */
export interface Reader {
  deliver(packet: Packet): void
  /** The document was lost to another server: it must be opened there. */
  lose(): void
}

/**
 * All who read a document, and what they have not been told yet. What happens in it is told to them at once, or, where many
 * write for many, gathered.
 */
export class Audience implements Iterable<Reader> {
  readonly #presence: Presence
  readonly #readers = new Set<Reader>()
  readonly #window = new GatheringWindow()
  #updates: Uint8Array[] = []
  #bytes = 0
  /** Who made all of it; null when several did, or nobody who reads. */
  #author: Reader | null = null
  readonly #shown = new Set<number>()
  #cancel: (() => void) | null = null

  constructor(presence: Presence) {
    this.#presence = presence
  }

  get size(): number {
    return this.#readers.size
  }

  [Symbol.iterator](): Iterator<Reader> {
    return this.#readers.values()
  }

  /** Lets somebody in who has been told all there is. */
  add(reader: Reader): void {
    this.#readers.add(reader)
  }

  delete(reader: Reader): void {
    this.#readers.delete(reader)
    if (this.#author === reader) this.#author = null
    if (this.size === 0) this.#forget()
  }

  /** Tells of a change to all but its author. */
  tell(update: Uint8Array, author: Reader | null): void {
    if (this.size === 0) return
    this.#author = this.#updates.length === 0 || this.#author === author ? author : null
    this.#updates.push(update)
    this.#bytes += update.length
    this.#tellSoon()
  }

  /** Tells of what has changed in the presence. */
  show(): void {
    const changed = this.#presence.takeChanged()
    if (this.size === 0) return
    for (const client of changed) this.#shown.add(client)
    this.#tellSoon()
  }

  #tellSoon(): void {
    const waitMs = this.#window.wait(performance.now(), this.size)
    if (this.#bytes > MOST_GATHERED_BYTES) return this.#tellAll()
    if (this.#cancel) return
    // Not before the end of the turn, so that all that was read together is told together.
    if (waitMs < 1) {
      const immediate = setImmediate(() => this.#tellAll())
      this.#cancel = () => clearImmediate(immediate)
    } else {
      const timer = setTimeout(() => this.#tellAll(), waitMs)
      this.#cancel = () => clearTimeout(timer)
    }
  }

  #tellAll(): void {
    this.#stop()
    if (this.#updates.length === 0 && this.#shown.size === 0) return
    const begun = performance.now()
    const author = this.#updates.length === 0 ? null : this.#author
    const shown = this.#shown.size === 0 ? null : this.#presence.statesOf([...this.#shown])
    const update = this.#updates.length === 0 ? null : mergeAll(this.#updates)
    this.#forget()
    const packet = new Packet(update, shown)
    for (const reader of this.#readers)
      if (reader !== author) reader.deliver(packet)
      // Who made all of it has it.
      else if (shown !== null) reader.deliver(new Packet(null, shown))
    this.#window.learn(performance.now() - begun, this.size)
  }

  #forget(): void {
    this.#updates = []
    this.#bytes = 0
    this.#author = null
    this.#shown.clear()
  }

  /** Lets everybody go; what was still to be told is not told. */
  destroy(): void {
    this.#stop()
    this.#readers.clear()
    this.#forget()
  }

  #stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
