import { once } from 'node:events'
import * as encoding from 'lib0/encoding'
import { onTestFinished } from 'vitest'
import WebSocket from 'ws'
import * as Y from 'yjs'
import type { Entrance } from './harness.ts'

/** A client that keeps to no protocol: sends what it likes and remembers what it got. */
export interface Attacker {
  readonly ws: WebSocket
  readonly frames: Uint8Array[]
  /** Code and reason once the server has closed it. */
  closed: { code: number; reason: string } | null
  send(data: Uint8Array | string): void
}

export async function attack(stage: Pick<Entrance, 'port'>, path = '/collab'): Promise<Attacker> {
  const ws = new WebSocket(`ws://127.0.0.1:${stage.port}${path}`, { perMessageDeflate: false })
  const attacker: Attacker = { ws, frames: [], closed: null, send: (data) => ws.send(data) }
  ws.on('message', (data: Buffer) => void attacker.frames.push(data))
  ws.on('close', (code, reason) => (attacker.closed = { code, reason: reason.toString() }))
  ws.on('error', () => {})
  onTestFinished(() => ws.terminate())
  await once(ws, 'open')
  return attacker
}

export const bytes = (...parts: (number | string | Uint8Array)[]): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const part of parts) {
    if (typeof part === 'number') encoding.writeVarUint(encoder, part)
    else if (typeof part === 'string') encoding.writeVarString(encoder, part)
    else encoding.writeVarUint8Array(encoder, part)
  }
  return encoding.toUint8Array(encoder)
}

export const authFrame = (document: string, ticket: string): Uint8Array => bytes(document, 2, 0, ticket)
export const step1 = (document: string): Uint8Array => bytes(document, 0, 0, Y.encodeStateVector(new Y.Doc()))
export const step2 = (document: string, doc: Y.Doc): Uint8Array => bytes(document, 0, 1, Y.encodeStateAsUpdate(doc))
export const updateFrame = (document: string, update: Uint8Array): Uint8Array => bytes(document, 0, 2, update)
export const awarenessFrame = (
  document: string,
  entries: readonly (readonly [clientId: number, clock: number, json: string])[],
): Uint8Array => bytes(document, 1, bytes(entries.length, ...entries.flat()))

/** Whether the attacker was sent an acknowledgement of this kind for the document. */
export const statuses = (attacker: Attacker, document: string, isStored: boolean): number =>
  attacker.frames.filter((frame) => Buffer.compare(frame, bytes(document, 8, isStored ? 1 : 0)) === 0).length
export const isIn = (attacker: Attacker, document: string): boolean =>
  attacker.frames.some(
    (frame) => Buffer.compare(Buffer.from(frame).subarray(0, document.length + 3), bytes(document, 2, 2)) === 0,
  )
