import type { HeaderField, SectionKey } from '@gongyan/domain'
import type { ColumnMeaning } from '../synonyms.ts'
import { COLUMN_SIGNS, COLUMN_SYNONYMS, HEADER_SYNONYMS, SECTION_SIGNS, SECTION_SYNONYMS } from '../synonyms.ts'

/** A meaning that a label was found to have; `sure` when the word itself is in the table. */
export interface Meaning<K extends string> {
  readonly key: K
  readonly sure: boolean
}

const NUMBER = String.raw`(?:[（(【[]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVX]{1,4}|[a-zA-Z])[)）】\]]?\s*[、.．,，:：)）]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|[①-⑳⑴-⒇⒈-⒛●◆■▲★※○◇□▶➢]|第[一二三四五六七八九十\d]+部分[、:：]?)`
const LEADING_NUMBER = new RegExp(String.raw`^\s*(?:${NUMBER}\s*)+`)
const BRACKETS = /[（(【[〔《][^）)】\]〕》]*[）)】\]〕》]/g

/** Text without spaces, punctuation, letter case and full width. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** A label without the number before it. */
export const withoutNumber = (text: string): string => text.replace(LEADING_NUMBER, '')

/** How a heading is numbered: `一、`, `（一）`, `1.`, `【】` … so that headings of one rank know each other. */
export function numberingOf(text: string): string {
  const trimmed = text.trim()
  if (/^【.*】$/.test(trimmed)) return '【】'
  if (/^[一二三四五六七八九十]{1,3}\s*[、.．,，]/.test(trimmed)) return '一、'
  if (/^[（(][一二三四五六七八九十]{1,3}[)）]/.test(trimmed)) return '（一）'
  if (/^\d{1,2}\s*[、.．]/.test(trimmed)) return '1.'
  if (/^[（(]\d{1,2}[)）]/.test(trimmed)) return '（1）'
  if (/^[①-⑳]/.test(trimmed)) return '①'
  if (/^[IVX]{1,4}\s*[.．、]/.test(trimmed)) return 'I.'
  return ''
}

/** The forms under which a label may stand in a table of synonyms, the whole first. */
function candidates(text: string): string[] {
  const base = withoutNumber(text.trim()).replace(/[:：]\s*$/, '')
  const bare = base.replaceAll(BRACKETS, '')
  // Two languages make one label; what follows a colon is no label's half.
  const halves = /[：:]/.test(bare)
    ? []
    : [bare.replaceAll(/[^\p{Script=Han}]/gu, ''), bare.replaceAll(/[\p{Script=Han}]/gu, '')]
  const inner = /^\s*[【[〔（(]([^】\]〕）)]*)[】\]〕）)]\s*$/.exec(base)?.[1] ?? ''
  return [...new Set([base, bare, inner, ...halves].map(fold))].filter((candidate) => candidate.length > 0)
}

function index<K extends string>(table: Readonly<Record<K, readonly string[]>>): Map<string, K> {
  const found = new Map<string, K>()
  for (const key of Object.keys(table) as K[])
    for (const word of table[key]) if (!found.has(fold(word))) found.set(fold(word), key)
  return found
}
const HEADER = index<HeaderField>(HEADER_SYNONYMS)
const SECTION = index<Exclude<SectionKey, 'unmapped'>>(SECTION_SYNONYMS)
const COLUMN = index<ColumnMeaning>(COLUMN_SYNONYMS)

function lookUp<K extends string>(table: Map<string, K>, text: string, longest: number): Meaning<K> | null {
  if (text.length > longest) return null
  for (const candidate of candidates(text)) {
    const key = table.get(candidate)
    if (key !== undefined) return { key, sure: true }
  }
  return null
}

export const classifyHeader = (text: string): Meaning<HeaderField> | null => lookUp(HEADER, text, 24)

/** The section a label names; `loose` also follows signs, for places that are surely labels. */
export function classifySection(text: string, loose = false): Meaning<SectionKey> | null {
  const found = lookUp(SECTION, text, 60)
  if (found || !loose) return found
  const folded = fold(withoutNumber(text))
  if (folded.length > 16) return null
  const sign = SECTION_SIGNS.find(([pattern]) => pattern.test(folded))
  return sign ? { key: sign[1], sure: false } : null
}

export function classifyColumn(text: string): Meaning<ColumnMeaning> | null {
  const found = lookUp(COLUMN, text, 40)
  if (found) return found
  const folded = fold(text)
  if (folded.length === 0 || folded.length > 14) return null
  const sign = COLUMN_SIGNS.find(([pattern]) => pattern.test(folded))
  return sign ? { key: sign[1], sure: false } : null
}

/** `教学重点：…`: a label and what follows it in the same line; null when the line does not begin with a known section. */
export function splitSectionLabel(text: string): { key: SectionKey; label: string; rest: string } | null {
  const match = /^(\s*[^：:】\]\n]{1,24}?)\s*(?:[：:]|(?<=^\s*[【[][^】\]\n]*)[】\]]\s*[：:]?)([\s\S]*)$/.exec(text)
  if (!match) return null
  const label = match[1] ?? ''
  const meaning = classifySection(label.replace(/^\s*[【[]/, ''))
  return meaning ? { key: meaning.key, label, rest: (match[2] ?? '').trim() } : null
}

/** 第二课时, 课时三, Period 2 …: the 课时 that a heading announces, as written. */
export function periodOf(text: string): string | null {
  const match =
    /^[【[（(\s]*(第\s*[一二三四五六七八九十\d]+\s*课时|课时\s*[一二三四五六七八九十\d]+|period\s*\d+)/i.exec(text)
  return match ? (match[1] ?? '').replaceAll(/(?<![A-Za-z])\s+/g, '') : null
}
