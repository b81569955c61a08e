/** The sector numbers that mean something else, of the compound file format (MS-CFB 2.1). */
const [FREE, END, FAT, DIFAT] = [0xffff_ffff, 0xffff_fffe, 0xffff_fffd, 0xffff_fffc]
const MAGIC = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const [SECTOR, MINI, CUTOFF, ENTRY] = [512, 64, 4_096, 128]
/** FAT sectors that the header itself names. */
const IN_HEADER = 109
const [STREAM, ROOT] = [2, 5]
const NONE = 0xffff_ffff

export interface CfbStream {
  readonly name: string
  readonly bytes: Uint8Array
}

/** An OLE compound file with some streams below its root; `clsid` says what program its root is of. */
export function writeCfb(streams: readonly CfbStream[], clsid = new Uint8Array(16)): Uint8Array {
  const sectors: Uint8Array[] = []
  const fat: number[] = []
  const chain = (bytes: Uint8Array): number => {
    if (bytes.length === 0) return END
    const first = sectors.length
    for (let at = 0; at < bytes.length; at += SECTOR) {
      const sector = new Uint8Array(SECTOR)
      sector.set(bytes.subarray(at, at + SECTOR))
      sectors.push(sector)
      fat.push(at + SECTOR < bytes.length ? sectors.length : END)
    }
    return first
  }
  const mini: Uint8Array[] = []
  const miniFat: number[] = []
  const starts = streams.map(({ bytes }) => {
    if (bytes.length >= CUTOFF || bytes.length === 0) return chain(bytes)
    const first = miniFat.length
    for (let at = 0; at < bytes.length; at += MINI) {
      const sector = new Uint8Array(MINI)
      sector.set(bytes.subarray(at, at + MINI))
      mini.push(sector)
      miniFat.push(at + MINI < bytes.length ? miniFat.length + 1 : END)
    }
    return first
  })
  const miniStream = joined(mini)
  const miniStart = chain(miniStream)
  const miniFatStart = chain(numbers(miniFat))
  const miniFatCount = Math.ceil((miniFat.length * 4) / SECTOR)
  const directory = chain(entries(streams, starts, clsid, miniStart, miniStream.length))
  // Every FAT sector has a place in the FAT, and so has every sector that lists those beyond the header's room.
  let [fatCount, listCount] = [0, 0]
  for (let isSettled = false; !isSettled;) {
    const needed = Math.ceil((sectors.length + fatCount + listCount) / (SECTOR / 4))
    const lists = Math.max(0, Math.ceil((needed - IN_HEADER) / (SECTOR / 4 - 1)))
    isSettled = needed === fatCount && lists === listCount
    ;[fatCount, listCount] = [needed, lists]
  }
  const firstFat = sectors.length
  const firstList = firstFat + fatCount
  for (let index = 0; index < fatCount; index++) fat.push(FAT)
  for (let index = 0; index < listCount; index++) fat.push(DIFAT)
  const names = Array.from({ length: fatCount }, (_, index) => firstFat + index)
  const lists = Array.from({ length: listCount }, (_, index) => {
    const room = SECTOR / 4 - 1
    const some = names.slice(IN_HEADER + index * room, IN_HEADER + (index + 1) * room)
    const padded = [...some, ...Array.from({ length: room - some.length }, () => FREE)]
    return numbers([...padded, index + 1 < listCount ? firstList + index + 1 : END])
  })
  const header = new Uint8Array(SECTOR)
  const view = new DataView(header.buffer)
  header.set(MAGIC)
  view.setUint16(24, 0x3e, true)
  view.setUint16(26, 3, true)
  view.setUint16(28, 0xfffe, true)
  view.setUint16(30, 9, true)
  view.setUint16(32, 6, true)
  view.setUint32(44, fatCount, true)
  view.setUint32(48, directory, true)
  view.setUint32(56, CUTOFF, true)
  view.setUint32(60, miniFatStart, true)
  view.setUint32(64, miniFatCount, true)
  view.setUint32(68, listCount > 0 ? firstList : END, true)
  view.setUint32(72, listCount, true)
  for (let index = 0; index < IN_HEADER; index++) view.setUint32(76 + index * 4, names[index] ?? FREE, true)
  return joined([header, ...sectors, numbers(fat), ...lists])
}

/** Numbers as sectors, filled up with free ones. */
function numbers(list: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((list.length * 4) / SECTOR) * SECTOR).fill(0xff)
  const view = new DataView(bytes.buffer)
  list.forEach((value, index) => view.setUint32(index * 4, value, true))
  return bytes
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** The directory: the root and its streams as a balanced tree in the order of the format, shorter names first. */
function entries(
  streams: readonly CfbStream[],
  starts: readonly number[],
  clsid: Uint8Array,
  miniStart: number,
  miniBytes: number,
): Uint8Array {
  const order = streams
    .map(({ name }, index) => ({ name: name.toUpperCase(), index }))
    .sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
  const links = new Map<number, { left: number; right: number }>()
  const tree = (from: number, to: number): number => {
    if (from >= to) return NONE
    const middle = (from + to) >> 1
    const index = order[middle]?.index ?? 0
    links.set(index, { left: tree(from, middle), right: tree(middle + 1, to) })
    return index + 1
  }
  const child = tree(0, order.length)
  const bytes = new Uint8Array(Math.ceil(((streams.length + 1) * ENTRY) / SECTOR) * SECTOR)
  const view = new DataView(bytes.buffer)
  const put = (
    at: number,
    name: string,
    kind: number,
    { left, right, below }: { left: number; right: number; below: number },
    start: number,
    size: number,
  ): void => {
    for (let letter = 0; letter < name.length; letter++) view.setUint16(at + letter * 2, name.charCodeAt(letter), true)
    view.setUint16(at + 64, (name.length + 1) * 2, true)
    view.setUint8(at + 66, kind)
    view.setUint8(at + 67, 1)
    view.setUint32(at + 68, left, true)
    view.setUint32(at + 72, right, true)
    view.setUint32(at + 76, below, true)
    view.setUint32(at + 116, start, true)
    view.setUint32(at + 120, size, true)
  }
  put(0, 'Root Entry', ROOT, { left: NONE, right: NONE, below: child }, miniStart, miniBytes)
  bytes.set(clsid, 80)
  streams.forEach(({ name, bytes: content }, index) => {
    const { left = NONE, right = NONE } = links.get(index) ?? {}
    put((index + 1) * ENTRY, name, STREAM, { left, right, below: NONE }, starts[index] ?? END, content.length)
  })
  for (let at = (streams.length + 1) * ENTRY; at < bytes.length; at += ENTRY)
    for (const field of [68, 72, 76]) view.setUint32(at + field, NONE, true)
  return bytes
}

/** A stream of a compound file by its name, wherever it stands; null where there is none or the file is damaged. */
export function readCfb(bytes: Uint8Array, name: string): Uint8Array | null {
  if (bytes.length < SECTOR || !MAGIC.every((byte, index) => bytes[index] === byte)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const shift = view.getUint16(30, true)
  if (shift !== 9 && shift !== 12) return null
  const size = 2 ** shift
  const most = Math.floor(bytes.length / size)
  const sector = (number: number): Uint8Array => bytes.subarray((number + 1) * size, (number + 2) * size)
  const words = (some: Uint8Array): number[] => {
    const inner = new DataView(some.buffer, some.byteOffset, some.byteLength)
    return Array.from({ length: some.length >> 2 }, (_, index) => inner.getUint32(index * 4, true))
  }
  const fatSectors = Array.from({ length: IN_HEADER }, (_, index) => view.getUint32(76 + index * 4, true))
  for (let at = view.getUint32(68, true), count = 0; at < most && count < most; count++) {
    const list = words(sector(at))
    at = list.pop() ?? END
    fatSectors.push(...list)
  }
  const fat = fatSectors.filter((number) => number < most).flatMap((number) => words(sector(number)))
  /** Sectors in a row; a ring or a way out of the file ends it. */
  const follow = (start: number, next: readonly number[], room: number): number[] => {
    const found: number[] = []
    for (let at = start; at < room && found.length <= room; at = next[at] ?? END) found.push(at)
    return found
  }
  const read = (start: number) => joined(follow(start, fat, most).map(sector))
  const directory = read(view.getUint32(48, true))
  const dir = new DataView(directory.buffer)
  for (let at = 0; at + ENTRY <= directory.length; at += ENTRY) {
    const length = Math.min(64, dir.getUint16(at + 64, true)) / 2 - 1
    if (directory[at + 66] !== STREAM || length !== name.length) continue
    if ([...name].some((letter, index) => dir.getUint16(at + index * 2, true) !== letter.charCodeAt(0))) continue
    const [start, long] = [dir.getUint32(at + 116, true), dir.getUint32(at + 120, true)]
    if (long > bytes.length) return null
    if (long >= view.getUint32(56, true)) {
      const content = read(start)
      return content.length >= long ? content.subarray(0, long) : null
    }
    const container = read(dir.getUint32(116, true))
    const miniFat = words(read(view.getUint32(60, true)))
    const content = joined(
      follow(start, miniFat, container.length / MINI).map((number) =>
        container.subarray(number * MINI, (number + 1) * MINI),
      ),
    )
    return content.length >= long ? content.subarray(0, long) : null
  }
  return null
}
