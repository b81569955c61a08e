import type { DocJson } from '@gongyan/documents'
import { readMinutes } from '@gongyan/domain'
import type { Block, ParagraphBlock } from '../reading/model.ts'
import { inlineText, isBlank } from '../reading/model.ts'
import { joinLines } from './columns.ts'
import type { Converter, NewId } from './convert.ts'
import { readHeaderLine } from './header-line.ts'
import { LabelTables } from './label-tables.ts'
import { fold, numberingOf, ordinalOf, periodOf, withoutNumber } from './labels.ts'
import type { Passages } from './passages.ts'
import { PlanBuilder, plainHeading } from './plan-builder.ts'
import { gatherSteps, isGoingOn } from './step-tables.ts'
import { isFormName, pickTitle } from './title.ts'
import { unwrap } from './unwrap.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Understands a plan that someone laid out in his own way. */
export class ForeignPlan {
  readonly builder: PlanBuilder
  /** Ranks of the headings that were recognised, so that an unknown heading of the same rank is one too. */
  private readonly ranks = new Set<string>()
  /** Outline level of the section heading passed last; null without styles. */
  private headingLevel: number | null = null
  private processNumbering = ''
  private processOrdinal: number | null = null
  /** How the section heading passed last is numbered. */
  private sectionNumbering = ''

  private readonly vocabulary: Vocabulary
  private lines = 0
  private readonly tables: LabelTables

  constructor(vocabulary: Vocabulary, converter: Converter, newId: NewId, passages: Passages) {
    this.vocabulary = vocabulary
    this.builder = new PlanBuilder(converter, newId, passages)
    this.tables = new LabelTables(vocabulary, this.builder, (blocks) => this.flow(blocks))
  }

  /** The nodes of the plan; `fallback` is its title when nothing in it looks like one, `notes` are its footnotes. */
  read(source: readonly Block[], fallback: string, notes: readonly Block[]): { nodes: DocJson[]; title: string } {
    const blocks = gatherSteps(this.vocabulary, unwrap(this.vocabulary, source))
    const lead = blocks.slice(0, this.leadLength(blocks))
    const titleBlock = pickTitle(this.vocabulary, lead)
    this.learnRanks(blocks)
    for (const block of lead) {
      this.builder.at({ line: ++this.lines })
      if (block !== titleBlock && block.kind === 'paragraph') this.leading(block)
    }
    this.flow(blocks.slice(lead.length))
    this.builder.at({})
    this.builder.period = null
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
    if (pairs) this.builder.addPairs(pairs)
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
      if (!inTable && block.kind !== 'table') this.builder.at({ line: ++this.lines })
      if (block.kind === 'table') this.tables.read(block)
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
    if (isGoingOn(block) && builder.processTables > 0) return builder.leave([block], '表格之间')
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
      if (section.key === 'process') {
        this.processNumbering = this.sectionNumbering
        this.processOrdinal = ordinalOf(text)
      }
      this.builder.sectionSeen = true
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
      this.builder.sectionSeen = true
      return builder.beginInline(split.key, split.label, block)
    }
    if (!this.builder.sectionSeen) {
      const pairs = readHeaderLine(this.vocabulary, text)
      if (pairs) return builder.addPairs(pairs)
    }
    if (
      brief &&
      (styled ||
        (this.ranks.has(this.rankOf(block)) &&
          fold(withoutNumber(text)).length <= 16 &&
          (builder.open !== 'process' || numberingOf(text) === '' || block.bold || this.countsOn(text))))
    ) {
      const deeper =
        styled && builder.open !== null && this.headingLevel !== null && (block.outline ?? 0) > this.headingLevel
      const insideProcess = builder.open === 'process' && !styled && !this.countsOn(text)
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

  /** Whether a line counts on from the heading of the 教学过程, 四、 after its 三、: no step then, but what follows it. */
  private countsOn(text: string): boolean {
    const ordinal = ordinalOf(text)
    return (
      this.processOrdinal !== null &&
      this.processOrdinal > 1 &&
      ordinal === this.processOrdinal + 1 &&
      numberingOf(text) === this.processNumbering
    )
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
}

const beginsBold = (block: ParagraphBlock): boolean =>
  block.content[0]?.marks?.some(({ type }) => type === 'strong') ?? false
