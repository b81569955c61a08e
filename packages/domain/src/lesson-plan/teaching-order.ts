import { fold } from '../search/fold.ts'
import { chineseNumber, halfWidth } from '../shared/numerals.ts'
import type { TemplateKey } from './vocabulary.ts'

/** A 单元 as plans are compared by it. */
export interface UnitPlace {
  /** `上册第6单元`, or the unit's name where it has no number: short enough for an address, and readable. */
  readonly key: string
  readonly number: number | null
}
/** Where a lesson stands in its unit, as far as the plan says so. */
export interface LessonPlace {
  /** The lesson of the textbook: 第5课. */
  readonly lesson: number | null
  /** The period of the lesson, or in some subjects of the unit: 第3课时. */
  readonly period: number | null
}

/** How much of a line of the head is read, and how many characters of a unit's name are compared. */
const [READ_CHARACTERS, NAME_CHARACTERS] = [200, 30] as const
const NUMBER = String.raw`(\d{1,2}|[一二三四五六七八九十]{1,3})`
const NUMBERED = new RegExp(String.raw`第\s*${NUMBER}\s*(单元|章|模块|组|主题|专题)`)
const ENGLISH = /\b(unit|module)\s*(\d{1,2})(?!\d)/i
const BARE = new RegExp(String.raw`^${NUMBER}(?:\s*单元|\s*[、.．]|\s+|$)`)
const VOLUME_IN_FRONT = /^(?:[一二三四五六七八九]年级)?[上下]册\s*/

const read = (text: string | undefined): string => halfWidth((text ?? '').slice(0, READ_CHARACTERS)).trim()
const numberOf = (text: string | undefined): number | null =>
  text === undefined ? null : /^\d+$/.test(text) ? Number(text) : chineseNumber(text)

/** Reads 单元 and 册次 of a plan's head: 第六单元, 第6单元 多边形的面积 and 六、多边形的面积 are one unit of one volume. */
export function readUnit(unit: string | undefined, volume: string | undefined): UnitPlace | null {
  const text = read(unit)
  if (text === '') return null
  const which = volumeOf(volume) || (VOLUME_IN_FRONT.test(text) ? volumeOf(text.slice(0, 6)) : '')
  const named = text.replace(VOLUME_IN_FRONT, '')
  const chinese = NUMBERED.exec(named)
  const english = ENGLISH.exec(named)
  const number = numberOf(chinese?.[1] ?? english?.[2] ?? BARE.exec(named)?.[1])
  if (number !== null) {
    const kind = chinese?.[2] ?? (english?.[1]?.toLowerCase() === 'module' ? '模块' : '单元')
    return { key: `${which}第${number}${kind === '组' ? '单元' : kind}`, number }
  }
  const name = [...fold(named).replace(/[^\p{L}\p{N}]/gu, '')].slice(0, NAME_CHARACTERS).join('')
  return name === '' ? null : { key: `${which}${name}`, number: null }
}

const volumeOf = (text: string | undefined): '上册' | '下册' | '' => {
  const [isFirst, isSecond] = [text?.includes('上') ?? false, text?.includes('下') ?? false]
  return isFirst === isSecond ? '' : isFirst ? '上册' : '下册'
}

const LESSON_IN_TITLE = new RegExp(String.raw`^\s*第?\s*${NUMBER}\s*课(?!时)`)
const LESSON_BEFORE_TITLE = /^\s*(\d{1,2})(?:\s*[.、．*]\s*|\s+|(?=《))(?=\D)/
const LESSON = new RegExp(String.raw`第\s*${NUMBER}\s*[课节](?!时)`)
const PERIOD = new RegExp(String.raw`第\s*${NUMBER}\s*(?:[-—–~～至、和]+\s*第?\s*${NUMBER}\s*)?课时`)
const PERIOD_IN_TITLE = new RegExp(String.raw`[（(]?\s*${PERIOD.source}\s*[）)]?`)

/** Reads which lesson a plan is from its title and from 课时 of its head. */
export function readLesson(title: string, period: string | undefined): LessonPlace {
  const [name, said] = [read(title), read(period)]
  return {
    lesson: numberOf((LESSON_IN_TITLE.exec(name) ?? LESSON_BEFORE_TITLE.exec(name) ?? LESSON.exec(said))?.[1]),
    period: numberOf((PERIOD.exec(said) ?? PERIOD.exec(name))?.[1]),
  }
}

/** What the order of teaching asks of a plan. */
export interface OrderedPlan extends LessonPlace {
  readonly id: string
  readonly title: string
  readonly template: TemplateKey
  readonly subject: string | null
  readonly grade: string | null
  readonly unitKey: string | null
  readonly unitNumber: number | null
  readonly createdAt: Date
}

const LAST = Number.MAX_SAFE_INTEGER
const byText = new Intl.Collator('zh-Hans-CN')
const textOrder = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : byText.compare(a, b) || (a < b ? -1 : 1)
const gradeOrder = (grade: string | null): number => {
  const at = '一二三四五六七八九'.indexOf(grade?.charAt(0) || '?')
  return at === -1 ? LAST : at
}
const volumeOrder = (key: string | null): number =>
  key === null ? 3 : key.startsWith('上册') ? 0 : key.startsWith('下册') ? 1 : 2
const topicOf = (title: string): string => fold(read(title).replace(PERIOD_IN_TITLE, ''))

/**
 * Plans in the order in which they are taught: by subject, grade, volume and unit; the design of the whole unit first, then
 * lesson by lesson, and the periods of one lesson together. Whatever order they came in, the answer is the same.
 */
export function inTeachingOrder<T extends OrderedPlan>(plans: readonly T[]): T[] {
  const firsts = new Map<string, { lesson: number; period: number; createdAt: number }>()
  const topics = new Map<string, string>()
  const keyOf = (plan: T) => topics.get(plan.id) ?? ''
  for (const plan of plans) {
    const key = JSON.stringify([plan.subject, plan.grade, plan.unitKey, topicOf(plan.title)])
    topics.set(plan.id, key)
    const first = firsts.get(key) ?? { lesson: LAST, period: LAST, createdAt: LAST }
    firsts.set(key, {
      lesson: Math.min(first.lesson, plan.lesson ?? LAST),
      period: Math.min(first.period, plan.period ?? LAST),
      createdAt: Math.min(first.createdAt, plan.createdAt.getTime()),
    })
  }
  const topicOrder = (a: T, b: T): number => {
    const [first, second] = [firsts.get(keyOf(a)), firsts.get(keyOf(b))]
    if (!first || !second || first === second) return 0
    return (
      first.lesson - second.lesson ||
      first.period - second.period ||
      first.createdAt - second.createdAt ||
      textOrder(keyOf(a), keyOf(b))
    )
  }
  return [...plans].sort(
    (a, b) =>
      textOrder(a.subject, b.subject) ||
      gradeOrder(a.grade) - gradeOrder(b.grade) ||
      textOrder(a.grade, b.grade) ||
      volumeOrder(a.unitKey) - volumeOrder(b.unitKey) ||
      (a.unitNumber ?? LAST) - (b.unitNumber ?? LAST) ||
      textOrder(a.unitKey, b.unitKey) ||
      Number(b.template === 'unit') - Number(a.template === 'unit') ||
      topicOrder(a, b) ||
      (a.period ?? LAST) - (b.period ?? LAST) ||
      a.createdAt.getTime() - b.createdAt.getTime() ||
      textOrder(a.id, b.id),
  )
}
