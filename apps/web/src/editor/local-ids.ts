import { newLocalId } from '@gongyan/documents'
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'

/** Nodes with an identity of their own, and the attribute that holds it. */
export const ID_ATTRIBUTE: Readonly<Record<string, string>> = { tableRow: 'rowId', objective: 'objectiveId' }

export interface IdRepair {
  readonly pos: number
  readonly attribute: string
  readonly id: string
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/** The same 16 letters for the same seed on every machine, so that two people who repair at once write the same id. */
export function derivedId(seed: string): string {
  // Four lanes of FNV-1a with different offsets; only spread is wanted, not secrecy.
  const lanes = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35]
  for (let at = 0; at < seed.length; at++)
    for (let lane = 0; lane < 4; lane++)
      lanes[lane] = Math.imul((lanes[lane] ?? 0) ^ (seed.charCodeAt(at) + lane), 0x01000193) >>> 0
  let id = ''
  for (let lane = 0; lane < 4; lane++) {
    let value = Math.imul((lanes[lane] ?? 0) ^ ((lanes[lane] ?? 0) >>> 15), 0x2c1b3c6d) >>> 0
    for (let digit = 0; digit < 4; digit++) {
      id += ALPHABET[value % 36]
      value = Math.floor(value / 36)
    }
  }
  return id
}

interface Holder {
  readonly pos: number
  readonly type: string
  readonly id: string | null
}

function* holdersOf(doc: Node): Generator<Holder> {
  const found: Holder[] = []
  doc.descendants((node, pos) => {
    const attribute = ID_ATTRIBUTE[node.type.name]
    if (attribute) found.push({ pos, type: node.type.name, id: (node.attrs[attribute] as string | null) || null })
    return !node.isTextblock
  })
  yield* found
}

/** Where each id stood, for `keepers`. */
const positionsOf = (doc: Node): Map<string, number> => {
  const positions = new Map<string, number>()
  for (const { id, pos } of holdersOf(doc)) if (id !== null && !positions.has(id)) positions.set(id, pos)
  return positions
}

/**
 * What makes every id of a document present and unique. Of several rows with one id the first in document order keeps it,
 * or the one standing at `keepers`' position where a local change tells which was there before. `isDerived` makes the new
 * ids from the document alone, so that everyone who repairs the same document writes the same.
 */
export function idRepairs(
  doc: Node,
  { isDerived, keepers }: { isDerived: boolean; keepers?: ReadonlyMap<string, number> },
): IdRepair[] {
  const holders = [...holdersOf(doc)]
  const taken = new Set<string>()
  for (const { id } of holders) if (id !== null) taken.add(id)
  const kept = new Map<string, number>()
  for (const { id, pos } of holders) {
    if (id === null) continue
    if (!kept.has(id) || keepers?.get(id) === pos) kept.set(id, pos)
  }
  const repairs: IdRepair[] = []
  let before = ''
  let index = 0
  for (const { id, pos, type } of holders) {
    index++
    if (id !== null && kept.get(id) === pos) {
      before = id
      continue
    }
    let fresh = isDerived ? derivedId(`${id ?? ''}|${before}|${index}`) : newLocalId()
    for (let n = 1; taken.has(fresh); n++)
      fresh = isDerived ? derivedId(`${id ?? ''}|${before}|${index}|${n}`) : newLocalId()
    taken.add(fresh)
    before = fresh
    repairs.push({ pos, attribute: ID_ATTRIBUTE[type] ?? '', id: fresh })
  }
  return repairs
}

/** For a local change: which row of each id was there before, at its position in the new document. */
export function keepersAfter(before: Node, transactions: readonly Transaction[]): Map<string, number> {
  const keepers = new Map<string, number>()
  for (const [id, pos] of positionsOf(before)) {
    let at: number | null = pos
    for (const transaction of transactions) {
      const result = transaction.mapping.mapResult(at, 1)
      if (result.deletedAfter) {
        at = null
        break
      }
      at = result.pos
    }
    if (at !== null) keepers.set(id, at)
  }
  return keepers
}

/** Adds the repairs to a transaction; they change attributes only, so no position moves. */
export function applyIdRepairs(transaction: Transaction, repairs: readonly IdRepair[]): Transaction {
  for (const { pos, attribute, id } of repairs) transaction.setNodeAttribute(pos, attribute, id)
  return transaction
}
