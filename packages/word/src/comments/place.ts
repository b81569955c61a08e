import type { DocJson } from '@gongyan/documents'
import { about, commentMark } from './marks.ts'
import type { PlanComment } from './plan-comment.ts'
import { threadOf } from './plan-comment.ts'
import type { CommentSpan } from './spans.ts'
import { contextAt, placesIn } from './spans.ts'
import type { TextBlock } from './text-blocks.ts'
import { isNarrow, linesByScope, sizeOf, textBlocks } from './text-blocks.ts'

/** Words that say enough by themselves to be found outside of the cell in which they stood. */
const TELLING = 6

export interface PlacedComments {
  /** The plan with marks at the words that comments are about. */
  readonly doc: DocJson
  /** Comments, by their place in the list, whose words are gone; they stand at the nearest row or heading. */
  readonly moved: readonly number[]
}

interface Hit {
  readonly block: TextBlock
  readonly from: number
  readonly to: number
}

const sameEnd = (one: string, other: string): number => {
  let count = 0
  while (count < Math.min(one.length, other.length) && one.at(-1 - count) === other.at(-1 - count)) count++
  return count
}
const sameStart = (one: string, other: string): number => {
  let count = 0
  while (count < Math.min(one.length, other.length) && one[count] === other[count]) count++
  return count
}

/** How much a place has to say for itself: in a cell its words do, in its own section the line as it was, elsewhere more. */
type Trust = 'words' | 'line' | 'context'

/** Characters looked through for all comments of a plan; what is not found by then is as good as gone. */
const MOST_SEARCHED = 50_000_000

/** Finds words of comments among the lines of a plan. */
class Finder {
  readonly blocks: readonly TextBlock[]
  private readonly lines: ReadonlyMap<string, readonly TextBlock[]>
  private left = MOST_SEARCHED

  constructor(doc: DocJson) {
    this.blocks = textBlocks(doc.content ?? [])
    this.lines = linesByScope(this.blocks)
  }

  in(scope: string): readonly TextBlock[] {
    return this.lines.get(scope) ?? []
  }

  /** Where the words of a span stand now; null where they are gone. */
  find(span: CommentSpan): Hit | null {
    for (const [index, scope] of span.scopes.entries()) {
      const trust = isNarrow(scope) ? 'words' : index === 0 ? 'line' : 'context'
      const hit = this.bestIn(this.in(scope), span, trust)
      if (hit) return hit
    }
    if (span.quote === '') return null
    // Earlier reports say the words and nothing else.
    return this.bestIn(this.blocks, span, span.scopes.length === 0 ? 'words' : 'context')
  }

  /** The place in some lines that is most like the one a span names; null where its words stand nowhere among them. */
  private bestIn(blocks: readonly TextBlock[], span: CommentSpan, trust: Trust): Hit | null {
    const found = blocks.flatMap((block) => {
      this.left -= block.text.length
      const places = this.left < 0 ? [] : placesIn(block.text, span.quote)
      return places.map((from) => {
        const to = from + span.quote.length
        const { before, after } = contextAt(block.text, from, to)
        const isSame = before === span.before && after === span.after
        const likeness = isSame ? Number.POSITIVE_INFINITY : sameEnd(before, span.before) + sameStart(after, span.after)
        return { block, from, to, likeness }
      })
    })
    const most = found.reduce((best, { likeness }) => Math.max(best, likeness), -1)
    const best = found.filter(({ likeness }) => likeness === most)
    const isSame = most === Number.POSITIVE_INFINITY
    const isTold =
      trust === 'words' ||
      span.quote.length >= TELLING ||
      (isSame && (trust === 'line' || span.before + span.after !== ''))
    return isTold ? (best[isSame ? Math.min(span.nth, best.length - 1) : 0] ?? null) : null
  }

  /** The line nearest to where a comment stood: in its cell, its row, its section, else the first one that has words. */
  nearest({ spans }: PlanComment): TextBlock | undefined {
    const written = (some: readonly TextBlock[]) => some.find(({ text }) => text.trim() !== '') ?? some[0]
    for (const scope of spans[0]?.scopes ?? []) {
      const line = written(this.in(scope))
      if (line) return line
    }
    return written(this.blocks)
  }
}

/** Tells of comments whether some of the words that they are about stand in a plan. */
export function standingIn(doc: DocJson): (comment: PlanComment) => boolean {
  const finder = new Finder(doc)
  return (comment) => comment.spans.some((span) => finder.find(span) !== null)
}

/** Puts comments back to their words. */
export function placeComments(doc: DocJson, comments: readonly PlanComment[]): PlacedComments {
  const finder = new Finder(doc)
  const hits = new Map<DocJson, { id: string; from: number; to: number }[]>()
  const moved: number[] = []
  const put = ({ block, from, to }: Hit, id: string) => {
    hits.set(block.node, [...(hits.get(block.node) ?? []), { id, from, to }])
  }
  for (const [index, comment] of comments.entries()) {
    if (threadOf(comments, index) !== index) continue
    const found = comment.spans.flatMap((span) => finder.find(span) ?? [])
    for (const hit of found) put(hit, String(index))
    if (found.length > 0) continue
    moved.push(index)
    const block = finder.nearest(comment)
    if (block) put({ block, from: 0, to: 0 }, String(index))
  }
  const rebuild = (node: DocJson): DocJson => {
    const ranges = hits.get(node)
    if (ranges) return { ...node, content: marked(node.content ?? [], ranges) }
    return node.content ? { ...node, content: node.content.map(rebuild) } : node
  }
  return { doc: hits.size > 0 ? rebuild(doc) : doc, moved }
}

/** Inline nodes, parted at the ends of what comments are about; a comment about a line stands at its beginning. */
function marked(nodes: readonly DocJson[], ranges: readonly { id: string; from: number; to: number }[]): DocJson[] {
  const cuts = [...new Set(ranges.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const points = ranges.filter(({ from, to }) => from === to).map(({ id }) => commentMark(id, true))
  const out: DocJson[] = points.length > 0 ? [about({ type: 'text', text: '' }, points)] : []
  let at = 0
  for (const node of nodes) {
    const end = at + sizeOf(node)
    const inside = cuts.filter((cut) => cut > at && cut < end)
    let from = at
    for (const to of [...inside, end]) {
      const piece = node.text === undefined ? node : { ...node, text: node.text.slice(from - at, to - at) }
      const here = ranges.filter((range) => range.from <= from && range.to >= to && range.from < range.to)
      out.push(
        about(
          piece,
          here.map(({ id }) => commentMark(id)),
        ),
      )
      from = to
    }
    at = end
  }
  return out
}
