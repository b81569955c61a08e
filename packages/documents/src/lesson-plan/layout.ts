import { HEADER_FIELDS, type HeaderField } from '@gongyan/domain'

/** How a plan is laid out on paper, alike for the readable page, the editor and the phone. */

/** A header field's name: the teacher's own word, else ours. */
export const fieldName = (key: string, label: string | null): string =>
  label ?? (key in HEADER_FIELDS ? HEADER_FIELDS[key as HeaderField] : key.replace(/^extra:/, ''))

/** Shares of a 教学过程 table's width by field, after design 03 at 814 px. */
const SHARES: Readonly<Record<string, number>> = {
  phase: 62,
  minutes: 44,
  teacher: 300,
  students: 252,
  teacherStudents: 480,
  intent: 154,
  assistant: 210,
  resources: 110,
  second: 152,
  extra: 130,
}

/** Columns that are narrow by design: a long Latin word in them would be broken in the middle. The most they may take, in percent. */
const NARROW: Readonly<Record<string, number>> = { phase: 16, minutes: 9 }
/** A letter, and a cell's padding with its lines, as parts of the narrowest table beside an open panel (720 px). */
const LETTER = (7.7 / 720) * 100
const PADDING = (10 / 720) * 100

/** How many letters and digits the longest word of a text has that a line cannot break; Chinese breaks anywhere. */
export const longestWord = (text: string): number =>
  Math.max(0, ...(text.match(/[\p{Script=Latin}\d]+/gu) ?? []).map((word) => word.length))

/**
 * Widths of a table's columns in percent, by their fields. `words` says how long the longest word of each column is: a narrow
 * column grows for it, up to a limit, at the others' cost. Grows by two letters at a time, so that typing seldom moves it.
 */
export function columnShares(fields: readonly (string | null)[], words: readonly number[] = []): number[] {
  const parts = fields.map((field) => SHARES[field ?? 'extra'] ?? 130)
  const total = parts.reduce((sum, part) => sum + part, 0)
  const base = parts.map((part) => (part / total) * 100)
  const shares = base.map((share, index) => {
    const word = words[index] ?? 0
    const wanted = word > 0 ? Math.ceil(word / 2) * 2 * LETTER + PADDING : 0
    return Math.max(share, Math.min(wanted, NARROW[fields[index] ?? ''] ?? 0))
  })
  const grown = shares.map((share, index) => share > (base[index] ?? 0))
  const sum = (values: readonly number[], isGrown: boolean) =>
    values.reduce((all, value, index) => (grown[index] === isGrown ? all + value : all), 0)
  const rest = (100 - sum(shares, true)) / (sum(shares, false) || 1)
  return shares.map((share, index) => Math.round(share * (grown[index] ? 1 : rest) * 100) / 100)
}

const CHINESE = '零一二三四五六七八九'
/** 1 → 一, 12 → 十二, up to 99. */
export function chineseNumeral(n: number): string {
  if (n < 10) return CHINESE[n] ?? ''
  const tens = Math.floor(n / 10)
  return `${tens > 1 ? CHINESE[tens] : ''}十${n % 10 ? CHINESE[n % 10] : ''}`
}

const roman = (n: number): string => {
  const steps: [number, string][] = [
    [10, 'x'],
    [9, 'ix'],
    [5, 'v'],
    [4, 'iv'],
    [1, 'i'],
  ]
  let left = n
  let out = ''
  for (const [value, letters] of steps)
    while (left >= value) {
      out += letters
      left -= value
    }
  return out
}

/** What stands before the n-th item of a list: `{1}.`, `（{一}）`, `{①}`, `{a})` … */
export function listMarker(format: string | null, n: number): string {
  return (format ?? '{1}.').replace(/\{(.)\}/u, (_, kind: string) => {
    switch (kind) {
      case '一':
        return chineseNumeral(n)
      case '①':
        return n <= 20 ? String.fromCodePoint(0x2460 + n - 1) : `(${n})`
      case 'a':
        return String.fromCharCode(96 + ((n - 1) % 26) + 1)
      case 'A':
        return String.fromCharCode(64 + ((n - 1) % 26) + 1)
      case 'i':
        return roman(n)
      case 'I':
        return roman(n).toUpperCase()
      default:
        return String(n)
    }
  })
}

/** A CSS value for `list-style-type` that shows a marker with one space after it. */
export const markerStyle = (format: string | null, n: number): string =>
  `list-style-type:${JSON.stringify(`${listMarker(format, n)}\u00a0`)}`

/** Whether an objective begins with a number or mark of its own, as those do that a teacher numbered by hand: `1. `, `（二）`, `③`. */
export const saysNumber = (text: string): boolean =>
  /^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．)）](?!\d)|[①-⑳●◆■★])/.test(text)

/** Whether an objective's own words name its 核心素养 already, as they do when they came out of a Word file: `【量感】知道…`. */
export const saysLiteracy = (text: string, literacy: unknown): boolean =>
  typeof literacy === 'string' && literacy !== '' && text.includes(literacy)
