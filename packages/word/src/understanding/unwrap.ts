import type { Block, TableBlock } from '../reading/model.ts'
import { inlineText, isBlank } from '../reading/model.ts'
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

/** Whether a table only lays out tables beside one another: every cell holds one and nothing else, or is empty. */
const isLayout = (table: TableBlock): boolean => {
  const cells = table.rows.flatMap((row) => row.cells.map(({ blocks }) => blocks.filter((block) => !isBlank(block))))
  return (
    cells.filter((blocks) => blocks.length > 0).length > 1 &&
    cells.every((blocks) => blocks.every(({ kind }) => kind === 'table'))
  )
}

/**
 * The blocks of a plan without the frame some schools set around it: a table with one cell in every row, or a text box, that
 * holds tables or several labels, is what it holds; so is a table of nothing but tables.
 */
export function unwrap(vocabulary: Vocabulary, blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return [block]
    const inner =
      block.kind === 'box'
        ? block.blocks
        : block.rows.every(({ cells }) => cells.length === 1) || isLayout(block)
          ? block.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.blocks))
          : []
    return inner.some(({ kind }) => kind === 'table') || labelledLines(vocabulary, inner) >= 2
      ? unwrap(vocabulary, inner)
      : [block]
  })
}
