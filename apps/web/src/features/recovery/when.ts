/** Schools live by one clock: every moment is told in Beijing time, to the second, wherever the administrator's computer is. */
const ZONE_MS = 8 * 3_600_000
const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'
const partsOf = (ms: number): Partial<Record<Part, string>> =>
  Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, value]))

/** 21:10:05 */
export const clockOf = (ms: number): string => {
  const { hour = '', minute = '', second = '' } = partsOf(ms)
  return `${hour}:${minute}:${second}`
}
/** 11月24日, with the year when it is not this one. */
export const dayOf = (ms: number, now = Date.now()): string => {
  const { year, month = '', day = '' } = partsOf(ms)
  const date = `${month}月${day}日`
  return year === partsOf(now).year ? date : `${year}年${date}`
}
/** 11月24日 21:10:05 */
export const secondOf = (ms: number): string => `${dayOf(ms)} ${clockOf(ms)}`
/** What a field of date and time holds for a moment, and the moment it holds; null for half a date. */
export const toField = (ms: number): string => new Date(ms + ZONE_MS).toISOString().slice(0, 19)
export const fromField = (text: string): number | null => {
  const ms = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`)
  return Number.isNaN(ms) ? null : ms - ZONE_MS
}

/** A mark of the axis, said as long as it must be: only what tells it from its neighbours. */
export const tickOf = (ms: number, spanMs: number): string =>
  spanMs > 3 * 86_400_000
    ? dayOf(ms)
    : spanMs > 20 * 3_600_000
      ? `${dayOf(ms)} ${clockOf(ms).slice(0, 5)}`
      : spanMs > 15 * 60_000
        ? clockOf(ms).slice(0, 5)
        : clockOf(ms)
