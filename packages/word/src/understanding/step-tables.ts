import type { Block, ParagraphBlock, TableBlock, TableCellBlock } from '../reading/model.ts'
import { inlineText, isBlank } from '../reading/model.ts'
import type { ProcessHead } from './columns.ts'
import { processHeadAt } from './columns.ts'
import { fold, numberingOf, periodOf, withoutCount } from './labels.ts'
import { processEnd } from './process-rows.ts'
import { isIntentLine } from './step-rows.ts'
import { upright } from './upright.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A table that is one step of the 教学过程: its rows below the head, and the words that name the step, if they stand outside of it. */
interface Step {
  readonly head: ProcessHead
  readonly table: TableBlock
  readonly name: readonly Block[]
  /** Lines below the table that say why: 设计意图：… */
  readonly why: readonly Block[]
}

const PHASE = '环节'
const words = (head: ProcessHead): string => head.columns.map(({ header }) => withoutCount(fold(header))).join('|')
/** A line that only says that a table goes on after a page. */
export const isGoingOn = (block: Block): boolean =>
  block.kind === 'paragraph' &&
  /^[（(【]?\s*(?:续表|续上表|接上表|接上页|续前表|续)\s*[）)】]?$/.test(inlineText(block.content).trim())
const hasPhase = (head: ProcessHead): boolean => head.columns.some(({ field }) => field === 'phase')

/**
 * Whether a line can name a step: short, no sentence, no 课时, and no section, unless it counts on like the names before it:
 * （三）课后拓展 after （二）课中探究.
 */
function isStepName(vocabulary: Vocabulary, blocks: readonly Block[], before: readonly Step[]): boolean {
  const [block, ...more] = blocks.filter((candidate) => !isBlank(candidate))
  if (block?.kind !== 'paragraph' || more.length > 0) return false
  const text = inlineText(block.content).trim()
  return (
    text.length <= 40 &&
    !/[。！？；，]$/.test(text) &&
    (vocabulary.section(text) === null || (numberingOf(text) !== '' && numberingOf(text) === numberOfLast(before))) &&
    periodOf(text) === null
  )
}

const numberOfLast = (steps: readonly Step[]): string | null => {
  const [name] = steps.at(-1)?.name ?? []
  return name?.kind === 'paragraph' ? numberingOf(inlineText(name.content)) : null
}

/** The step that a table is: all of it below one head, which may stand under a row across the table that names it. */
function stepOf(
  vocabulary: Vocabulary,
  table: TableBlock,
  before: Block | undefined,
  run: readonly Step[],
): Step | null {
  const [first] = table.rows
  const only = first?.cells.length === 1 ? first.cells[0] : undefined
  const above = only && only.colspan >= table.columns && isStepName(vocabulary, only.blocks, run) ? only : undefined
  const head = processHeadAt(vocabulary, table, above ? 1 : 0)
  if (!head || (head.rows > 1 && !hasPhase(head))) return null
  if (processEnd(vocabulary, table, head.row + head.rows, head.columns.length) < table.rows.length) return null
  if (above) return { head, table, name: above.blocks, why: [] }
  return { head, table, name: before && isStepName(vocabulary, [before], run) ? [before] : [], why: [] }
}

const shifted = (cells: readonly TableCellBlock[], by: number): TableCellBlock[] =>
  cells.map((cell) => ({ ...cell, column: cell.column + by }))
const plainCell = (blocks: readonly Block[], rowspan: number): TableCellBlock => ({
  blocks: [...blocks],
  column: 0,
  colspan: 1,
  rowspan,
  shaded: false,
})
const line = (like: ParagraphBlock, text: string): ParagraphBlock => ({
  ...like,
  content: [{ type: 'text', text }],
  list: null,
})

/** One table of several steps; with `names` a column for the 环节 is set before them. */
function joined(steps: readonly Step[], names: boolean): TableBlock {
  const [first] = steps as [Step]
  const by = names ? 1 : 0
  const [like] = steps.flatMap(({ name }) => name.filter((block) => block.kind === 'paragraph'))
  return {
    ...first.table,
    columns: first.table.columns + by,
    widths: [],
    rows: steps.flatMap(({ head, table, name, why }, index) => {
      const body = table.rows.slice(head.row + head.rows)
      // The head of every table stays, as heads do that are repeated on every page; one of several levels is told once.
      const rows = index > 0 && head.rows > 1 ? body : table.rows.slice(head.row)
      return [
        ...rows.map((row, at) => ({
          ...row,
          cells: [
            ...(at === 0
              ? names && like
                ? [plainCell([line(like, PHASE)], 1)]
                : []
              : names && at === 1
                ? [plainCell(name, body.length)]
                : []),
            ...shifted(row.cells, by),
          ],
        })),
        ...(why.length === 0
          ? []
          : [{ cells: [{ ...plainCell(why, 1), colspan: table.columns + by }], repeats: false, bookmarks: [] }]),
      ]
    }),
  }
}

/** The first block from a place on that is not blank. */
function nextSpeaking(blocks: readonly Block[], from: number): Block | undefined {
  for (let at = from; at < blocks.length; at++) {
    const block = blocks[at]
    if (block && !isBlank(block)) return block
  }
  return undefined
}

/**
 * Blocks in which a table per step has become one table: two or more with the same head, each named by a line before it or
 * by a row across it, or following one another with a 环节 of their own.
 */
export function gatherSteps(vocabulary: Vocabulary, source: readonly Block[]): Block[] {
  const blocks = source.map((block) => (block.kind === 'table' ? upright(vocabulary, block) : block))
  const out: Block[] = []
  let run: Step[] = []
  /** What `run` was made of, to be given back where it is no run. */
  let parts: Block[] = []
  const flush = () => {
    const [first] = run
    if (run.length > 1 && first) out.push(joined(run, !hasPhase(first.head)), ...parts.filter(isGoingOn))
    else out.push(...parts)
    run = []
    parts = []
  }
  for (let at = 0; at < blocks.length; at++) {
    const block = blocks[at] as Block
    if (isBlank(block) || (isGoingOn(block) && run.length > 0)) {
      ;(run.length > 0 ? parts : out).push(block)
      continue
    }
    // A name stands before its table; between the tables of a run there is nothing else.
    const next = nextSpeaking(blocks, at + 1)
    const table = block.kind === 'table' ? block : next?.kind === 'table' && block.kind === 'paragraph' ? next : null
    const step = table && stepOf(vocabulary, table, block.kind === 'paragraph' ? block : undefined, run)
    const fits = step && (hasPhase(step.head) ? block.kind === 'table' : step.name.length > 0)
    if (!step || !fits || !table || (block.kind === 'paragraph' && step.name[0] !== block)) {
      flush()
      out.push(block)
      continue
    }
    if (run[0] && words(run[0].head) !== words(step.head)) flush()
    const below = blocks.indexOf(table, at)
    const why = nextSpeaking(blocks, below + 1)
    const isWhy = why !== undefined && isIntentLine(vocabulary, why)
    const end = isWhy ? blocks.indexOf(why, below) : below
    run.push(isWhy ? { ...step, why: [why] } : step)
    parts.push(...blocks.slice(at, end + 1))
    at = end
  }
  flush()
  return out
}
