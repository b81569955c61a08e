import { readCfb, writeCfb } from './cfb.ts'

/** A file as Windows packs it into another: what it is called, and its bytes. */
export interface PackedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

const NATIVE = '\u0001Ole10Native'
const DESCRIPTION = '\u0001CompObj'
/** {0003000C-0000-0000-C000-000000000046}: the packager of Windows. */
const PACKAGER = Uint8Array.from([0x0c, 0, 3, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46])

/** Writes numbers and strings one after another. */
class Bytes {
  private readonly whole: Uint8Array[] = []
  number(value: number, size: 2 | 4): this {
    return this.put(Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) & 0xff))
  }
  put(bytes: readonly number[] | Uint8Array): this {
    this.whole.push(Uint8Array.from(bytes))
    return this
  }
  /** Letters of one byte and a zero. */
  letters(text: string): this {
    return this.put([...text].map((letter) => letter.charCodeAt(0))).put([0])
  }
  counted(text: string): this {
    return this.number(text.length + 1, 4).letters(text)
  }
  wide(text: string): this {
    this.number(text.length, 4)
    for (let index = 0; index < text.length; index++) this.number(text.charCodeAt(index), 2)
    return this
  }
  done(): Uint8Array {
    const out = new Uint8Array(this.whole.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of this.whole) {
      out.set(part, at)
      at += part.length
    }
    return out
  }
}

/** A name without what would lead out of a folder, or hide what kind of file it is. */
const plainName = (name: string): string =>
  name
    .replaceAll(/[\\/:*?"<>|\u202a-\u202e\u2066-\u2069]|\p{Cc}/gu, '_')
    .replace(/^\.+/, '')
    .slice(-120)
    .toWellFormed() || 'file'
/** The same for programs that know no letters but those of one byte. */
const shortName = (name: string): string => {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  const stem = name.slice(0, name.length - ending.length)
  return `${/^[\w .-]+$/.test(stem) ? stem : 'attachment'}${ending}`
}

/** A file as the OLE object `Package`, which Word and WPS open with the program for its kind. No path of any machine is in it. */
export function packFile({ name, bytes }: PackedFile): Uint8Array {
  const wide = plainName(name)
  const short = shortName(wide)
  const native = new Bytes()
    .number(2, 2)
    .letters(short)
    .letters(short)
    .number(0, 2)
    .number(3, 2)
    .counted(short)
    .number(bytes.length, 4)
    .put(bytes)
    .wide(wide)
    .wide(wide)
    .wide(wide)
    .done()
  const description = new Bytes()
    .put([0x01, 0x00, 0xfe, 0xff, 0x03, 0x0a, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff])
    .put(PACKAGER)
    .counted('OLE Package')
    .number(0, 4)
    .counted('Package')
    .number(0x71b2_39f4, 4)
    .number(0, 4)
    .number(0, 4)
    .number(0, 4)
    .done()
  const streams = [
    { name: NATIVE, bytes: new Bytes().number(native.length, 4).put(native).done() },
    { name: DESCRIPTION, bytes: description },
  ]
  return writeCfb(streams, PACKAGER)
}

const wide = new TextDecoder('utf-16le')
const short = new TextDecoder('gb18030')

/** The file in an OLE object `Package`; null where it is none, or damaged. */
export function unpackFile(object: Uint8Array): PackedFile | null {
  const native = readCfb(object, NATIVE)
  if (!native || native.length < 16) return null
  const view = new DataView(native.buffer, native.byteOffset, native.byteLength)
  let at = 6
  const letters = (): string | null => {
    const end = native.indexOf(0, at)
    if (end === -1) return null
    const text = short.decode(native.subarray(at, end))
    at = end + 1
    return text
  }
  const label = letters()
  const path = letters()
  if (label === null || path === null || at + 8 > native.length) return null
  at += 4
  const skipped = view.getUint32(at, true)
  at += 4 + skipped
  if (at + 4 > native.length) return null
  const length = view.getUint32(at, true)
  at += 4
  if (at + length > native.length) return null
  const bytes = native.slice(at, at + length)
  at += length
  const wideText = (): string => {
    if (at + 4 > native.length) return ''
    const count = view.getUint32(at, true)
    if (at + 4 + count * 2 > native.length) return ''
    const text = wide.decode(native.subarray(at + 4, at + 4 + count * 2))
    at += 4 + count * 2
    return text.replaceAll('\0', '')
  }
  const [, wideLabel, widePath] = [wideText(), wideText(), wideText()]
  const named = [wideLabel, widePath, label, path].find((text) => text !== undefined && text.trim() !== '') ?? ''
  return { name: plainName(named.split(/[\\/]/).at(-1) ?? ''), bytes }
}
