import { labelBefore } from '../understanding/header-line.ts'
import type { Vocabulary } from '../understanding/vocabulary.ts'
import { boxOptions } from './text-run.ts'

/** A stretch of a line in which a value stands or is to stand. */
export interface Gap {
  readonly from: number
  readonly to: number
  readonly options: readonly string[] | null
  /** What stands there now and a plan replaces. */
  readonly prompt: string
  readonly isFilled: boolean
}
/** A fact that a line asks for. */
export interface LineFact {
  readonly key: string
  readonly label: string
  readonly gap: Gap
}

const BLANK = String.raw`[\s\u3000_＿]`
const DATE = String.raw`(?:20${BLANK}*)?年${BLANK}*月(?:${BLANK}*日)?`
const COUNTED = String.raw`第${BLANK}+(?:周|课时|节|单元|册|课)`
// A line to write on and a gap behind it belong to the label before: ____    第__周.
const FRAME = new RegExp(String.raw`^(?:(?:[_＿]+|[\s\u3000]*)${DATE}|[\s\u3000]?${COUNTED})`)
/** Frames that need no label before them: what they ask for is plain from their own words. */
const SPEAKING = new RegExp(
  String.raw`第(?:${BLANK}+|\s?[\d一二三四五六七八九十]{1,3}\s?)周|(?:20)?${BLANK}+年${BLANK}+月(?:${BLANK}+日)?`,
  'g',
)
const WIDE_GAP = /[ ]{2,}|[\t\u3000]/
/** Longer than any line of facts, and than any blank in one. */
const MAX_LINE = 1_000
const LONGEST_FRAME = 120

/** Where a blank with words of its own ends that begins here: `20  年  月  日`, `第  周`; null where none does. */
export function frameEnd(text: string, from: number): number | null {
  const [frame] = FRAME.exec(text.slice(from, from + LONGEST_FRAME)) ?? []
  return frame === undefined ? null : from + frame.length
}

/** The place of a value between the colon behind its label and the next label. */
function gapIn(text: string, from: number, to: number): Gap {
  const region = text.slice(from, to)
  const framed = frameEnd(region, 0)
  if (framed !== null) {
    const prompt = region.slice(0, framed).trim()
    return { from, to: from + framed, options: null, prompt, isFilled: false }
  }
  const options = boxOptions(region)
  if (options) return { from, to, options, prompt: region.trim(), isFilled: false }
  const blank = new RegExp(`^${BLANK}*`).exec(region)?.[0] ?? ''
  const line = Math.max(blank.lastIndexOf('_'), blank.lastIndexOf('＿'))
  const empty = (length: number): Gap => ({ from, to: from + length, options: null, prompt: '', isFilled: false })
  if (line !== -1) return empty(line + 1)
  if (blank.length === region.length)
    // The blanks before the next label part it from the value and stay.
    return empty(to === text.length ? blank.length : Math.max(0, blank.length - 2))
  if (blank.length >= 2) return empty(Math.max(1, blank.length - 2))
  const rest = region.slice(blank.length)
  const value = rest.slice(0, WIDE_GAP.exec(rest)?.index ?? rest.length).trimEnd()
  return { from, to: from + blank.length + value.length, options: null, prompt: value, isFilled: true }
}

const COLON = /(?<!\d)[：:]|[：:](?!\d)/g
const OWN_LABEL = /([\p{L}\p{N}]{2,8})\s*$/u

/**
 * The facts a line asks for, labels known or not, other words before and behind them: `××小学  学科：___  教师：___  第__周`.
 * What stands behind a label that nobody knows is the form's own, unless it is blank.
 */
export function factsInLine(vocabulary: Vocabulary, text: string): LineFact[] {
  if (text.length > MAX_LINE) return []
  const labels: { key: string; label: string; start: number; end: number; isKnown: boolean }[] = []
  let from = 0
  for (const { index } of text.matchAll(COLON)) {
    const known = labelBefore(vocabulary, text, from, index)
    const own = known ? null : OWN_LABEL.exec(text.slice(from, index))
    const label = own?.[1]
    if (known) labels.push({ ...known, end: index + 1, isKnown: true })
    else if (own && label !== undefined && !vocabulary.isText(label))
      labels.push({ key: `extra:${label}`, label, start: from + own.index, end: index + 1, isKnown: false })
    from = index + 1
  }
  const facts = labels.flatMap(({ key, label, end, isKnown }, at) => {
    const gap = gapIn(text, end, labels[at + 1]?.start ?? text.length)
    return isKnown || !gap.isFilled ? [{ key, label, gap }] : []
  })
  for (const match of text.matchAll(SPEAKING)) {
    const [begin, end] = [match.index, match.index + match[0].length]
    if (facts.some(({ gap }) => gap.from < end && begin < gap.to)) continue
    const label = match[0].startsWith('第') ? '周次' : '日期'
    const key = vocabulary.header(label)?.key ?? `extra:${label}`
    const isFilled = /[\d一二三四五六七八九十]/.test(match[0].replace(/^20/, ''))
    facts.push({ key, label, gap: { from: begin, to: end, options: null, prompt: match[0].trim(), isFilled } })
  }
  return facts
}
