import * as Y from 'yjs'
import type { Content } from './content.ts'
import type { DocumentLog } from './document-log.ts'
import { Packet } from './packet.ts'
import type { Presence, Speaker } from './presence.ts'
import type { Scan } from './scan.ts'
import { GatheringWindow } from './window.ts'

/** More than this is told at once, however short ago the last was. */
const MOST_GATHERED_BYTES = 1_000_000

/** On whose behalf a document is changed, and through what. */
export interface UpdateOrigin {
  readonly authorId: string | null
  readonly source: string
}

/** Somebody who is told what happens in a document. */
export interface Reader {
  deliver(packet: Packet): void
  /** The document was lost to another server: it must be opened there. */
  lose(): void
}

export interface RoomOptions {
  readonly log: DocumentLog
  readonly content: Content
  readonly presence: Presence
  /** Puts a change on record; called before anybody is told of it. */
  append(room: Room, origin: UpdateOrigin, bytes: Uint8Array): void
}

/** A document in memory with all that belongs to it while it is there: what it holds, its log, who reads it and who is shown. */
export class Room {
  readonly log: DocumentLog
  readonly content: Content
  readonly presence: Presence
  readonly readers = new Set<Reader>()
  readonly #append: RoomOptions['append']
  readonly #window = new GatheringWindow()
  #gathered: Uint8Array[] = []
  #gatheredBytes = 0
  /** Who made all that is gathered; null when several did, or nobody who reads. */
  #author: Reader | null = null
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null

  constructor({ log, content, presence, append }: RoomOptions) {
    this.log = log
    this.content = content
    this.presence = presence
    this.#append = append
  }

  /**
   * Takes a change in: what of it is new is on record when this returns, and will be told to all others. `isGap`: it leans
   * on something that is missing, and that part of it was not kept. Throws on what is no update.
   */
  write(update: Uint8Array, scan: Scan, origin: UpdateOrigin, author: Reader | null): { isGap: boolean } {
    const { bytes, isGap } = this.content.take(update, scan)
    if (bytes) {
      this.#append(this, origin, bytes)
      this.#author = this.#gathered.length === 0 || this.#author === author ? author : null
      this.#gathered.push(bytes)
      this.#gatheredBytes += bytes.length
      this.#tellSoon()
    }
    return { isGap }
  }

  /** Lets a presence message in; refuses and throws as Presence does. */
  show(update: Uint8Array, speaker: Speaker): ReturnType<Presence['show']> {
    const shown = this.presence.show(update, speaker, performance.now())
    if (shown.ok && shown.value) this.#tellSoon()
    return shown
  }

  leave(reader: Reader & Speaker): void {
    this.readers.delete(reader)
    if (this.#author === reader) this.#author = null
    if (this.presence.leave(reader, performance.now())) this.#tellSoon()
  }

  /** What is done from time to time: presence runs out, and a Y.Doc nobody has needed for `idleMs` is given up. */
  tidy(idleMs: number): void {
    const now = performance.now()
    if (this.presence.expire(now)) this.#tellSoon()
    this.content.sleep(now - idleMs)
  }

  #tellSoon(): void {
    const wait = this.#window.wait(performance.now(), this.readers.size)
    if (this.#gatheredBytes > MOST_GATHERED_BYTES) return this.#tell()
    if (this.#timer) return
    const tell = (): void => this.#tell()
    // At the end of the turn at the earliest, so that all that was read together is told together.
    this.#timer = wait > 0 ? setTimeout(tell, wait) : setImmediate(tell)
  }

  #tell(): void {
    this.#stopTimer()
    const [first, ...more] = this.#gathered
    const update = first === undefined ? null : more.length === 0 ? first : Y.mergeUpdates(this.#gathered)
    const author = this.#author
    this.#gathered = []
    this.#gatheredBytes = 0
    this.#author = null
    const presence = this.presence.takeChanges()
    if (update === null && presence === null) return
    const packet = new Packet(update, presence)
    for (const reader of this.readers) {
      if (reader !== author) reader.deliver(packet)
      // Who made all of it has it.
      else if (presence !== null) reader.deliver(new Packet(null, presence))
    }
  }

  #stopTimer(): void {
    const timer = this.#timer
    this.#timer = null
    if (timer === null) return
    if (timer instanceof Object && 'refresh' in timer) clearTimeout(timer)
    else clearImmediate(timer)
  }

  destroy(): void {
    this.#stopTimer()
    this.readers.clear()
    this.content.destroy()
  }
}
