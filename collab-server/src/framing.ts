/**
 * The header of a WebSocket frame that holds a whole binary message from a server, so is not masked (RFC 6455 §5.2). What goes
 * to all readers is framed once for all of them; `ws` would do it for each.
 */
export function frameHeader(length: number): Buffer {
  if (length < 126) return Buffer.of(0x82, length)
  if (length < 65_536) return Buffer.of(0x82, 126, length >>> 8, length & 255)
  const header = Buffer.alloc(10)
  header[0] = 0x82
  header[1] = 127
  header.writeBigUInt64BE(BigInt(length), 2)
  return header
}

/** Messages as frames, one behind the other. */
export const framed = (messages: readonly Uint8Array[]): Buffer =>
  Buffer.concat(messages.flatMap((message) => [frameHeader(message.length), message]))
