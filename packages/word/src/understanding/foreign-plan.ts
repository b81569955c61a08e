import type { DocJson } from '@gongyan/documents'
import { readMinutes } from '@gongyan/domain'
import type { Block, ParagraphBlock, TableBlock, TableCellBlock } from '../reading/model.ts'
import { inlineText, isBlank } from '../reading/model.ts'
import type { Place } from '../report.ts'
import { joinLines, processHeadAt } from './columns.ts'
import type { Converter, NewId } from './convert.ts'
import { readHeaderLine } from './header-line.ts'
import {
  cellText,
  inlineOf,
  isSameLabel,
  isShort,
  knownLabels,
  labelContent,
  labelOf,
  looksLikeLabel,
  valuesBelow,
} from './label-rows.ts'
import { fold, numberingOf, periodOf, withoutNumber } from './labels.ts'
import type { Passages } from './passages.ts'
import { atBreaks } from './soft-breaks.ts'
import { isObjectives, PlanBuilder, plainHeading } from './plan-builder.ts'
import { processEnd, sideProcess } from './process-rows.ts'
import { gatherSteps } from './step-tables.ts'
import { isFormName, pickTitle } from './title.ts'
import { labelledLines, unwrap } from './unwrap.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Understands a plan that someone laid out in his own way. */
export class ForeignPlan {
  readonly builder: PlanBuilder
  /** Ranks of the headings that were recognised, so that an unknown heading of the same rank is one too. */
  private readonly ranks = new Set<string>()
  /** Outline level of the section heading passed last; null without styles. */
  private headingLevel: number | null = null
  private sectionSeen = false
  private processNumbering = ''
  /** How the section heading passed last is numbered. */
  private sectionNumbering = ''

  private readonly vocabulary: Vocabulary
  private lines = 0
  private tables = 0

  constructor(vocabulary: Vocabulary, converter: Converter, newId: NewId, passages: Passages) {
    this.vocabulary = vocabulary
    this.builder = new PlanBuilder(converter, newId, passages)
  }

  /** The nodes of the plan; `fallback` is its title when nothing in it looks like one, `notes` are its footnotes. */
  read(source: readonly Block[], fallback: string, notes: readonly Block[]): { nodes: DocJson[]; title: string } {
    const blocks = gatherSteps(this.vocabulary, unwrap(this.vocabulary, source))
    const lead = blocks.slice(0, this.leadLength(blocks))
    const titleBlock = pickTitle(this.vocabulary, lead)
    this.learnRanks(blocks)
    for (const block of lead) {
      this.at({ line: ++this.lines })
      if (block !== titleBlock && block.kind === 'paragraph') this.leading(block)
    }
    this.flow(blocks.slice(lead.length))
    this.at({})
    for (const note of notes) this.builder.leave([note], '脚注')
    const { builder } = this
    const topic = builder.header.find(({ key }) => key === 'topic')
    const form = lead.find((block) => block.kind === 'paragraph' && !isBlank(block))
    const title =
      [
        titleBlock ? inlineText(titleBlock.content) : '',
        builder.titleLine ?? '',
        topic ? inlineText(topic.content) : '',
        form?.kind === 'paragraph' ? inlineText(form.content) : '',
        fallback,
      ]
        .map((text) => joinLines(text))
        .find((text) => text !== '') ?? ''
    return { nodes: builder.finish(title), title }
  }

  private at(place: Partial<Place>): void {
    this.builder.place = { table: null, row: null, line: null, ...place }
  }

  /** Paragraphs before the first table, section or line of facts. */
  private leadLength(blocks: readonly Block[]): number {
    let headed = false
    const isNextHeading = (block: ParagraphBlock): boolean => {
      const before = headed
      headed ||= block.outline !== null || block.styleName === 'title'
      return before && block.outline !== null
    }
    const end = blocks.findIndex(
      (block) =>
        block.kind !== 'paragraph' ||
        isNextHeading(block) ||
        this.vocabulary.section(inlineText(block.content)) !== null ||
        this.vocabulary.splitSection(inlineText(block.content)) !== null ||
        periodOf(inlineText(block.content)) !== null,
    )
    return Math.min(end === -1 ? blocks.length : end, 12)
  }

  private leading(block: ParagraphBlock): void {
    const text = inlineText(block.content)
    if (text.trim() === '' && block.content.length === 0) return
    const pairs = readHeaderLine(this.vocabulary, text)
    if (pairs)
      for (const pair of pairs)
        this.builder.addHeader(pair.key, pair.label, pair.text === '' ? [] : [{ type: 'text', text: pair.text }])
    else if (isFormName(text)) this.builder.front({ ...block, list: null })
    else this.builder.leave([block], '标题下方')
  }

  private rankOf(block: ParagraphBlock): string {
    const text = inlineText(block.content)
    return `${block.outline ?? ''}|${numberingOf(text)}|${block.bold ? 'b' : ''}|${block.align ?? ''}|${block.list ? 'list' : ''}|${/[：:]\s*$/.test(text) ? ':' : ''}`
  }

  private learnRanks(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (block.kind !== 'paragraph' || !this.vocabulary.section(inlineText(block.content))) continue
      // Bare text without any sign of a heading is no rank.
      if (block.outline !== null || block.bold || numberingOf(inlineText(block.content)) !== '')
        this.ranks.add(this.rankOf(block))
    }
  }

  /** Blocks one after another, as they stand in the body or in a cell that holds several sections. */
  private flow(blocks: readonly Block[]): void {
    const inTable = this.builder.place.table !== null
    blocks.forEach((block, index) => {
      if (!inTable && block.kind !== 'table') this.at({ line: ++this.lines })
      if (block.kind === 'table') this.table(block)
      else if (block.kind === 'box') this.builder.add([block], '文本框')
      else this.paragraph(block, blocks[index + 1])
    })
  }

  private paragraph(block: ParagraphBlock, next: Block | undefined): void {
    const { builder } = this
    const text = inlineText(block.content).trim()
    if (text === '') {
      if (block.content.length > 0 || block.rule) builder.add([block], '正文')
      return
    }
    const styled = block.outline !== null
    const brief = text.length <= 40 && !text.includes('\n') && !/[。！？；，]$/.test(text)
    if (
      brief &&
      periodOf(text) !== null &&
      (styled || block.bold || block.align === 'center' || next?.kind === 'table' || text.length <= 12)
    ) {
      builder.period = periodOf(text)
      this.beginPeriod(block)
      return
    }
    if (brief && this.vocabulary.isText(text)) return builder.add([block], '正文')
    const section = brief ? this.vocabulary.section(text, styled || this.ranks.has(this.rankOf(block))) : null
    if (section && (section.sure || styled || block.bold) && !this.isStep(block, text)) {
      this.headingLevel = block.outline
      this.sectionNumbering = numberingOf(text)
      if (section.key === 'process') this.processNumbering = this.sectionNumbering
      this.sectionSeen = true
      return builder.beginSection(section.key, plainHeading(block.content), section.sure)
    }
    const split = this.vocabulary.splitSection(text)
    if (
      split &&
      (builder.open !== 'process' ||
        beginsBold(block) ||
        /^\s*[【[]/.test(text) ||
        numberingOf(text) === '一、' ||
        (split.key === 'reflection' && fold(split.label).length >= 4))
    ) {
      this.sectionSeen = true
      return builder.beginInline(split.key, split.label, block)
    }
    if (!this.sectionSeen) {
      const pairs = readHeaderLine(this.vocabulary, text)
      if (pairs)
        return pairs.forEach((pair) =>
          builder.addHeader(pair.key, pair.label, pair.text === '' ? [] : [{ type: 'text', text: pair.text }]),
        )
    }
    if (
      brief &&
      (styled ||
        (this.ranks.has(this.rankOf(block)) &&
          fold(withoutNumber(text)).length <= 16 &&
          (builder.open !== 'process' || numberingOf(text) === '' || block.bold)))
    ) {
      const deeper =
        styled && builder.open !== null && this.headingLevel !== null && (block.outline ?? 0) > this.headingLevel
      const insideProcess = builder.open === 'process' && !styled
      if (deeper || insideProcess) return builder.subheading(block)
      this.headingLevel = block.outline ?? this.headingLevel
      return builder.beginSection(
        `extra:${joinLines(withoutNumber(text)).replaceAll(/^[【[]|[】\]：:]$/g, '')}`,
        plainHeading(block.content),
        false,
      )
    }
    if (brief && builder.open === null && block.bold && block.align === 'center' && next?.kind === 'table')
      return builder.beginSection(`extra:${joinLines(text)}`, plainHeading(block.content), false)
    builder.add([block], '正文')
  }

  /** A line that announces a 课时 begins its steps, whatever section stood open before it. */
  private beginPeriod(block: ParagraphBlock): void {
    const { open } = this.builder
    if (open === 'process' || open === 'lessonDesigns') this.builder.subheading(block)
    else this.builder.beginSection('process', plainHeading(block.content))
  }

  /** Whether a heading-like line inside a 教学过程 told in words is one of its steps, such as （三）布置作业（5分钟）. */
  private isStep(block: ParagraphBlock, text: string): boolean {
    if (this.builder.open !== 'process') return false
    if (block.outline !== null) return this.headingLevel !== null && block.outline > this.headingLevel
    const numbering = numberingOf(text)
    return (
      readMinutes(text) !== null ||
      (numbering !== '' && numbering !== this.processNumbering && numbering !== this.sectionNumbering)
    )
  }

  private table(table: TableBlock): void {
    const heads =
      table.rows.some((_, row) => processHeadAt(this.vocabulary, table, row) !== null) ||
      table.rows.some((_, row) => sideProcess(this.vocabulary, table, row) !== null)
    const spoken = table.rows
      .flatMap(({ cells }) => cells)
      .filter((cell) => labelledLines(this.vocabulary, cell.blocks) > 0).length
    const labels = Math.max(knownLabels(this.vocabulary, table), spoken)
    if (heads || labels >= 2 || (labels === 1 && table.rows.length <= 3 && !this.sectionSeen)) {
      const { open: before, place: outer } = this.builder
      this.builder.close()
      this.rows(table)
      this.builder.place = outer
      const labelled = this.builder.open !== null
      this.builder.close()
      // What follows a table of labelled sections belongs to none of them, and no objective follows a 教学过程.
      if (!labelled && !(heads && isObjectives(before))) this.builder.open = before
    } else {
      this.at({ table: ++this.tables })
      if (!this.builder.continues(table)) this.builder.add([table], '表格')
    }
  }

  /** Rows of labels and values, with process tables among them. */
  private rows(table: TableBlock, within?: Place): void {
    const number = within?.table ?? ++this.tables
    const above = within?.row ?? 1
    let vertical: { until: number } | null = null
    for (let row = 0; row < table.rows.length;) {
      this.at({ table: number, row: above + row })
      const side = sideProcess(this.vocabulary, table, row)
      if (side) {
        const [label] = table.rows[row]?.cells ?? []
        if (label) this.builder.beginSection('process', labelContent(label))
        this.rows(side, this.builder.place)
        row += side.rows.length
        continue
      }
      const head = processHeadAt(this.vocabulary, table, row)
      if (head) {
        const end = processEnd(this.vocabulary, table, head.row + head.rows, head.columns.length)
        const rows = Array.from({ length: end - head.row - head.rows }, (_, offset) => head.row + head.rows + offset)
        this.processParts(table, head, rows)
        this.sectionSeen = true
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
      const tall = this.labelRow(table, cells, vertical !== null)
      if (tall > 1) vertical = { until: row + tall }
      row++
    }
  }

  /** Rows of a process table, parted where a full-width row announces the next 课时. */
  private processParts(
    table: TableBlock,
    head: NonNullable<ReturnType<typeof processHeadAt>>,
    rows: readonly number[],
  ): void {
    let part: number[] = []
    const close = () => {
      if (part.length > 0) this.builder.process(table, head, part)
      part = []
    }
    for (const row of rows) {
      const cells = table.rows[row]?.cells ?? []
      const only = cells.length === 1 ? cells[0] : undefined
      const period = only && only.colspan >= table.columns ? periodOf(cellText(only)) : null
      const [block] = only?.blocks ?? []
      if (period !== null && block?.kind === 'paragraph') {
        close()
        this.builder.period = period
        if (this.builder.open === 'process') this.builder.subheading(block)
        else this.builder.beginSection('process', plainHeading(block.content))
      } else part.push(row)
    }
    close()
    if (rows.length === 0) this.builder.process(table, head, [])
  }

  /** One row of labels and values; answers how many rows its tallest label spans. */
  private labelRow(table: TableBlock, cells: readonly TableCellBlock[], inside: boolean): number {
    const { builder } = this
    if (cells.length === 1) {
      const [only] = cells
      if (only) this.wideCell(only, inside)
      return 1
    }
    let tall = 1
    for (let at = 0; at < cells.length;) {
      const cell = cells[at] as TableCellBlock
      const following = cells[at + 1]
      if (this.facts(cell)) {
        at++
        continue
      }
      const label = labelOf(this.vocabulary, cell, at === 0)
      const known =
        label ??
        (following && looksLikeLabel(this.vocabulary, cell, following, table.columns) && !inside
          ? ('unknown' as const)
          : null)
      if (known === null) {
        if (cellText(cell).trim() !== '' || cell.blocks.some((block) => !isBlank(block))) this.cellFlow(cell, '表格中')
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
          !(
            looksLikeLabel(this.vocabulary, cells[end] as TableCellBlock, cells[end + 1], table.columns) &&
            cells[end + 1] !== undefined
          )
        )
          end++
      this.pair(cell, known, cells.slice(at + 1, end), cells.length)
      tall = Math.max(tall, cell.rowspan)
      at = end
    }
    return tall
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
      if (isShort(values)) return builder.addHeader(label.key, words, inlineOf(values))
      const section =
        this.vocabulary.section(words)?.key ?? (label.key === 'textbook' ? 'textbookAnalysis' : `extra:${words}`)
      this.begin(section, cell, values, false)
    } else if (label === 'unknown') {
      if (isShort(values) && (rowCells > 2 || !this.sectionSeen))
        builder.addHeader(`extra:${words}`, words, inlineOf(values), false)
      else this.begin(`extra:${words}`, cell, values, false)
    } else this.begin(label.key, cell, values, label.sure)
  }

  private begin(key: string, label: TableCellBlock, values: readonly TableCellBlock[], sure: boolean): void {
    this.sectionSeen = true
    this.builder.beginSection(key, labelContent(label), sure)
    for (const value of values) {
      const lines = key === 'keyAndDifficult' ? value.blocks.flatMap(atBreaks) : value.blocks
      if (lines.some((block) => this.isPoint(block, label))) lines.forEach((block) => this.point(block, label))
      else this.value(value)
    }
  }

  /** Whether a line of 重难点 says in the language of the label over it which of the two it tells: 重点：… */
  private isPoint(block: Block, label: TableCellBlock): boolean {
    const split = block.kind === 'paragraph' ? this.vocabulary.splitSection(inlineText(block.content)) : null
    const isChinese = (text: string) => /\p{Script=Han}/u.test(text)
    return (
      (split?.key === 'keyPoint' || split?.key === 'difficultPoint') &&
      isChinese(split.label) === isChinese(cellText(label))
    )
  }

  private point(block: Block, label: TableCellBlock): void {
    const split = block.kind === 'paragraph' ? this.vocabulary.splitSection(inlineText(block.content)) : null
    if (split && block.kind === 'paragraph' && this.isPoint(block, label))
      this.builder.beginInline(split.key, split.label, block)
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
    for (const pair of pairs.flatMap((found) => found ?? []))
      this.builder.addHeader(pair.key, pair.label, pair.text === '' ? [] : [{ type: 'text', text: pair.text }])
    return true
  }

  /** A cell across the whole table: a label of what comes below, several labelled paragraphs, or more of the open section. */
  private wideCell(cell: TableCellBlock, inside: boolean): void {
    const text = cellText(cell)
    if (text === '' && cell.blocks.every(isBlank)) return
    const label = labelOf(this.vocabulary, cell, cell.shaded)
    if (label?.kind === 'section') {
      this.sectionSeen = true
      return this.builder.beginSection(label.key, labelContent(cell), label.sure)
    }
    if (!inside && this.facts(cell)) return
    const [first] = cell.blocks
    if (!this.sectionSeen && this.builder.header.length === 0 && first?.kind === 'paragraph' && isFormName(text))
      return this.builder.front({ ...first, list: null })
    if (
      !this.sectionSeen &&
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
    this.cellFlow(cell, '表格中')
  }

  private cellFlow(cell: TableCellBlock, where: string): void {
    const speaks = cell.blocks.some(
      (block) =>
        block.kind === 'paragraph' &&
        (this.vocabulary.section(inlineText(block.content))?.sure === true ||
          this.vocabulary.splitSection(inlineText(block.content)) !== null),
    )
    if (speaks || cell.blocks.some((block) => block.kind === 'table')) this.flow(cell.blocks)
    else this.builder.add(cell.blocks, where)
  }
}

const beginsBold = (block: ParagraphBlock): boolean =>
  block.content[0]?.marks?.some(({ type }) => type === 'strong') ?? false
