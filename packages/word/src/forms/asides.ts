import type { Block, BoxBlock, ParagraphBlock, TableBlock, TableCellBlock } from '../reading/model.ts'
import { blockText, inlineText } from '../reading/model.ts'
import type { Vocabulary } from '../understanding/vocabulary.ts'
import { factsInLine } from './gaps.ts'
import type { FormPlace, FormStory } from './model.ts'
import type { Paths } from './paths.ts'
import { isPrompt } from './probe.ts'
import { boxOptions, piecesText, textPieces } from './text-run.ts'
import type { Kept } from './tree.ts'
import { follow } from './tree.ts'

/** A place for a fact in a running head or foot or a text box. */
export interface AsideFact {
  readonly key: string
  readonly label: string
  readonly place: FormPlace
  readonly prompt: string
  readonly isFilled: boolean
}

/** Where a story is: its paths and its elements as they are written. */
export interface AsideSource {
  readonly story: FormStory
  readonly paths: Paths
  readonly root: Kept
}

/** All text boxes among blocks, those in cells and in other boxes too. */
export const boxesIn = (blocks: readonly Block[]): BoxBlock[] =>
  blocks.flatMap((block) =>
    block.kind === 'box'
      ? [block, ...boxesIn(block.blocks)]
      : block.kind === 'table'
        ? block.rows.flatMap(({ cells }) => cells.flatMap((cell) => boxesIn(cell.blocks)))
        : [],
  )

const LONGEST_LABEL = 12

/**
 * The facts asked for beside the page's text. Running heads and text boxes hold facts among the school's own words and no
 * sections: a page of 教学反思 would not fit in them.
 */
export function readAside(vocabulary: Vocabulary, blocks: readonly Block[], source: AsideSource): AsideFact[] {
  return blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? lineFacts(vocabulary, block, source)
      : block.kind === 'table'
        ? tableFacts(vocabulary, block, source)
        : [],
  )
}

function lineFacts(vocabulary: Vocabulary, block: ParagraphBlock, { story, paths, root }: AsideSource): AsideFact[] {
  if (!block.source) return []
  const path = paths.of(block.source)
  const kept = follow(root, path)?.node
  const pieces = kept && textPieces(kept)
  const text = pieces ? piecesText(pieces) : ''
  if (text === '' || text !== inlineText(block.content)) return []
  return factsInLine(vocabulary, text).map(({ key, label, gap: { from, to, options, prompt, isFilled } }) => ({
    key,
    label,
    prompt,
    isFilled,
    place: options ? { how: 'boxes', path, options, story } : { how: 'text', path, from, to, story },
  }))
}

function tableFacts(vocabulary: Vocabulary, table: TableBlock, source: AsideSource): AsideFact[] {
  return table.rows.flatMap(({ cells }) => {
    const facts: AsideFact[] = []
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at] as TableCellBlock
      const text = blockText(cell.blocks).trim()
      const value = cells[at + 1]
      const label = text.replaceAll(/\s/g, '')
      const known = /[：:]./s.test(text) ? null : vocabulary.header(text)
      const fact =
        value && label !== '' && label.length <= LONGEST_LABEL
          ? cellFact(known?.key ?? null, label.replace(/[：:]$/, ''), value, vocabulary, source)
          : null
      if (fact) {
        facts.push(fact)
        at++
      } else facts.push(...readAside(vocabulary, cell.blocks, source))
    }
    return facts
  })
}

/** The fact whose label stands in the cell before; behind a label that nobody knows only a blank cell is a place. */
function cellFact(
  key: string | null,
  label: string,
  cell: TableCellBlock,
  vocabulary: Vocabulary,
  { story, paths }: AsideSource,
): AsideFact | null {
  const text = blockText(cell.blocks).trim()
  const isPlain = cell.blocks.every(
    (block) => block.kind === 'paragraph' && block.content.every((node) => node.text !== undefined),
  )
  const isBlank = text === '' || isPrompt(text)
  if (!cell.source || !isPlain || (key === null && !isBlank) || vocabulary.header(text)) return null
  if (key === null && !/^\p{Script=Han}{2,}$/u.test(label)) return null
  const path = paths.of(cell.source)
  const options = boxOptions(text)
  return {
    key: key ?? `extra:${label}`,
    label,
    place: options ? { how: 'boxes', path, options, story } : { how: 'cell', path, story },
    prompt: text,
    isFilled: !isBlank && !options,
  }
}
