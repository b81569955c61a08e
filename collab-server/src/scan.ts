import * as decoding from 'lib0/decoding'

/** What an update holds, read without building it: enough to judge it before it is applied. */
export interface Scan {
  /** Per client: the clock of its first struct, and the one after its last. */
  readonly inserts: readonly { readonly client: number; readonly from: number; readonly to: number }[]
  /** Per client: ranges that are deleted. */
  readonly deletes: readonly { readonly client: number; readonly clock: number; readonly length: number }[]
  readonly structs: number
  /**
   * The characters its text stands beside and which it does not bring itself: they must be there before. null where that is
   * not all it takes to know that the update can be applied as it is: more than one client, a gap, or a struct that is
   * anything but text, or deleted text, beside other text.
   */
  readonly needs: readonly { readonly client: number; readonly clock: number }[] | null
}

const SKIP = 10
const DELETED = 1
const STRING = 4
/** Characters the text of one update can stand beside before they are no longer worth knowing. */
const MOST_NEEDS = 16

/**
 * Reads a Yjs update (V1) to its end, in the time of its bytes and without its objects: two bytes that stand for a struct
 * cost a hundred times as much once they are one. Throws on bytes that are no update, on anything behind it, and on more
 * than `mostParts` structs and deleted ranges.
 */
export function scanUpdate(update: Uint8Array, mostParts: number): Scan {
  const decoder = decoding.createDecoder(update)
  const inserts: { client: number; from: number; to: number }[] = []
  const needs: Needs = { all: [], isEnough: true }
  let structs = 0
  const clients = decoding.readVarUint(decoder)
  if (clients > 1) needs.isEnough = false
  for (let i = 0; i < clients; i++) {
    const count = decoding.readVarUint(decoder)
    structs += count
    if (structs > mostParts) throw new RangeError('an update of too many structs')
    const client = decoding.readVarUint(decoder)
    const from = decoding.readVarUint(decoder)
    let to = from
    // A gap inside an update is a struct of its own kind: nothing is inserted there.
    let begin = from
    for (let k = 0; k < count; k++) {
      const info = decoding.readUint8(decoder)
      const length = skipStruct(decoder, info, needs, { client, from, at: to })
      if (info === SKIP) {
        if (to > begin) inserts.push({ client, from: begin, to })
        begin = to + length
      }
      to += length
      if (!Number.isSafeInteger(to)) throw new RangeError('a clock beyond all numbers')
    }
    if (to > begin) inserts.push({ client, from: begin, to })
  }
  const deletes: { client: number; clock: number; length: number }[] = []
  const deleters = decoding.readVarUint(decoder)
  for (let i = 0; i < deleters; i++) {
    const client = decoding.readVarUint(decoder)
    const count = decoding.readVarUint(decoder)
    if (structs + deletes.length + count > mostParts) throw new RangeError('an update of too many deleted ranges')
    for (let k = 0; k < count; k++)
      deletes.push({ client, clock: decoding.readVarUint(decoder), length: decoding.readVarUint(decoder) })
  }
  if (decoding.hasContent(decoder)) throw new RangeError('bytes behind an update')
  return { inserts, deletes, structs, needs: needs.isEnough ? needs.all : null }
}

/** One client's structs in an update, without a gap, as the bytes that say them. */
export interface Section {
  readonly client: number
  /** The clock of the first struct, and the one after the last. */
  readonly from: number
  readonly to: number
  readonly structs: number
  readonly bytes: Uint8Array
  /** Whether the first, and the last, stands for what was deleted for good. */
  readonly beginsGone: boolean
  readonly endsGone: boolean
}

/** Reads an update (V1) that was scanned once into its parts; null where one has a gap. */
export function readSections(
  update: Uint8Array,
): { readonly sections: readonly Section[]; readonly deletes: Scan['deletes'] } | null {
  const decoder = decoding.createDecoder(update)
  const sections: Section[] = []
  const needs: Needs = { all: [], isEnough: true }
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const structs = decoding.readVarUint(decoder)
    const client = decoding.readVarUint(decoder)
    const from = decoding.readVarUint(decoder)
    const begin = decoder.pos
    let to = from
    let [beginsGone, endsGone] = [false, false]
    for (let k = 0; k < structs; k++) {
      const info = decoding.readUint8(decoder)
      if (info === SKIP) return null
      endsGone = (info & 31) === 0
      if (k === 0) beginsGone = endsGone
      to += skipStruct(decoder, info, needs, { client, from, at: to })
    }
    const bytes = update.subarray(begin, decoder.pos)
    if (structs > 0) sections.push({ client, from, to, structs, bytes, beginsGone, endsGone })
  }
  return { sections, deletes: readDeletes(decoder) }
}

function readDeletes(decoder: decoding.Decoder): { client: number; clock: number; length: number }[] {
  const deletes: { client: number; clock: number; length: number }[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder)
    for (let count = decoding.readVarUint(decoder); count > 0; count--)
      deletes.push({ client, clock: decoding.readVarUint(decoder), length: decoding.readVarUint(decoder) })
  }
  return deletes
}

interface Needs {
  readonly all: { client: number; clock: number }[]
  isEnough: boolean
}

/** Where a struct is: at which clock of which client, in a section that begins at `from`. */
interface Spot {
  readonly client: number
  readonly from: number
  readonly at: number
}

/** Passes over one struct and returns how many clocks it takes. */
function skipStruct(decoder: decoding.Decoder, info: number, needs: Needs, spot: Spot): number {
  const kind = info & 31
  if (info === 0 || kind === 0 || kind === SKIP) {
    needs.isEnough = false
    return decoding.readVarUint(decoder)
  }
  if ((kind !== STRING && kind !== DELETED) || (info & 192) === 0) needs.isEnough = false
  if (info & 128) readNeed(decoder, needs, spot)
  if (info & 64) readNeed(decoder, needs, spot)
  if ((info & 192) === 0) {
    if (decoding.readVarUint(decoder) === 1) skipBytes(decoder)
    else skipId(decoder)
    if (info & 32) skipBytes(decoder)
  }
  return skipContent(decoder, kind)
}

/** Reads what a struct stands beside: of its own client that must come before it, and what its own update brings is no need. */
function readNeed(decoder: decoding.Decoder, needs: Needs, spot: Spot): void {
  const client = decoding.readVarUint(decoder)
  const clock = decoding.readVarUint(decoder)
  const isOwn = client === spot.client
  if (isOwn && clock >= spot.at) needs.isEnough = false
  else if (isOwn && clock >= spot.from) return
  else if (needs.all.length < MOST_NEEDS) needs.all.push({ client, clock })
  else needs.isEnough = false
}

function skipContent(decoder: decoding.Decoder, kind: number): number {
  switch (kind) {
    case 1:
      return decoding.readVarUint(decoder)
    case 2: {
      const length = bounded(decoder, decoding.readVarUint(decoder))
      for (let i = 0; i < length; i++) skipBytes(decoder)
      return length
    }
    case 3:
    case 5:
      skipBytes(decoder)
      return 1
    case 4:
      return skipText(decoder)
    case 6:
      skipBytes(decoder)
      skipBytes(decoder)
      return 1
    case 7: {
      const type = decoding.readVarUint(decoder)
      if (type > 6) throw new RangeError(`type ${type}`)
      if (type === 3 || type === 5) skipBytes(decoder)
      return 1
    }
    case 8: {
      const length = bounded(decoder, decoding.readVarUint(decoder))
      for (let i = 0; i < length; i++) decoding.readAny(decoder)
      return length
    }
    case 9:
      skipBytes(decoder)
      decoding.readAny(decoder)
      return 1
    default:
      throw new RangeError(`content ${kind}`)
  }
}

/** Passes over a text and returns its UTF-16 units. Latin letters and Chinese characters are counted without making a string of them. */
function skipText(decoder: decoding.Decoder): number {
  const begin = decoder.pos
  const end = decoding.readVarUint(decoder) + decoder.pos
  const { arr } = decoder
  let units = 0
  let at = decoder.pos
  for (; at < end; units++) {
    const byte = arr[at] ?? NaN
    if (byte < 0x80) at += 1
    // U+4000 to U+9FFF.
    else if (byte >= 0xe4 && byte <= 0xe9 && isContinued(arr[at + 1]) && isContinued(arr[at + 2])) at += 3
    else {
      decoder.pos = begin
      return decoding.readVarString(decoder).length
    }
  }
  if (at === end) decoder.pos = end
  else {
    decoder.pos = begin
    return decoding.readVarString(decoder).length
  }
  return units
}

const isContinued = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte < 0xc0

/** A number of things that each take a byte at least. */
function bounded(decoder: decoding.Decoder, count: number): number {
  if (count > decoder.arr.length - decoder.pos) throw new RangeError('more than there are bytes')
  return count
}

function skipId(decoder: decoding.Decoder): void {
  decoding.readVarUint(decoder)
  decoding.readVarUint(decoder)
}

function skipBytes(decoder: decoding.Decoder): void {
  const length = decoding.readVarUint(decoder)
  decoder.pos += bounded(decoder, length)
}
