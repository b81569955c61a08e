import type { DocJson } from '@gongyan/documents'
import { standingIn } from './place.ts'
import type { PlanComment } from './plan-comment.ts'
import { threadOf } from './plan-comment.ts'

/**
 * The comments of a file for one of the plans that were made of it: threads whose words stand in that plan; what stands in
 * none goes with the first.
 */
export function commentsAmong(comments: readonly PlanComment[], plans: readonly DocJson[], at: number): PlanComment[] {
  const stands = plans.map(standingIn)
  const kept = comments.flatMap((comment, index) => {
    const first = comments[threadOf(comments, index)] ?? comment
    return stands[at]?.(first) || (at === 0 && !stands.some((isIn) => isIn(first))) ? [index] : []
  })
  return kept.flatMap((index): PlanComment[] => {
    const comment = comments[index]
    if (!comment) return []
    const parent = comment.parent === null ? -1 : kept.indexOf(comment.parent)
    return [{ ...comment, parent: parent === -1 ? null : parent }]
  })
}
