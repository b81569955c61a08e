import type { PlanChoices } from '@gongyan/contract/client'
import type { I18n } from '@gongyan/i18n'
import type { PlanFilters } from './filters.ts'

type Unit = PlanChoices['units'][number]

/** 2026—2027学年第一学期. */
export const termName = (i18n: I18n, term: string): string => {
  const [year = '', half] = term.split('-')
  return i18n.t(half === '2' ? 'lessonPlan.term.second' : 'lessonPlan.term.first', {
    from: year,
    to: String(Number(year) + 1),
  })
}

/** 2026年秋（第一学期）: short enough for a list in a narrow column. */
export const termInList = (i18n: I18n, term: string): string => {
  const [year = '', half] = term.split('-')
  return half === '2'
    ? i18n.t('lessonPlan.term.spring', { year: String(Number(year) + 1) })
    : i18n.t('lessonPlan.term.autumn', { year })
}

/** A unit as its plans call it, with its volume where they say that elsewhere. */
export function unitName({ unit, label }: Pick<Unit, 'unit' | 'label'>): string {
  const volume = /^[上下]册/.exec(unit)?.[0] ?? ''
  return label.includes(volume) ? label : `${volume}${label}`
}

export const groupName = (i18n: I18n, groups: PlanChoices['groups'], id: string): string =>
  groups.find((group) => group.id === id)?.name ?? i18n.t('lessonPlan.filters.otherGroup')

/** The unit that is chosen, as the choices call it. */
export const chosenUnitName = (choices: PlanChoices, { unit, subject, grade }: PlanFilters): string => {
  const found = choices.units.find(
    (each) =>
      each.unit === unit && (subject === null || each.subject === subject) && (grade === null || each.grade === grade),
  )
  return found ? unitName(found) : (unit ?? '')
}

/** What a book of the list is called: what narrows it, from the whole to the part. */
export function bookTitle(i18n: I18n, filters: PlanFilters, choices: PlanChoices): string {
  const { group, term, subject, grade, unit, q } = filters
  const said = [
    group === null ? '' : groupName(i18n, choices.groups, group),
    term === null ? '' : termName(i18n, term),
    `${grade ?? ''}${subject ?? ''}`,
    unit === null ? '' : chosenUnitName(choices, filters),
    q.trim(),
  ].filter((part) => part !== '')
  return [...(said.join(' ') || i18n.t('lessonPlan.book.name'))].slice(0, 80).join('')
}

/** What the button that makes the book says: the part of the year's work it is. */
export const bookVerb = ({ group, term, unit }: PlanFilters) =>
  unit !== null
    ? ('lessonPlan.book.unit' as const)
    : group !== null && term !== null
      ? ('lessonPlan.book.groupTerm' as const)
      : group !== null
        ? ('lessonPlan.book.group' as const)
        : term !== null
          ? ('lessonPlan.book.term' as const)
          : ('lessonPlan.book.do' as const)
