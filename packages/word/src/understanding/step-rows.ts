import type { ProcessField } from '@gongyan/domain'
import type { Block, TableBlock, TableCellBlock, TableRowBlock } from '../reading/model.ts'
import { inlineText, isBlank } from '../reading/model.ts'
import type { Column, ProcessHead } from './columns.ts'
import { cellText } from './label-rows.ts'
import { fold, periodOf, withoutCount } from './labels.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A row below a step that says one of its fields, under a label of its own: 设计意图｜… or 设计意图：… */
interface Aside {
  readonly field: ProcessField
  readonly label: string
  readonly blocks: readonly Block[]
}
/** Rows of a 教学过程 with the table they stand in. */
export interface Steps {
  readonly table: TableBlock
  readonly head: ProcessHead
  readonly rows: readonly number[]
}

const ASIDES: ReadonlySet<string> = new Set<ProcessField>(['intent', 'second', 'resources'])
const LONGEST_NAME = 40
const LABEL = /^\s*[【[]?\s*([^：:】\]\n]{2,12}?)\s*(?:[】\]]\s*[：:]?|[：:]|\n)/

const isAcross = (cells: readonly TableCellBlock[], table: TableBlock): boolean =>
  cells.length === 1 && (cells[0]?.colspan ?? 0) >= table.columns
const edge = (cell: TableCellBlock): number => cell.column + cell.colspan

/** What a row adds to the step above it, or null. */
export function asideOf(vocabulary: Vocabulary, table: TableBlock, row: number): Aside | null {
  const [first, second, ...more] = table.rows[row]?.cells ?? []
  if (!first || more.length > 0 || edge(second ?? first) < table.columns) return null
  const text = cellText(first)
  const label = second ? (text.length <= 12 ? text : undefined) : LABEL.exec(text)?.[1]
  const field = label === undefined ? null : asideField(vocabulary, label)
  return label === undefined || field === null ? null : { field, label, blocks: (second ?? first).blocks }
}

/** The field that a label below a step tells, or null. */
function asideField(vocabulary: Vocabulary, label: string): ProcessField | null {
  const meaning = vocabulary.column(label)
  // 活动意图说明 is made of a known word; what only sounds like one, 学习目的, may head anything.
  const isIntent = meaning?.key === 'intent' && (meaning.sure || /意图/.test(label))
  return meaning && ASIDES.has(meaning.key) && (meaning.sure || isIntent) ? (meaning.key as ProcessField) : null
}

/** Whether a line below a table says why its step is as it is: 设计意图：…, 活动意图说明：… */
export const isIntentLine = (vocabulary: Vocabulary, block: Block): boolean =>
  block.kind === 'paragraph' && asideField(vocabulary, LABEL.exec(inlineText(block.content))?.[1] ?? '') === 'intent'

/** Whether a cell across the table names the step below it: one short line that is no sentence, no 课时 and no label. */
export function isStepName(vocabulary: Vocabulary, table: TableBlock, row: number): boolean {
  const cells = table.rows[row]?.cells ?? []
  const [block, ...more] = (cells[0]?.blocks ?? []).filter((candidate) => !isBlank(candidate))
  if (!isAcross(cells, table) || block?.kind !== 'paragraph' || more.length > 0) return false
  const text = inlineText(block.content).trim()
  return (
    text.length <= LONGEST_NAME &&
    !/[。！？；，]$/.test(text) &&
    periodOf(text) === null &&
    vocabulary.section(text) === null &&
    vocabulary.splitSection(text) === null &&
    asideOf(vocabulary, table, row) === null
  )
}

const words = (cells: readonly TableCellBlock[]): string =>
  cells.map((cell) => withoutCount(fold(cellText(cell)))).join('|')
const textCell = (like: TableCellBlock, text: string, column: number, rowspan: number): TableCellBlock => {
  const [block] = like.blocks
  const line: Block[] = block?.kind === 'paragraph' ? [{ ...block, list: null, content: [{ type: 'text', text }] }] : []
  return { blocks: line, column, colspan: 1, rowspan, shaded: like.shaded }
}
const cellOf = (blocks: readonly Block[], column: number, rowspan: number): TableCellBlock => ({
  blocks: [...blocks],
  column,
  colspan: 1,
  rowspan,
  shaded: false,
})

/** A step in the making: its rows, the row that names it and what is said about it below. */
interface Step {
  readonly name: number | null
  readonly rows: number[]
  readonly asides: Aside[]
}

/**
 * A 教学过程 in which a step has one row: rows across it that name the steps below them become a column for the 环节, rows below
 * a step that tell its 设计意图 become a column for that. `name` is such a row above the head. As it was, where there are none.
 */
export function gatherRows(vocabulary: Vocabulary, given: Steps, name: number | null = null): Steps {
  const { table, head, rows } = given
  const has = (field: ProcessField) => head.columns.some((column) => column.field === field)
  const asides = new Map(
    rows.flatMap((row) => {
      const aside = asideOf(vocabulary, table, row)
      return aside && !has(aside.field) ? [[row, aside] as const] : []
    }),
  )
  // 二次备课 or 资源 once, below all steps, is said of the lesson.
  const counts = (field: ProcessField) => [...asides.values()].filter((aside) => aside.field === field).length
  for (const [row, { field }] of asides) if (field !== 'intent' && counts(field) < 2) asides.delete(row)
  // Beside a column of minutes a row across it parts the steps as it stands.
  const named =
    !has('phase') &&
    (name !== null || asides.size > 0 || !has('minutes')) &&
    (name !== null || (rows[0] !== undefined && isStepName(vocabulary, table, rows[0])))
  const isName = (row: number) => named && isStepName(vocabulary, table, row)
  if (!named && asides.size === 0) return given

  const steps: Step[] = name === null ? [] : [{ name, rows: [], asides: [] }]
  for (const row of rows) {
    const last = steps.at(-1)
    const aside = asides.get(row)
    if (isName(row)) steps.push({ name: row, rows: [], asides: [] })
    else if (aside && last) last.asides.push(aside)
    else if (last && last.asides.length === 0) last.rows.push(row)
    else steps.push({ name: null, rows: [row], asides: [] })
  }
  // A name without a step, or two words of one kind about one step, is a shape that nobody has thought of.
  const isPlain = ({ rows: own, asides: said }: Step) =>
    own.length > 0 && new Set(said.map(({ field }) => field)).size === said.length
  if (!steps.every(isPlain)) return given

  const [likeHead] = head.columns
  if (!likeHead) return given
  const by = named ? 1 : 0
  const added = [...new Map([...asides.values()].map((aside) => [aside.field, aside.label])).entries()]
  const right = table.columns + by
  const kept = steps.flatMap((step) => step.rows)
  const headLine = words(head.columns.map(({ cell }) => cell))
  const moved = new Map<TableCellBlock, TableCellBlock>()
  const shift = (cell: TableCellBlock, rowspan: number): TableCellBlock => {
    const made = { ...cell, column: cell.column + by, rowspan }
    moved.set(cell, made)
    return made
  }
  const phaseHead = (rowspan: number) => (named ? [textCell(likeHead.cell, '环节', 0, rowspan)] : [])
  const addedHeads = (rowspan: number) =>
    added.map(([, label], at) => textCell(likeHead.cell, label, right + at, rowspan))
  const firstPhase = phaseHead(head.rows)
  const firstAdded = addedHeads(head.rows)
  const lines: TableRowBlock[] = Array.from({ length: head.rows }, (_, at) => {
    const row = table.rows[head.row + at] as TableRowBlock
    const cells = row.cells.map((cell) => shift(cell, cell.rowspan))
    return { ...row, cells: at === 0 ? [...firstPhase, ...cells, ...firstAdded] : cells }
  })
  for (const step of steps) {
    step.rows.forEach((index, at) => {
      const row = table.rows[index] as TableRowBlock
      const cells = row.cells.map((cell) =>
        shift(cell, Math.max(1, kept.filter((line) => line >= index && line < index + cell.rowspan).length)),
      )
      if (words(row.cells) === headLine)
        return lines.push({ ...row, cells: [...phaseHead(1), ...cells, ...addedHeads(1)] })
      const body = step.rows.filter((line) => words(table.rows[line]?.cells ?? []) !== headLine)
      const isFirst = index === body[0]
      const nameBlocks = step.name === null ? [] : (table.rows[step.name]?.cells[0]?.blocks ?? [])
      return lines.push({
        ...row,
        cells: [
          ...(named && isFirst ? [cellOf(nameBlocks, 0, step.rows.length - at)] : []),
          ...cells,
          ...(isFirst
            ? added.map(([field], place) =>
                cellOf(
                  step.asides.find((aside) => aside.field === field)?.blocks ?? [],
                  right + place,
                  step.rows.length - at,
                ),
              )
            : []),
        ],
      })
    })
  }
  const guess = (cell: TableCellBlock | undefined, field: ProcessField, sure: boolean): Column[] =>
    cell ? [{ cell, header: cellText(cell), field, sure }] : []
  const columns: Column[] = [
    ...guess(firstPhase[0], 'phase', false),
    ...head.columns.map((column) => ({ ...column, cell: moved.get(column.cell) ?? column.cell })),
    ...added.flatMap(([field], at) => guess(firstAdded[at], field, true)),
  ]
  return {
    table: { ...table, columns: right + added.length, widths: [], rows: lines },
    head: { row: 0, rows: head.rows, columns },
    rows: kept.map((_, at) => head.rows + at),
  }
}
