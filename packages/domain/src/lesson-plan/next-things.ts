import type { LessonPlanState } from './model.ts'

export type NextKind =
  | 'writeReflection'
  | 'clearUnmapped'
  | 'fillMissing'
  | 'continueDrafting'
  | 'joinStudying'
  | 'takeSecondPrep'
  | 'readStudying'
  | 'createFirst'

/** What deciding the next thing needs to know of a plan. */
export interface PlanAtHand {
  readonly id: string
  readonly title: string
  readonly state: LessonPlanState
  readonly isOwn: boolean
  readonly isMember: boolean
  readonly canEdit: boolean
  readonly updatedAt: Date
  /** Only of plans whose text was read: lines that found no place, sections still empty, whether the reflection is written. */
  readonly content: {
    readonly unmapped: number
    readonly missing: readonly string[]
    readonly hasReflection: boolean
  } | null
}

export interface NextThing {
  readonly kind: NextKind
  readonly planId: string | null
  readonly title: string | null
  readonly detail: string | null
  readonly count: number | null
  readonly at: Date | null
}

/** Most pressing first: what follows a lesson, what is unfinished, what others wait for, what is there to read. */
const ORDER: readonly NextKind[] = [
  'writeReflection',
  'clearUnmapped',
  'joinStudying',
  'fillMissing',
  'continueDrafting',
  'takeSecondPrep',
  'readStudying',
  'createFirst',
]

function nextOf(plan: PlanAtHand): NextThing | null {
  const thing = (kind: NextKind, detail: string | null = null, count: number | null = null): NextThing => ({
    kind,
    planId: plan.id,
    title: plan.title,
    detail,
    count,
    at: plan.updatedAt,
  })
  if (plan.isOwn) {
    if (plan.state === 'taught' && plan.content && !plan.content.hasReflection) return thing('writeReflection')
    if (plan.canEdit && plan.content && plan.content.unmapped > 0)
      return thing('clearUnmapped', null, plan.content.unmapped)
    if (plan.state === 'studying') return thing('joinStudying')
    if (plan.state === 'drafting' && plan.content && plan.content.missing.length > 0)
      return thing('fillMissing', plan.content.missing.join('、'), plan.content.missing.length)
    if (plan.state === 'drafting') return thing('continueDrafting')
    return plan.state === 'finalized' ? thing('takeSecondPrep') : null
  }
  if (plan.isMember) {
    if (plan.state === 'studying') return thing('joinStudying')
    if (plan.state === 'drafting') return plan.canEdit ? thing('continueDrafting') : thing('readStudying')
    return plan.state === 'finalized' ? thing('takeSecondPrep') : null
  }
  return plan.state === 'studying' ? thing('readStudying') : null
}

/** The three things to do next, the most pressing first and each kind's newest first; without any, beginning a first plan. */
export function nextThings(plans: readonly PlanAtHand[], options: { canCreate: boolean }): NextThing[] {
  const things = plans
    .flatMap((plan) => nextOf(plan) ?? [])
    .sort(
      (one, other) =>
        ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || (other.at?.getTime() ?? 0) - (one.at?.getTime() ?? 0),
    )
  if (options.canCreate && !plans.some((plan) => plan.isOwn))
    things.push({ kind: 'createFirst', planId: null, title: null, detail: null, count: null, at: null })
  return things.slice(0, 3)
}
