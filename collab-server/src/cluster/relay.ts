import type { CloseReason } from '@gongyan/contract/collab'
import * as decoding from 'lib0/decoding'
import { messageYjsUpdate } from 'y-protocols/sync'
import type { Prelude } from '../attachment.ts'
import { Packet } from '../packet.ts'
import type { UpdateOrigin } from '../room.ts'
import { MESSAGE, type Message } from '../wire.ts'
import { type Opening, type PeerFrame, bodyOf } from './peer-frames.ts'
import type { PeerSocket } from './peer-socket.ts'

/** What a client's socket does with what comes from the server that has its document. */
export interface RelayEnd {
  /** A message of the Hocuspocus wire without its address, meant for this client. */
  deliver(body: Uint8Array): void
  /** What happened in the document. */
  tell(packet: Packet): void
  /** The updates that make the whole document, which answer the client's first step. */
  deliverState(updates: readonly Uint8Array[]): void
  /** The other server is done with this client; `isRefusal`: with this document only. */
  ended(reason: CloseReason, isRefusal: boolean): void
  setPaused(isPaused: boolean): void
}

/** A client's document on another server. */
export interface Relay {
  send(message: Message): void
  /** Leaves; nothing is delivered any more. */
  close(): void
}

interface Channel {
  readonly name: string
  readonly document: number
  readonly end: RelayEnd
  isPaused: boolean
}

/** The line to a server that has documents our clients want: one line for all of them. */
export class OutgoingLink {
  readonly #socket: PeerSocket
  readonly #channels = new Map<number, Channel>()
  /** Name → number, as long as a channel has the document. */
  readonly #numbers = new Map<string, { readonly number: number; uses: number }>()
  /** Number → the channels that have been sent something, as the other server counts too. */
  readonly #documents = new Map<number, Set<number>>()
  readonly #edits = new Map<number, (seq: bigint | null) => void>()
  #lastChannel = 0
  #lastDocument = 0
  #lastEdit = 0
  #isOpen = true

  /** `connect` makes the socket, given what it is to call. */
  constructor(connect: (handlers: { onFrame(frame: PeerFrame): void; onClose(): void }) => PeerSocket) {
    this.#socket = connect({ onFrame: (frame) => this.#receive(frame), onClose: () => this.#end() })
  }

  /** Whether clients of ours have a document open there. */
  has(name: string): boolean {
    return this.#isOpen && this.#numbers.has(name)
  }

  /** Opens a client's document there. */
  open(opening: Opening, prelude: Prelude, end: RelayEnd): Relay {
    const channel = ++this.#lastChannel
    const name = opening.address.split('\0', 1)[0] ?? opening.address
    const document = this.#numbers.get(name) ?? { number: ++this.#lastDocument, uses: 0 }
    document.uses += 1
    this.#numbers.set(name, document)
    // It may have ended since it was found.
    if (!this.#isOpen) queueMicrotask(() => this.#forget(channel)?.end.ended('unavailable', false))
    this.#channels.set(channel, { name, document: document.number, end, isPaused: false })
    this.#socket.send({ kind: 'open', channel, document: document.number, opening, prelude })
    return {
      send: (message) => {
        const body = this.#channels.has(channel) && bodyOf(message)
        if (body) this.#socket.send({ kind: 'message', channel, body })
      },
      close: () => {
        if (this.#forget(channel)) this.#socket.send({ kind: 'leave', channel })
      },
    }
  }

  /** Has the other server change a document; the place in its log once it is stored, null when it was not. */
  edit(document: string, origin: UpdateOrigin, update: Uint8Array): Promise<bigint | null> {
    if (!this.#isOpen) return Promise.resolve(null)
    const number = ++this.#lastEdit
    return new Promise((resolve) => {
      this.#edits.set(number, resolve)
      this.#socket.send({ kind: 'edit', number, document, origin, update })
    })
  }

  #forget(number: number): Channel | null {
    const channel = this.#channels.get(number)
    if (!channel) return null
    this.#channels.delete(number)
    this.#documents.get(channel.document)?.delete(number)
    const document = this.#numbers.get(channel.name)
    if (document && --document.uses === 0) {
      this.#numbers.delete(channel.name)
      this.#documents.delete(document.number)
    }
    if (channel.isPaused) channel.end.setPaused(false)
    return channel
  }

  #receive(frame: PeerFrame): void {
    switch (frame.kind) {
      case 'message': {
        const channel = this.#channels.get(frame.channel)
        if (!channel) return
        const channels = this.#documents.get(channel.document)
        if (channels) channels.add(frame.channel)
        else this.#documents.set(channel.document, new Set([frame.channel]))
        return pass(frame.body, [channel])
      }
      case 'state':
        return this.#channels.get(frame.channel)?.end.deliverState(frame.updates)
      case 'broadcast': {
        const listed = new Set(frame.channels)
        const channels = frame.isAllBut
          ? [...(this.#documents.get(frame.document) ?? [])].filter((channel) => !listed.has(channel))
          : listed
        return pass(
          frame.body,
          [...channels].flatMap((channel) => this.#channels.get(channel) ?? []),
        )
      }
      case 'closed':
        return this.#forget(frame.channel)?.end.ended(frame.reason, frame.isRefusal)
      case 'flow': {
        const channel = this.#channels.get(frame.channel)
        if (!channel || channel.isPaused === frame.isPaused) return
        channel.isPaused = frame.isPaused
        return channel.end.setPaused(frame.isPaused)
      }
      case 'edited':
        this.#edits.get(frame.number)?.(frame.seq)
        this.#edits.delete(frame.number)
        return
      case 'open':
      case 'leave':
      case 'edit':
        throw new Error(`${frame.kind} is not for a server that asks`)
    }
  }

  /** Its documents cannot be reached: their clients come back and are placed anew. */
  #end(): void {
    this.#isOpen = false
    for (const settle of this.#edits.values()) settle(null)
    this.#edits.clear()
    for (const number of this.#channels.keys()) this.#forget(number)?.end.ended('unavailable', false)
  }

  close(): void {
    this.#socket.close()
  }
}

/** Passes a message on; what all are told is framed once for all of them, and presence may be spared slow readers. */
function pass(body: Uint8Array, channels: readonly Channel[]): void {
  const packet = packetOf(body)
  for (const { end } of channels) {
    if (packet) end.tell(packet)
    else end.deliver(body)
  }
}

/** A change or presence as a packet; null for any other message. */
function packetOf(body: Uint8Array): Packet | null {
  const isUpdate = body[0] === MESSAGE.sync && body[1] === messageYjsUpdate
  if (!isUpdate && body[0] !== MESSAGE.awareness) return null
  const decoder = decoding.createDecoder(body)
  decoder.pos = isUpdate ? 2 : 1
  const bytes = decoding.readVarUint8Array(decoder)
  return isUpdate ? new Packet(bytes, null) : new Packet(null, bytes)
}
