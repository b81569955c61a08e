import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as Y from 'yjs'
import type { Entrance } from '../school.ts'

/** A message of the Hocuspocus wire: numbers, texts and byte strings one after another. */
export function wire(...parts: readonly (number | string | Uint8Array)[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const part of parts) {
    if (typeof part === 'number') encoding.writeVarUint(encoder, part)
    else if (typeof part === 'string') encoding.writeVarString(encoder, part)
    else encoding.writeVarUint8Array(encoder, part)
  }
  return encoding.toUint8Array(encoder)
}

/**
 * A client on a bare socket that counts what it gets, looks at no more of it than it must, and answers pings: a thousand of
 * them cost little.
 */
export interface Sink {
  /** Bytes. */
  received: number
  /** Its messages that the server has answered as stored. */
  acknowledged: number
  /** Resolves with the moment (performance.now) at which all of the answer to its first step had come. */
  readonly hasAll: Promise<number>
  /** Resolves with the close code (1006: without one) when the line is over, whoever ended it. */
  readonly over: Promise<number>
  send(message: Uint8Array): void
  close(): void
}

const [BINARY, CLOSE, PING, PONG] = [0x82, 0x88, 0x89, 0x8a]
const [SYNC, SYNC_STATUS, STEP2] = [0, 8, 1]

/** Opens a document and resolves when the server has begun to send it. */
export async function openSink(entrance: Entrance, document: string): Promise<Sink> {
  const { hostname, port, pathname, host } = new URL(entrance.url)
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true })
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  socket.write(
    `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
  )
  const [head] = (await once(socket, 'data')) as [Buffer]
  if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(`no socket: ${head.toString('latin1')}`)
  const { promise: hasAll, resolve: haveAll } = Promise.withResolvers<number>()
  const { promise: over, resolve: ended } = Promise.withResolvers<number>()
  socket.once('close', () => ended(1006))
  let answerEnd = Infinity
  const sink: Sink = {
    received: 0,
    acknowledged: 0,
    hasAll,
    over,
    send: (message) => void socket.write(clientFrame(BINARY, message)),
    close: () => void socket.destroy(),
  }
  const kindAt = wire(document).length
  const read = frameReader((opcode, payload, end) => {
    if (opcode === CLOSE) ended(payload.length >= 2 ? payload.readUInt16BE(0) : 1005)
    else if (opcode === PING) socket.write(clientFrame(PONG, payload))
    else if (payload[kindAt] === SYNC && payload[kindAt + 1] === STEP2) answerEnd = Math.min(answerEnd, end)
    else if (payload[kindAt] === SYNC_STATUS && payload[kindAt + 1] === 1) sink.acknowledged += 1
  })
  socket.on('data', (data: Buffer) => {
    sink.received += data.length
    read(data)
    if (sink.received >= answerEnd) haveAll(performance.now())
  })
  sink.send(wire(document, 2, 0, entrance.ticket))
  sink.send(wire(document, 0, 0, Y.encodeStateVector(new Y.Doc())))
  await once(socket, 'data')
  return sink
}

/** Calls `onFrame` with each unmasked frame of a stream, of a long one with its first bytes only, and with where it ends. */
function frameReader(onFrame: (opcode: number, payload: Buffer, end: number) => void): (data: Buffer) => void {
  let passed = 0
  let rest: Buffer = Buffer.alloc(0)
  let skip = 0
  return (data) => {
    let at = Math.min(skip, data.length)
    skip -= at
    if (rest.length > 0) {
      passed -= rest.length
      data = Buffer.concat([rest, data.subarray(at)])
      rest = Buffer.alloc(0)
      at = 0
    }
    while (at < data.length) {
      const short = data[at + 1] ?? 0
      const header = short === 127 ? 10 : short === 126 ? 4 : 2
      const left = data.length - at
      const isWhole = left >= header
      const length = !isWhole
        ? 0
        : short === 127
          ? Number(data.readBigUInt64BE(at + 2))
          : short === 126
            ? data.readUInt16BE(at + 2)
            : short
      if (!isWhole || left < header + Math.min(length, 1024)) {
        rest = data.subarray(at)
        passed += data.length
        return
      }
      onFrame(
        data[at] ?? 0,
        data.subarray(at + header, at + header + Math.min(length, 1024)),
        passed + at + header + length,
      )
      at += header + length
    }
    // What began in an earlier piece may still not be over.
    skip += at - data.length
    passed += data.length
  }
}

/** A binary frame as a client must send it, under a mask of zeros. */
function clientFrame(opcode: number, message: Uint8Array): Buffer {
  const { length } = message
  const header = length < 126 ? 6 : length < 65_536 ? 8 : 14
  const frame = Buffer.alloc(header + length)
  frame[0] = opcode
  frame[1] = 0x80 | (header === 6 ? length : header === 8 ? 126 : 127)
  if (header === 8) frame.writeUInt16BE(length, 2)
  if (header === 14) frame.writeBigUInt64BE(BigInt(length), 2)
  frame.set(message, header)
  return frame
}

/** A client that understands what it gets: its copy of the document is real. */
export async function openReader(
  entrance: Entrance,
  document: string,
  ydoc: Y.Doc,
): Promise<{ close(): void; send(message: Uint8Array): void }> {
  const ws = new WebSocket(entrance.url, { perMessageDeflate: false })
  ws.on('error', () => {})
  const prefix = wire(document).length
  ws.on('message', (data: Buffer) => {
    if (data[prefix] !== 0) return
    const kind = data[prefix + 1]
    if (kind !== 1 && kind !== 2) return
    let at = prefix + 2
    while ((data[at] ?? 0) >= 128) at += 1
    Y.applyUpdate(ydoc, data.subarray(at + 1), 'server')
  })
  await once(ws, 'open')
  ws.send(wire(document, 2, 0, entrance.ticket))
  ws.send(wire(document, 0, 0, Y.encodeStateVector(ydoc)))
  await once(ws, 'message')
  return { close: () => ws.terminate(), send: (message) => ws.send(message) }
}
