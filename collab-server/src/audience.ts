import { mergeAll } from './merge.ts'
import { Packet } from './packet.ts'
import type { Presence } from './presence.ts'
import { GatheringWindow } from './window.ts'

/** More than this is told at once, however short ago the last was. */
const MOST_GATHERED_BYTES = 1_000_000
/** Where much is gathered, readers are told in so many groups at most, one after the other. */
const GROUPS = 4
/** So many readers are one group: few are told together, with what is encoded once. */
const ONE_GROUP = 128
/** What timers are exact to. */
const TIMER_MS = 1

/** Somebody who is told what happens in a document. */
export interface Reader {
  /** Through what he is told: those who share it are told at the same moment. */
  readonly via: object
  deliver(packet: Packet): void
  /** The document was lost to another server: it must be opened there. */
  lose(): void
}

/** Readers who are told at the same moment, and what they have not been told yet. */
class Group {
  readonly readers = new Set<Reader>()
  updates: Uint8Array[] = []
  bytes = 0
  /** Who made all of it; null when several did, or nobody who reads. */
  author: Reader | null = null
  readonly shown = new Set<number>()

  get isIdle(): boolean {
    return this.updates.length === 0 && this.shown.size === 0
  }

  gather(update: Uint8Array, author: Reader | null): void {
    this.author = this.updates.length === 0 || this.author === author ? author : null
    this.updates.push(update)
    this.bytes += update.length
  }

  forget(): void {
    this.updates = []
    this.bytes = 0
    this.author = null
    this.shown.clear()
  }

  tell(presence: Presence): void {
    if (this.isIdle) return
    const { author, updates } = this
    const shown = this.shown.size === 0 ? null : presence.statesOf([...this.shown])
    this.forget()
    const packet = new Packet(updates.length === 0 ? null : mergeAll(updates), shown)
    for (const reader of this.readers) {
      if (reader !== author || updates.length === 0) reader.deliver(packet)
      // Who made all of it has it.
      else if (shown !== null) reader.deliver(new Packet(null, shown))
    }
  }
}

/**
 * All who read a document. What happens in it is told to them at once, or, where many write for many, gathered: then one
 * group after the other is told what it has not heard, so that nobody waits until hundreds before him have been written to,
 * and the work of telling is spread over the time instead of coming in bursts.
 */
export class Audience implements Iterable<Reader> {
  readonly #presence: Presence
  readonly #groups: readonly Group[] = Array.from({ length: GROUPS }, () => new Group())
  readonly #groupOf = new WeakMap<object, Group>()
  readonly #window = new GatheringWindow()
  #next = 0
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null

  constructor(presence: Presence) {
    this.#presence = presence
  }

  get size(): number {
    return this.#groups.reduce((sum, { readers }) => sum + readers.size, 0)
  }

  *[Symbol.iterator](): Iterator<Reader> {
    for (const { readers } of this.#groups) yield* readers
  }

  /** Lets somebody in who has been told all there is. */
  add(reader: Reader): void {
    this.#groupFor(reader).readers.add(reader)
  }

  #groupFor({ via }: Reader): Group {
    const known = this.#groupOf.get(via)
    if (known) return known
    const group =
      this.#groups.find(({ readers }) => readers.size < ONE_GROUP) ??
      this.#groups.reduce((least, other) => (other.readers.size < least.readers.size ? other : least))
    this.#groupOf.set(via, group)
    return group
  }

  delete(reader: Reader): void {
    for (const group of this.#groups) {
      group.readers.delete(reader)
      if (group.author === reader) group.author = null
      if (group.readers.size === 0) group.forget()
    }
  }

  /** Tells of a change to all but its author. */
  tell(update: Uint8Array, author: Reader | null): void {
    for (const group of this.#groups) if (group.readers.size > 0) group.gather(update, author)
    this.#tellSoon()
  }

  /** Tells of what has changed in the presence. */
  show(): void {
    for (const client of this.#presence.takeChanged())
      for (const { readers, shown } of this.#groups) if (readers.size > 0) shown.add(client)
    this.#tellSoon()
  }

  #tellSoon(): void {
    const wait = this.#window.wait(performance.now(), this.size)
    if (this.#groups.some(({ bytes }) => bytes > MOST_GATHERED_BYTES)) return this.#tellAll()
    if (this.#timer) return
    // At the end of the turn at the earliest, so that all that was read together is told together.
    if (wait === 0) this.#timer = setImmediate(() => this.#tellAll())
    else this.#rotate(wait / this.#groups.filter(({ readers }) => readers.size > 0).length)
  }

  #tellAll(): void {
    this.#stop()
    for (const group of this.#groups) group.tell(this.#presence)
  }

  /** Tells one group after the other until each has heard everything. */
  #rotate(everyMs: number, due = performance.now() + everyMs): void {
    this.#timer = setTimeout(
      () => {
        this.#timer = null
        let next = due
        // Timers are late by a millisecond or two: whose turn has passed meanwhile is told as well.
        for (const now = performance.now(); next <= now + TIMER_MS / 2; next += everyMs) this.#tellNext()
        if (this.#groups.some(({ isIdle }) => !isIdle)) this.#rotate(everyMs, next)
      },
      Math.max(1, due - performance.now()),
    )
  }

  /** Tells the group whose turn it is; those where nobody reads have none. */
  #tellNext(): void {
    for (let passed = 0; passed < GROUPS; passed++) {
      const group = this.#groups[this.#next]
      this.#next = (this.#next + 1) % GROUPS
      if (group && group.readers.size > 0) return group.tell(this.#presence)
    }
  }

  /** Lets everybody go; what was still to be told is not told. */
  destroy(): void {
    this.#stop()
    for (const group of this.#groups) group.readers.clear()
  }

  #stop(): void {
    const timer = this.#timer
    this.#timer = null
    if (timer === null) return
    if (timer instanceof Object && 'refresh' in timer) clearTimeout(timer)
    else clearImmediate(timer)
  }
}
