import type { Block, ParagraphBlock } from '../reading/model.ts'
import { inlineText } from '../reading/model.ts'
import { DOCUMENT_WORDS, FORM_SIGNS, FORM_WORDS, PLACE_WORDS, SUBJECTS } from '../synonyms.ts'
import { readHeaderLine } from './header-line.ts'
import { fold } from './labels.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What says where, for whom and in which year a form is used, and nothing of a lesson. */
const NOISE = new RegExp(
  String.raw`\p{Script=Han}{0,12}?(?:${[...PLACE_WORDS, ...FORM_SIGNS].join('|')})|[一二三四五六七八九]年级|[上下全]册|\d{4}(?:—|-)?\d{0,4}|(?:${SUBJECTS.join('|')})`,
  'gu',
)
const LONGEST_FIRST = FORM_WORDS.map(fold).sort((a, b) => b.length - a.length)
/** What is named in quotes is a lesson, though it speaks of a village: “光影里的家乡”. */
const QUOTED = /《[^》]+》|“[^”]+”/

/** Whether a line only names the form (××小学集体备课教案) and says nothing about the lesson. */
export function isFormName(text: string): boolean {
  if (QUOTED.test(text)) return false
  let rest = fold(text.replaceAll(NOISE, ''))
  for (const word of LONGEST_FIRST) rest = rest.replaceAll(word, '')
  return /^[与和的及年级\dxo×○〇]*$/.test(rest)
}

/** More of a title or a 课题 is not compared. */
const LONGEST = 200
/** How much of the first line stands in the other: of all pairs of signs that follow one another, 0 to 1. */
export function sharedPart(one: string, other: string): number {
  const [words, text] = [fold(one.slice(0, LONGEST)), fold(other.slice(0, LONGEST))]
  const pairs = Array.from({ length: Math.max(0, words.length - 1) }, (_, at) => words.slice(at, at + 2))
  return pairs.filter((pair) => text.includes(pair)).length / Math.max(1, pairs.length)
}

/** Whether a title is the name of a form after all: it ends as documents do, and of the 课题 that is told elsewhere it has nothing. */
export const isFormBeside = (title: string, topic: string): boolean =>
  !QUOTED.test(title) &&
  DOCUMENT_WORDS.some((word) => fold(title).endsWith(fold(word))) &&
  topic.trim() !== '' &&
  sharedPart(topic, title) === 0

const score = (block: ParagraphBlock): number =>
  (block.styleName === 'title' || block.styleName === '标题' ? 10 : 0) +
  (block.outline === null ? 0 : 4 - block.outline) +
  (block.align === 'center' ? 2 : 0) +
  (block.bold ? 1 : 0) +
  (block.size >= 28 ? 2 : 0)

/** The paragraph among the first ones that is the lesson's title; null when none looks like it. */
export function pickTitle(vocabulary: Vocabulary, lead: readonly Block[]): ParagraphBlock | null {
  const candidates = lead.filter((block): block is ParagraphBlock => {
    if (block.kind !== 'paragraph') return false
    const text = inlineText(block.content).trim()
    return (
      text !== '' &&
      text.length <= 80 &&
      !/^[（(].*[)）]$/.test(text) &&
      readHeaderLine(vocabulary, text) === null &&
      !/[。！；]$/.test(text)
    )
  })
  let best: ParagraphBlock | null = null
  for (const block of candidates) {
    if (isFormName(inlineText(block.content))) continue
    if (score(block) >= 2 && (best === null || score(block) > score(best))) best = block
  }
  return best
}
