import { HEADER_FIELDS, readMinutes, type HeaderField } from '@gongyan/domain'

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

/** Widths of a table's columns in percent, by their fields. */
export function columnShares(fields: readonly (string | null)[]): number[] {
  const shares = fields.map((field) => SHARES[field ?? 'extra'] ?? 130)
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => Math.round((share / total) * 10_000) / 100)
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

/** A phase's name without the minutes some schools write into the same cell: `导入（约5分钟）` → `导入`. */
export function phaseName(text: string): string {
  const minutes = readMinutes(text)
  return (minutes ? text.replace(minutes.text, '') : text)
    .replace(/[（(]\s*(?:大?约|预计)?\s*[）)]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
