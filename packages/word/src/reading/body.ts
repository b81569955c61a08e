import type { Xml } from '../opc/xml.ts'
import { child, descendants, elements, find, isOn, textOf, val } from '../opc/xml.ts'
import { chosenBranch } from './alternate.ts'
import { readAltChunk } from './alt-chunk.ts'
import type { ReadingContext } from './context.ts'
import { isPrompt } from './fields.ts'
import type { Line } from './inline.ts'
import { InlineReader } from './inline.ts'
import { joinTexts } from './marks.ts'
import type { Block, ParagraphBlock, TableBlock, TableCellBlock, TableRowBlock } from './model.ts'
import { inlineText } from './model.ts'

/** Elements without blocks of their own. */
const SILENT = new Set([
  'w:sectPr',
  'w:tblPr',
  'w:tblGrid',
  'w:trPr',
  'w:tcPr',
  'w:sdtPr',
  'w:sdtEndPr',
  'w:customXmlPr',
])
/** Characters that a paragraph counts as, for what it costs to keep and to show. */
const PARAGRAPH = 20
/** As many columns as Word lets a table have. */
const MAX_COLUMNS = 63

/** Reads paragraphs, tables and text boxes of a part into blocks, in reading order. */
export class BodyReader {
  /** A paragraph whose mark was deleted: its content runs on into the next one. */
  private carried: ParagraphBlock | null = null

  private readonly ctx: ReadingContext

  constructor(ctx: ReadingContext) {
    this.ctx = ctx
  }

  /** The blocks of a body, a cell, a text box or a note. */
  readonly blocks = (container: Xml): Block[] => {
    const out: Block[] = []
    const outer = this.carried
    this.carried = null
    this.collect(container, out)
    this.settle(out)
    this.carried = outer
    return out
  }

  /** A deleted paragraph mark with nothing behind it to run into deletes nothing. */
  private settle(out: Block[]): void {
    if (this.carried && this.carried.content.length > 0) out.push(this.carried)
    this.carried = null
  }

  private collect(container: Xml, out: Block[]): void {
    const { ctx } = this
    const add = (blocks: readonly Block[]) => {
      for (const block of blocks) out.push(block)
    }
    for (const node of elements(container)) {
      switch (node.name) {
        case 'w:p':
          add(this.paragraph(node))
          break
        case 'w:tbl':
          this.settle(out)
          add(this.table(node))
          break
        case 'w:r':
        case 'w:hyperlink':
        case 'm:oMathPara':
        case 'm:oMath':
          add(this.paragraph({ name: 'w:p', attrs: {}, children: [node] }))
          break
        case 'w:commentRangeStart':
          ctx.openComments.add(node.attrs['w:id'] ?? '')
          break
        case 'w:commentRangeEnd':
          ctx.openComments.delete(node.attrs['w:id'] ?? '')
          break
        case 'w:del':
        case 'w:moveFrom':
          this.listDeleted(node, node.attrs['w:author'])
          break
        case 'w:altChunk':
          this.settle(out)
          add(readAltChunk(node, ctx, (inner, body) => new BodyReader(inner).blocks(body)))
          break
        case 'w:sdt':
          if (isPrompt(node, ctx.styles.isPrompt)) {
            // The place of the answer stays, empty.
            if (find(node, 'w:p')) add([{ ...this.emptyParagraph() }])
          } else this.collect(node, out)
          break
        case 'mc:AlternateContent': {
          const branch = chosenBranch(node)
          if (branch) this.collect(branch, out)
          break
        }
        default:
          // Whatever stands around paragraphs, they are read.
          if (!SILENT.has(node.name)) this.collect(node, out)
      }
    }
  }

  private emptyParagraph(): ParagraphBlock {
    return this.paragraph({ name: 'w:p', attrs: {}, children: [] })[0] as ParagraphBlock
  }

  private listDeleted(node: Xml, author = ''): void {
    const text = [...descendants(node, 'w:t'), ...descendants(node, 'w:delText')].map(textOf).join('')
    if (text !== '') this.ctx.deleted.push({ author, text })
  }

  private paragraph(node: Xml): Block[] {
    const { ctx } = this
    const properties = child(node, 'w:pPr')
    const styleId = val(properties, 'w:pStyle')
    const line = new InlineReader(ctx, this.blocks).read(node)
    ctx.hear('\n', PARAGRAPH)
    const content = joinTexts([...(this.carried?.content ?? []), ...line.content])
    const mark = child(properties, 'w:rPr')
    const runsOn = child(mark, 'w:del') ?? child(mark, 'w:moveFrom')
    this.carried = null
    const outline = Number(val(properties, 'w:outlineLvl') ?? Number.NaN)
    const heading = outline >= 0 && outline <= 8 ? outline : ctx.styles.outlineOf(styleId)
    const texts = content.filter(({ text }) => text !== undefined && text.trim() !== '')
    const styleBold = ctx.styles.isBold(styleId, 'paragraph')
    const borders = elements(child(properties, 'w:pBdr') ?? { name: '', attrs: {}, children: [] }).filter(
      ({ attrs }) => !['none', 'nil'].includes(attrs['w:val'] ?? 'none'),
    )
    const paragraph: ParagraphBlock = {
      kind: 'paragraph',
      content,
      styleName: ctx.styles.nameOf(styleId),
      outline: heading,
      list: this.list(properties, styleId, heading),
      align:
        alignment(val(properties, 'w:jc'), ctx.own !== null) ??
        (ctx.own ? null : alignment(ctx.styles.paragraphProperty(styleId, 'w:jc')?.attrs['w:val'], false)),
      indent: this.indent(properties, line.firstSize || ctx.styles.sizeOf(styleId)),
      bold: texts.length > 0 && (styleBold || texts.every((part) => part.marks?.some(({ type }) => type === 'strong'))),
      size: line.largestSize || ctx.styles.sizeOf(styleId),
      rule:
        content.length === 0 &&
        borders.length === 1 &&
        (borders[0]?.name === 'w:bottom' || borders[0]?.name === 'w:top'),
      bookmarks: line.bookmarks,
      ranges: line.ranges,
      source: node,
    }
    if (runsOn) {
      this.carried = { ...paragraph, content: [...content, ...line.floating.map((one) => one.node)] }
      return line.boxes
    }
    if (line.floating.length > 0) return [...floatingLines(paragraph, line.floating), ...line.boxes]
    // A paragraph that only carries its text box is no line of its own.
    return line.boxes.length > 0 &&
      line.bookmarks.length === 0 &&
      inlineText(content).trim() === '' &&
      !content.some(({ type }) => type === 'image')
      ? line.boxes
      : [paragraph, ...line.boxes]
  }

  private list(
    properties: Xml | undefined,
    styleId: string | undefined,
    heading: number | null,
  ): ParagraphBlock['list'] {
    const numbering = child(properties, 'w:numPr') ?? this.ctx.styles.numberingOf(styleId)
    const numId = val(numbering, 'w:numId') ?? val(this.ctx.styles.numberingOf(styleId), 'w:numId')
    if (!numbering || numId === undefined || numId === '0') return null
    const level = val(numbering, 'w:ilvl')
    const mark = this.ctx.numbering.next(
      numId,
      level === undefined ? this.ctx.numbering.levelOf(numId, styleId) : Number(level),
    )
    return heading === null ? mark : null
  }

  private indent(properties: Xml | undefined, size: number): number | null {
    const attrs = child(properties, 'w:ind')?.attrs
    const characters = Number(attrs?.['w:firstLineChars'] ?? 0) / 100
    const twips = Number(attrs?.['w:firstLine'] ?? 0)
    // LibreOffice keeps the twips only; those of our own export are of characters of 10.5 points.
    const indent = characters > 0 ? characters : Math.round(twips / (this.ctx.own ? 210 : size * 10))
    return indent > 0 ? indent : null
  }

  private table(node: Xml): Block[] {
    const { ctx } = this
    const widths = elements(child(node, 'w:tblGrid') ?? node)
      .filter(({ name }) => name === 'w:gridCol')
      .map(({ attrs }) => Number(attrs['w:w'] ?? 0))
    const rows: TableRowBlock[] = []
    /** The cell that reaches down into the next row, by grid column. */
    let above: (TableCellBlock | undefined)[] = []
    let columns = 0
    for (const line of within(node, 'w:tr', ctx.styles.isPrompt)) {
      const properties = child(line, 'w:trPr')
      const removed = child(properties, 'w:del')
      if (removed) {
        this.listDeleted(line, removed.attrs['w:author'])
        continue
      }
      const cells: TableCellBlock[] = []
      const bookmarks: string[] = []
      const below: (TableCellBlock | undefined)[] = []
      let column = spanOf(val(properties, 'w:gridBefore'), 0)
      if (column > 0) cells.push(emptyCell(0, column))
      for (const cell of within(line, 'w:tc', ctx.styles.isPrompt)) {
        const cellProperties = child(cell, 'w:tcPr')
        const gone = child(cellProperties, 'w:cellDel')
        if (gone) {
          this.listDeleted(cell, gone.attrs['w:author'])
          continue
        }
        const span = Math.max(1, spanOf(val(cellProperties, 'w:gridSpan'), 1))
        ctx.countCells(span)
        const blocks = this.blocks(cell)
        for (const block of blocks) if (block.kind === 'paragraph') bookmarks.push(...block.bookmarks)
        const merged = child(cellProperties, 'w:hMerge')
        const previous = cells.at(-1)
        if (merged && (merged.attrs['w:val'] ?? 'continue') === 'continue' && previous) {
          cells[cells.length - 1] = { ...previous, colspan: previous.colspan + span }
          column += span
          continue
        }
        const vertical = verticalMerge(cellProperties)
        const upper = above[column]
        if (vertical === 'continue' && upper && upper.column === column && upper.colspan === span) {
          upper.rowspan++
          below[column] = upper
        } else {
          const placed: TableCellBlock = {
            blocks,
            column,
            colspan: span,
            rowspan: 1,
            shaded: isFilled(cellProperties),
            source: cell,
          }
          cells.push(placed)
          if (vertical) below[column] = placed
        }
        column += span
      }
      // A row whose every cell was deleted is a deleted row.
      if (column === 0) continue
      // A table is as wide as its widest row, in every row.
      ctx.countCells(column > columns ? (column - columns) * rows.length : columns - column)
      columns = Math.max(columns, column)
      above = below
      rows.push({ cells, repeats: isOn(properties, 'w:tblHeader'), bookmarks, source: line })
    }
    if (rows.length === 0) return []
    ctx.counts.tables++
    const styleName = ctx.styles.nameOf(val(child(node, 'w:tblPr'), 'w:tblStyle'), 'table')
    return [{ kind: 'table', styleName, rows, columns, widths, source: node } satisfies TableBlock]
  }
}

/** A floating picture stands on a line of its own before or after its paragraph; in a list it stays with its item. */
function floatingLines(paragraph: ParagraphBlock, floating: Line['floating']): Block[] {
  const nodes = floating.map(({ node }) => node)
  if (paragraph.content.length === 0) return [{ ...paragraph, content: nodes, indent: null }]
  if (paragraph.list) return [{ ...paragraph, content: [...paragraph.content, ...nodes] }]
  const line = (before: boolean): Block[] => {
    const content = floating.filter((one) => one.before === before).map(({ node }) => node)
    return content.length > 0 ? [{ ...paragraph, content, indent: null, bookmarks: [], outline: null }] : []
  }
  return [...line(true), paragraph, ...line(false)]
}

const emptyCell = (column: number, colspan: number): TableCellBlock => ({
  blocks: [],
  column,
  colspan,
  rowspan: 1,
  shaded: false,
})
/** A count of columns that a file may say. */
const spanOf = (text: string | undefined, otherwise: number): number =>
  Math.max(0, Math.min(MAX_COLUMNS, Math.trunc(Number(text ?? otherwise)) || otherwise))

/** Whether a cell begins or goes on with a merged column; a tracked merge counts as it stands now. */
function verticalMerge(properties: Xml | undefined): 'restart' | 'continue' | null {
  const tracked = child(properties, 'w:cellMerge')?.attrs['w:vMerge']
  if (tracked !== undefined) return tracked === 'cont' ? 'continue' : 'restart'
  const merge = child(properties, 'w:vMerge')
  return merge ? (merge.attrs['w:val'] === 'restart' ? 'restart' : 'continue') : null
}

const isFilled = (properties: Xml | undefined): boolean => {
  const fill = child(properties, 'w:shd')?.attrs['w:fill']
  return fill !== undefined && !/^(auto|ffffff)$/i.test(fill)
}

const AROUND = new Set(['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo'])
/** Rows of a table or cells of a row, whatever stands around them; a cell that shows only a prompt is empty. */
function within(node: Xml, name: string, isPromptStyle: (id: string | undefined) => boolean): Xml[] {
  return elements(node).flatMap((part) => {
    if (part.name === name) return [part]
    if (part.name === 'mc:AlternateContent') return within(chosenBranch(part) ?? EMPTY, name, isPromptStyle)
    if (!AROUND.has(part.name)) return []
    const found = within(part, name, isPromptStyle)
    return part.name === 'w:sdt' && name === 'w:tc' && isPrompt(part, isPromptStyle) ? found.map(emptied) : found
  })
}
const EMPTY: Xml = { name: '', attrs: {}, children: [] }
const emptied = (cell: Xml): Xml => ({
  ...cell,
  children: [
    ...cell.children.filter((part) => typeof part !== 'string' && part.name === 'w:tcPr'),
    { ...EMPTY, name: 'w:p' },
  ],
})

/** Alignment worth keeping; justified and left are how body text stands anyway, unless our own export says so. */
function alignment(value: string | undefined, exact: boolean): string | null {
  if (value === 'center') return 'center'
  if (value === 'right' || value === 'end') return 'right'
  if (!exact) return null
  return value === 'both' ? 'justify' : value === 'left' || value === 'start' ? 'left' : null
}
