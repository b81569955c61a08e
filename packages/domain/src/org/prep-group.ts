import type { OrgId } from '../shared/ids.ts'
import type { Actor, Role } from './actor.ts'
import { reachOf, treesOf } from './actor.ts'

/** The facts that permission needs about one 备课组 or 教研组. */
export interface PrepGroupFacts {
  /** The unit it hangs under, from the root. */
  readonly orgPath: readonly OrgId[]
  readonly subject: string
  readonly stage: string
  /** Whether the asker leads it or belongs to it. */
  readonly isMember: boolean
}

const OVERSEERS: ReadonlySet<Role> = new Set<Role>([
  'researcher',
  'leader',
  'orgAdmin',
  'supervisor',
  'coreReviewer',
  'backboneLeader',
])

/**
 * Whether this person may ask for the plans of a group: who belongs to it, and whose role covers its unit, subject and stage.
 * Which of those plans they may read is for LESSON_PLAN_POLICY to say.
 */
export const canSeePrepGroup = (actor: Actor, group: PrepGroupFacts): boolean =>
  treesOf(actor).some((tree) => tree === group.orgPath[0]) &&
  (group.isMember ||
    actor.identities.some(
      (identity) =>
        OVERSEERS.has(identity.role) &&
        group.orgPath.includes(reachOf(identity)) &&
        (identity.subject === null || identity.subject === group.subject) &&
        (identity.stage === null || identity.stage === group.stage),
    ))
