import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'

/** Message types of the Hocuspocus wire; 0 to 3 are those of y-websocket too. */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /** As sync, but not to be answered with a first step. */
  syncReply: 4,
  stateless: 5,
  close: 7,
  syncStatus: 8,
  pong: 10,
} as const

const AUTH = { token: 0, permissionDenied: 1, authenticated: 2 } as const

/** What a client may say about one document. */
export type Message =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  /** `isStep2`: the answer to our first step, so everything the client has and we lacked. */
  | { readonly kind: 'update'; readonly update: Uint8Array; readonly isStep2: boolean }
  | { readonly kind: 'awareness'; readonly update: Uint8Array }
  | { readonly kind: 'queryAwareness' }
  | { readonly kind: 'auth'; readonly ticket: string }
  | { readonly kind: 'close' }
  /** Part of the protocol, without use here. */
  | { readonly kind: 'ignored' }

/** Whether a frame is the connection-level pong of the Hocuspocus wire, which names no document. */
export const isPong = (frame: Uint8Array): boolean => frame.length === 1 && frame[0] === MESSAGE.pong

/** Bytes that are not the protocol: the sender's fault, not ours. */
export class ProtocolError extends Error {}

/** Runs `read`; whatever it throws is the fault of the bytes it reads. */
export function reading<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw cause instanceof ProtocolError ? cause : new ProtocolError('not the protocol', { cause })
  }
}

/** Reads the address in front of a Hocuspocus frame; throws on bytes that are not the protocol. */
export function readAddress(frame: Uint8Array): { address: string; decoder: decoding.Decoder } {
  const decoder = decoding.createDecoder(frame)
  return { address: decoding.readVarString(decoder), decoder }
}

/** Reads what follows the address; throws on bytes that are not the protocol or are for servers only. */
export function readMessage(decoder: decoding.Decoder): Message {
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case MESSAGE.sync:
    case MESSAGE.syncReply:
      return readSync(decoder)
    case MESSAGE.awareness:
      return { kind: 'awareness', update: readLast(decoder) }
    case MESSAGE.auth:
      if (decoding.readVarUint(decoder) !== AUTH.token) throw new Error('only a ticket may be sent')
      return { kind: 'auth', ticket: decoding.readVarString(decoder) }
    case MESSAGE.queryAwareness:
      return { kind: 'queryAwareness' }
    case MESSAGE.stateless:
      return { kind: 'ignored' }
    case MESSAGE.close:
      return { kind: 'close' }
    default:
      throw new Error(`message type ${type}`)
  }
}

/** The bytes a message ends with; more behind them would be kept with them. */
function readLast(decoder: decoding.Decoder): Uint8Array {
  const bytes = decoding.readVarUint8Array(decoder)
  if (decoding.hasContent(decoder)) throw new Error('bytes behind a message')
  return bytes
}

function readSync(decoder: decoding.Decoder): Message {
  const step = decoding.readVarUint(decoder)
  if (step === messageYjsSyncStep1) return { kind: 'step1', stateVector: readLast(decoder) }
  if (step === messageYjsSyncStep2 || step === messageYjsUpdate)
    return { kind: 'update', update: readLast(decoder), isStep2: step === messageYjsSyncStep2 }
  throw new Error(`sync step ${step}`)
}

const frame = (address: string, write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, address)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** A message with its address in front. */
export const withAddress = (address: string, message: Uint8Array): Uint8Array =>
  frame(address, (encoder) => encoding.writeUint8Array(encoder, message))

/** Tells a provider that its ticket was accepted. */
export const authenticatedFrame = (address: string, canWrite: boolean): Uint8Array =>
  frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.auth)
    encoding.writeVarUint(encoder, AUTH.authenticated)
    encoding.writeVarString(encoder, canWrite ? 'read-write' : 'readonly')
  })

/** Tells a provider that it was refused; it emits `authenticationFailed` with the reason. */
export const deniedFrame = (address: string, reason: string): Uint8Array =>
  frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.auth)
    encoding.writeVarUint(encoder, AUTH.permissionDenied)
    encoding.writeVarString(encoder, reason)
  })

/** The acknowledgement: `isStored` only when everything the document held is committed. */
export const statusFrame = (address: string, isStored: boolean): Uint8Array =>
  frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.syncStatus)
    encoding.writeVarUint(encoder, isStored ? 1 : 0)
  })

/** Asks for everything the client has beyond this state vector. */
export const step1Frame = (address: string, stateVector: Uint8Array): Uint8Array =>
  frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, messageYjsSyncStep1)
    encoding.writeVarUint8Array(encoder, stateVector)
  })

/** A change of the document. */
export const updateFrame = (address: string, update: Uint8Array): Uint8Array =>
  frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, messageYjsUpdate)
    encoding.writeVarUint8Array(encoder, update)
  })

/** What stands before a whole document or a part of it, the last part of the answer to a client's first step. */
export const stateHead = (address: string, length: number, isLast: boolean): Uint8Array =>
  frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, isLast ? messageYjsSyncStep2 : messageYjsUpdate)
    encoding.writeVarUint(encoder, length)
  })

export const awarenessFrame = (address: string, update: Uint8Array): Uint8Array =>
  frame(address, (encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness)
    encoding.writeVarUint8Array(encoder, update)
  })

/** A frame as y-websocket has it, which names no document. */
export function withoutAddress(data: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(data)
  const length = decoding.readVarUint(decoder)
  return data.subarray(decoder.pos + length)
}

/** Whether y-websocket knows the type of a message that has no address in front. */
export const isForYjs = (message: Uint8Array): boolean =>
  message[0] === MESSAGE.sync || message[0] === MESSAGE.awareness
