import type { DocJson } from '@gongyan/documents'
import type { Xml } from '../opc/xml.ts'
import { child, descendants, elements, isOn, textOf, val } from '../opc/xml.ts'
import type { ReadingContext } from './context.ts'
import type { Line } from './inline.ts'
import { InlineReader } from './inline.ts'
import { joinTexts } from './marks.ts'
import type { Block, ParagraphBlock, TableBlock, TableCellBlock, TableRowBlock } from './model.ts'
import { inlineText } from './model.ts'

/** Containers whose content counts as if they were not there. */
const TRANSPARENT = new Set(['w:sdt', 'w:sdtContent', 'w:customXml', 'w:smartTag', 'w:ins', 'w:moveTo', 'w:body'])

/** Reads paragraphs, tables and text boxes of a part into blocks, in reading order. */
export class BodyReader {
  /** Content of a paragraph whose mark was deleted: it runs on into the next one. */
  private carried: DocJson[] = []

  private readonly ctx: ReadingContext

  constructor(ctx: ReadingContext) {
    this.ctx = ctx
  }

  readonly blocks = (container: Xml): Block[] => {
    const out: Block[] = []
    for (const node of elements(container)) {
      if (node.name === 'w:p') out.push(...this.paragraph(node))
      else if (node.name === 'w:tbl') out.push(...this.table(node))
      else if (node.name === 'm:oMathPara' || node.name === 'm:oMath')
        out.push(...this.paragraph({ name: 'w:p', attrs: {}, children: [node] }))
      else if (node.name === 'w:commentRangeStart') this.ctx.openComments.add(node.attrs['w:id'] ?? '')
      else if (node.name === 'w:commentRangeEnd') this.ctx.openComments.delete(node.attrs['w:id'] ?? '')
      else if (node.name === 'mc:AlternateContent') {
        const branches = elements(node)
        const branch =
          branches.find(({ name, children }) => name === 'mc:Choice' && children.length > 0) ??
          branches.find(({ name }) => name === 'mc:Fallback')
        if (branch) out.push(...this.blocks(branch))
      } else if (TRANSPARENT.has(node.name)) out.push(...this.blocks(node))
    }
    return out
  }

  private paragraph(node: Xml): Block[] {
    const { ctx } = this
    const properties = child(node, 'w:pPr')
    const styleId = val(properties, 'w:pStyle')
    const line = new InlineReader(ctx, this.blocks).read(node)
    ctx.hear('\n')
    const content = joinTexts([...this.carried, ...line.content])
    if (child(child(properties, 'w:rPr'), 'w:del')) {
      this.carried = content
      return line.boxes
    }
    this.carried = []
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
      indent: this.indent(properties, line.sizes[0] ?? ctx.styles.sizeOf(styleId)),
      bold: texts.length > 0 && (styleBold || texts.every((part) => part.marks?.some(({ type }) => type === 'strong'))),
      size: Math.max(0, ...line.sizes) || ctx.styles.sizeOf(styleId),
      rule:
        content.length === 0 &&
        borders.length === 1 &&
        (borders[0]?.name === 'w:bottom' || borders[0]?.name === 'w:top'),
      bookmarks: line.bookmarks,
      source: node,
    }
    if (line.floating.length > 0) return [...floatingLines(paragraph, line.floating), ...line.boxes]
    // A paragraph that only carries its text box is no line of its own.
    return line.boxes.length > 0 && inlineText(content).trim() === '' && !content.some(({ type }) => type === 'image')
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
    const mark = this.ctx.numbering.next(numId, Number(val(numbering, 'w:ilvl') ?? 0))
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
    for (const line of rowsOf(node)) {
      const properties = child(line, 'w:trPr')
      if (child(properties, 'w:del')) {
        const text = [...descendants(line, 'w:t'), ...descendants(line, 'w:delText')].map(textOf).join('')
        if (text !== '') ctx.deleted.push({ author: child(properties, 'w:del')?.attrs['w:author'] ?? '', text })
        continue
      }
      const cells: TableCellBlock[] = []
      const bookmarks: string[] = []
      const below: (TableCellBlock | undefined)[] = []
      let column = Number(val(properties, 'w:gridBefore') ?? 0)
      if (column > 0) cells.push(emptyCell(0, column))
      for (const cell of cellsOf(line)) {
        const cellProperties = child(cell, 'w:tcPr')
        const span = Math.max(1, Math.min(64, Number(val(cellProperties, 'w:gridSpan') ?? 1) || 1))
        const blocks = this.blocks(cell)
        for (const block of blocks) if (block.kind === 'paragraph') bookmarks.push(...block.bookmarks)
        const merged = child(cellProperties, 'w:hMerge')
        const previous = cells.at(-1)
        if (merged && (merged.attrs['w:val'] ?? 'continue') === 'continue' && previous) {
          cells[cells.length - 1] = { ...previous, colspan: previous.colspan + span }
          column += span
          continue
        }
        const vertical = child(cellProperties, 'w:vMerge')
        const upper = above[column]
        if (
          vertical &&
          (vertical.attrs['w:val'] ?? 'continue') === 'continue' &&
          upper &&
          upper.column === column &&
          upper.colspan === span
        ) {
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
const isFilled = (properties: Xml | undefined): boolean => {
  const fill = child(properties, 'w:shd')?.attrs['w:fill']
  return fill !== undefined && !/^(auto|ffffff)$/i.test(fill)
}

const within = (node: Xml, name: string): Xml[] =>
  elements(node).flatMap((part) =>
    part.name === name
      ? [part]
      : ['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo'].includes(part.name)
        ? within(part, name)
        : [],
  )
const rowsOf = (table: Xml) => within(table, 'w:tr')
const cellsOf = (row: Xml) => within(row, 'w:tc')

/** Alignment worth keeping; justified and left are how body text stands anyway, unless our own export says so. */
function alignment(value: string | undefined, exact: boolean): string | null {
  if (value === 'center') return 'center'
  if (value === 'right' || value === 'end') return 'right'
  if (!exact) return null
  return value === 'both' ? 'justify' : value === 'left' || value === 'start' ? 'left' : null
}
