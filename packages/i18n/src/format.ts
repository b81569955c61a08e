import type { Locale } from './locale.ts'

/** How figures and moments are written. Instants are RFC 3339 strings, Dates, or milliseconds since 1970; days are local. */
export interface Formatters {
  /** 11月24日, with the year only when it is another one. */
  date: (at: Moment, now?: Moment) => string
  /** 10:20 */
  time: (at: Moment) => string
  /** 星期二 */
  weekday: (at: Moment) => string
  /** For lists: 刚刚, 今天 10:20, 昨天, 周日, 11月18日. */
  when: (at: Moment, now?: Moment) => string
  /** 今天 10:20, 11月18日 10:20: the exact moment, for details. */
  moment: (at: Moment, now?: Moment) => string
  /** 15′, in tight places. */
  minuteMark: (minutes: number) => string
  /** 14′20″, a moment of a lesson given in milliseconds on its clock. */
  lessonMoment: (tMs: number) => string
  number: (value: number) => string
  /** 38%, from a fraction. */
  percent: (fraction: number) => string
  /** 1.2 MB */
  fileSize: (bytes: number) => string
  /** 周敏、林静和吴岩 */
  list: (items: readonly string[]) => string
  /** Pinyin order for Chinese. */
  compare: (a: string, b: string) => number
}
export type Moment = string | number | Date

const MINUTE_MS = 60_000
const JUST_NOW_MS = 90_000
const DAY_MS = 86_400_000

const WORDS = {
  'zh-CN': { justNow: '刚刚', today: '今天', yesterday: '昨天' },
  en: { justNow: 'just now', today: 'today', yesterday: 'yesterday' },
} as const satisfies Record<Locale, Record<string, string>>

/** Formatters of a locale; `timeZone` is the reader's own unless named. */
export function createFormatters(locale: Locale, timeZone?: string): Formatters {
  const zone = timeZone === undefined ? {} : { timeZone }
  const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, ...zone })
  const dayOnly = make(locale === 'en' ? { month: 'short', day: 'numeric' } : { month: 'long', day: 'numeric' })
  const withYear = make(
    locale === 'en'
      ? { year: 'numeric', month: 'short', day: 'numeric' }
      : { year: 'numeric', month: 'long', day: 'numeric' },
  )
  const clock = make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const long = make({ weekday: 'long' })
  const short = make({ weekday: 'short' })
  const parts = make({ year: 'numeric', month: '2-digit', day: '2-digit' })
  const numbers = new Intl.NumberFormat(locale)
  const collator = new Intl.Collator(locale === 'en' ? 'en' : 'zh-Hans-CN', { numeric: true })
  const words = WORDS[locale]

  /** The local day as a count of days, so that two days can be subtracted whatever the zone. */
  const dayNumber = (at: Date) => {
    const values = Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, Number(part.value)]))
    return Math.round(Date.UTC(values['year'] ?? 1970, (values['month'] ?? 1) - 1, values['day'] ?? 1) / DAY_MS)
  }
  const yearOf = (at: Date) => parts.formatToParts(at).find((part) => part.type === 'year')?.value
  const time = (at: Moment) => clock.format(new Date(at))
  const date = (at: Moment, now: Moment = Date.now()) =>
    (yearOf(new Date(at)) === yearOf(new Date(now)) ? dayOnly : withYear).format(new Date(at))

  return {
    date,
    time,
    weekday: (at) => long.format(new Date(at)),
    when: (at, now = Date.now()) => {
      const [then, current] = [new Date(at), new Date(now)]
      const days = dayNumber(current) - dayNumber(then)
      // A clock that runs ahead must not put a change of this minute into the future.
      if (Math.abs(current.getTime() - then.getTime()) < JUST_NOW_MS) return words.justNow
      if (days === 0) return `${words.today} ${time(then)}`
      if (days === 1) return words.yesterday
      return days > 1 && days < 7 ? short.format(then) : date(then, current)
    },
    moment: (at, now = Date.now()) => {
      const days = dayNumber(new Date(now)) - dayNumber(new Date(at))
      return `${days === 0 ? words.today : days === 1 ? words.yesterday : date(at, now)} ${time(at)}`
    },
    minuteMark: (minutes) => `${numbers.format(minutes)}′`,
    lessonMoment: (tMs) => {
      const seconds = Math.floor(Math.max(0, tMs) / 1000)
      return `${Math.floor((seconds * 1000) / MINUTE_MS)}′${String(seconds % 60).padStart(2, '0')}″`
    },
    number: (value) => numbers.format(value),
    percent: (fraction) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(fraction),
    fileSize: (bytes) => {
      if (bytes < 1000) return `${numbers.format(bytes)} B`
      const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'KB'] : [bytes / 1_000_000, 'MB']
      return `${new Intl.NumberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${unit}`
    },
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    compare: (a, b) => collator.compare(a, b),
  }
}
