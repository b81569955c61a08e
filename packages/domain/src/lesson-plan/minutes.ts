import { chineseNumber, halfWidth } from '../shared/numerals.ts'

/** No more white space in one place than any of the expressions below needs to pass: they walk it from every place in it. */
const LONG_GAP = /\s{33,}/g
const withoutLongGaps = (text: string): string => text.replace(LONG_GAP, ' ')

// 分 is a mark, no minute, in 90分以上 and 满分100分, and a part in 二分之一.
const UNIT = String.raw`(?:分钟|分鐘|分(?![数制值之]|以[上下内外])|min(?:ute)?s?\b\.?|[′’'＇])`
const NUMBER = String.raw`(\d{1,3}(?:\.\d)?|[一二两三四五六七八九十]{1,3})`
const DASH = String.raw`\s*[—\-–~～－至到]+\s*`
const RANGE = new RegExp(String.raw`第?\s*${NUMBER}\s*${UNIT}?${DASH}第?\s*${NUMBER}\s*${UNIT}`, 'i')
/** 0:05—0:20, of the clock or of the lesson. */
const CLOCK_TIME = String.raw`(\d{1,2})[:：](\d{2})`
const CLOCK_RANGE = new RegExp(String.raw`(?<![\d:：])${CLOCK_TIME}${DASH}${CLOCK_TIME}(?![\d:：])`)
const CLOCK_ALONE = new RegExp(String.raw`^\s*${CLOCK_TIME}\s*$`)
/** `m` is a metre elsewhere: it is minutes where minutes are expected, and in brackets of its own behind what is no distance. */
const SHORT_IN_BRACKETS = new RegExp(String.raw`[（(]\s*${NUMBER}\s*m\s*[）)]`, 'i')
const DISTANCE = /[跑走跳投掷游骑滑爬距离长宽高深远近厚径程道线圈米绳]|run|jump|walk|swim|throw|long|wide|high|far/i
/** A step of a lesson; what is more, in `m`, is a distance. */
const LONGEST_SHORT = 45
const SHORT_ALONE = new RegExp(String.raw`^\s*${NUMBER}\s*m\s*$`, 'i')
const ONE = new RegExp(String.raw`(?<![\d.]|满分[为是]?|每[题空个])${NUMBER}\s*${UNIT}`, 'i')
const PART = String.raw`${NUMBER}\s*${UNIT}?`
// A sum begins where nothing is added to: else each of its parts would be tried as the first.
const SUM = new RegExp(String.raw`(?<![\d.]|[+＋]\s*)${PART}(?:\s*[+＋]\s*${PART})*\s*[+＋]\s*${NUMBER}\s*${UNIT}`, 'i')
const BARE_SUM = new RegExp(String.raw`^\s*[（(]?\s*${NUMBER}(?:\s*[+＋]\s*${NUMBER})+\s*[）)]?\s*$`)
/** 半小时, 一个半小时, 1小时, 一刻钟, 2分30秒, 90秒: whole where minutes are expected, else only in brackets of their own. */
const SPOKEN = new RegExp(
  String.raw`(?:(半)个?小时|${NUMBER}\s*个?(半)?小时|${NUMBER}\s*刻钟|(?:${NUMBER}\s*分钟?)?\s*${NUMBER}\s*秒钟?)`,
)
const ABOUT = String.raw`\s*(?:约|大约|预计|共|用时)?\s*`
const SPOKEN_ALONE = new RegExp(String.raw`^${ABOUT}${SPOKEN.source}(?:左右)?\s*$`)
const SPOKEN_IN_BRACKETS = new RegExp(String.raw`[（(【]${ABOUT}${SPOKEN.source}(?:左右)?\s*[）)】]`)
const BARE_RANGE = new RegExp(
  String.raw`^\s*[（(]?${ABOUT}第?\s*${NUMBER}\s*${UNIT}?${DASH}第?\s*${NUMBER}\s*${UNIT}?\s*[）)]?\s*$`,
  'i',
)
const BARE = new RegExp(String.raw`^\s*[（(]?${ABOUT}${NUMBER}\s*(?:左右)?\s*[）)]?\s*$`)

export interface MinutesReading {
  readonly minutes: number
  /** What was written, as it stands in the text. */
  readonly text: string
}

const toNumber = (text: string): number | null => (/^\d/.test(text) ? Number(text) : chineseNumber(text))

const toMinutes = (text: string | undefined): number => (text === undefined ? 0 : (toNumber(text) ?? 0))

/** The minutes of words of time such as 半小时 or 2分30秒. */
function readSpoken(text: string, isExpected: boolean): { minutes: number; text: string } | null {
  const match = (isExpected ? SPOKEN_ALONE.exec(text) : null) ?? SPOKEN_IN_BRACKETS.exec(text)
  const spoken = match && SPOKEN.exec(match[0])
  if (!spoken) return null
  const [written, half, hours, andHalf, quarters, minutes, seconds] = spoken
  return {
    minutes:
      (half ? 30 : 0) +
      toMinutes(hours) * 60 +
      (andHalf ? 30 : 0) +
      toMinutes(quarters) * 15 +
      toMinutes(minutes) +
      Math.round(toMinutes(seconds) / 6) / 10,
    text: written,
  }
}

/** The sum that 3+5分钟 or 5分钟+3分钟 means. */
function readSum(text: string, isExpected: boolean): { minutes: number; text: string } | null {
  const sum = SUM.exec(text) ?? (isExpected ? BARE_SUM.exec(text) : null)
  if (!sum) return null
  const parts = [...sum[0].matchAll(new RegExp(NUMBER, 'g'))].map(([part]) => toMinutes(part))
  return { minutes: Math.round(10 * parts.reduce((whole, part) => whole + part, 0)) / 10, text: sum[0].trim() }
}

/** Times at which steps begin, as written, each with the minutes until the next; the last has none. */
type StartTimes = ReadonlyMap<string, number | null>
/**
 * How the times of a column run on: as ranges each of which begins where the one before ended (`touching`) or one minute later
 * (`counted`), or as times at which the steps begin.
 */
export type MinutesClock = 'touching' | 'counted' | StartTimes

interface Range {
  readonly from: number
  readonly to: number
  readonly written: string
  /** How the range was told: as places on a clock, as counted minutes (第6—20分), or as two bare numbers. */
  readonly kind: 'clock' | 'counted' | 'numbers'
}

/** No step of a lesson is longer, so 00:00—05:00 are minutes and seconds. */
const LONGEST_STEP = 60

function readClockRange(text: string): Range | null {
  const match = CLOCK_RANGE.exec(text)
  if (!match) return null
  const [from, to] = [1, 3].map((at) => Number(match[at]) * 60 + Number(match[at + 1])) as [number, number]
  const scale = to - from > LONGEST_STEP ? 60 : 1
  return to < from ? null : { from: from / scale, to: to / scale, written: match[0], kind: 'clock' }
}

function readRange(text: string, isExpected: boolean): Range | null {
  const clock = readClockRange(text)
  if (clock) return clock
  const match = RANGE.exec(text) ?? (isExpected ? BARE_RANGE.exec(text) : null)
  const from = toNumber(match?.[1] ?? '')
  const to = toNumber(match?.[2] ?? '')
  if (!match || from === null || to === null || to < from) return null
  return { from, to, written: match[0], kind: match[0].includes('第') ? 'counted' : 'numbers' }
}

/** The greater of 3～5分钟, which says how long something takes, and the length of 6—20分钟, which says from when to when. */
function lengthOf({ from, to, kind }: Range, clock: MinutesClock | null): number {
  if (kind === 'counted' || (kind === 'numbers' && clock === 'counted')) return to - from + 1
  // The sum is checked against the period, so an estimate counts with what it may take.
  const isEstimate = kind === 'numbers' && clock === null && from > 0 && to - from <= 5 && to <= 2 * from
  return Math.round(10 * (isEstimate ? to : to - from)) / 10
}

const START = new RegExp(String.raw`^\s*第?\s*(?:${CLOCK_TIME}|(\d{1,2}))\s*${UNIT}?\s*(?:起|开始)?\s*$`, 'i')
/** No lesson begins before this hour: 8:00, 8:05 are times of day, 5:00, 8:00 may be minutes and seconds. */
const FIRST_HOUR = 6
/** Longer than any lesson, double ones included. */
const LONGEST_LESSON = 180

/** The times of a column at which steps begin: three or more that grow, from zero or within the hours of a school day. */
function startsOf(texts: readonly string[]): StartTimes | null {
  const told = texts.filter((text) => text.trim() !== '')
  const times = told.flatMap((text) => {
    const [, hours, minutes, bare] = START.exec(halfWidth(text)) ?? []
    const time = bare ?? (hours === undefined ? null : Number(hours) * 60 + Number(minutes))
    return time === null ? [] : [Number(time)]
  })
  const [first] = times
  const last = times.at(-1)
  if (first === undefined || last === undefined || times.length < Math.max(3, told.length)) return null
  if (!times.every((time, at) => at === 0 || time > times[at - 1]!)) return null
  const isDay = first >= FIRST_HOUR * 60 && last - first <= LONGEST_LESSON && last < 24 * 60
  if (first !== 0 && !isDay) return null
  const gaps = times.map((time, at) => (at + 1 < times.length ? times[at + 1]! - time : null))
  const scale = !isDay && gaps.some((gap) => (gap ?? 0) > LONGEST_STEP) ? 60 : 1
  return new Map(
    told.map((text, at) => [text.trim(), gaps[at] == null ? null : Math.round((10 * gaps[at]) / scale) / 10]),
  )
}

/** How the times of a column run, told from all its cells: 0—5, 5—12, 12—30 touch, 1—5, 6—20 are counted; 0:00, 0:05 begin; null where they do not run on. */
export function clockOf(texts: readonly string[], options: { bare?: boolean } = {}): MinutesClock | null {
  const starts = options.bare ? startsOf(texts) : null
  if (starts) return starts
  const ranges = texts.flatMap((text) => readRange(halfWidth(withoutLongGaps(text)), options.bare ?? false) ?? [])
  const [first] = ranges
  if (!first || ranges.length < 2 || first.from > 1) return null
  const follows = (gap: number) => ranges.every((range, at) => at === 0 || range.from === ranges[at - 1]!.to + gap)
  return follows(0) ? 'touching' : follows(1) ? 'counted' : null
}

/** Whether `m` in brackets behind some words is a metre: 往返跑(10m), 球场(50m). */
const isLength = (before: string, written: string | undefined): boolean =>
  toMinutes(written) > LONGEST_SHORT || DISTANCE.test(before.split('\n').at(-1) ?? '')

/**
 * The minutes a text means and the piece that says so, or null: `5分钟`, `（8′）`, `约10min`, `第6—20分` (from–to, counted
 * inclusively as schools write it: 第6 to 第20 minute = 15), `十五分钟`, `3+5分钟`, `（半小时）`, `（3～5分钟）` (an estimate: the
 * greater). `bare` also takes a number, a range, a sum or 一刻钟 alone, as in a 时间 column; `clock` says how the ranges of its
 * column run.
 */
export function readMinutes(
  written: string,
  options: { bare?: boolean; clock?: MinutesClock | null } = {},
): MinutesReading | null {
  const started = options.clock instanceof Map ? options.clock.get(written.trim()) : undefined
  if (started !== undefined) return started === null ? null : { minutes: started, text: written.trim() }
  const source = withoutLongGaps(written)
  const text = halfWidth(source)
  const range = readRange(text, options.bare ?? false)
  if (range) {
    const at = text.indexOf(range.written)
    return {
      minutes: lengthOf(range, options.clock ?? null),
      text: source.slice(at, at + range.written.length).trim(),
    }
  }
  const words = readSum(text, options.bare ?? false) ?? readSpoken(text, options.bare ?? false)
  if (words) {
    const at = text.indexOf(words.text)
    return { minutes: words.minutes, text: source.slice(at, at + words.text.length) }
  }
  const one = ONE.exec(text)
  if (one) {
    const minutes = toNumber(one[1]!)
    if (minutes !== null) return { minutes, text: source.slice(one.index, one.index + one[0].length) }
  }
  const short = SHORT_IN_BRACKETS.exec(text) ?? (options.bare ? SHORT_ALONE.exec(text) : null)
  if (short?.[1] !== undefined && !(/[（(]/.test(short[0]) && isLength(text.slice(0, short.index), short[1]))) {
    const written = short[0].replaceAll(/^[（(\s]+|[）)\s]+$/g, '')
    const at = text.indexOf(written, short.index)
    return { minutes: toMinutes(short[1]), text: source.slice(at, at + written.length) }
  }
  if (options.bare) {
    const clock = CLOCK_ALONE.exec(text)
    if (clock) {
      const [hours, minutes] = [Number(clock[1]), Number(clock[2])]
      const isLong = hours * 60 + minutes > LONGEST_STEP
      return {
        minutes: isLong ? Math.round(10 * (hours + minutes / 60)) / 10 : hours * 60 + minutes,
        text: source.trim(),
      }
    }
    const bare = BARE.exec(text)
    const minutes = bare?.[1] === undefined ? null : toNumber(bare[1])
    if (minutes !== null) return { minutes, text: source.trim() }
  }
  return null
}

/** The minutes of the cells of one column, read together: ranges that run on are parts of one clock. A cell that is none is null. */
export function readMinutesColumn(
  texts: readonly (string | null)[],
  options: { bare?: boolean } = {},
): (number | null)[] {
  const clock = clockOf(
    texts.filter((text) => text !== null),
    options,
  )
  return texts.map((text) => (text === null ? null : (readMinutes(text, { ...options, clock })?.minutes ?? null)))
}

/** Longer than any line that names a step within a cell. */
const LONGEST_NAMED = 40
/** The sum of the minutes at the ends of a text's short lines, as in 1.示范（5分钟）; null when no line has any. */
export function minutesOfSteps(text: string): number | null {
  const minutes = text
    .split('\n')
    .flatMap((line) =>
      line.length <= LONGEST_NAMED && /[）)]\s*$/.test(line)
        ? (readMinutes(/[（(][^（(]*$/.exec(line)?.[0] ?? '')?.minutes ?? [])
        : [],
    )
  return minutes.length > 0 ? minutes.reduce((sum, value) => sum + value, 0) : null
}

/** What the cells of a row say about its minutes. */
export interface TimedRow {
  /** The cell in the column of minutes, or the 环节 without such a column; null where it is merged with the row above. */
  readonly own: string | null
  /** The 环节 that the row shows, merged with the row above or not. */
  readonly phase: string
  /** What the teacher does, or both; null where it is merged with the row above. */
  readonly steps: string | null
}
/** The minutes of the rows of a table. Where neither a column of minutes nor the 环节 tells them, they are those told in the steps. */
export function minutesOfRows(rows: readonly TimedRow[], options: { bare: boolean }): (number | null)[] {
  const read = readMinutesColumn(
    rows.map(({ own }) => own),
    options,
  )
  return rows.map(({ phase, steps }, at) => {
    const told = options.bare || steps === null || readMinutes(phase) !== null
    return read[at] ?? (told ? null : minutesOfSteps(steps))
  })
}

/** The lines of a cell as one: without a gap between 汉字, with one beside a Latin word: `Step 1` over `Warm-up` is `Step 1 Warm-up`. */
export const oneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    // Each line knows its neighbour by itself: what is joined already is not looked at again.
    .map((line, at, lines) => (at === 0 || (isHan(lines[at - 1]?.at(-1)) && isHan(line[0])) ? line : ` ${line}`))
    .join('')
/** Whether a character is written without spaces around it. */
export const isHan = (character: string | undefined): boolean => /\p{Script=Han}/u.test(character ?? '')

/** What is left of brackets whose minutes are gone; white space is single there, so nothing in it may run on. */
const EMPTIED = /[（(] ?(?:大?约|预计)? ?[）)]/g
/** A phase's name without the minutes some schools write into the same cell: `导入（约5分钟）` → `导入`. */
export function phaseName(text: string): string {
  const minutes = readMinutes(text)
  return (minutes ? text.replace(minutes.text, '') : text)
    .replace(/\s+/g, ' ')
    .replace(EMPTIED, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The longest period a plan may have, in minutes: a whole day of an activity. */
export const LONGEST_PERIOD_MINUTES = 600

/** A period's length as somebody types it, half or full width: whole minutes from 1 to `LONGEST_PERIOD_MINUTES`; null for anything else. */
export function readPeriodMinutes(text: string): number | null {
  const digits = halfWidth(text).trim()
  const minutes = /^\d{1,4}$/.test(digits) ? Number(digits) : 0
  return minutes >= 1 && minutes <= LONGEST_PERIOD_MINUTES ? minutes : null
}
