import { Inflate } from 'fflate'
import { RefusalSignal } from '../refusal.ts'

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Compressed bytes given to the inflater at once: DEFLATE expands 1032-fold at most, so the overshoot stays under 17 MB. */
const PIECE = 16_384

const CRC = new Uint32Array(256).map((_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})
/** CRC-32 of bytes, continuing from `seed`. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  let value = ~seed
  for (const byte of bytes) value = (CRC[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return ~value >>> 0
}

interface Entry {
  name: string
  offset: number
  packed: number
  method: number
  crc: number
}

/** What files that lie in one another may take together. */
export interface Budget {
  bytes: number
  entries: number
}

/** The entries of a zip file, unpacked one by one when asked for and never beyond a common limit. */
export class ZipReader {
  private readonly entries = new Map<string, Entry>()
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private readonly budget: Budget

  /** Reads the central directory; refuses what is no zip, is encrypted, or has too many entries. */
  constructor(bytes: Uint8Array, budget: Budget) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.budget = budget
    const end = this.findEnd()
    const count = this.view.getUint16(end + 10, true)
    if (count > budget.entries || count === 0xffff) throw new RefusalSignal('word/too-many-parts', `${count} entries`)
    budget.entries -= count
    let at = this.view.getUint32(end + 16, true)
    let declared = 0
    const decoder = new TextDecoder()
    for (let index = 0; index < count; index++) {
      if (at + 46 > bytes.length || this.view.getUint32(at, true) !== CENTRAL)
        throw new RefusalSignal('word/damaged', 'central directory')
      if (this.view.getUint16(at + 8, true) & 1) throw new RefusalSignal('word/encrypted', 'zip entry')
      const nameLength = this.view.getUint16(at + 28, true)
      // Names only ever index this map: no file is written, so `../` in one leads nowhere.
      const name = decoder
        .decode(bytes.subarray(at + 46, at + 46 + nameLength))
        .replaceAll('\\', '/')
        .replace(/^\/+/, '')
      declared += this.view.getUint32(at + 24, true)
      if (!this.entries.has(name.toLowerCase()))
        this.entries.set(name.toLowerCase(), {
          name,
          method: this.view.getUint16(at + 10, true),
          crc: this.view.getUint32(at + 16, true),
          packed: this.view.getUint32(at + 20, true),
          offset: this.view.getUint32(at + 42, true),
        })
      at += 46 + nameLength + this.view.getUint16(at + 30, true) + this.view.getUint16(at + 32, true)
    }
    // A truthful bomb is refused before any work; a lying one runs into the budget while it inflates.
    if (declared > budget.bytes) throw new RefusalSignal('word/unpacked-too-large', 'declared sizes')
  }

  private findEnd(): number {
    for (let at = this.bytes.length - 22; at >= Math.max(0, this.bytes.length - 22 - 0xffff); at--)
      if (this.view.getUint32(at, true) === END) return at
    throw new RefusalSignal('word/damaged', 'no end of central directory')
  }

  /** The names of all entries, as written, in the order of the directory. */
  get names(): string[] {
    return [...this.entries.values()].map(({ name }) => name)
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase())
  }

  /** The unpacked bytes of an entry or null; refuses damage and whatever exceeds the common limit. */
  read(name: string): Uint8Array | null {
    const entry = this.entries.get(name.toLowerCase())
    if (!entry) return null
    const { offset, packed, method, crc } = entry
    if (offset + 30 > this.bytes.length || this.view.getUint32(offset, true) !== LOCAL)
      throw new RefusalSignal('word/damaged', name)
    const start = offset + 30 + this.view.getUint16(offset + 26, true) + this.view.getUint16(offset + 28, true)
    if (start + packed > this.bytes.length) throw new RefusalSignal('word/damaged', name)
    const source = this.bytes.subarray(start, start + packed)
    const unpacked = method === 0 ? this.take(source) : method === 8 ? this.inflate(source, name) : null
    if (!unpacked) throw new RefusalSignal('word/damaged', `${name}: method ${method}`)
    if (crc32(unpacked) !== crc) throw new RefusalSignal('word/damaged', `${name}: checksum`)
    return unpacked
  }

  private take(bytes: Uint8Array): Uint8Array {
    this.budget.bytes -= bytes.length
    if (this.budget.bytes < 0) throw new RefusalSignal('word/unpacked-too-large', 'while unpacking')
    return bytes
  }

  private inflate(source: Uint8Array, name: string): Uint8Array {
    const chunks: Uint8Array[] = []
    let length = 0
    let ended = false
    const inflater = new Inflate((chunk, final) => {
      chunks.push(this.take(chunk))
      length += chunk.length
      ended ||= final
    })
    try {
      for (let at = 0; at < source.length || at === 0; at += PIECE)
        inflater.push(source.subarray(at, at + PIECE), at + PIECE >= source.length)
    } catch (error) {
      if (error instanceof RefusalSignal) throw error
      throw new RefusalSignal('word/damaged', name)
    }
    if (!ended) throw new RefusalSignal('word/damaged', name)
    const out = new Uint8Array(length)
    let at = 0
    for (const chunk of chunks) {
      out.set(chunk, at)
      at += chunk.length
    }
    return out
  }
}
