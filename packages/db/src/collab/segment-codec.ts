/** One row of the log with everything that is known about it; times as PostgreSQL has them, in microseconds. */
export interface LoggedUpdate {
  readonly seq: number
  readonly authorId: string | null
  readonly source: string
  readonly atMicros: number
  readonly lessonId: string | null
  readonly tMs: number | null
  readonly fence: number
  readonly bytes: Uint8Array
}

const VERSION = 1

/** Numbers and texts one after the other; integers take seven bits a byte, signed ones with the sign last. */
class Writer {
  #bytes = Buffer.allocUnsafe(1024)
  #length = 0

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more))
    this.#bytes.copy(grown, 0, 0, this.#length)
    this.#bytes = grown
  }
  unsigned(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a count: ${value}`)
    this.#room(8)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = 0x80 | (rest % 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#length++] = rest
  }
  signed(value: number): void {
    this.unsigned(value < 0 ? -value * 2 - 1 : value * 2)
  }
  raw(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }
  text(value: string): void {
    const bytes = Buffer.from(value)
    this.unsigned(bytes.length)
    this.raw(bytes)
  }
  end(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }
  unsigned(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new RangeError('the segment ends too early')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 0x80
    }
  }
  signed(): number {
    const value = this.unsigned()
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2
  }
  raw(length: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.#at, this.#at + length)
    if (bytes.length !== length) throw new RangeError('the segment ends too early')
    this.#at += length
    return bytes
  }
  text(): string {
    return Buffer.from(this.raw(this.unsigned())).toString()
  }
}

/** Each different value once, in order of appearance; null has number 0. */
function dictionary(values: readonly (string | null)[]): { words: string[]; indices: number[] } {
  const known = new Map<string, number>()
  const indices = values.map((value) => {
    if (value === null) return 0
    const index = known.get(value) ?? known.size + 1
    known.set(value, index)
    return index
  })
  return { words: [...known.keys()], indices }
}

/** Writes rows that follow each other without a gap as columns: alike stands beside alike, so it packs well. */
export function encodeSegment(rows: readonly LoggedUpdate[]): Uint8Array {
  const [first] = rows
  if (!first) throw new RangeError('a segment has at least one row')
  const writer = new Writer()
  writer.unsigned(VERSION)
  writer.unsigned(rows.length)
  writer.unsigned(first.seq)
  rows.forEach((row, index) => {
    if (row.seq !== first.seq + index) throw new RangeError(`update ${first.seq + index} is missing`)
  })
  for (const column of [
    dictionary(rows.map(({ authorId }) => authorId)),
    dictionary(rows.map(({ source }) => source)),
    dictionary(rows.map(({ lessonId }) => lessonId)),
  ]) {
    writer.unsigned(column.words.length)
    for (const word of column.words) writer.text(word)
    for (const index of column.indices) writer.unsigned(index)
  }
  let [at, fence, tMs] = [0, 0, 0]
  for (const row of rows) {
    writer.signed(row.atMicros - at)
    at = row.atMicros
  }
  for (const row of rows) {
    writer.signed(row.fence - fence)
    fence = row.fence
  }
  for (const row of rows) {
    writer.unsigned(row.tMs === null ? 0 : 1)
    if (row.tMs === null) continue
    writer.signed(row.tMs - tMs)
    tMs = row.tMs
  }
  for (const row of rows) writer.unsigned(row.bytes.length)
  for (const row of rows) writer.raw(row.bytes)
  return writer.end()
}

/** The rows that were written, all of them and exactly; throws on anything that is not a segment. */
export function decodeSegment(segment: Uint8Array): LoggedUpdate[] {
  const reader = new Reader(segment)
  const version = reader.unsigned()
  if (version !== VERSION) throw new RangeError(`segments of version ${version} are not known here`)
  const count = reader.unsigned()
  // Every row takes several bytes, so a damaged count ends here and not in an endless allocation.
  if (count > segment.length) throw new RangeError('the segment is shorter than it says')
  const seq = reader.unsigned()
  const each = <T>(read: () => T): T[] => Array.from({ length: count }, read)
  const column = (): (string | null)[] => {
    const words = Array.from({ length: reader.unsigned() }, () => reader.text())
    return each(() => {
      const index = reader.unsigned()
      if (index === 0) return null
      const word = words[index - 1]
      if (word === undefined) throw new RangeError('the segment names a word it does not have')
      return word
    })
  }
  const [authors, sources, lessons] = [column(), column(), column()]
  let [at, fence, tMs] = [0, 0, 0]
  const times = each(() => (at += reader.signed()))
  const fences = each(() => (fence += reader.signed()))
  const lessonTimes = each(() => (reader.unsigned() === 0 ? null : (tMs += reader.signed())))
  const lengths = each(() => reader.unsigned())
  return lengths.map((length, index) => ({
    seq: seq + index,
    authorId: authors[index] ?? null,
    source: sources[index] ?? '',
    atMicros: times[index] ?? 0,
    lessonId: lessons[index] ?? null,
    tMs: lessonTimes[index] ?? null,
    fence: fences[index] ?? 0,
    bytes: reader.raw(length),
  }))
}
