import { listTaughtPlans } from '@gongyan/db'
import type { LessonPlanFilter, Queryable, TaughtPlan } from '@gongyan/db'
import { inTeachingOrder } from '@gongyan/domain'
import type { Actor } from '@gongyan/domain'

/** A plan that is asked for, and the heading of the contents under which it stands. */
export interface BookEntry {
  readonly id: string
  readonly group: string | null
}

/** More plans than any book takes are counted up to here. */
const MOST_COUNTED = 10_000

/** Everything of a list that this person may read, in the order of teaching. */
export async function entriesOf(sql: Queryable, actor: Actor, filter: LessonPlanFilter): Promise<BookEntry[]> {
  const plans = await listTaughtPlans(sql, actor, filter, MOST_COUNTED)
  const names = new Map<string, string>()
  for (const plan of plans) {
    const key = unitOf(plan)
    // Some plans say only 第六单元, others its name with it.
    if (plan.unit !== null && plan.unit.length > (names.get(key)?.length ?? 0)) names.set(key, plan.unit)
  }
  return inTeachingOrder(plans).map((plan) => ({ id: plan.id, group: headingOf(plan, names.get(unitOf(plan))) }))
}

const unitOf = ({ subject, grade, unitKey }: TaughtPlan): string => JSON.stringify([subject, grade, unitKey])
const VOLUME = /^[上下]册/

const headingOf = ({ subject, grade, unitKey }: TaughtPlan, unit = ''): string | null => {
  const volume = VOLUME.exec(unitKey ?? '')?.[0] ?? ''
  return (
    [`${grade ?? ''}${subject ?? ''}${unit.includes(volume) ? '' : volume}`, unit]
      .filter((part) => part !== '')
      .join(' ') || null
  )
}
