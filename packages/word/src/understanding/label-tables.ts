import { inlineText, isBlank } from '../reading/model.ts'
import type { Block, TableBlock, TableCellBlock } from '../reading/model.ts'
import type { Place } from '../report.ts'
import { joinLines, processHeadAt } from './columns.ts'
import { readHeaderLine } from './header-line.ts'
import {
  cellText,
  inlineOf,
  isAmongLabels,
  isBoldCell,
  isFormHead,
  isPartName,
  isTallSection,
  isSameLabel,
  isShort,
  labelContent,
  labelOf,
  looksLikeLabel,
  isOwnLabel,
  ownWords,
  pointIn,
  valuesBelow,
} from './label-rows.ts'
import { numberingOf, periodOf } from './labels.ts'
import type { Label } from './label-rows.ts'
import type { PlanBuilder } from './plan-builder.ts'
import { isObjectives, plainHeading } from './plan-builder.ts'
import { addSpoken, addSteps } from './process-parts.ts'
import { isHeadTwice, processEnd, sideProcess } from './process-rows.ts'
import { atBreaks } from './soft-breaks.ts'
import { spokenSteps } from './spoken-columns.ts'
import { isStepName } from './step-rows.ts'
import { kindOf } from './table-kinds.ts'
import { isFormName } from './title.ts'
import { atLabels } from './unwrap.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Reads tables of a plan: forms of labels and values, process tables, and both in one. */
export class LabelTables {
  private count = 0
  private readonly vocabulary: Vocabulary
  private readonly builder: PlanBuilder
  /** The section that a label across the table began, while no other has begun. */
  private wide: string | null = null
  /** Reads the blocks of a cell as if they stood in the body. */
  private readonly flow: (blocks: readonly Block[]) => void

  constructor(vocabulary: Vocabulary, builder: PlanBuilder, flow: (blocks: readonly Block[]) => void) {
    this.vocabulary = vocabulary
    this.builder = builder
    this.flow = flow
  }

  /** Reads a table: as labels and values with process tables among them, as more of the table before it, or as it stands. */
  read(table: TableBlock): void {
    const within = this.builder.open === 'process'
    const kind = kindOf(this.vocabulary, this.builder, table)
    if (kind !== 'plain') {
      const { open: before, place: outer } = this.builder
      this.builder.close()
      this.rows(table, undefined, within)
      this.builder.place = outer
      const labelled = this.builder.open !== null
      // 教学过程 across the last row stands over the table of the steps.
      const [last, ...more] = table.rows.at(-1)?.cells ?? []
      const isOver = more.length === 0 && last !== undefined && labelOf(this.vocabulary, last)?.key === 'process'
      if (isOver && this.builder.open === 'process') return
      this.builder.close()
      // What follows a table of labelled sections belongs to none of them, and no objective follows a 教学过程.
      if (!labelled && !(kind === 'steps' && isObjectives(before))) this.builder.open = before
    } else {
      this.builder.at({ table: ++this.count })
      if (!this.builder.continues(table)) this.builder.add([table], '表格')
    }
  }

  /** Rows of labels and values, with process tables among them. */
  private rows(table: TableBlock, outer?: Place, within = false): void {
    const number = outer?.table ?? ++this.count
    const above = outer?.row ?? 1
    let vertical: { until: number } | null = null
    for (let row = 0; row < table.rows.length;) {
      this.builder.at({ table: number, row: above + row })
      const side = sideProcess(this.vocabulary, table, row)
      if (side) {
        const [label] = table.rows[row]?.cells ?? []
        if (label) this.builder.beginSection('process', labelContent(label))
        this.rows(side, this.builder.place, true)
        row += side.rows.length
        continue
      }
      const isWithin = this.builder.open === 'process' || (within && row === 0)
      const told = isWithin ? spokenSteps(this.vocabulary, table, row) : null
      if (told && processHeadAt(this.vocabulary, table, row, true) === null) {
        addSpoken(this.vocabulary, this.builder, told.table)
        row += told.rows
        vertical = null
        continue
      }
      // The name of a step may stand over the heads of its columns.
      const over = isStepName(this.vocabulary, table, row) ? processHeadAt(this.vocabulary, table, row + 1) : null
      const isNamed =
        over !== null && !over.columns.some(({ field }) => field === 'phase') && (isWithin || isHeadTwice(table, over))
      // Beside a tall label of another section 教师 | 课件 is a part of that, no head.
      const isBeside =
        ((vertical !== null && row < vertical.until) || isTallSection(this.vocabulary, table, row)) && !isWithin
      const head = isNamed ? over : isBeside ? null : processHeadAt(this.vocabulary, table, row, isWithin)
      if (head) {
        const end = processEnd(this.vocabulary, table, head.row + head.rows, head.columns.length)
        const rows = Array.from({ length: end - head.row - head.rows }, (_, offset) => head.row + head.rows + offset)
        addSteps(this.vocabulary, this.builder, { table, head, rows }, isNamed ? row : null)
        this.builder.sectionSeen = true
        this.builder.close()
        row = Math.max(end, head.row + head.rows)
        vertical = null
        continue
      }
      const cells = table.rows[row]?.cells ?? []
      if (vertical && row >= vertical.until) vertical = null
      const values = vertical ? null : valuesBelow(this.vocabulary, table, row)
      if (values) {
        cells.forEach((cell, at) => {
          if (!this.facts(cell))
            this.pair(
              cell,
              labelOf(this.vocabulary, cell, at === 0) ?? 'unknown',
              values.slice(at, at + 1),
              cells.length,
            )
        })
        row += 2
        continue
      }
      const tall = this.labelRow(table, row, vertical !== null)
      if (tall > 1) vertical = { until: row + tall }
      row++
    }
  }

  /** One row of labels and values; answers how many rows its tallest label spans. */
  private labelRow(table: TableBlock, row: number, inside: boolean): number {
    const { builder } = this
    const cells = table.rows[row]?.cells ?? []
    if (cells.length === 1) {
      const [only] = cells
      if (only) this.wideCell(only, inside, table.rows[row + 1]?.cells ?? [])
      return 1
    }
    if (row === 0 && isFormHead(this.vocabulary, table)) {
      for (const cell of cells) builder.leave(cell.blocks, '表格中')
      return 1
    }
    const looks = (at: number): boolean => {
      const cell = cells[at]
      return (
        cell !== undefined &&
        (looksLikeLabel(this.vocabulary, cell, cells[at + 1], table.columns) ||
          (cells[at + 1] !== undefined && isAmongLabels(this.vocabulary, table, row, at)))
      )
    }
    let tall = 1
    for (let at = 0; at < cells.length;) {
      const cell = cells[at] as TableCellBlock
      const following = cells[at + 1]
      if (this.facts(cell)) {
        at++
        continue
      }
      const named = labelOf(this.vocabulary, cell, at === 0 && !inside)
      // Beside a tall label 教师 and 学生 are no facts but parts of what it names.
      const label = inside && named?.kind === 'header' ? null : named
      const known = label ?? (following && looks(at) && !inside ? ('unknown' as const) : null)
      // 知识目标 | …, 知识与技能 | … below 教学目标 across the table are parts of it.
      if (at === 0 && following && known !== null && this.isPartOfWide(label)) {
        this.part(cell)
        at++
        continue
      }
      if (known === null) {
        if (inside && at === 0 && this.isPart(cell, following)) this.part(cell)
        else if (cellText(cell).trim() !== '' || cell.blocks.some((block) => !isBlank(block)))
          this.cellFlow(cell, '表格中')
        at++
        continue
      }
      // A label over several sub-labels, as 教学重难点 | 重点 | …: the inner ones are the sections.
      const inner = following && labelOf(this.vocabulary, following)
      if (label?.kind === 'section' && inner?.kind === 'section' && cells[at + 2] !== undefined) {
        if (label.key !== inner.key) builder.beginSection(label.key, labelContent(cell), label.sure)
        tall = Math.max(tall, cell.rowspan)
        at++
        continue
      }
      // A tall label over parts of what it names, as 教学准备 | 教师 | …, 作业设计 | 基础性作业 | …: all beside it is its value.
      const isWhole = cells.slice(at + 1).every((other) => labelOf(this.vocabulary, other)?.kind !== 'section')
      if (label?.kind === 'section' && cell.rowspan > 1 && following && isWhole) {
        this.builder.sectionSeen = true
        builder.beginSection(label.key, labelContent(cell), label.sure)
        cells.slice(at + 1).forEach((value, place, values) => {
          if (place === 0 && this.isPart(value, values[1])) this.part(value)
          else this.valueOf(label.key, value, cell)
        })
        return Math.max(tall, cell.rowspan)
      }
      // A tall label of the school's own over labelled rows, as 基本信息 | 学科 | …, names nothing by itself.
      if (label === null && cell.rowspan > 1 && inner && cells[at + 2] !== undefined) {
        builder.leave(cell.blocks, '表格中')
        at++
        continue
      }
      // The next cell is its value, unless that is a label too; further cells are, up to the next label.
      const bare = label !== null && following !== undefined && isSameLabel(this.vocabulary, cell, following)
      let end = bare ? at + 1 : Math.min(at + 2, cells.length)
      if (!bare)
        while (
          end < cells.length &&
          labelOf(this.vocabulary, cells[end] as TableCellBlock) === null &&
          !(looks(end) && cells[end + 1] !== undefined)
        )
          end++
      this.pair(cell, known, cells.slice(at + 1, end), cells.length)
      tall = Math.max(tall, cell.rowspan)
      at = end
    }
    return tall
  }

  /** Whether a label below one across the table names a part of it: of objectives, and no section that is surely known. */
  private isPartOfWide(label: Label | null): boolean {
    const { open } = this.builder
    return (
      open !== null &&
      open === this.wide &&
      isObjectives(open) &&
      (label === null || (label.kind === 'section' && label.key === open && !label.sure))
    )
  }

  private pair(
    cell: TableCellBlock,
    label: NonNullable<ReturnType<typeof labelOf>> | 'unknown',
    values: readonly TableCellBlock[],
    rowCells: number,
  ): void {
    const { builder } = this
    const words = joinLines(cellText(cell)).replace(/[：:]\s*$/, '')
    if (label !== 'unknown' && label.kind === 'header') {
      const isOfPeriod = label.key === 'topic' && builder.period !== null && builder.sectionSeen
      if (isShort(values) && !isOfPeriod) return builder.addHeader(label.key, words, inlineOf(values))
      // What one 课时 is about is no fact of the plan.
      const section =
        this.vocabulary.section(words)?.key ?? (label.key === 'textbook' ? 'textbookAnalysis' : `extra:${words}`)
      this.begin(section, cell, values, false)
    } else if (label === 'unknown') {
      // Behind the steps the head of the plan is over: 预计心率 there is a section of the school's own.
      const mayBeFact = builder.processTables === 0 && (rowCells > 2 || !builder.sectionSeen)
      if (isShort(values) && mayBeFact) builder.addHeader(`extra:${words}`, words, inlineOf(values), false)
      else this.begin(`extra:${words}`, cell, values, false)
    } else this.begin(label.key, cell, values, label.sure)
  }

  /** Begins a section with a label across the table. */
  private beginWide(key: string, cell: TableCellBlock, sure: boolean): void {
    this.builder.sectionSeen = true
    this.builder.beginSection(key, labelContent(cell), sure)
    this.wide = key
  }

  private begin(key: string, label: TableCellBlock, values: readonly TableCellBlock[], sure: boolean): void {
    this.builder.sectionSeen = true
    this.wide = null
    this.builder.beginSection(key, labelContent(label), sure)
    for (const value of values) this.valueOf(key, value, label)
  }

  /** One cell of the value of a section. */
  private valueOf(key: string, value: TableCellBlock, label: TableCellBlock): void {
    const lines = key === 'keyAndDifficult' ? value.blocks.flatMap(atBreaks) : value.blocks
    if (lines.some((block) => pointIn(this.vocabulary, block, label)))
      lines.forEach((block) => this.point(block, label))
    else this.value(value)
  }

  /** Whether a cell beside a tall label of objectives names a part of them. */
  private isPart(cell: TableCellBlock, value: TableCellBlock | undefined): boolean {
    return isObjectives(this.builder.open) && isPartName(this.vocabulary, cell, value)
  }

  /** The name of a part of the objectives: no objective itself. */
  private part(cell: TableCellBlock): void {
    for (const block of cell.blocks) if (block.kind === 'paragraph' && !isBlank(block)) this.builder.subheading(block)
  }

  private point(block: Block, label: TableCellBlock): void {
    const point = pointIn(this.vocabulary, block, label)
    if (point) this.builder.beginInline(point.key, point.label, point.line)
    else this.builder.add([block], '表格中')
  }

  /** The value of a section: its blocks, a process table among them taken as such. */
  private value(cell: TableCellBlock): void {
    for (const block of cell.blocks) {
      if (block.kind === 'table' && block.rows.some((_, row) => processHeadAt(this.vocabulary, block, row) !== null)) {
        const outer = this.builder.place
        this.rows(block)
        this.builder.place = outer
      } else this.builder.add([block], '表格中')
    }
  }

  /** A cell that holds a label and its value at once, such as 课题：观潮, before any section. */
  private facts(cell: TableCellBlock): boolean {
    const lines = cell.blocks.filter((block) => !isBlank(block))
    if (
      this.builder.open !== null ||
      lines.some((block) => block.kind !== 'paragraph' || block.content.some(({ type }) => type !== 'text'))
    )
      return false
    const pairs = lines.map((block) =>
      readHeaderLine(this.vocabulary, block.kind === 'paragraph' ? inlineText(block.content) : ''),
    )
    if (pairs.length === 0 || pairs.some((found) => found === null || found.every(({ text }) => text === '')))
      return false
    this.builder.addPairs(pairs.flatMap((found) => found ?? []))
    return true
  }

  /** A cell across the whole table: a label of what comes below, several labelled paragraphs, or more of the open section. */
  private wideCell(cell: TableCellBlock, inside: boolean, next: readonly TableCellBlock[]): void {
    const text = cellText(cell)
    if (text === '' && cell.blocks.every(isBlank)) return
    const begun = this.builder.sectionSeen || this.builder.header.length > 0
    const label = labelOf(this.vocabulary, cell, cell.shaded || (begun && isBoldCell(cell)))
    if (label?.kind === 'section') return this.beginWide(label.key, cell, label.sure)
    // Over a value across the table a line that is set off is a label of the school's own.
    const [below, ...more] = next
    if (begun && more.length === 0 && below && isBoldCell(cell) && !isBoldCell(below) && isOwnLabel(text))
      return this.beginWide(`extra:${ownWords(text)}`, cell, false)
    if (!inside && this.facts(cell)) return
    const [first] = cell.blocks
    if (periodOf(text) !== null && text.length <= 40 && cell.blocks.filter((block) => !isBlank(block)).length === 1)
      return this.flow(cell.blocks)
    if (
      !this.builder.sectionSeen &&
      this.builder.header.length === 0 &&
      first?.kind === 'paragraph' &&
      isFormName(text)
    )
      return this.builder.front({ ...first, list: null })
    if (
      !this.builder.sectionSeen &&
      this.builder.header.length === 0 &&
      this.builder.titleLine === null &&
      first?.kind === 'paragraph' &&
      (first.bold || first.align === 'center') &&
      text.length <= 60 &&
      cell.blocks.filter((block) => !isBlank(block)).length === 1
    ) {
      this.builder.titleLine = text
      return this.builder.front({ ...first, list: null })
    }
    if (!this.headed(cell)) this.cellFlow(cell, '表格中')
  }

  /** A cell whose first line is numbered, bold and by its look only a label: 3.学习目标确定 over the objectives. */
  private headed(cell: TableCellBlock): boolean {
    const [first, ...rest] = cell.blocks.filter((block) => !isBlank(block))
    if (first?.kind !== 'paragraph' || !first.bold || rest.length === 0) return false
    const text = inlineText(first.content)
    const section = numberingOf(text) === '' ? null : this.vocabulary.section(text, true)
    if (!section || section.sure) return false
    this.builder.sectionSeen = true
    this.builder.beginSection(section.key, plainHeading(first.content), false)
    this.valueOf(section.key, { ...cell, blocks: rest }, cell)
    return true
  }

  private cellFlow(cell: TableCellBlock, where: string): void {
    const blocks = cell.blocks.flatMap((block) => atLabels(this.vocabulary, block))
    const speaks = blocks.some(
      (block) =>
        block.kind === 'paragraph' &&
        (this.vocabulary.section(inlineText(block.content))?.sure === true ||
          this.vocabulary.splitSection(inlineText(block.content)) !== null),
    )
    if (speaks || blocks.some((block) => block.kind === 'table')) this.flow(blocks)
    else this.builder.add(cell.blocks, where)
  }
}
