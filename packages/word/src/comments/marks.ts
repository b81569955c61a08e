import type { DocJson } from '@gongyan/documents'
import type { Mark } from '../reading/marks.ts'
import { joinTexts } from '../reading/marks.ts'

/** The mark under which words travel that a comment is about. It is none of the plan's: whoever keeps a plan takes it off. */
const COMMENT = 'gyComment'

/** Comments that are told of one piece of text; a file may open any number. */
export const MOST_OPEN = 16

/** The mark of words that a comment is about; a `point` is about the whole line and no words of it. */
export const commentMark = (id: string, point = false): Mark => ({ type: COMMENT, attrs: { id, point } })

/** The comments that are about a node. */
export const commentsAt = (node: DocJson): { readonly id: string; readonly point: boolean }[] =>
  (node.marks ?? [])
    .filter(({ type }) => type === COMMENT)
    .map(({ attrs }) => ({ id: String(attrs?.['id'] ?? ''), point: attrs?.['point'] === true }))

/** Adds a mark of a comment to a node. */
export const about = (node: DocJson, marks: readonly Mark[]): DocJson =>
  marks.length > 0 ? { ...node, marks: [...(node.marks ?? []), ...marks] } : node

/** A node with the marks of comments that another has. */
export const commentedLike = (node: DocJson, other: DocJson): DocJson =>
  about(
    node,
    (other.marks ?? []).filter(({ type }) => type === COMMENT),
  )

/** A node without the marks of comments. */
export function bare(node: DocJson): DocJson {
  if (!node.marks?.some(({ type }) => type === COMMENT)) return node
  const { marks, ...rest } = node
  const others = marks.filter(({ type }) => type !== COMMENT)
  return others.length > 0 ? { ...rest, marks: others } : rest
}

/** Nodes as the plan has them: without the marks of comments, and with what they parted joined again. */
export function withoutCommentMarks(nodes: readonly DocJson[]): DocJson[] {
  const cleaned = nodes.map((node) =>
    node.content ? { ...bare(node), content: withoutCommentMarks(node.content) } : bare(node),
  )
  return nodes.some((node) => commentsAt(node).length > 0) ? joinTexts(cleaned) : cleaned
}
