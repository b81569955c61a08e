import type { Block } from '../reading/model.ts'
import { inlineText } from '../reading/model.ts'
import { readHeaderLine } from './header-line.ts'
import { atBreaks } from './soft-breaks.ts'
import type { Vocabulary } from './vocabulary.ts'

/** How many blocks are a label of a plan, or begin with one. */
export const labelledLines = (vocabulary: Vocabulary, blocks: readonly Block[]): number =>
  blocks.filter((block) => {
    if (block.kind !== 'paragraph') return false
    const text = inlineText(block.content).trim()
    return (
      vocabulary.section(text)?.sure === true ||
      vocabulary.splitSection(text) !== null ||
      (readHeaderLine(vocabulary, text)?.some((pair) => pair.text !== '') ?? false)
    )
  }).length

/** A paragraph whose lines, parted by soft breaks, are several labelled parts of a plan, as a paragraph per line; other blocks as they are. */
export function atLabels(vocabulary: Vocabulary, block: Block): Block[] {
  const lines = atBreaks(block)
  return lines.length > 2 && labelledLines(vocabulary, lines) >= 2 ? lines : [block]
}

/**
 * The blocks of a plan without the frame some schools set around it: a table with one cell in every row, or a text box, that
 * holds tables or several labels, is what it holds.
 */
export function unwrap(vocabulary: Vocabulary, blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return [block]
    const inner =
      block.kind === 'box'
        ? block.blocks
        : block.rows.every(({ cells }) => cells.length === 1)
          ? block.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.blocks))
          : []
    return inner.some(({ kind }) => kind === 'table') || labelledLines(vocabulary, inner) >= 2
      ? unwrap(vocabulary, inner)
      : [block]
  })
}
