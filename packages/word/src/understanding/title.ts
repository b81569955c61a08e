import type { Block, ParagraphBlock } from '../reading/model.ts'
import { inlineText } from '../reading/model.ts'
import { FORM_WORDS } from '../synonyms.ts'
import { readHeaderLine } from './header-line.ts'
import { fold } from './labels.ts'
import type { Vocabulary } from './vocabulary.ts'

const NOISE =
  /[\p{Script=Han}]{0,12}?(?:小学|中学|[一二三四五六七八九十](?:小|中)(?!学|班|队)|实(?:小|中)|学校|中心校|教学点|学区|教研组|教研室|备课组|自治区|省|市|县|区|镇|乡)|[一二三四五六七八九]年级|[上下全]册|\d{4}(?:—|-)?\d{0,4}|(?:语文|数学|英语|科学|道德与法治|音乐|美术|体育|信息科技|信息技术|综合实践|劳动|物理|化学|生物|历史|地理|政治)/gu

/** Whether a line only names the form (××小学集体备课教案) and says nothing about the lesson. */
export function isFormName(text: string): boolean {
  // What is named in quotes is a lesson, though it speaks of a village: “光影里的家乡”.
  if (/《[^》]+》|“[^”]+”/.test(text)) return false
  let rest = fold(text.replaceAll(NOISE, ''))
  for (const word of [...FORM_WORDS].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(fold(word), '')
  return /^[与和的及年级\dxo×○〇]*$/.test(rest)
}

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
