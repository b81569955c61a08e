import { canLessonPlan, type Actor, type LessonPlanFacts } from '@gongyan/domain'

/** A person and a plan as the policy needs them, and the name the room shows. */
export interface Asker {
  readonly actor: Actor
  readonly name: string
  readonly plan: LessonPlanFacts
}

/** Loads both for one person and one plan; undefined when either is not there. */
export type FindAsker = (userId: string, planId: string) => Promise<Asker | undefined>

/** Where the policy puts somebody in the room of a plan. */
export type Seating = 'speaks' | 'listens' | 'outside' | 'unaware'

/** What the policy answers for the room: `unaware` may not even know that the plan exists. */
export function seatingOf({ actor, plan }: Pick<Asker, 'actor' | 'plan'>): Seating {
  if (canLessonPlan(actor, 'joinRoom', plan)) return canLessonPlan(actor, 'speakInRoom', plan) ? 'speaks' : 'listens'
  return canLessonPlan(actor, 'read', plan) ? 'outside' : 'unaware'
}

/** What somebody is to the plan, for the others in the room. */
export const roleInRoom = ({
  actor,
  plan,
}: Pick<Asker, 'actor' | 'plan'>): 'owner' | 'editor' | 'commenter' | 'guest' =>
  actor.userId === plan.ownerId ? 'owner' : (plan.membership ?? 'guest')
