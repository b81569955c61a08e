import type { DocJson } from '@gongyan/documents'
import { commentsAt } from './marks.ts'
import type { TextBlock } from './text-blocks.ts'
import { linesByScope, sizeOf, textBlocks } from './text-blocks.ts'

/** Words of one line that a comment is about, told so that they are found again when the plan was changed around them. */
export interface CommentSpan {
  /** What the line stands in, from the narrowest to the widest, such as a cell, its row, its section. */
  readonly scopes: readonly string[]
  /** The words; none where the comment is about the line. */
  readonly quote: string
  /** What stands before and behind them in the line. */
  readonly before: string
  readonly after: string
  /** How many like it stand before it in the narrowest scope. */
  readonly nth: number
}

/** Characters kept around words, and of words; lines kept of a comment that is about many. */
const [AROUND, MOST_WORDS, MOST_LINES] = [24, 500, 8]
/** Scopes of a line that are worth keeping: a table in tables has many. */
const MOST_SCOPES = 6

/** The places in a line at which some words stand. */
export function placesIn(text: string, words: string): number[] {
  if (words === '') return [0]
  const found: number[] = []
  for (let at = text.indexOf(words); at !== -1 && found.length < 200; at = text.indexOf(words, at + 1)) found.push(at)
  return found
}

export const contextAt = (text: string, from: number, to: number): { before: string; after: string } => ({
  // Half a character is none that a database takes.
  before: text.slice(Math.max(0, from - AROUND), from).toWellFormed(),
  after: text.slice(to, to + AROUND).toWellFormed(),
})

const wholeEnd = (text: string, end: number): number =>
  /^[\udc00-\udfff]/.test(text.slice(end, end + 1)) ? end - 1 : end

/** The span of some words of a line. */
export function spanAt(blocks: readonly TextBlock[], block: TextBlock, from: number, to: number): CommentSpan {
  const { text } = block
  const until = wholeEnd(text, Math.min(to, from + MOST_WORDS))
  const quote = text.slice(from, until)
  const { before, after } = contextAt(text, from, until)
  const scope = block.scopes[0]
  let nth = 0
  for (const other of blocks) {
    if (scope !== undefined && !other.scopes.includes(scope)) continue
    for (const at of placesIn(other.text, quote)) {
      if (other === block && at >= from) break
      const around = contextAt(other.text, at, at + quote.length)
      if (around.before === before && around.after === after) nth++
    }
    if (other === block) break
  }
  return { scopes: block.scopes.slice(0, MOST_SCOPES), quote, before, after, nth }
}

/** The words each comment is about, by the marks that they still carry. */
export function spansOf(nodes: readonly DocJson[]): ReadonlyMap<string, readonly CommentSpan[]> {
  const blocks = textBlocks(nodes)
  const lines = linesByScope(blocks)
  const found = new Map<string, CommentSpan[]>()
  for (const block of blocks) {
    const ranges = new Map<string, { from: number; to: number }>()
    let at = 0
    for (const node of block.node.content ?? []) {
      const end = at + sizeOf(node)
      for (const { id, point } of commentsAt(node)) {
        const known = ranges.get(id)
        if (point) ranges.set(id, known ?? { from: 0, to: 0 })
        else ranges.set(id, { from: known && known.to > 0 ? known.from : at, to: end })
      }
      at = end
    }
    for (const [id, { from, to }] of ranges) {
      const spans = found.get(id) ?? []
      found.set(id, spans)
      // Of a comment about many lines the last one counts as much as the first.
      if (spans.length === MOST_LINES) spans.pop()
      spans.push(spanAt(lines.get(block.scopes[0] ?? '') ?? blocks, block, from, to))
    }
  }
  return found
}
