import { LESSON_PLAN_STATES, TERM_PATTERN, type LessonPlanState } from '@gongyan/domain'

export const SCOPES = ['all', 'owned', 'shared', 'bin'] as const
export type Scope = (typeof SCOPES)[number]

/** What the list shows; lives in the address, so that it can be bookmarked, sent, and gone back to. */
export interface PlanFilters {
  readonly q: string
  readonly scope: Scope
  readonly state: LessonPlanState | null
  readonly subject: string | null
  readonly grade: string | null
  /** The id of a 备课组. */
  readonly group: string | null
  /** 2026-1: the first term of the school year that begins in 2026. */
  readonly term: string | null
  /** As `listPlanChoices` writes it: 上册第6单元. */
  readonly unit: string | null
}

/** The subjects of 义务教育课程方案（2022 年版）; a plan with another name is still found by searching. */
export const SUBJECTS = [
  '语文',
  '数学',
  '英语',
  '道德与法治',
  '科学',
  '物理',
  '化学',
  '生物学',
  '历史',
  '地理',
  '信息科技',
  '体育与健康',
  '音乐',
  '美术',
  '艺术',
  '劳动',
  '综合实践活动',
] as const
export const GRADES = [
  '一年级',
  '二年级',
  '三年级',
  '四年级',
  '五年级',
  '六年级',
  '七年级',
  '八年级',
  '九年级',
] as const

type Address = Partial<Record<keyof PlanFilters, string | undefined>>

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads the filters out of an address; what makes no sense counts as not chosen. */
export const filtersOf = (address: Address): PlanFilters => ({
  q: address.q ?? '',
  scope: SCOPES.find((scope) => scope === address.scope) ?? 'all',
  state: LESSON_PLAN_STATES.find((state) => state === address.state) ?? null,
  subject: address.subject?.slice(0, 40) || null,
  grade: address.grade?.slice(0, 40) || null,
  group: address.group && UUID.test(address.group) ? address.group : null,
  term: address.term && TERM_PATTERN.test(address.term) ? address.term : null,
  unit: address.unit?.slice(0, 40) || null,
})

/** The part of an address that says these filters; `undefined` takes a name out of it. */
export const addressOf = (filters: PlanFilters): Record<keyof Address, string | undefined> => ({
  q: filters.q || undefined,
  scope: filters.scope === 'all' ? undefined : filters.scope,
  state: filters.state ?? undefined,
  subject: filters.subject ?? undefined,
  grade: filters.grade ?? undefined,
  group: filters.group ?? undefined,
  term: filters.term ?? undefined,
  unit: filters.unit ?? undefined,
})

/** The query of the API that asks for these plans. */
export const queryOf = ({ q, scope, state, subject, grade, group, term, unit }: PlanFilters) => ({
  ...(q.trim() === '' ? {} : { q: q.trim().slice(0, 200) }),
  ...(scope === 'owned' || scope === 'shared' ? { mine: scope } : {}),
  ...(scope === 'bin' ? { bin: 'true' as const } : {}),
  ...(state === null ? {} : { state }),
  ...(subject === null ? {} : { subject }),
  ...(grade === null ? {} : { grade }),
  ...(group === null ? {} : { group }),
  ...(term === null ? {} : { term }),
  ...(unit === null ? {} : { unit }),
})

/** Whether anything narrows the list beside the scope. */
export const isNarrowed = ({ q, ...chosen }: PlanFilters): boolean =>
  q.trim() !== '' || CHOSEN.some((key) => chosen[key] !== null)
const CHOSEN = ['state', 'subject', 'grade', 'group', 'term', 'unit'] as const

/** These filters with a change: a unit belongs to its subject and grade, and goes with them. */
export const changed = (filters: PlanFilters, change: Partial<PlanFilters>): PlanFilters => ({
  ...filters,
  ...('subject' in change || 'grade' in change ? { unit: null } : {}),
  ...change,
})

/** Nothing chosen beside the scope. */
export const UNCHOSEN = { q: '', state: null, subject: null, grade: null, group: null, term: null, unit: null } as const
