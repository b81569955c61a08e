import type { ProcessField } from '@gongyan/domain'
import { readMinutes } from '@gongyan/domain'
import type { TableBlock, TableCellBlock } from '../reading/model.ts'
import { blockText, isBlank } from '../reading/model.ts'
import type { ColumnMeaning } from '../synonyms.ts'
import { fold, periodOf } from './labels.ts'
import { tellSteps, tellTimes } from './spoken-words.ts'
import type { Meaning, Vocabulary } from './vocabulary.ts'

export interface Column {
  readonly cell: TableCellBlock
  readonly header: string
  readonly field: ProcessField
  readonly sure: boolean
}
export interface ProcessHead {
  readonly row: number
  readonly rows: number
  readonly columns: readonly Column[]
}

/** Longer than any column head. */
const LONGEST_HEAD = 24
const textOf = (cell: TableCellBlock): string =>
  blockText(cell.blocks)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')

/** Joins a label's lines: nothing between Chinese, a space between words. */
export const joinLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    // Each line knows its neighbour by itself: what is joined already is not looked at again.
    .map((line, at, lines) => (/[\w’']/.test(lines[at - 1]?.at(-1) ?? '') ? ` ${line}` : line))
    .join('')

const ACTORS = new Set<string>(['teacher', 'students', 'teacherStudents', 'assistant'])

/** Whether meanings found in one row make it the head of a 教学过程: who acts must be among them, or what happens and why. */
function isHeadLike(meanings: readonly (Meaning<ColumnMeaning | 'extra'> | null)[]): boolean {
  const found = meanings.flatMap((meaning) => (meaning ? [meaning.key] : []))
  const kinds = new Set(found)
  const sure = meanings.filter((meaning) => meaning?.sure).length
  // A row of facts (教师 | 王老师 | 时间 | 周三) knows half of its cells at most, and those by likeness.
  if (
    kinds.size < 2 ||
    found.length / meanings.length < 0.6 ||
    (sure < 2 && !(sure === 1 && found.length === meanings.length))
  )
    return false
  const side = kinds.has('intent') || kinds.has('second') || kinds.has('minutes') || kinds.has('resources')
  return (
    [...kinds].some((kind) => ACTORS.has(kind)) ||
    (kinds.has('content') && (side || kinds.has('phase'))) ||
    (kinds.has('phase') && side)
  )
}

/** Columns one of which makes a row the head of a table that stands inside a 教学过程. */
const WITHIN = new Set<string>([...ACTORS, 'content', 'phase'])

/**
 * Whether a row that is set off like a head is one though few of its cells are known: a column for the teacher and one for the
 * students, or 环节 and 时间 or somebody who acts among columns of the school's own.
 */
function isLikely(meanings: readonly (Meaning<ColumnMeaning | 'extra'> | null)[]): boolean {
  const has = (key: ColumnMeaning) => meanings.some((meaning) => meaning?.key === key)
  const isSure = (key: ColumnMeaning) => meanings.some((meaning) => meaning?.key === key && meaning.sure)
  const acts = [...ACTORS].some((key) => isSure(key as ColumnMeaning))
  return (has('teacher') && has('students')) || (meanings.length > 2 && isSure('phase') && (isSure('minutes') || acts))
}

const isBold = (cell: TableCellBlock): boolean =>
  cell.blocks.every((block) => isBlank(block) || (block.kind === 'paragraph' && block.bold))
/** Whether a head of some rows looks like one and the row below it does not: bold, shaded, or marked to be repeated on every page. */
function isSetOff(table: TableBlock, row: number, rows: number): boolean {
  const looks = (at: number) =>
    table.rows[at]?.repeats === true || (table.rows[at]?.cells ?? []).every((cell) => cell.shaded || isBold(cell))
  return row + rows < table.rows.length && looks(row) && !looks(row + rows)
}

/** How much longer than heads what stands below them is, where nothing else sets them off. */
const CONTRAST = 2
const LONGEST_PLAIN_HEAD = 8
/** Whether the first row of a table is set off by its brevity alone: a word in every cell, over cells that say much more. */
function isBrief(table: TableBlock, row: number): boolean {
  const heads = (table.rows[row]?.cells ?? []).map((cell) => textOf(cell))
  const texts = table.rows.slice(row + 1, row + SHOWN).flatMap(({ cells }) => cells.map(textOf))
  const length = (all: readonly string[]) => all.join('').length / Math.max(1, all.length)
  return (
    row === 0 &&
    heads.every((text) => /^\p{L}+$/u.test(fold(text)) && fold(text).length <= LONGEST_PLAIN_HEAD) &&
    length(texts) >= CONTRAST * length(heads)
  )
}

interface Leaf {
  readonly cell: TableCellBlock
  readonly header: string
  readonly meaning: Meaning<ColumnMeaning | 'extra'> | null
}

/** How many rows show well enough what a column holds. */
const SHOWN = 40
/** The cells below a row that begin in a column, top to bottom. */
const below = (table: TableBlock, row: number, { column, colspan }: TableCellBlock): TableCellBlock[] =>
  table.rows
    .slice(row, row + SHOWN)
    .flatMap(({ cells }) => cells.filter((cell) => cell.column === column && cell.colspan <= colspan))

const LONGEST_NAME = 16
/** Whether the cells under a head are names: short, each with words of its own, and no sentences. */
const areNames = (table: TableBlock, row: number, head: TableCellBlock): boolean => {
  const texts = below(table, row, head).map(textOf)
  return (
    texts.length > 1 &&
    new Set(texts).size === texts.length &&
    texts.every((text) => periodOf(text) === null) &&
    texts.every((text) => /\p{L}/u.test(text) && text.length <= LONGEST_NAME && !/[。！？；，、：?!]/.test(text))
  )
}

/** Whether the cells of a column say more than those of any other, of two rows at least. */
function saysMost(table: TableBlock, row: number, columns: readonly Column[], column: Column): boolean {
  const length = ({ cell }: Column) => below(table, row, cell).map(textOf).join('').length
  return below(table, row, column.cell).length > 1 && columns.every((other) => length(other) <= length(column))
}

/** Whether the cells under a head tell how long they take, each behind words of its own. */
const tellMinutes = (table: TableBlock, row: number, head: TableCellBlock): boolean => {
  const texts = below(table, row, head).map(textOf)
  return texts.length > 1 && texts.every((text) => /\p{L}{2}/u.test(text) && readMinutes(text) !== null)
}

/**
 * The meaning of every column; `content` is decided by its neighbours. Of columns with one meaning that is the field which is
 * surely known, and of two that name steps the finer: 环节 beside 阶段 merged over several; others are the school's own.
 */
function settle(vocabulary: Vocabulary, table: TableBlock, row: number, leaves: readonly Leaf[]): Column[] {
  const kinds = new Set(leaves.flatMap(({ meaning }) => (meaning ? [meaning.key] : [])))
  const hasActors = [...kinds].some((kind) => ACTORS.has(kind))
  // Stages | Steps: where nobody acts and nothing happens else, what is told in steps is what happens.
  const isTold = hasActors || kinds.has('content')
  let hasPhase = false
  const columns = leaves.map(({ cell, header, meaning }) => {
    let field: ProcessField = 'extra'
    if (meaning?.key === 'content') field = !hasActors ? 'teacherStudents' : kinds.has('phase') ? 'extra' : 'phase'
    else if (meaning) field = meaning.key
    if (field === 'phase' && hasPhase && !isTold) field = 'teacherStudents'
    hasPhase ||= field === 'phase'
    return { cell, header, field, sure: (meaning?.sure ?? false) && meaning?.key !== 'content' }
  })
  const holders = new Map<ProcessField, Column>()
  const merged = ({ cell }: Column) => below(table, row, cell).reduce((sum, { rowspan }) => sum + rowspan - 1, 0)
  // 项目 | 教师做法 | …: where nothing else names the steps, a first column does whose cells are short names, are merged over
  // several rows, or tell their minutes.
  const [first] = columns
  if (
    first?.field === 'extra' &&
    hasActors &&
    !hasPhase &&
    leaves[0]?.meaning === null &&
    vocabulary.header(first.header) === null &&
    (areNames(table, row, first.cell) || merged(first) > 0 || tellMinutes(table, row, first.cell))
  )
    columns[0] = { ...first, field: 'phase', sure: false }
  // 环节 | 具体做法 | 设计意图: where nobody acts, the one column that nobody knows is what happens, if it says the most.
  const unknown = columns.filter((column, at) => column.field === 'extra' && leaves[at]?.meaning === null)
  const [only] = unknown
  if (only && unknown.length === 1 && !isTold && saysMost(table, row, columns, only))
    columns[columns.indexOf(only)] = { ...only, field: 'teacherStudents', sure: false }
  const beats = (one: Column, other: Column): boolean =>
    one.sure === other.sure ? one.field === 'phase' && merged(one) < merged(other) : one.sure
  for (const column of columns) {
    const holder = holders.get(column.field)
    if (!holder || beats(column, holder)) holders.set(column.field, column)
  }
  return columns.map((column) =>
    column.field === 'extra' || holders.get(column.field) === column
      ? column
      : { ...column, field: 'extra', sure: false },
  )
}

/** What stands under each head that surely has a meaning. */
const cellsOf = (table: TableBlock, row: number, leaves: readonly Leaf[], key: ColumnMeaning): string[][] =>
  leaves.flatMap(({ cell, meaning }) =>
    meaning?.sure && meaning.key === key ? [below(table, row, cell).map(textOf)] : [],
  )
/** Whether what stands under 教学过程, or any word like it, tells steps. */
const cellsTellSteps = (table: TableBlock, row: number, leaves: readonly Leaf[]): boolean =>
  cellsOf(table, row, leaves, 'content').some(tellSteps)

/**
 * Whether the cells under a row that is set off like a head show what it heads: times under 时间 beside who acts (or anything,
 * `within` a 教学过程), or dialogues and steps with their minutes under 课堂实录.
 */
function isShown(table: TableBlock, row: number, leaves: readonly Leaf[], within: boolean): boolean {
  const acts = leaves.some(({ meaning }) => meaning && ACTORS.has(meaning.key))
  return (
    (leaves.length > 2 && (within || acts) && cellsOf(table, row, leaves, 'minutes').some(tellTimes)) ||
    cellsTellSteps(table, row, leaves)
  )
}

/** The cells that stand in a row or reach into it, left to right. */
const across = (table: TableBlock, row: number): TableCellBlock[] =>
  table.rows
    .slice(0, row + 1)
    .flatMap(({ cells }, index) => cells.filter((cell) => index + cell.rowspan > row))
    .sort((a, b) => a.column - b.column)

/** A head such as 教学过程（教师活动） says in its brackets whose activity it means. */
function meaningOf(vocabulary: Vocabulary, text: string): Meaning<ColumnMeaning | 'extra'> | null {
  const meaning = vocabulary.column(text)
  if (meaning?.key !== 'content') return meaning
  const inner = /[（(]([^）)]+)[)）]/.exec(text)?.[1]
  const within = inner === undefined ? null : vocabulary.column(inner)
  return within ? { key: within.key, sure: false } : meaning
}
const meaningsOf = (vocabulary: Vocabulary, cells: readonly TableCellBlock[]) =>
  cells.map((cell) => ({ cell, header: joinLines(textOf(cell)), meaning: meaningOf(vocabulary, textOf(cell)) }))
const fits = (cells: readonly TableCellBlock[]) =>
  cells.every(
    ({ blocks }) => blocks.every(({ kind }) => kind === 'paragraph') && fold(blockText(blocks)).length <= LONGEST_HEAD,
  ) && cells.filter((cell) => fold(textOf(cell)) === '').length <= 1

/**
 * The head of a 教学过程 that begins in a row, or null; heads of two or three levels are read at their leaves. `within` a
 * 教学过程 a row that is set off needs one column only that is surely known.
 */
export function processHeadAt(
  vocabulary: Vocabulary,
  table: TableBlock,
  row: number,
  within = false,
): ProcessHead | null {
  const cells = table.rows[row]?.cells ?? []
  if (cells.length < 2 || !fits(cells)) return null
  const top = meaningsOf(vocabulary, cells)
  const tallest = Math.max(...cells.map(({ rowspan }) => rowspan))
  const flattest = Math.min(...cells.map(({ rowspan }) => rowspan))
  const next = table.rows[row + 1]?.cells ?? []
  // Cells below that stand exactly under the short ones among tall heads are the second level, known or not.
  const short = cells.filter(({ rowspan }) => rowspan === 1)
  const isUnder =
    tallest === 2 &&
    short.length < cells.length &&
    next.length > short.length &&
    next.every((cell) =>
      short.some((head) => head.column <= cell.column && cell.column + cell.colspan <= head.column + head.colspan),
    )
  const known = meaningsOf(vocabulary, next).filter(({ meaning }) => meaning).length
  const deeper = fits(next) && (isUnder || (next.length > 1 && known / next.length >= 0.6))
  const above = top.filter(({ meaning }) => meaning).length / top.length >= 0.5
  const rows =
    tallest > flattest && tallest <= 3 && row + tallest < table.rows.length && deeper
      ? tallest
      : tallest === 1 && deeper && above && cells.some(({ colspan }) => colspan > 1) && next.length > cells.length
        ? 2
        : tallest === flattest
          ? tallest
          : 1
  const leaves = rows > 1 ? meaningsOf(vocabulary, across(table, row + rows - 1)) : top
  const topOf = ({ cell }: Leaf) =>
    top.find((head) => head.cell.column <= cell.column && cell.column < head.cell.column + head.cell.colspan)
  const isMute = (leaf: Leaf) => leaf.meaning === null
  const taken = leaves.map((leaf) => (isMute(leaf) ? { ...leaf, meaning: topOf(leaf)?.meaning ?? null } : leaf))
  const meanings = taken.map(({ meaning }) => meaning)
  // Beside one column of any meaning that is surely known, a single other one is what happens.
  const isKnown =
    within && meanings.some((meaning) => meaning?.sure && (WITHIN.has(meaning.key) || meanings.length === 2))
  if (
    !isHeadLike(meanings) &&
    !(isBrief(table, row) && (isKnown || cellsTellSteps(table, row + rows, taken))) &&
    !(isSetOff(table, row, rows) && (isKnown || isLikely(meanings) || isShown(table, row + rows, taken, within)))
  )
    return null
  // A leaf that says nothing by itself takes the meaning of the head above it; A组, B组 and C组 share 学生活动, and none is it.
  const settled = leaves.map((leaf, at) => {
    const shares = leaves.filter((other) => isMute(other) && topOf(other) === topOf(leaf)).length
    return isMute(leaf) && shares < 2 ? (taken[at] as Leaf) : leaf
  })
  return { row, rows, columns: settle(vocabulary, table, row + rows, settled) }
}
