import { reachOf, treesOf } from '@gongyan/domain'
import type { Actor, LessonPlanState, Role } from '@gongyan/domain'
import type { Queryable } from '../client.ts'

const SHOWN: LessonPlanState[] = ['studying', 'finalized', 'secondPrep', 'taught', 'reflected', 'archived']
const SETTLED: LessonPlanState[] = ['finalized', 'taught', 'reflected', 'archived']
const OVERSEERS: readonly Role[] = ['researcher', 'leader', 'orgAdmin', 'supervisor', 'coreReviewer', 'backboneLeader']
const COLLEAGUES: readonly Role[] = ['teacher', 'masterTeacher']

/**
 * SQL: whether the plan row `p` may be read by this person, with `m` the person's own membership row, if any. The second
 * expression of LESSON_PLAN_POLICY.read; a property test holds the two together.
 */
export function isReadable(sql: Queryable, actor: Actor) {
  const covering = (roles: readonly Role[]) => {
    const identities = actor.identities.filter((identity) => roles.includes(identity.role))
    if (identities.length === 0) return sql`false`
    return sql`(${identities.flatMap((identity, index) => [
      index === 0 ? sql`` : sql` OR `,
      sql`(${reachOf(identity)}::uuid = ANY(p.org_path)
        ${identity.subject === null ? sql`` : sql`AND p.subject = ${identity.subject}`}
        ${identity.stage === null ? sql`` : sql`AND (p.stage IS NULL OR p.stage = ${identity.stage})`})`,
    ])})`
  }
  return sql`(p.org_path[1] = ANY(${[...treesOf(actor)] as string[]}::uuid[]) AND (
    p.owner_id = ${actor.userId}
    OR (p.deleted_at IS NULL AND (
      m.role IS NOT NULL
      OR (p.state = ANY(${SHOWN}) AND ${covering(OVERSEERS)})
      OR (p.state = ANY(${SETTLED}) AND ${covering(COLLEAGUES)})))))`
}
