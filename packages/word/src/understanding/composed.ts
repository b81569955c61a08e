import type { WordingKind } from '@gongyan/domain'
import { MODIFIERS } from '../synonyms.ts'
import { fold } from './labels.ts'

/** How many words may stand before a label's core, or behind it. */
const MOST_WORDS = 2
const SHORTEST_CORE = 2

interface Modifiers {
  readonly before: readonly string[]
  readonly after: readonly string[]
}
const folded = (words: readonly string[]): string[] => words.map(fold).sort((a, b) => b.length - a.length)
const TABLES: Readonly<Record<WordingKind, Modifiers>> = {
  header: { before: folded(MODIFIERS.header.before), after: folded(MODIFIERS.header.after) },
  section: { before: folded(MODIFIERS.section.before), after: folded(MODIFIERS.section.after) },
  column: { before: folded(MODIFIERS.column.before), after: folded(MODIFIERS.column.after) },
}

/** What is left of a word when up to two of the others stand before it (or behind it), the longest rest first. */
function stripped(word: string, others: readonly string[], isBefore: boolean): string[] {
  const rests = [word]
  for (let rest = word, times = 0; times < MOST_WORDS; times++) {
    const found = others.find((other) => (isBefore ? rest.startsWith(other) : rest.endsWith(other)))
    if (found === undefined || found.length === rest.length) break
    rest = isBefore ? rest.slice(found.length) : rest.slice(0, -found.length)
    rests.push(rest)
  }
  return rests
}

/**
 * The cores that a folded label may have, the longest first: 学习目标 and 目标 of 学习目标确定. Never the label itself, and no core
 * that is such a word itself: 活动设计 is no 设计.
 */
export function coresOf(kind: WordingKind, label: string): string[] {
  const { before, after } = TABLES[kind]
  const cores = stripped(label, after, false).flatMap((front) => stripped(front, before, true))
  return [...new Set(cores)]
    .filter(
      (core) => core !== label && [...core].length >= SHORTEST_CORE && !before.includes(core) && !after.includes(core),
    )
    .sort((a, b) => b.length - a.length)
}

const JOINT = /[、/／]|(?:以及|及其|与|和|及)/
/** The words with which a label ends that say how all of it is meant: 分析 of 教材与学情分析. */
const endOf = (kind: WordingKind, word: string): string =>
  TABLES[kind].after.find((end) => word.endsWith(end) && word.length > end.length) ?? ''

/** The parts of a label that names two things, each as it would stand alone; empty where it names one. */
export function partsOf(kind: WordingKind, label: string): string[][] {
  const parts = label.split(JOINT).map(fold)
  const last = parts.at(-1) ?? ''
  if (parts.length < 2 || parts.some((part) => part === '')) return []
  const end = endOf(kind, last)
  return parts.map((part) => (end === '' || part.endsWith(end) ? [part] : [part, `${part}${end}`]))
}
