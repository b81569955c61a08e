import type { PlanComment } from '../comments/plan-comment.ts'
import { COMMENT_PARTS, commentElements, dropCommentMarks, settleComments } from '../comments/write.ts'
import type { FormFile } from './form-file.ts'
import type { Kept } from './tree.ts'
import { getAttribute, isKept, keptElements, parseKept } from './tree.ts'

/**
 * Writes comments of a plan into its form, behind those that the form has itself; `aside` are running heads and feet, in
 * which Word knows none. Answers those that nothing in the form was marked for.
 */
export function writeComments(
  file: FormFile,
  root: Kept,
  aside: readonly Kept[],
  comments: readonly PlanComment[],
): number[] {
  if (comments.length === 0) return []
  aside.forEach(dropCommentMarks)
  const w = getAttribute(root, 'xmlns:w') ?? ''
  const { comments: first, extended } = COMMENT_PARTS
  const part = file.related(first.relation, first.name, first.type, first.blank(w))
  const numbers = keptElements(part.root).map((node) => Number(getAttribute(node, 'w:id')) || 0)
  const from = Math.max(-1, ...numbers) + 1
  const lost = settleComments(root, comments, from)
  const written = commentElements(comments, from)
  part.root.children.push(...parseKept(written.comments).filter(isKept))
  const more = file.related(extended.relation, extended.name, extended.type, extended.blank())
  more.root.children.push(...parseKept(written.extended).filter(isKept))
  return lost
}
