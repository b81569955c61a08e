import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import { type Piece, type Replay, wasThere } from './replay.ts'
import type { Cause } from './runs.ts'
import { type Place, walk } from './walk.ts'

/** What somebody did to one run of text, or to a node, between two moments. */
export interface Change {
  /** `formatted`: other marks on the same text, or other attributes of the same node. */
  readonly kind: 'inserted' | 'deleted' | 'formatted'
  readonly authorId: string | null
  /** The first and the last update that did it. */
  readonly seqs: readonly [number, number]
  /** When the last of them was received, ms since 1970. */
  readonly at: number
  readonly node: string
  readonly rowId: string | null
  /** The text; empty for a node itself. */
  readonly text: string
  /** Marks or attributes that differ, after the change; null: taken away. */
  readonly attributes: Readonly<Record<string, unknown>> | null
}

interface Setting {
  readonly value: unknown
  readonly piece: Piece
}

/** What was ever set before one place of a run, or on a node. */
class Marks {
  readonly #settings = new Map<string, Setting[]>()

  set(key: string, value: unknown, piece: Piece): void {
    const settings = this.#settings.get(key)
    if (settings) settings.push({ value, piece })
    else this.#settings.set(key, [{ value, piece }])
  }

  /** What differs between two moments and who made the last difference; null when nothing does. */
  difference(from: number, to: number): { attributes: Record<string, unknown>; cause: Cause } | null {
    const attributes: Record<string, unknown> = {}
    let cause: Cause | null = null
    for (const [key, settings] of this.#settings) {
      const value = valueAt(settings, to)
      if (isDeepStrictEqual(valueAt(settings, from), value)) continue
      attributes[key] = value
      const made = lastChange(settings, from, to)
      if (made && (!cause || made.seq > cause.seq)) cause = made
    }
    return cause && { attributes, cause }
  }
}

/** The last one that is there holds. */
const valueAt = (settings: readonly Setting[], seq: number): unknown =>
  settings.findLast(({ piece }) => wasThere(piece, seq))?.value ?? null

const lastChange = (settings: readonly Setting[], from: number, to: number): Cause | undefined =>
  settings
    .flatMap(({ piece: { brought, took } }) => (took ? [brought, took] : [brought]))
    .filter(({ seq }) => seq > from && seq <= to)
    .toSorted((a, b) => b.seq - a.seq)
    .find(({ seq }) => !isDeepStrictEqual(valueAt(settings, seq), valueAt(settings, seq - 1)))

/**
 * What changed after update `from` up to the last one of the replay, in the order of the document. What came and went in
 * between is not told. Text that was moved is told as deleted there and inserted here.
 */
export function changesSince(replay: Replay, from: number): Change[] {
  const to = replay.seq
  const found: Change[] = []
  let marks = new Marks()
  /** Whether the next text follows the last change without anything between them. */
  let isNext = false

  const tell = (kind: Change['kind'], cause: Cause, place: Place, text: string, attributes: Change['attributes']) => {
    const change: Change = {
      kind,
      authorId: cause.authorId,
      seqs: [cause.seq, cause.seq],
      at: cause.at,
      ...place,
      text,
      attributes,
    }
    const last = isNext ? found.at(-1) : undefined
    if (
      last &&
      last.kind === kind &&
      last.authorId === cause.authorId &&
      isDeepStrictEqual(last.attributes, attributes)
    )
      found[found.length - 1] = {
        ...last,
        text: last.text + text,
        seqs: [Math.min(last.seqs[0], cause.seq), Math.max(last.seqs[1], cause.seq)],
        at: cause.seq > last.seqs[1] ? cause.at : last.at,
      }
    else found.push(change)
    isNext = true
  }

  for (const step of walk(replay.body)) {
    if (step.kind === 'run') {
      marks = new Marks()
      isNext = false
      continue
    }
    if (step.kind === 'node') {
      isNext = false
      tellNode(replay, step.item, step.type, from, (kind, cause, attributes) =>
        tell(kind, cause, step.place, '', attributes),
      )
      isNext = false
      continue
    }
    for (const piece of replay.pieces(step.item)) {
      if (step.kind === 'mark') {
        marks.set(step.key, step.value, piece)
        continue
      }
      const text = step.text.slice(piece.offset, piece.offset + piece.length)
      const [was, is] = [wasThere(piece, from), wasThere(piece, to)]
      if (is && !was) tell('inserted', piece.brought, step.place, text, null)
      else if (was && !is && piece.took) tell('deleted', piece.took, step.place, text, null)
      else if (was && is) {
        const difference = marks.difference(from, to)
        if (difference) tell('formatted', difference.cause, step.place, text, difference.attributes)
        else isNext = false
      }
    }
  }
  return found
}

function tellNode(
  replay: Replay,
  item: Y.Item,
  type: Y.XmlElement,
  from: number,
  tell: (kind: Change['kind'], cause: Cause, attributes: Change['attributes']) => void,
): void {
  const to = replay.seq
  for (const piece of replay.pieces(item)) {
    const [was, is] = [wasThere(piece, from), wasThere(piece, to)]
    if (is && !was) tell('inserted', piece.brought, null)
    if (was && !is && piece.took) tell('deleted', piece.took, null)
    if (!was || !is) continue
    const attributes = new Marks()
    for (const [key, newest] of type._map) {
      const values: Y.Item[] = []
      for (let value: Y.Item | null = newest; value !== null; value = value.left) values.unshift(value)
      for (const value of values)
        for (const set of replay.pieces(value)) attributes.set(key, value.content.getContent()[set.offset], set)
    }
    const difference = attributes.difference(from, to)
    if (difference) tell('formatted', difference.cause, difference.attributes)
  }
}
