import { type CloseReason, isCloseReason } from '@gongyan/contract/collab'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import type { Prelude } from '../attachment.ts'
import type { UpdateOrigin } from '../room.ts'
import type { Door } from '../line.ts'
import type { Grant } from '../port.ts'
import { MESSAGE, type Message } from '../wire.ts'

/** What a server says for a client whose document its neighbour has. */
export interface Opening {
  /** The document's name, perhaps with a provider's session behind it. */
  readonly address: string
  readonly door: Door
  /** The client's connection, which is put on record with every update. */
  readonly source: string
  /** As judged, and watched over, by the server that says it. */
  readonly grant: Grant
}

/**
 * What two servers say to each other. A channel is one client's document, a document's number stands for all channels of
 * it; both are given by the server that opens them. Bodies are messages of the Hocuspocus wire without their address.
 */
export type PeerFrame =
  | {
      readonly kind: 'open'
      readonly channel: number
      readonly document: number
      readonly opening: Opening
      readonly prelude: Prelude
    }
  | { readonly kind: 'message'; readonly channel: number; readonly body: Uint8Array }
  /** The answer to a client's first step: the updates that make the whole document. */
  | { readonly kind: 'state'; readonly channel: number; readonly updates: readonly Uint8Array[] }
  /** One body for many: for these channels of a document, or for all but these. */
  | {
      readonly kind: 'broadcast'
      readonly document: number
      readonly isAllBut: boolean
      readonly channels: readonly number[]
      readonly body: Uint8Array
    }
  | { readonly kind: 'leave'; readonly channel: number }
  /** `isRefusal`: the document is refused, the client's other documents live on. */
  | { readonly kind: 'closed'; readonly channel: number; readonly reason: CloseReason; readonly isRefusal: boolean }
  /** Whether the client is to be read. */
  | { readonly kind: 'flow'; readonly channel: number; readonly isPaused: boolean }
  /** A change made by the server that says it; answered under its number. */
  | {
      readonly kind: 'edit'
      readonly number: number
      readonly document: string
      readonly origin: UpdateOrigin
      readonly update: Uint8Array
    }
  /** The place in the log that holds the change, once it is stored; null when it was not. */
  | { readonly kind: 'edited'; readonly number: number; readonly seq: bigint | null }

const KINDS = ['open', 'message', 'broadcast', 'leave', 'closed', 'flow', 'edit', 'edited', 'state'] as const

/** Writes a frame behind those that are there. */
export function writeFrame(encoder: encoding.Encoder, frame: PeerFrame): void {
  encoding.writeVarUint(encoder, KINDS.indexOf(frame.kind))
  switch (frame.kind) {
    case 'open': {
      encoding.writeVarUint(encoder, frame.channel)
      encoding.writeVarUint(encoder, frame.document)
      encoding.writeVarString(encoder, JSON.stringify(frame.opening))
      const { step1, awareness, updates } = frame.prelude
      for (const part of [step1, awareness]) {
        encoding.writeVarUint(encoder, part ? 1 : 0)
        if (part) encoding.writeVarUint8Array(encoder, part)
      }
      encoding.writeVarUint(encoder, updates.isMore ? 1 : 0)
      encoding.writeVarUint(encoder, updates.kept.length)
      for (const update of updates.kept) encoding.writeVarUint8Array(encoder, update)
      return
    }
    case 'message':
      encoding.writeVarUint(encoder, frame.channel)
      encoding.writeVarUint8Array(encoder, frame.body)
      return
    case 'state':
      encoding.writeVarUint(encoder, frame.channel)
      encoding.writeVarUint(encoder, frame.updates.length)
      for (const update of frame.updates) encoding.writeVarUint8Array(encoder, update)
      return
    case 'broadcast':
      encoding.writeVarUint(encoder, frame.document)
      encoding.writeVarUint(encoder, frame.channels.length * 2 + (frame.isAllBut ? 1 : 0))
      for (const channel of frame.channels) encoding.writeVarUint(encoder, channel)
      encoding.writeVarUint8Array(encoder, frame.body)
      return
    case 'leave':
      encoding.writeVarUint(encoder, frame.channel)
      return
    case 'closed':
      encoding.writeVarUint(encoder, frame.channel)
      encoding.writeVarString(encoder, frame.reason)
      encoding.writeVarUint(encoder, frame.isRefusal ? 1 : 0)
      return
    case 'flow':
      encoding.writeVarUint(encoder, frame.channel)
      encoding.writeVarUint(encoder, frame.isPaused ? 1 : 0)
      return
    case 'edit':
      encoding.writeVarUint(encoder, frame.number)
      encoding.writeVarString(encoder, frame.document)
      encoding.writeVarString(encoder, JSON.stringify(frame.origin))
      encoding.writeVarUint8Array(encoder, frame.update)
      return
    case 'edited':
      encoding.writeVarUint(encoder, frame.number)
      encoding.writeVarString(encoder, frame.seq === null ? '' : frame.seq.toString())
  }
}

/** Reads the next frame; throws on bytes that are none. What it holds lies in the bytes it was read from. */
export function readFrame(decoder: decoding.Decoder): PeerFrame {
  const kind = KINDS[decoding.readVarUint(decoder)]
  const number = decoding.readVarUint(decoder)
  switch (kind) {
    case 'open': {
      const document = decoding.readVarUint(decoder)
      // Written by a server that has shown the installation's key, of a version whose frames are these.
      const opening = JSON.parse(decoding.readVarString(decoder)) as Opening
      const part = (): Uint8Array | null =>
        decoding.readVarUint(decoder) === 1 ? decoding.readVarUint8Array(decoder).slice() : null
      const [step1, awareness] = [part(), part()]
      const isMore = decoding.readVarUint(decoder) === 1
      const kept = Array.from({ length: decoding.readVarUint(decoder) }, () =>
        decoding.readVarUint8Array(decoder).slice(),
      )
      const bytes = kept.reduce((sum, update) => sum + update.length, 0)
      return {
        kind,
        channel: number,
        document,
        opening,
        prelude: { step1, awareness, updates: { kept, bytes, isMore } },
      }
    }
    case 'message':
      return { kind, channel: number, body: decoding.readVarUint8Array(decoder) }
    case 'state': {
      const updates = Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarUint8Array(decoder))
      return { kind, channel: number, updates }
    }
    case 'broadcast': {
      const count = decoding.readVarUint(decoder)
      const channels = Array.from({ length: count >> 1 }, () => decoding.readVarUint(decoder))
      return { kind, document: number, isAllBut: count % 2 === 1, channels, body: decoding.readVarUint8Array(decoder) }
    }
    case 'leave':
      return { kind, channel: number }
    case 'closed': {
      const reason = decoding.readVarString(decoder)
      const isRefusal = decoding.readVarUint(decoder) === 1
      return { kind, channel: number, reason: isCloseReason(reason) ? reason : 'unavailable', isRefusal }
    }
    case 'flow':
      return { kind, channel: number, isPaused: decoding.readVarUint(decoder) === 1 }
    case 'edit': {
      const document = decoding.readVarString(decoder)
      const origin = JSON.parse(decoding.readVarString(decoder)) as UpdateOrigin
      return { kind, number, document, origin, update: decoding.readVarUint8Array(decoder).slice() }
    }
    case 'edited': {
      const seq = decoding.readVarString(decoder)
      return { kind, number, seq: seq === '' ? null : BigInt(seq) }
    }
    default:
      throw new Error('no frame of a neighbour')
  }
}

/** A client's message as a body; null for what means nothing to the server that has the document. */
export function bodyOf(message: Message): Uint8Array | null {
  const encoder = encoding.createEncoder()
  switch (message.kind) {
    case 'step1':
      encoding.writeVarUint(encoder, MESSAGE.sync)
      encoding.writeVarUint(encoder, messageYjsSyncStep1)
      encoding.writeVarUint8Array(encoder, message.stateVector)
      break
    case 'update':
      encoding.writeVarUint(encoder, MESSAGE.sync)
      encoding.writeVarUint(encoder, message.isStep2 ? messageYjsSyncStep2 : messageYjsUpdate)
      encoding.writeVarUint8Array(encoder, message.update)
      break
    case 'awareness':
      encoding.writeVarUint(encoder, MESSAGE.awareness)
      encoding.writeVarUint8Array(encoder, message.update)
      break
    case 'queryAwareness':
      encoding.writeVarUint(encoder, MESSAGE.queryAwareness)
      break
    case 'close':
    case 'auth':
    case 'ignored':
      return null
  }
  return encoding.toUint8Array(encoder)
}
