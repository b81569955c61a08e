import type { DocJson } from '@gongyan/documents'
import { HEADER_FIELDS, SECTIONS } from '@gongyan/domain'
import type { Block, ParagraphBlock, TableBlock, TableCellBlock } from '../reading/model.ts'
import { blockText, inlineText } from '../reading/model.ts'
import type { ImportReport, Place } from '../report.ts'
import { LITERACIES } from '../synonyms.ts'
import type { Column, ProcessHead } from './columns.ts'
import { joinLines } from './columns.ts'
import type { Converter, NewId } from './convert.ts'
import type { HeaderPair } from './header-line.ts'
import { fold, withoutCount } from './labels.ts'
import type { Passages } from './passages.ts'
import { itemsOf } from './soft-breaks.ts'

const OBJECTIVES = new Set(['objectives', 'unitObjectives', 'lessonObjectives'])
/** Whether a section's paragraphs are objectives. */
export const isObjectives = (section: string | null): boolean => section !== null && OBJECTIVES.has(section)
/** How many 课时, where a fact says nothing else. */
const PERIODS = /^\s*[共约]?\s*[一二两三四五六七八九十\d]{1,3}\s*个?(?:课时|学时)\s*$/
const MINUTES = /^\s*[共约]?\s*\d{1,3}\s*分钟\s*$/
/** A place left open for the pen. */
const BLANK = /^[_＿\s]*[_＿][_＿\s]*$/
const isBlankText = (text: string) => text.trim() === ''

/** Collects a plan in reading order: title, header, sections with their blocks, process tables, and what is left over. */
export class PlanBuilder {
  readonly header: { key: string; label: string | null; content: DocJson[] }[] = []
  readonly report: Pick<ImportReport, 'header' | 'sections' | 'columns' | 'unmapped'> = {
    header: [],
    sections: [],
    columns: [],
    unmapped: [],
  }
  /** Section that is being filled; null where text would belong to nothing. */
  open: string | null = null
  /** A line at the head of a whole-document table that looks like the lesson's title. */
  titleLine: string | null = null
  /** The process table that was added last, while nothing has come after it. */
  private last: { node: DocJson; columns: number; edges: number } | null = null
  /** 课时 announced last. */
  period: string | null = null
  processTables = 0
  /** Where in the file the reading stands. */
  place: Place = { table: null, row: null, line: null }
  /** Whether the facts at the head of the plan are over. */
  sectionSeen = false
  private readonly fronts: DocJson[] = []
  private readonly body: DocJson[] = []
  private readonly left: DocJson[] = []
  /** The 课时 in which each node that was left over stood. */
  readonly leftIn: (string | null)[] = []
  private run: Block[] = []
  private readonly converter: Converter
  private readonly newId: NewId
  private readonly passages: Passages
  /** Nodes of passages that a person has placed, by the section they go into. */
  private readonly placed = new Map<string, DocJson[]>()

  constructor(converter: Converter, newId: NewId, passages: Passages) {
    this.converter = converter
    this.newId = newId
    this.passages = passages
  }

  /** Says where the reading stands now. */
  at(place: Partial<Place>): void {
    this.place = { table: null, row: null, line: null, ...place }
  }

  /** A fact for the header; a second one under the same name keeps its own label. */
  addHeader(named: string, label: string, content: DocJson[], sure = true): void {
    const written = joinLines(label).replace(/[：:]\s*$/, '')
    // 教学时间：2课时 and 教学时间：40分钟 tell no date.
    const text = inlineText(content)
    const isTime = named === 'date' && (PERIODS.test(text) || MINUTES.test(text))
    const key = !isTime ? named : PERIODS.test(text) ? 'period' : `extra:${written}`
    const double = this.header.some((field) => field.key === key)
    const actual = double ? `extra:${written}` : key
    const usual =
      actual in HEADER_FIELDS ? HEADER_FIELDS[actual as keyof typeof HEADER_FIELDS] : actual.replace(/^extra:/, '')
    this.header.push({ key: actual, label: fold(written) === fold(usual) ? null : written, content })
    this.report.header.push({
      key: actual,
      label: written,
      text,
      sure: sure && !double,
      place: { ...this.place },
    })
  }

  /** Facts that a line told. */
  addPairs(pairs: readonly HeaderPair[]): void {
    // A place for the pen, 姓名：____, takes no fact of ours from one that is written down.
    for (const { key, label, text, sure } of pairs)
      this.addHeader(
        BLANK.test(text) ? `extra:${label}` : key,
        label,
        text === '' ? [] : [{ type: 'text', text }],
        sure,
      )
  }

  /** Facts that turn out to be something else, once all of the plan is known. */
  renameHeader(from: string, to: string): void {
    for (const field of this.header) if (field.key === from) field.key = to
    this.report.header.forEach((field, at, all) => {
      if (field.key === from) all[at] = { ...field, key: to, sure: false }
    })
  }

  /** Begins a section under a heading. */
  beginSection(named: string, label: DocJson[], sure = true): void {
    this.flush()
    const key = this.ownSection(named, inlineText(label), sure)
    this.open = key
    this.body.push({ type: 'heading', attrs: { level: 2, section: key }, content: label })
    this.report.sections.push({ key, label: inlineText(label), sure: sure || key !== named, place: { ...this.place } })
  }

  /** A section of the school's own, or the section of ours that a person has said it is. */
  private ownSection(key: string, label: string, sure: boolean): string {
    if (!key.startsWith('extra:') || sure) return key
    const passage = this.passages.name(label)
    const placed = this.passages.section(passage)
    if (placed !== undefined) return placed
    this.report.unmapped.push({ key: passage, kind: 'section', text: label, where: '自设栏目，保留在原处' })
    return key
  }

  /** Begins a section with a line that is label and text at once. */
  beginInline(key: string, label: string, block: ParagraphBlock): void {
    this.flush()
    this.open = key
    this.body.push(this.converter.paragraph({ ...block, list: null }, key))
    this.report.sections.push({ key, label: label.trim(), sure: true, place: { ...this.place } })
  }

  /** Ends the open section: its blocks are made into what it holds, and what comes next belongs to nothing. */
  close(): void {
    this.flush()
    this.open = null
  }

  /** A heading inside a section. */
  subheading(block: ParagraphBlock): void {
    this.flush()
    this.body.push({ type: 'heading', attrs: { level: 3, section: null }, content: plainHeading(block.content) })
  }

  /** A line that belongs under the title, such as the name of the form. */
  front(block: ParagraphBlock): void {
    this.fronts.push(this.converter.paragraph(block))
  }

  /** Blocks of the open section, or left over when none is open. */
  add(blocks: readonly Block[], where: string): void {
    if (this.open !== null) this.run.push(...blocks)
    else this.leave(blocks, where)
  }

  /** Keeps blocks that belong nowhere, at the end or where a person has placed them. */
  leave(blocks: readonly Block[], where: string): void {
    const visible = blocks.filter((block) => block.kind !== 'paragraph' || block.content.length > 0)
    const runs: { section: string | undefined; blocks: Block[] }[] = []
    for (const block of visible) {
      const lines = blockText([block])
        .split('\n')
        .filter((line) => !isBlankText(line))
      const text = lines.length === 0 ? '［图片］' : lines.join('\n')
      const key = this.passages.name(text)
      const section = this.passages.section(key)
      if (section === undefined) this.report.unmapped.push({ key, kind: 'passage', text, where })
      const last = runs.at(-1)
      if (last && last.section === section) last.blocks.push(block)
      else runs.push({ section, blocks: [block] })
    }
    for (const run of runs) {
      const nodes = this.converter.nodes(run.blocks)
      if (run.section === undefined) {
        this.left.push(...nodes)
        this.leftIn.push(...nodes.map(() => this.period))
      } else this.placed.set(run.section, [...(this.placed.get(run.section) ?? []), ...nodes])
    }
  }

  /** Takes back a line that was left over and is told elsewhere after all. */
  takeBack(line: string): void {
    const at = this.left.findIndex((node) => joinLines(inlineText(node.content ?? [])) === line)
    if (at === -1) return
    this.left.splice(at, 1)
    this.leftIn.splice(at, 1)
    const told = this.report.unmapped.findIndex(({ kind, text }) => kind === 'passage' && joinLines(text) === line)
    if (told !== -1) this.report.unmapped.splice(told, 1)
  }

  /** A 教学过程 table from part of a table: its head and rows on the columns they use. */
  process(table: TableBlock, head: ProcessHead, rows: readonly number[]): void {
    this.flush()
    const index = ++this.processTables
    const lines = [...Array.from({ length: head.rows }, (_, offset) => head.row + offset), ...rows]
    const cells = lines.flatMap((line) => table.rows[line]?.cells ?? [])
    const edges = [...new Set(cells.flatMap(({ column, colspan }) => [column, column + colspan]))].sort((a, b) => a - b)
    const at = (edge: number) => edges.indexOf(edge)
    const columnOf = new Map<TableCellBlock, Column>(head.columns.map((column) => [column.cell, column]))
    head.columns.forEach(({ header, field, sure }, position) =>
      this.report.columns.push({
        table: index,
        index: position + 1,
        header,
        field,
        sure,
        place: { ...this.place },
      }),
    )
    const content = lines.map((line, position) => {
      const row = table.rows[line]
      if (!row) return { type: 'tableRow' }
      const isHead = position < head.rows
      const repeated = !isHead && isRepeatedHead(row.cells, head)
      // A cell may not reach below the part of the table that it belongs to.
      const room = (isHead ? head.rows : lines.length) - position
      const last = Math.max(...row.cells.map(({ column, colspan }) => column + colspan))
      const made = row.cells.map((cell) => {
        const colspan = Math.max(1, at(cell.column + cell.colspan) - at(cell.column))
        const placed: TableCellBlock = {
          ...cell,
          column: at(cell.column),
          colspan,
          rowspan: Math.min(cell.rowspan, room),
        }
        return this.converter.cell(
          isHead || repeated ? plainCell(placed) : placed,
          isHead || repeated,
          columnOf.get(cell)?.field ?? null,
          null,
        )
      })
      for (let missing = at(last); missing < edges.length - 1 && reachesIn(table, line, lines, last) === 0; missing++)
        made.push(
          this.converter.cell({ blocks: [], column: 0, colspan: 1, rowspan: 1, shaded: false }, isHead, null, null),
        )
      return this.converter.row(row, made)
    })
    const node: DocJson = { type: 'table', attrs: { kind: 'process', period: this.period }, content }
    this.body.push(node)
    this.last = { node, columns: head.columns.length, edges: edges.length - 1 }
  }

  /** Whether the last that was added is a process table. */
  endsWithSteps(): boolean {
    return this.last !== null && this.run.length === 0 && this.body.at(-1) === this.last.node
  }

  /** Whether a table without a head can be the continuation, after a page break, of the process table just before it. */
  canContinue(table: TableBlock): boolean {
    const { last } = this
    return (
      last !== null &&
      this.endsWithSteps() &&
      last.columns === last.edges &&
      table.columns === last.edges &&
      table.rows.every(({ cells }) => cells.length >= Math.min(2, table.columns))
    )
  }

  /** Takes a table without a head as the continuation of the process table just before it, where it can be. */
  continues(table: TableBlock): boolean {
    const { last } = this
    if (!last || !this.canContinue(table)) return false
    last.node.content?.push(
      ...table.rows.map((row) =>
        this.converter.row(
          row,
          row.cells.map((cell) => this.converter.cell(cell, false, null, null)),
        ),
      ),
    )
    return true
  }

  private flush(): void {
    this.body.push(...this.sectionNodes(this.open, this.converter.nodes(this.run)))
    this.run = []
  }

  private sectionNodes(section: string | null, nodes: readonly DocJson[]): readonly DocJson[] {
    return isObjectives(section) ? nodes.flatMap((node) => this.objectives(node)) : nodes
  }

  /** Puts what a person has placed at the end of its section, which begins at the end of the plan where there is none yet. */
  private settlePlaced(): void {
    for (const [section, nodes] of this.placed) {
      const begin = this.body.findLastIndex((node) => node.attrs?.['section'] === section)
      const next = this.body.findIndex((node, at) => at > begin && typeof node.attrs?.['section'] === 'string')
      const made = this.sectionNodes(section, nodes)
      if (begin !== -1) this.body.splice(next === -1 ? this.body.length : next, 0, ...made)
      else {
        const label = SECTIONS[section as keyof typeof SECTIONS]
        this.body.push(
          { type: 'heading', attrs: { level: 2, section }, content: [{ type: 'text', text: label }] },
          ...made,
        )
      }
    }
  }

  /** Paragraphs and list items of an objectives section, each an objective of its own. */
  private objectives(node: DocJson): DocJson[] {
    if (node.type === 'orderedList' || node.type === 'bulletList')
      return (node.content ?? []).flatMap((item) => (item.content ?? []).flatMap((block) => this.objectives(block)))
    if (node.type !== 'paragraph' || (node.content ?? []).length === 0) return node.type === 'paragraph' ? [] : [node]
    return itemsOf(node.content ?? []).map((content) => this.objective(content))
  }

  private objective(content: DocJson[]): DocJson {
    const start = inlineText(content).replace(
      /^[\s\u3000]*(?:[（(]?[\d一二三四五六七八九十]+[)）、.．]|[①-⑳])?[\s\u3000]*[【[]?/,
      '',
    )
    const literacy =
      LITERACIES.find((name) => start.startsWith(name) && /^[】\]：:]/.test(start.slice(name.length))) ?? null
    return { type: 'objective', attrs: { objectiveId: this.newId(), literacy }, content }
  }

  /** The nodes of the whole document. */
  finish(title: string): DocJson[] {
    this.flush()
    this.settlePlaced()
    // A line that became the title is not shown a second time.
    const repeated = this.fronts.findIndex((node) => joinLines(inlineText(node.content ?? [])) === title)
    if (repeated !== -1) this.fronts.splice(repeated, 1)
    const front: DocJson[] = [
      { type: 'title', content: title === '' ? [] : [{ type: 'text', text: title }] },
      ...this.fronts,
    ]
    if (this.header.length > 0)
      front.push({
        type: 'header',
        content: this.header.map(({ key, label, content }) => ({
          type: 'headerField',
          attrs: { key, label },
          content,
        })),
      })
    const rest =
      this.left.length > 0
        ? [
            {
              type: 'heading',
              attrs: { level: 2, section: 'unmapped' },
              content: [{ type: 'text', text: '未归位的内容' }],
            },
            ...this.left,
          ]
        : []
    return [...front, ...this.body, ...rest]
  }
}

/** How many columns past `from` a cell of an earlier line of the same part covers in this line. */
const reachesIn = (table: TableBlock, line: number, lines: readonly number[], from: number): number =>
  lines
    .filter((earlier) => earlier < line)
    .flatMap((earlier) =>
      (table.rows[earlier]?.cells ?? []).filter((cell) => earlier + cell.rowspan > line && cell.column >= from),
    ).length

const isRepeatedHead = (cells: readonly TableCellBlock[], head: ProcessHead): boolean =>
  cells.length === head.columns.length &&
  cells.every((cell, index) => headWords(blockText(cell.blocks)) === headWords(head.columns[index]?.header ?? ''))
const headWords = (text: string): string => withoutCount(fold(text))

const withoutBold = (nodes: readonly DocJson[]): DocJson[] =>
  nodes.map((node) => {
    const marks = (node.marks ?? []).filter(({ type }) => type !== 'strong')
    const { marks: _, ...bare } = node
    return marks.length > 0 ? { ...bare, marks } : bare
  })

/** A heading's content: line breaks become joins, bold goes, for a heading is bold by itself. */
export function plainHeading(nodes: readonly DocJson[]): DocJson[] {
  const bare = withoutBold(nodes)
  if (!bare.some(({ type }) => type === 'hardBreak')) return bare
  const text = joinLines(inlineText(nodes))
  return text === '' ? [] : [{ type: 'text', text }]
}

const plainCell = (cell: TableCellBlock): TableCellBlock => ({
  ...cell,
  blocks: cell.blocks.map((block) =>
    block.kind === 'paragraph' ? { ...block, content: withoutBold(block.content), align: null } : block,
  ),
})
