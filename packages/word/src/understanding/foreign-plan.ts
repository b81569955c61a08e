import type { DocJson } from '@gongyan/documents'
import { HEADER_FIELDS, readMinutes } from '@gongyan/domain'
import type { Block, ParagraphBlock } from '../reading/model.ts'
import { inlineText, isBlank } from '../reading/model.ts'
import { COURSE_NAMES } from '../synonyms.ts'
import { joinLines } from './columns.ts'
import type { Converter, NewId } from './convert.ts'
import type { HeaderPair } from './header-line.ts'
import { readHeaderLine, readOwnLine } from './header-line.ts'
import { isRanked, learnRanks, LONGEST_OWN_HEADING, periodLinesIn, rankOf } from './heading-ranks.ts'
import { ownWords } from './label-rows.ts'
import { LabelTables } from './label-tables.ts'
import { fold, numberingOf, ordinalOf, periodOf, withoutNumber } from './labels.ts'
import type { Passages } from './passages.ts'
import { PlanBuilder, plainHeading } from './plan-builder.ts'
import { gatherSteps, isGoingOn } from './step-tables.ts'
import { isFormBeside, isFormName, pickTitle, sharedPart } from './title.ts'
import { atLabels, unwrap } from './unwrap.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A longer first line is text and no title. */
const LONGEST_TITLE = 120
/** How much of a name must stand in a title that is about it. */
const MOST_OF_IT = 0.5
const COURSES = new Set(COURSE_NAMES.map(fold))
/** A number over a heading, as web pages set it: 01, PART 2. */
const ORNAMENT = /^(?:0\d|(?:part|no\.?)\s*\d{1,2})$/i
/** Facts that may stand as a line between two sections. */
const FACTS_BETWEEN = new Set(['period', 'lessonKind', 'subject', 'grade', 'volume', 'classes'])

/** Understands a plan that someone laid out in his own way. */
export class ForeignPlan {
  readonly builder: PlanBuilder
  /** Ranks of the headings that were recognised, so that an unknown heading of the same rank is one too. */
  private ranks: ReadonlySet<string> = new Set()
  /** Outline level of the section heading passed last; null without styles. */
  private headingLevel: number | null = null
  private processNumbering = ''
  private processOrdinal: number | null = null
  /** How the heading of the 教学过程 looks, and whether lines below it were counted in another way. */
  private processRank = ''
  private hasSteps = false
  /** How many lines announce a 课时. */
  private periodLines = 0
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
  read(
    source: readonly Block[],
    fallback: string,
    notes: readonly Block[],
    runningHead = '',
  ): { nodes: DocJson[]; title: string } {
    const parted = unwrap(this.vocabulary, source).flatMap((block) => atLabels(this.vocabulary, block))
    const blocks = gatherSteps(this.vocabulary, parted)
    this.ranks = learnRanks(this.vocabulary, blocks)
    this.periodLines = periodLinesIn(blocks)
    const lead = this.leadOf(blocks)
    const titleBlock = pickTitle(this.vocabulary, lead)
    for (const block of lead) {
      this.builder.at({ line: ++this.lines })
      if (block !== titleBlock && block.kind === 'paragraph') this.leading(block)
    }
    this.flow(blocks.slice(lead.length))
    this.builder.at({})
    this.builder.period = null
    this.running(runningHead)
    for (const note of notes) this.builder.leave([note], '脚注')
    const { builder } = this
    this.settleCourse(titleBlock)
    const topic = builder.header.find(({ key }) => key === 'topic')
    // 个别化教学活动设计 beside 课题：认识红绿灯 names the form.
    const named = titleBlock ? inlineText(titleBlock.content) : ''
    const isForm = topic !== undefined && isFormBeside(named, inlineText(topic.content))
    if (isForm && titleBlock) builder.front({ ...titleBlock, list: null })
    const title = [isForm ? '' : named, builder.titleLine ?? '', topic ? inlineText(topic.content) : '']
      .map((text) => joinLines(text))
      .find(canBeTitle)
    if (title !== undefined) return { nodes: builder.finish(title), title }
    // A first line that looks like nothing is the title where nothing else is.
    const first = lead.find((block) => block.kind === 'paragraph' && !isBlank(block))
    const line = joinLines(first?.kind === 'paragraph' ? inlineText(first.content) : '')
    if (canBeTitle(line)) builder.takeBack(line)
    const plain = [line, joinLines(fallback)].find(canBeTitle) ?? ''
    return { nodes: builder.finish(plain), title: plain }
  }

  /** 课程名称 names the course, not the lesson, where the plan has a title of its own. */
  private settleCourse(title: ParagraphBlock | null): void {
    const topic = this.builder.header.find(({ key }) => key === 'topic')
    const label = topic?.label ?? ''
    if (!topic || !title || !COURSES.has(fold(label))) return
    if (sharedPart(inlineText(topic.content), inlineText(title.content)) < MOST_OF_IT)
      this.builder.renameHeader('topic', `extra:${label}`)
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
        this.vocabulary.section(inlineText(block.content), isRanked(this.ranks, block)) !== null ||
        this.vocabulary.splitSection(inlineText(block.content)) !== null ||
        periodOf(inlineText(block.content)) !== null,
    )
    return Math.min(end === -1 ? blocks.length : end, 12)
  }

  /**
   * What stands before the sections. A heading of the school's own that looks like those that are known, below a title that does
   * not, begins the first of them.
   */
  private leadOf(blocks: readonly Block[]): readonly Block[] {
    const lead = blocks.slice(0, this.leadLength(blocks))
    const title = pickTitle(this.vocabulary, lead)
    if (!title) return lead
    const begins = lead.findIndex((block, at) => {
      if (block.kind !== 'paragraph' || at <= lead.indexOf(title) || block.align === 'center') return false
      const text = inlineText(block.content).trim()
      return (
        this.ranks.has(rankOf(block)) &&
        rankOf(block) !== rankOf(title) &&
        fold(text).length <= LONGEST_OWN_HEADING &&
        blocks[at + 1] !== undefined &&
        readHeaderLine(this.vocabulary, text) === null &&
        !isFormName(text)
      )
    })
    return begins === -1 ? lead : lead.slice(0, begins)
  }

  private leading(block: ParagraphBlock): void {
    const text = inlineText(block.content)
    if (text.trim() === '' && block.content.length === 0) return
    // Below a line of facts one fact alone is enough, whatever its name: 主持人：孙一诺.
    const pairs =
      readHeaderLine(this.vocabulary, text) ??
      (this.builder.header.length > 0 ? readOwnLine(this.vocabulary, text, 1) : null)
    if (pairs) this.builder.addPairs(pairs)
    else if (isFormName(text)) this.builder.front({ ...block, list: null })
    else this.builder.leave([block], '标题下方')
  }

  /** Facts that only the running head tells: the school, the teacher. */
  private running(head: string): void {
    for (const line of head.split('\n')) {
      const pairs = readHeaderLine(this.vocabulary, line)
      if (!pairs?.some(({ sure }) => sure) || pairs.some(({ text }) => /^[_＿\s]*$/.test(text))) continue
      for (const { key, label, text } of pairs)
        if (!this.builder.header.some((field) => field.key === key))
          this.builder.addHeader(key, label, [{ type: 'text', text }], false)
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
    if (ORNAMENT.test(text) && this.beginsSection(next)) return builder.leave([block], '标题上方')
    if (this.vocabulary.isEnding(text)) {
      builder.close()
      return builder.leave([block], '文末')
    }
    const styled = block.outline !== null
    const brief = text.length <= 40 && !text.includes('\n') && !/[。！？；，]$/.test(text)
    if (
      brief &&
      periodOf(text) !== null &&
      (styled || block.bold || block.align === 'center' || next?.kind === 'table' || text.length <= 12)
    ) {
      if (this.isFactOfAll(text)) return builder.addHeader('period', HEADER_FIELDS.period, [{ type: 'text', text }])
      builder.period = periodOf(text)
      this.beginPeriod(block)
      return
    }
    if (brief && this.vocabulary.isText(text)) return builder.add([block], '正文')
    const rank = brief ? rankOf(block) : ''
    const ranked = this.ranks.has(rank)
    const section = brief ? this.vocabulary.section(text, styled || ranked) : null
    // Within the steps 设计意图 says why, before them what the plan was made after.
    const isWhy = builder.open === 'process' && !section?.sure && this.vocabulary.column(text)?.key === 'intent'
    const isHeading =
      section !== null && (section.sure || styled || block.bold || (ranked && builder.open !== 'process'))
    if (section && (isHeading || this.isSibling(rank)) && !isWhy && !this.isStep(block, text)) {
      this.headingLevel = block.outline
      this.sectionNumbering = numberingOf(text)
      if (section.key === 'process') {
        this.processNumbering = this.sectionNumbering
        this.processOrdinal = ordinalOf(text)
        this.processRank = rank
        this.hasSteps = false
      }
      this.builder.sectionSeen = true
      return builder.beginSection(section.key, plainHeading(block.content), section.sure)
    }
    const split = this.vocabulary.splitSection(text)
    if (
      split &&
      (builder.open !== 'process' ||
        beginsBold(block) ||
        /^\s*[【[〖〔［「]/.test(text) ||
        numberingOf(text) === '一、' ||
        ((split.key === 'reflection' || split.key === 'board') && fold(split.label).length >= 4))
    ) {
      this.builder.sectionSeen = true
      return builder.beginInline(split.key, split.label, block)
    }
    if (!this.builder.sectionSeen) {
      const pairs = readHeaderLine(this.vocabulary, text)
      if (pairs) return builder.addPairs(pairs)
    } else if (builder.open !== 'process' && (next?.kind === 'table' || this.beginsSection(next))) {
      const pairs = readHeaderLine(this.vocabulary, text)
      const isFact = ({ key, sure, text: value }: HeaderPair) =>
        sure && value !== '' && FACTS_BETWEEN.has(key) && !builder.header.some((field) => field.key === key)
      if (pairs?.every(isFact)) return builder.addPairs(pairs)
    } else if (builder.open !== 'process' && next === undefined) {
      // The last line may say who made the plan, and when.
      const pairs = readHeaderLine(this.vocabulary, text)
      const isNew = ({ key, sure, text: value }: HeaderPair) =>
        sure && value !== '' && !builder.header.some((field) => field.key === key)
      if (pairs && pairs.length > 1 && pairs.every(isNew)) return builder.addPairs(pairs)
    }
    if (
      brief &&
      (styled ||
        (ranked &&
          fold(withoutNumber(text)).length <= 16 &&
          (builder.open !== 'process' || numberingOf(text) === '' || block.bold || this.countsOn(text))))
    ) {
      const deeper =
        styled && builder.open !== null && this.headingLevel !== null && (block.outline ?? 0) > this.headingLevel
      // Behind a table of the steps, and not over the next one, a heading names none of them.
      const isBehind = builder.endsWithSteps() && next?.kind !== 'table'
      const insideProcess =
        builder.open === 'process' && !styled && !this.countsOn(text) && !isBehind && !this.isSibling(rank)
      if (deeper || insideProcess) return builder.subheading(block)
      this.headingLevel = block.outline ?? this.headingLevel
      return builder.beginSection(`extra:${ownWords(text)}`, plainHeading(block.content), false)
    }
    if (
      brief &&
      builder.open === null &&
      block.bold &&
      (block.align === 'center' ? next?.kind === 'table' : this.isOverText(text, next))
    )
      return builder.beginSection(`extra:${ownWords(text)}`, plainHeading(block.content), false)
    this.hasSteps ||= builder.open === 'process' && brief && rank !== this.processRank && isNumbered(text)
    builder.add([block], '正文')
  }

  /** Whether a line that is set off, where nothing is open any more, heads the text below it. */
  private isOverText(text: string, next: Block | undefined): boolean {
    return (
      this.builder.sectionSeen &&
      fold(withoutNumber(text)).length <= LONGEST_OWN_HEADING &&
      next?.kind === 'paragraph' &&
      !next.bold &&
      !isBlank(next)
    )
  }

  /** Whether a heading inside a 教学过程 told in words looks as that one does, and unlike its steps. */
  private isSibling(rank: string): boolean {
    return this.builder.open === 'process' && this.hasSteps && rank === this.processRank && /[：:]$/.test(rank)
  }

  /** Whether a block is a known label, alone or before its text. */
  private beginsSection(block: Block | undefined): boolean {
    if (block?.kind !== 'paragraph') return false
    const text = inlineText(block.content).trim()
    return this.vocabulary.section(text)?.sure === true || this.vocabulary.splitSection(text) !== null
  }

  /** Whether 第二课时 below the title, the only one that the file announces, says which 课时 all of the plan is. */
  private isFactOfAll(text: string): boolean {
    const { builder } = this
    return (
      this.periodLines === 1 &&
      !builder.sectionSeen &&
      builder.open === null &&
      fold(text) === fold(periodOf(text) ?? '') &&
      !builder.header.some(({ key }) => key === 'period')
    )
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

const canBeTitle = (text: string): boolean => text !== '' && text.length <= LONGEST_TITLE
const isNumbered = (text: string): boolean => numberingOf(text) !== '' || readMinutes(text) !== null

const beginsBold = (block: ParagraphBlock): boolean =>
  block.content[0]?.marks?.some(({ type }) => type === 'strong') ?? false
