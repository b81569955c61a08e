import { titleNodeOf, titleOf } from '@gongyan/documents'
import * as Y from 'yjs'
import type { Content } from './content.ts'
import type { Scan } from './scan.ts'

interface Range {
  readonly from: number
  readonly to: number
}
/** Per client the clocks of what a title is made of, in their order. */
type Ids = ReadonlyMap<number, readonly Range[]>

/**
 * A plan's title as of its last change. Read again only when a change may have touched it: text typed beside text that is
 * no part of it, and the deletion of what is no part of it, leave it as it is, and nobody needs a Y.Doc to know that.
 */
export class Title {
  readonly #content: Content
  #ids: Ids = new Map()
  #text: string | null = null

  constructor(content: Content) {
    this.#content = content
  }

  /** Whether it is as it was when it was read last. */
  get isKnown(): boolean {
    return this.#text !== null
  }

  /** Hears of a change that was taken in; `isPlain`: it is text beside text and deletions, as the scan says. */
  see({ needs, deletes }: Scan, isPlain: boolean): void {
    if (this.#text === null) return
    const isApart =
      isPlain &&
      needs !== null &&
      needs.every(({ client, clock }) => !touches(this.#ids, client, clock, clock + 1)) &&
      deletes.every(({ client, clock, length }) => !touches(this.#ids, client, clock, clock + length))
    if (!isApart) this.#text = null
  }

  /** The title as it stands in the document now. Throws when that is of a shape that cannot be read. */
  read(): string {
    if (this.#text !== null) return this.#text
    const { doc } = this.#content
    this.#ids = idsOf(titleNodeOf(doc))
    return (this.#text = titleOf(doc))
  }
}

function touches(ids: Ids, client: number, from: number, to: number): boolean {
  const ranges = ids.get(client)
  if (!ranges) return false
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.to ?? Infinity) <= from) low = middle + 1
    else high = middle
  }
  return (ranges[low]?.from ?? Infinity) < to
}

/** What the title is made of: its node, the texts in it and all their characters, deleted ones too, as text may still be put beside them. */
function idsOf(node: Y.XmlElement | null): Ids {
  const ids = new Map<number, Range[]>()
  for (const { id, length } of node === null ? [] : partsOf(node)) {
    const ranges = ids.get(id.client) ?? []
    ids.set(id.client, ranges)
    ranges.push({ from: id.clock, to: id.clock + length })
  }
  for (const ranges of ids.values()) ranges.sort((a, b) => a.from - b.from)
  return ids
}

function* partsOf(node: Y.XmlElement): Generator<Y.Item> {
  if (node._item) yield node._item
  for (const child of itemsOf(node)) {
    yield child
    if (child.content instanceof Y.ContentType) yield* itemsOf(child.content.type)
  }
}

function* itemsOf({ _start }: { readonly _start: Y.Item | null }): Generator<Y.Item> {
  for (let item = _start; item !== null; item = item.right) yield item
}
