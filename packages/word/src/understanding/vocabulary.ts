import { readMinutes } from '@gongyan/domain'
import type { HeaderField, SectionKey, Wording, WordingKind } from '@gongyan/domain'
import type { ColumnMeaning } from '../synonyms.ts'
import {
  COLUMN_SIGNS,
  COLUMN_SYNONYMS,
  ENDINGS,
  HEADER_SYNONYMS,
  OWN_SECTIONS,
  SECTION_SIGNS,
  SECTION_SYNONYMS,
} from '../synonyms.ts'
import { coresOf, partsOf } from './composed.ts'
import { fold, forms, withoutNumber } from './labels.ts'

/** A meaning that a label was found to have; `sure` when the word itself is in the table or a school has said so. */
export interface Meaning<K extends string> {
  readonly key: K
  readonly sure: boolean
}
/** `extra:…` for what a school keeps as its own. */
type Own = `extra:${string}`

function index<K extends string>(table: Readonly<Record<K, readonly string[]>>): Map<string, K> {
  const found = new Map<string, K>()
  for (const key of Object.keys(table) as K[])
    for (const word of table[key]) if (!found.has(fold(word))) found.set(fold(word), key)
  return found
}
const HEADER = index<HeaderField>(HEADER_SYNONYMS)
const SECTION = index<Exclude<SectionKey, 'unmapped'>>(SECTION_SYNONYMS)
const COLUMN = index<ColumnMeaning>(COLUMN_SYNONYMS)
const OWN = new Map<string, Own>(OWN_SECTIONS.map((word) => [fold(word), `extra:${word}`]))
const ENDS = new Set(ENDINGS.map(fold))

/** What a label of two of these is one of: 重点与难点. */
const POINTS: ReadonlySet<SectionKey> = new Set<SectionKey>(['keyPoint', 'difficultPoint', 'keyAndDifficult'])

const MAIN_FIRST: readonly ColumnMeaning[] = [
  'second',
  'teacherStudents',
  'teacher',
  'students',
  'assistant',
  'phase',
  'content',
  'minutes',
  'resources',
  'intent',
]

/** 【教学重点】… and 教学重点：…; white space before is not walked again from every place in it. */
const BRACKETED_LABEL = /^\s*([【[〖〔［「][^：:】\]〗〕］」\n]{1,23}?)\s*[】\]〗〕］」]\s*[：:]?([\s\S]*)$/
/** 教学重点 and its text: a wide gap or a dash may stand for the colon behind a whole label. */
const SET_OFF_LABEL = /^\s*(?=\S)([^\s：:]{4,14}?)(?:\t+|\u3000+| {2,}|—{1,2})\s*(\S[\s\S]*)$/
const SPOKEN_LABEL = /^\s*(?=\S)([^：:】\]\n]{1,24}?)\s*[：:]([\s\S]*)$/
const HAN = /\p{Script=Han}/u
/** A label without brackets and colon around it. */
const LABEL_ALONE = /^\s*[【[〖〔［「]?\s*([^【】[\]〖〗〔〕［］「」：:\n]*?)\s*[】\]〗〕］」]?\s*[：:]?\s*$/
const LONGEST = { header: 24, section: 60, column: 40 }

function lookUp<K extends string>(table: ReadonlyMap<string, K>, text: string, longest: number): K | null {
  if (text.length > longest) return null
  for (const form of forms(text)) {
    const key = table.get(form)
    if (key !== undefined) return key
  }
  return null
}

/** Longer than any label that is made of a known one and words around it. */
const LONGEST_COMPOSED = 14

/** A label that is made of one in the table and of words that only say how it is meant: 学习目标确定, 使用班级. */
function lookUpComposed<K extends string>(kind: WordingKind, table: ReadonlyMap<string, K>, text: string): K | null {
  // 《杠杆》课堂流程 is a title, no label.
  if (text.length > LONGEST.section || /[《“]/.test(text)) return null
  for (const form of forms(text)) {
    if ([...form].length > (HAN.test(form) ? LONGEST_COMPOSED : LONGEST.column)) continue
    for (const core of coresOf(kind, form)) {
      const key = table.get(core)
      if (key !== undefined) return key
    }
  }
  return null
}

/** What the parts of a label such as 板书与作业要求 name, in their order, and whether all of them name something. */
function lookUpParts<K extends string>(
  kind: WordingKind,
  table: ReadonlyMap<string, K>,
  text: string,
): { readonly keys: readonly K[]; readonly whole: boolean } {
  const none = { keys: [], whole: false }
  if (text.length > LONGEST.section) return none
  const [, label = ''] = LABEL_ALONE.exec(withoutNumber(text)) ?? []
  if (label.length > LONGEST_COMPOSED) return none
  const named = partsOf(kind, label).map((words) =>
    words
      .flatMap((word) => [word, ...coresOf(kind, word)])
      .map((word) => table.get(word))
      .find((key) => key !== undefined),
  )
  const keys = named.filter((key) => key !== undefined)
  return named[0] === undefined ? none : { keys, whole: keys.length === named.length }
}

const ownKey = (text: string): Own => `extra:${withoutNumber(text.trim()).replace(/[:：]\s*$/, '')}`

/** What a column is for that names several things: 教师活动及设计意图 is for the teacher. */
function mainOf(keys: readonly ColumnMeaning[]): ColumnMeaning | null {
  if (keys.includes('teacher') && keys.includes('students')) return 'teacherStudents'
  return MAIN_FIRST.find((key) => keys.includes(key)) ?? null
}

/** The words that a reading of a file knows: what a school has said of its own, then the built-in table, then signs. */
export class Vocabulary {
  private readonly said: { readonly [K in WordingKind]: ReadonlyMap<string, string> }

  constructor(wordings: readonly Wording[] = []) {
    const said = {
      column: new Map<string, string>(),
      header: new Map<string, string>(),
      section: new Map<string, string>(),
    }
    for (const { kind, words, means } of wordings) said[kind].set(fold(withoutNumber(words)), means)
    this.said = said
  }

  /** What the school says words of one kind mean. */
  private told(kind: WordingKind, text: string): string | null {
    return this.said[kind].size === 0 ? null : lookUp(this.said[kind], text, 80)
  }

  /** Whether the school says that words are no label. */
  isText(text: string): boolean {
    return this.told('header', text) === 'none' || this.told('section', text) === 'none'
  }

  /** Whether a line says nothing but that a text is over. */
  isEnding(text: string): boolean {
    return text.length <= 40 && ENDS.has(fold(text))
  }

  /** The fact that a label names. */
  header(text: string): Meaning<HeaderField | Own> | null {
    const told = this.told('header', text)
    if (told === 'none') return null
    if (told !== null) return { key: told === 'extra' ? ownKey(text) : (told as HeaderField), sure: true }
    if (this.told('section', text) !== null) return null
    const found = lookUp(HEADER, text, LONGEST.header)
    if (found !== null) return { key: found, sure: true }
    if (lookUp(SECTION, text, LONGEST.section) !== null || lookUp(OWN, text, LONGEST.header) !== null) return null
    const composed = lookUpComposed('header', HEADER, text)
    return composed === null ? null : { key: composed, sure: true }
  }

  /** The section a label names; `loose` also follows signs, for places that are surely labels. */
  section(text: string, loose = false): Meaning<SectionKey | Own> | null {
    const told = this.told('section', text)
    if (told === 'none') return null
    if (told !== null) return { key: told === 'extra' ? ownKey(text) : (told as SectionKey), sure: true }
    if (this.told('header', text) !== null) return null
    const found = lookUp(SECTION, text, LONGEST.section)
    if (found !== null) return { key: found, sure: true }
    const own = lookUp(OWN, text, LONGEST.header)
    if (own !== null) return { key: own, sure: false }
    const composed = lookUp(HEADER, text, LONGEST.header) === null ? lookUpComposed('section', SECTION, text) : null
    if (composed !== null) return { key: composed, sure: true }
    if (!loose) return null
    const parts = lookUpParts('section', SECTION, text).keys
    const [first] = parts
    if (first !== undefined)
      return {
        key: new Set(parts).size > 1 && parts.every((key) => POINTS.has(key)) ? 'keyAndDifficult' : first,
        sure: false,
      }
    const folded = fold(withoutNumber(text))
    const sign = folded.length > 16 ? undefined : SECTION_SIGNS.find(([pattern]) => pattern.test(folded))
    return sign ? { key: sign[1], sure: false } : null
  }

  /** What a column's head means; `extra` only where the school says that the column is its own. */
  column(text: string): Meaning<ColumnMeaning | 'extra'> | null {
    const told = this.told('column', text)
    if (told !== null) return { key: told as ColumnMeaning | 'extra', sure: true }
    const found = lookUp(COLUMN, text, LONGEST.column)
    if (found !== null) return { key: found, sure: true }
    const composed = lookUpComposed('column', COLUMN, text)
    if (composed !== null) return { key: composed, sure: false }
    const parts = lookUpParts('column', COLUMN, text)
    const main = mainOf(parts.keys)
    if (main !== null) return { key: main, sure: parts.whole }
    const folded = fold(text)
    if (folded.length === 0 || folded.length > (/\p{Script=Han}/u.test(folded) ? 14 : 30)) return null
    // 情境导入（5分钟） tells its minutes; it does not head a column of them.
    const sign = COLUMN_SIGNS.find(
      ([pattern, key]) => pattern.test(folded) && (key !== 'minutes' || readMinutes(text) === null),
    )
    return sign ? { key: sign[1], sure: false } : null
  }

  /** `教学重点：…`: a label and what follows it in the same line; null when the line does not begin with a known section. */
  splitSection(text: string): { key: SectionKey | Own; label: string; rest: string } | null {
    const match = BRACKETED_LABEL.exec(text) ?? SPOKEN_LABEL.exec(text)
    const label = match?.[1] ?? ''
    const meaning = this.section(label.replace(/^\s*[【[〖〔［「]/, ''))
    if (meaning) return { key: meaning.key, label, rest: (match?.[2] ?? '').trim() }
    const [, alone = '', rest = ''] = SET_OFF_LABEL.exec(text) ?? []
    const named = this.section(alone)
    return named?.sure && this.header(rest) === null ? { key: named.key, label: alone, rest: rest.trim() } : null
  }
}
