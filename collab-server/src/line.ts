import type { CloseReason } from '@gongyan/contract/collab'
import type { Packet } from './packet.ts'

/** The protocol spoken at the other end: the Hocuspocus wire, or that of y-websocket, which names no document. */
export type Door = 'collab' | 'yjs'

/** What an attachment needs of the line to its client: a socket of ours, or a channel through another server. */
export interface Line<Held = unknown> {
  /** The `source` of every update that comes through it. */
  readonly id: string
  readonly door: Door
  /** null until a ticket was found good. */
  readonly userId: string | null
  /** Remembers whose line it is; from then on it may be idle. */
  identify(userId: string): void
  /** Sends a frame with its address in front; a line that is closed, or cut because of it, swallows it. */
  send(frame: Uint8Array): void
  /** Answers a first step: sends the updates that make a whole document, the last as the second step. */
  sendState(address: string, updates: readonly Uint8Array[]): void
  /** Tells what happened in a document. Who reads too slowly is spared presence first, then cut. */
  deliver(address: string, packet: Packet): void
  /** Closes the whole line with a reason. */
  cut(reason: CloseReason): void
  /** Refuses one document; on /collab the others of the line live on. */
  refuse(address: string, reason: CloseReason, denied: Uint8Array | null): void
  /** Called once by an attachment that has closed. */
  forget(attachment: Held): void
  /** Stops reading, so that nothing is applied while the right to it is being decided; counted, like `resume`. */
  pause(): void
  resume(): void
}
