import { createReplica } from '@gongyan/documents/replica'
import * as Y from 'yjs'
import { mergeAll } from './merge.ts'
import type { Scan } from './scan.ts'
import { reading } from './wire.ts'

/** How many bytes of updates may lie behind the last whole state before that is made anew; beyond a quarter of it. */
const LONGEST_TAIL_BYTES = 64_000
/** Measuring takes at most this share of the time, after a first few milliseconds that may be had at once. */
const MEASURING_SHARE = 0.05
const MEASURING_AT_ONCE_MS = 200
/** So many changes are put into the Y.Doc together at most, some milliseconds' work. */
const MOST_UNAPPLIED = 256

/** What was taken of an update. */
export interface Taken {
  /** What of it is new. */
  readonly bytes: Uint8Array | null
  /** Whether it leans on something that is missing. */
  readonly isGap: boolean
  /** Whether it is what its scan says and nothing else: text beside text, and deletions. */
  readonly isPlain: boolean
}

/**
 * What a document holds, as the bytes that make it, and as a Y.Doc only while somebody needs one.
 *
 *     asleep ──a change, a diff, a title──► awake ──nobody for a while──► asleep
 *
 * Whoever joins with nothing gets the bytes as they are. Awake, text typed beside other text is known to fit by its clocks
 * and waits to be put into the Y.Doc until somebody looks: Yjs counts all clients the document ever had for every
 * transaction, so one for many changes costs a fraction of one for every key.
 */
export class Content {
  /** A whole state, and the updates behind it. */
  #base: Uint8Array
  #tail: Uint8Array[]
  #tailBytes: number
  #doc: Y.Doc | null = null
  readonly #unapplied: Uint8Array[] = []
  /** Awake: the next clock of every client, with what is not applied yet. */
  #clocks = new Map<number, number>()
  #usedAt = performance.now()
  /** At least as many bytes as the state has: deleted text is counted until it is measured again. */
  #stateBytes: number
  #measuredAt = performance.now()
  #measuringLeft = MEASURING_AT_ONCE_MS

  constructor(updates: readonly Uint8Array[]) {
    const [base, ...tail] = updates
    this.#base = base ?? NOTHING
    this.#tail = tail
    this.#tailBytes = bytesOf(tail)
    this.#stateBytes = this.#base.length + this.#tailBytes
  }

  get isAwake(): boolean {
    return this.#doc !== null
  }

  /** The document as Yjs has it, up to date; not to be changed. Throws when its bytes have a gap. */
  get doc(): Y.Doc {
    this.#usedAt = performance.now()
    const doc = (this.#doc ??= this.#wake())
    this.#catchUp(doc)
    return doc
  }

  #catchUp(doc: Y.Doc): void {
    if (this.#unapplied.length === 0) return
    try {
      applyAll(doc, this.#unapplied.splice(0))
      if (takePending(doc)) throw new Error('an update that was taken to fit does not')
    } catch (error) {
      this.#drop()
      throw error
    }
  }

  #wake(): Y.Doc {
    const doc = createReplica()
    applyAll(doc, [this.#base, ...this.#tail])
    if (takePending(doc)) {
      doc.destroy()
      throw new Error('the log has a gap')
    }
    this.#clocks = Y.decodeStateVector(Y.encodeStateVector(doc))
    return doc
  }

  /** Gives up the Y.Doc when nobody has needed it since `before` (performance.now). */
  sleep(before: number): void {
    if (!this.#doc || this.#usedAt > before) return
    this.#unapplied.length = 0
    // One piece instead of thousands takes a tenth of the room.
    this.whole()
    this.#drop()
  }

  #drop(): void {
    this.#doc?.destroy()
    this.#doc = null
    this.#clocks.clear()
  }

  /** Takes a change in; one that says nothing wakes nobody. Throws a ProtocolError on one that is none; nothing of it stays. */
  take(update: Uint8Array, scan: Scan): Taken {
    if (isEmpty(scan)) return { bytes: null, isGap: false, isPlain: true }
    const doc = (this.#doc ??= this.#wake())
    this.#usedAt = performance.now()
    if (this.#isNext(scan)) {
      if (this.#unapplied.length >= MOST_UNAPPLIED) this.#catchUp(doc)
      // A copy: the update lies in a frame, and that in what was read with it.
      const bytes = update.slice()
      for (const { client, to } of scan.inserts) this.#clocks.set(client, to)
      this.#unapplied.push(bytes)
      this.#keep(bytes)
      return { bytes, isGap: false, isPlain: true }
    }
    return this.#apply(this.doc, update, scan)
  }

  /** Whether an update continues what is there without a gap, an overlap, or anything that Yjs would have to look at. */
  #isNext({ inserts, deletes, needs }: Scan): boolean {
    const [insert] = inserts
    if (needs === null || !insert || inserts.length > 1) return false
    const clocks = this.#clocks
    if (insert.from !== (clocks.get(insert.client) ?? 0)) return false
    for (const { client, clock } of needs) if (clock >= (clocks.get(client) ?? 0)) return false
    for (const { client, clock, length } of deletes)
      if (clock + length > (client === insert.client ? insert.to : (clocks.get(client) ?? 0))) return false
    return true
  }

  #apply(doc: Y.Doc, update: Uint8Array, { inserts }: Scan): Taken {
    let bytes: Uint8Array | null = null
    const listen = (effective: Uint8Array): void => void (bytes = effective)
    doc.on('update', listen)
    try {
      reading(() => Y.applyUpdate(doc, update))
    } catch (error) {
      // Yjs stops half-way; the bytes still have the state before.
      this.#drop()
      throw error
    }
    doc.off('update', listen)
    const isGap = takePending(doc)
    for (const { client } of inserts) this.#clocks.set(client, Y.getState(doc.store, client))
    if (bytes) this.#keep(bytes)
    return { bytes, isGap, isPlain: inserts.length === 0 }
  }

  #keep(bytes: Uint8Array): void {
    this.#stateBytes += bytes.length
    this.#tail.push(bytes)
    this.#tailBytes += bytes.length
    if (this.#tailBytes > LONGEST_TAIL_BYTES + this.#base.length / 4) this.#rebase()
  }

  /** The whole state as one; also the moment to learn how large it really is. */
  #rebase(): void {
    const begun = performance.now()
    this.#base = Y.encodeStateAsUpdate(this.doc)
    this.#tail = []
    this.#tailBytes = 0
    const ended = performance.now()
    this.#stateBytes = this.#base.length
    this.#measuringLeft = this.#mayMeasure(begun) - (ended - begun)
    this.#measuredAt = ended
  }

  #mayMeasure(now: number): number {
    return Math.min(MEASURING_AT_ONCE_MS, this.#measuringLeft + (now - this.#measuredAt) * MEASURING_SHARE)
  }

  /** Whether the document would be larger than `largest` with `more` bytes. */
  wouldBeTooLarge(more: number, largest: number): boolean {
    if (this.#stateBytes + more <= largest) return false
    if (this.#mayMeasure(performance.now()) > 0) this.#rebase()
    return this.#stateBytes + more > largest
  }

  /** The updates that make all of it, one or two: a whole state and what came after it. */
  whole(): readonly Uint8Array[] {
    if (this.#tail.length > 1) this.#tail = [mergeAll(this.#tail)]
    return [this.#base, ...this.#tail]
  }

  /** All of it as one update. */
  state(): Uint8Array {
    if (this.isAwake) return Y.encodeStateAsUpdate(this.doc)
    const [only, ...more] = this.whole()
    return only && more.length === 0 ? only : Y.mergeUpdates([this.#base, ...this.#tail])
  }

  /** What somebody with this state vector lacks, as updates: with an empty one the bytes as they are. */
  missing(stateVector: Uint8Array): readonly Uint8Array[] {
    return isEmptyVector(stateVector) ? this.whole() : [Y.encodeStateAsUpdate(this.doc, stateVector)]
  }

  /**
   * The state vector to ask somebody with who said he has this: what he has beyond it is what we lack. Who has nothing has
   * nothing beyond, so that nobody has to be woken for him.
   */
  vectorFor(stateVector: Uint8Array): Uint8Array {
    return !this.isAwake && isEmptyVector(stateVector) ? EMPTY_VECTOR : this.stateVector
  }

  get stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  /** Whether all of an update is there already. */
  covers(update: Uint8Array, scan: Scan): boolean {
    if (isEmpty(scan)) return true
    const { doc } = this
    return reading(() => Y.snapshotContainsUpdate(Y.snapshot(doc), update))
  }

  destroy(): void {
    this.#drop()
  }
}

const NOTHING = Uint8Array.of(0, 0)
const EMPTY_VECTOR = Uint8Array.of(0)
const isEmptyVector = (vector: Uint8Array): boolean => vector.length === 1 && vector[0] === 0

/** Whether an update says nothing, as the second step of somebody who had nothing. */
const isEmpty = ({ structs, deletes }: Scan): boolean => structs === 0 && deletes.length === 0

const bytesOf = (updates: readonly Uint8Array[]): number => updates.reduce((sum, { length }) => sum + length, 0)

function applyAll(doc: Y.Doc, updates: readonly Uint8Array[]): void {
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
}

/**
 * Takes out what Yjs keeps of updates whose predecessors are missing, and says whether there was any. Kept there it would
 * be acknowledged without being stored, and every further one would cost the square of their number.
 */
function takePending({ store }: Y.Doc): boolean {
  if (store.pendingStructs === null && store.pendingDs === null) return false
  store.pendingStructs = null
  store.pendingDs = null
  return true
}
