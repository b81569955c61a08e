import { halfWidth } from '../shared/numerals.ts'

/** A 学期: the year in which its school year begins, and which half of it. `2026-1` is 2026—2027学年第一学期. */
export type Term = `${number}-1` | `${number}-2`
export const TERM_PATTERN = /^\d{4}-[12]$/

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}
type Half = 1 | 2

/** A head says when in its first words; what stands behind is not read. */
const READ_CHARACTERS = 200

/** What of a plan says when it is taught. */
export interface TermFacts {
  /** The texts of its head that may name a day or a term, such as 日期 or 学期. */
  readonly said: readonly (string | undefined)[]
  /** 册次, such as 上册. */
  readonly volume: string | undefined
  readonly createdAt: Date
}

/**
 * The term a plan belongs to: the one its head names, else that of the day its head names, else that of its 册次 in the
 * school year in which it was begun, else that of the day on which it was begun.
 */
export function termOf({ said, volume, createdAt }: TermFacts): Term {
  const text = halfWidth(said.filter(Boolean).join(' ').slice(0, READ_CHARACTERS))
  const half = halfOfVolume(volume)
  const begun = inChina(createdAt)
  const named = namedTerm(text, half)
  if (named) return named
  const day = dayIn(text)
  if (day) return termAt(day)
  return half ? `${schoolYear(begun)}-${half}` : termAt(begun)
}

/** Preparing for the autumn begins in the middle of July; spring begins in February. */
const termAt = (day: Day): Term => {
  const isSpring = day.month >= 2 && (day.month < 7 || (day.month === 7 && day.day <= 15))
  return `${schoolYear(day)}-${isSpring ? 2 : 1}`
}
const schoolYear = ({ year, month, day }: Day): number => (month > 7 || (month === 7 && day > 15) ? year : year - 1)

const halfOfVolume = (volume: string | undefined): Half | null =>
  !volume || /上.*下|下.*上/.test(volume) ? null : volume.includes('上') ? 1 : volume.includes('下') ? 2 : null

const SCHOOL_YEAR = /(20\d{2})\s*[-—–~～至/]+\s*(?:20)?\d{2}\s*学年/
const SEASON = /(20\d{2})\s*年?\s*([春秋])/
const FIRST = /第?\s*[一1上]\s*学期|[（(]\s*[上一]\s*[）)]|秋/
const SECOND = /第?\s*[二2下]\s*学期|[（(]\s*[下二]\s*[）)]|春/

function namedTerm(text: string, half: Half | null): Term | null {
  const year = SCHOOL_YEAR.exec(text)?.[1]
  if (year) {
    const which = FIRST.test(text) ? 1 : SECOND.test(text) ? 2 : half
    return which ? `${Number(year)}-${which}` : null
  }
  const season = SEASON.exec(text)
  if (!season) return null
  return season[2] === '秋' ? `${Number(season[1])}-1` : `${Number(season[1]) - 1}-2`
}

const DAY = /(20\d{2})\s*(?:年|[-./])\s*(1[0-2]|0?[1-9])(?!\d)(?:\s*(?:月|[-./])\s*(3[01]|[12]\d|0?[1-9])(?!\d))?/

const dayIn = (text: string): Day | null => {
  const found = DAY.exec(text)
  return found ? { year: Number(found[1]), month: Number(found[2]), day: Number(found[3] ?? 1) } : null
}

/** China has one time and no summer time. */
const inChina = (at: Date): Day => {
  const shifted = new Date(at.getTime() + 8 * 3_600_000)
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() }
}
