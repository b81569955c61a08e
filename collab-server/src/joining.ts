import * as encoding from 'lib0/encoding'
import { type Section, readSections } from './scan.ts'

interface DeletedRange {
  readonly clock: number
  length: number
}

/**
 * All these updates as one, where they follow each other: each client's parts begin where those before ended. Then merging is
 * laying bytes side by side, a hundredth of what it takes to build every part and write it again. null: there is a gap, an
 * overlap, or something that Yjs would join.
 */
export function joinUpdates(updates: readonly Uint8Array[]): Uint8Array | null {
  const clients = new Map<number, Section[]>()
  const deleted = new Map<number, DeletedRange[]>()
  for (const update of updates) {
    const read = readSections(update)
    if (!read) return null
    for (const section of read.sections) {
      const before = clients.get(section.client)
      if (!before) clients.set(section.client, [section])
      else if (follows(before.at(-1), section)) before.push(section)
      else return null
    }
    for (const { client, clock, length } of read.deletes) {
      const ranges = deleted.get(client)
      if (ranges) ranges.push({ clock, length })
      else deleted.set(client, [{ clock, length }])
    }
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clients.size)
  for (const [client, sections] of [...clients].toSorted(byClient)) {
    encoding.writeVarUint(
      encoder,
      sections.reduce((sum, { structs }) => sum + structs, 0),
    )
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, sections[0]?.from ?? 0)
    for (const { bytes } of sections) encoding.writeUint8Array(encoder, bytes)
  }
  encoding.writeVarUint(encoder, deleted.size)
  for (const [client, ranges] of [...deleted].toSorted(byClient)) {
    const apart = joinRanges(ranges)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, apart.length)
    for (const { clock, length } of apart) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, length)
    }
  }
  return encoding.toUint8Array(encoder)
}

/** Yjs joins what is deleted for good; between two updates it does so even without building a document. */
const follows = (before: Section | undefined, next: Section): boolean =>
  before !== undefined && before.to === next.from && !(before.endsGone && next.beginsGone)

/** As Yjs writes them, the largest number first. */
const byClient = ([a]: readonly [number, unknown], [b]: readonly [number, unknown]): number => b - a

/** The ranges by clock, those that touch as one. */
function joinRanges(ranges: readonly DeletedRange[]): readonly DeletedRange[] {
  const apart: DeletedRange[] = []
  for (const { clock, length } of ranges.toSorted((a, b) => a.clock - b.clock)) {
    const last = apart.at(-1)
    if (last && last.clock + last.length >= clock) last.length = Math.max(last.length, clock + length - last.clock)
    else apart.push({ clock, length })
  }
  return apart
}
