import { reachOf, treesOf } from '../org/actor.ts'
import type { Actor, Role } from '../org/actor.ts'
import type { OrgId, UserId } from '../shared/ids.ts'

/** What permission needs to know of an import. */
export interface ImportFacts {
  readonly ownerId: UserId
  /** Of the unit its plans will belong to, from the root. */
  readonly orgPath: readonly OrgId[]
}
/** What permission needs to know of what belongs to a unit as a whole. */
export interface UnitFacts {
  readonly orgPath: readonly OrgId[]
}

const inTree = (actor: Actor, { orgPath }: UnitFacts): boolean => treesOf(actor).some((tree) => tree === orgPath[0])

/**
 * Whether this person may see and do anything in an import: its owner, while they work in that county. What is brought in is
 * a draft, and drafts belong to those who write them; a plan that was taken is shown by its own policy.
 */
export const canImport = (actor: Actor, facts: ImportFacts): boolean =>
  actor.userId === facts.ownerId && inTree(actor, facts)

/** Whether words remembered and forms confirmed in a unit serve this person: they work in it or below it. */
export const isServedBy = (actor: Actor, facts: UnitFacts): boolean => {
  const unit = facts.orgPath.at(-1)
  return unit !== undefined && actor.identities.some(({ orgPath }) => orgPath.includes(unit))
}

/**
 * 管理员, 校长 and 教研组长: they answer for how the plans of their unit look, so they set up its forms and settle what its
 * words mean (practice.md A6: templates of the system and of the school; model.md 3: OA, LD, BL of the unit).
 */
const KEEPERS: ReadonlySet<Role> = new Set<Role>(['orgAdmin', 'leader', 'backboneLeader'])

/** Whether this person keeps the forms and the words of a unit: in a role whose reach holds the unit. */
export const canKeepForms = (actor: Actor, facts: UnitFacts): boolean =>
  actor.identities.some((identity) => KEEPERS.has(identity.role) && facts.orgPath.includes(reachOf(identity)))

/** Those who look on bring no plans in, so they teach the school no words. */
const ONLOOKERS: ReadonlySet<Role> = new Set<Role>(['supervisor', 'platformAdmin'])

/**
 * Whether this person may teach a unit a new wording: everybody who writes plans there, because whoever corrects a file
 * knows the word (issue 5: one click remembers it for the school).
 */
export const canTeachWording = (actor: Actor, facts: UnitFacts): boolean =>
  canKeepForms(actor, facts) ||
  actor.identities.some(({ role, orgId }) => !ONLOOKERS.has(role) && orgId === facts.orgPath.at(-1))

/** Whether this person may change or forget a wording: whoever taught it, and those who keep the unit's words. */
export const canSettleWording = (actor: Actor, facts: UnitFacts & { readonly taughtBy: UserId }): boolean =>
  canKeepForms(actor, facts) || (actor.userId === facts.taughtBy && canTeachWording(actor, facts))
