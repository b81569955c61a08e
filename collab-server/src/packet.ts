import { framed } from './framing.ts'
import type { Door } from './line.ts'
import { awarenessFrame, updateFrame, withoutAddress } from './wire.ts'

/** What a document has to tell its readers at one moment, encoded once for all who are sent the same bytes. */
export class Packet {
  /** Changes of the document, as one update. */
  readonly update: Uint8Array | null
  /** Changes of who is where, as an awareness update. */
  readonly presence: Uint8Array | null
  /** The bytes of the last reader of each door: mostly all of a door have the same address. */
  readonly #kept: { address: string; door: Door; isWhole: boolean; bytes: Uint8Array }[] = []

  #messages: readonly Uint8Array[] | null = null

  constructor(update: Uint8Array | null, presence: Uint8Array | null) {
    this.update = update
    this.presence = presence
  }

  /** The messages without address and frame. */
  get messages(): readonly Uint8Array[] {
    return (this.#messages ??= this.#messagesFor('').map(withoutAddress))
  }

  #messagesFor(address: string, isWhole = true): Uint8Array[] {
    const messages: Uint8Array[] = []
    if (this.update) messages.push(updateFrame(address, this.update))
    if (this.presence && isWhole) messages.push(awarenessFrame(address, this.presence))
    return messages
  }

  /** WebSocket frames for one door and address; without presence for whoever reads too slowly for it. */
  frames(address: string, door: Door, isWhole: boolean): Uint8Array {
    for (const one of this.#kept)
      if (one.isWhole === isWhole && one.door === door && (door === 'yjs' || one.address === address)) return one.bytes
    const messages = this.#messagesFor(address, isWhole)
    const bytes = framed(door === 'collab' ? messages : messages.map(withoutAddress))
    if (this.#kept.length < MOST_KEPT) this.#kept.push({ address, door, isWhole, bytes })
    return bytes
  }
}

const MOST_KEPT = 8
