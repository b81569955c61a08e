import type { Actor, Identity, Role } from '../org/actor.ts'
import { reachOf, treesOf } from '../org/actor.ts'
import type { LessonPlanFacts, LessonPlanState, MemberRole } from './model.ts'

type Rule = (actor: Actor, plan: LessonPlanFacts) => boolean

const all =
  (...rules: Rule[]): Rule =>
  (actor, plan) =>
    rules.every((rule) => rule(actor, plan))
const any =
  (...rules: Rule[]): Rule =>
  (actor, plan) =>
    rules.some((rule) => rule(actor, plan))
const not =
  (rule: Rule): Rule =>
  (actor, plan) =>
    !rule(actor, plan)

const sameTree: Rule = (actor, plan) => treesOf(actor).some((tree) => tree === plan.orgPath[0])
const owner: Rule = (actor, plan) => actor.userId === plan.ownerId
const member =
  (...roles: MemberRole[]): Rule =>
  (_, plan) =>
    plan.membership !== null && roles.includes(plan.membership)
const inState =
  (...states: LessonPlanState[]): Rule =>
  (_, plan) =>
    states.includes(plan.state)
const binned: Rule = (_, plan) => plan.deletedAt !== null

/** A role reaches every plan below its unit, of a 教研室 below the unit it serves, that fits its subject and stage. */
const covers = (identity: Identity, plan: LessonPlanFacts): boolean =>
  plan.orgPath.includes(reachOf(identity)) &&
  (identity.subject === null || identity.subject === plan.subject) &&
  (identity.stage === null || plan.stage === null || identity.stage === plan.stage)
const holds =
  (...roles: Role[]): Rule =>
  (actor, plan) =>
    actor.identities.some((identity) => roles.includes(identity.role) && covers(identity, plan))

/** 研讨 and later: what its owner has not kept to the desk drawer. Drafts belong to those who write them. */
const shown = inState('studying', 'finalized', 'secondPrep', 'taught', 'reflected', 'archived')
/** 定稿 and later may be read by every teacher of the same school or unit below it. */
const settled = inState('finalized', 'taught', 'reflected', 'archived')
const open = inState('drafting', 'studying', 'secondPrep', 'taught')

const read = all(
  sameTree,
  any(
    owner,
    all(
      not(binned),
      any(
        member('editor', 'commenter'),
        all(shown, holds('researcher', 'leader', 'orgAdmin', 'supervisor', 'coreReviewer', 'backboneLeader')),
        all(settled, holds('teacher', 'masterTeacher')),
      ),
    ),
  ),
)

/** Who may do what to a lesson plan. The only place that says so; every door asks here. */
export const LESSON_PLAN_POLICY = {
  read,
  edit: all(sameTree, not(binned), open, any(owner, member('editor'))),
  comment: all(
    sameTree,
    not(binned),
    any(owner, member('editor', 'commenter'), all(shown, holds('researcher', 'backboneLeader', 'coreReviewer'))),
  ),
  export: read,
  invite: all(sameTree, not(binned), owner),
  delete: all(sameTree, not(binned), owner),
  restore: all(sameTree, binned, owner),
  /** Sit in the room beside the plan. */
  joinRoom: all(sameTree, not(binned), any(owner, member('editor', 'commenter'), all(shown, holds('researcher')))),
  /** Be heard and seen in that room, and show one's screen; everybody else in it listens. */
  speakInRoom: all(sameTree, not(binned), any(owner, member('editor'))),
  startClock: all(sameTree, not(binned), any(owner, member('editor'))),
} satisfies Record<string, Rule>

export type LessonPlanAction = keyof typeof LESSON_PLAN_POLICY

/** Whether this person may do this to this plan. */
export const canLessonPlan = (actor: Actor, action: LessonPlanAction, plan: LessonPlanFacts): boolean =>
  LESSON_PLAN_POLICY[action](actor, plan)

/**
 * Whether this person sees what others said about a plan: its owner, and whoever may comment on it. Everybody else reads
 * the plan and not a word of that.
 */
export const canSeeComments: Rule = all(sameTree, any(owner, LESSON_PLAN_POLICY.comment))

/** Everything this person may do to this plan; goes out with every reply so that the screen never guesses. */
export const lessonPlanAbilities = (actor: Actor, plan: LessonPlanFacts): Record<LessonPlanAction, boolean> =>
  Object.fromEntries(Object.entries(LESSON_PLAN_POLICY).map(([action, rule]) => [action, rule(actor, plan)])) as Record<
    LessonPlanAction,
    boolean
  >

/**
 * Whether this person may look into the log of a plan: what was received, how the plan stood at a moment, and building it
 * anew for its owner. Drafts and the bin are not excepted, because people ask where their words went; every look goes on
 * record.
 */
export const canAuditLessonPlan: Rule = all(sameTree, holds('orgAdmin', 'platformAdmin'))

/** Whether there may be plans this person may look into at all: the door to looking for one. */
export const canAudit = (person: { readonly identities: readonly { readonly role: Role }[] }): boolean =>
  person.identities.some(({ role }) => role === 'orgAdmin' || role === 'platformAdmin')

/** Whether this person may begin a plan: a plan belongs to a unit, so whoever has a place in one. */
export const canCreateLessonPlan = (actor: Actor): boolean => actor.identities.length > 0
