import { Audience, type Reader } from './audience.ts'
import type { Content } from './content.ts'
import type { DocumentLog } from './document-log.ts'
import type { Presence, Speaker } from './presence.ts'
import type { Scan } from './scan.ts'
import { Title } from './title.ts'

/** On whose behalf a document is changed, and through what. */
export interface UpdateOrigin {
  readonly authorId: string | null
  readonly source: string
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
  readonly audience: Audience
  readonly title: Title
  readonly #append: RoomOptions['append']

  constructor({ log, content, presence, append }: RoomOptions) {
    this.log = log
    this.content = content
    this.presence = presence
    this.audience = new Audience(presence)
    this.title = new Title(content)
    this.#append = append
  }

  /**
   * Takes a change in: what of it is new is on record when this returns, and will be told to all others. `isGap`: it leans
   * on something that is missing, and that part of it was not kept. Throws on what is no update.
   */
  write(update: Uint8Array, scan: Scan, origin: UpdateOrigin, author: Reader | null): { isGap: boolean } {
    const { bytes, isGap, isPlain } = this.content.take(update, scan)
    if (bytes) {
      this.title.see(scan, isPlain)
      this.#append(this, origin, bytes)
      this.audience.tell(bytes, author)
    }
    return { isGap }
  }

  /** Lets a presence message in; refuses and throws as Presence does. */
  show(update: Uint8Array, speaker: Speaker): ReturnType<Presence['show']> {
    const shown = this.presence.show(update, speaker, performance.now())
    if (shown.ok && shown.value) this.audience.show()
    return shown
  }

  leave(reader: Reader & Speaker): void {
    this.audience.delete(reader)
    if (this.presence.leave(reader, performance.now())) this.audience.show()
  }

  /** What is done from time to time: presence runs out, and a Y.Doc nobody has needed for `idleMs` is given up. */
  tidy(idleMs: number): void {
    const now = performance.now()
    if (this.presence.expire(now)) this.audience.show()
    this.content.sleep(now - idleMs)
  }

  destroy(): void {
    this.audience.destroy()
    this.content.destroy()
  }
}
