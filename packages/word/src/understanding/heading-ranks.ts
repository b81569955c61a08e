import type { Block, ParagraphBlock } from '../reading/model.ts'
import { inlineText } from '../reading/model.ts'
import { fold, numberingOf, periodOf, withoutNumber } from './labels.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Longer than any heading of the school's own. */
export const LONGEST_OWN_HEADING = 16
/** Longer than any heading; and than those that are told by what they are like. */
const LONGEST_LINE = 200
const LONGEST_ALIKE = 6

/** Whether a block looks as known headings do. */
export const isRanked = (ranks: ReadonlySet<string>, block: ParagraphBlock): boolean =>
  inlineText(block.content).length <= LONGEST_LINE && ranks.has(rankOf(block))

/** How a heading looks, so that headings of one rank know each other: its style, number, type, place and colon. */
export function rankOf(block: ParagraphBlock): string {
  const text = inlineText(block.content)
  return `${block.outline ?? ''}|${numberingOf(text)}|${block.bold ? 'b' : ''}|${block.align ?? ''}|${block.list ? 'list' : ''}|${/[：:]\s*$/.test(text) ? ':' : ''}`
}

/** Whether a line without any look of a heading is a short label with a colon behind it: 活动准备： */
const isBareLabel = (block: ParagraphBlock, text: string): boolean =>
  block.outline === null &&
  !block.bold &&
  numberingOf(text) === '' &&
  /[：:]\s*$/.test(text) &&
  fold(text).length <= LONGEST_OWN_HEADING

/**
 * The ranks of lines that are known headings, so that an unknown line of the same rank is one too. Lines that only look alike
 * (讲评目标, 讲评过程), and bare words with a colon, must be of two meanings at least.
 */
export function learnRanks(vocabulary: Vocabulary, blocks: readonly Block[]): ReadonlySet<string> {
  const ranks = new Set<string>()
  const alike = new Map<string, Set<string>>()
  const note = (rank: string, key: string) => alike.set(rank, (alike.get(rank) ?? new Set<string>()).add(key))
  for (const block of blocks) {
    if (block.kind !== 'paragraph') continue
    const text = inlineText(block.content)
    if (text.length > LONGEST_LINE) continue
    const rank = rankOf(block)
    const section = vocabulary.section(text)
    // Bare text without any sign of a heading is no rank.
    if (block.outline !== null || block.bold || numberingOf(text) !== '') {
      if (section) ranks.add(rank)
      else if (block.bold && block.align !== 'center' && fold(withoutNumber(text)).length <= LONGEST_ALIKE) {
        const like = vocabulary.section(text, true)
        if (like) note(rank, like.key)
      }
    } else if (section && isBareLabel(block, text)) note(rank, section.key)
  }
  for (const [rank, keys] of alike) if (keys.size > 1) ranks.add(rank)
  return ranks
}

/** How many lines of a file announce a 课时, in its tables too. */
export const periodLinesIn = (blocks: readonly Block[]): number =>
  blocks
    .flatMap((block) =>
      block.kind === 'table' ? block.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.blocks)) : [block],
    )
    .filter((block) => block.kind === 'paragraph' && periodOf(inlineText(block.content)) !== null).length
