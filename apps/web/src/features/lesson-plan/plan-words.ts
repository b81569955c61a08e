import type { LessonPlanSummary } from '@gongyan/contract/client'
import type { I18n } from '@gongyan/i18n'

/** 五年级数学, or whatever of it is known. */
export const placeOfPlan = (i18n: I18n, plan: Pick<LessonPlanSummary, 'grade' | 'subject'>): string =>
  i18n.t('lessonPlan.place', { grade: plan.grade ?? '', subject: plan.subject ?? '' }).trim()

type Timed = Pick<LessonPlanSummary, 'rowCount' | 'totalMinutes' | 'periodMinutes' | 'template'>

/**
 * How many rows and minutes a plan has, and by how much it misses its period. A plan of several periods fits when its minutes
 * are a whole number of them; a unit design need not have rows and has no period to miss.
 */
export function timeOfPlan(i18n: I18n, plan: Timed): { text: string; isOff: boolean } {
  if (plan.rowCount === 0) return { text: plan.template === 'unit' ? '' : i18n.t('lessonPlan.noRows'), isOff: false }
  const text = i18n.t('lessonPlan.rows', { rows: plan.rowCount, minutes: plan.totalMinutes })
  const off = minutesOff(plan)
  if (off === 0 || plan.template === 'unit' || plan.totalMinutes === 0) return { text, isOff: false }
  const more = off > 0 ? i18n.t('lessonPlan.overBy', { minutes: off }) : i18n.t('lessonPlan.shortBy', { minutes: -off })
  return { text: i18n.t('lessonPlan.timeOff', { time: text, off: more }), isOff: true }
}

/** How many periods a plan of so many minutes is for: the nearest whole number, at least one. */
export const periodsOf = (totalMinutes: number, periodMinutes: number): number =>
  Math.max(1, Math.round(totalMinutes / Math.max(1, periodMinutes)))

/** Minutes beyond (positive) or short of (negative) that number of periods. */
export const minutesOff = ({ totalMinutes, periodMinutes }: Pick<Timed, 'totalMinutes' | 'periodMinutes'>): number =>
  totalMinutes - periodsOf(totalMinutes, periodMinutes) * periodMinutes

/** Whole days until a plan in the bin is gone, never below zero. */
export const daysLeftInBin = (deletedAt: string, now: number, keptDays = 30): number =>
  Math.max(0, Math.ceil((Date.parse(deletedAt) + keptDays * 86_400_000 - now) / 86_400_000))
