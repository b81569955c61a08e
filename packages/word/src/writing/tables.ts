import type { DocJson } from '@gongyan/documents'
import type { BodyWriter, Place } from './body.ts'
import { placeCells } from './grid.ts'
import type { Notes } from './notes.ts'
import { askedWidths, columnWidths } from './widths.ts'

/** Left and right padding of a cell, in twips. */
const PADDING = 170
/** A row with less text than this in every cell is about half a page high at most and is kept on one page. */
const SHORT_ROW = 420
const BORDER = (name: string, size: number) => `<w:${name} w:val="single" w:sz="${size}" w:space="0" w:color="auto"/>`
/** 外框 two pixels, inner lines one (design §10). */
const BORDERS = `<w:tblBorders>${['top', 'left', 'bottom', 'right'].map((side) => BORDER(side, 12)).join('')}${BORDER('insideH', 4)}${BORDER('insideV', 4)}</w:tblBorders>`

const weight = (node: DocJson): number =>
  node.text?.length ??
  (node.type === 'image'
    ? 120
    : (node.content ?? []).reduce((sum, child) => sum + weight(child), node.type === 'paragraph' ? 12 : 0))

/** Writes tables on a fixed grid with their merged cells, repeated heads and row ids. */
export class TableWriter {
  private readonly notes: Notes
  private readonly body: BodyWriter

  constructor(notes: Notes, body: BodyWriter) {
    this.notes = notes
    this.body = body
  }

  table(node: DocJson, place: Place): string {
    const { lines, columns } = placeCells(node)
    const rows = node.content ?? []
    const available = place.width - (place.level === null ? 0 : 360)
    const widths = columnWidths(node, lines, columns, available)
    const headCount = rows.findIndex((row) => !isHead(row))
    const tableNote = this.notes.note('table', {
      kind: node.attrs?.['kind'] ?? 'plain',
      period: node.attrs?.['period'] ?? null,
      ...(place.level === null ? {} : { level: place.level }),
      ...widthNote(askedWidths(lines, columns)),
    })
    const out = lines.map((line, index) => {
      const row = rows[index] as DocJson
      const pending = [...(index === 0 ? [tableNote] : []), this.rowBookmark(row)]
      const first = line.find((placed) => placed.row === index) ?? line[0]
      const cells = line.map((placed) => {
        const width = widths.slice(placed.column, placed.column + placed.colspan).reduce((sum, part) => sum + part, 0)
        const head = placed.cell?.type === 'tableHeader'
        const starts = placed.row === index
        const properties = `<w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${placed.colspan > 1 ? `<w:gridSpan w:val="${placed.colspan}"/>` : ''}${placed.rowspan > 1 ? (starts ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>') : ''}${head ? '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/><w:vAlign w:val="center"/>' : ''}</w:tcPr>`
        const names = placed === first ? pending : []
        const inner: Place = {
          width: Math.max(200, width - PADDING),
          level: null,
          pending: names,
          style: head ? 'GyHead' : 'GyCell',
        }
        if (!starts) return `<w:tc>${properties}${this.body.cellContent([], inner)}</w:tc>`
        if (head) names.push(this.notes.note('head', { field: placed.cell?.attrs?.['field'] ?? null }))
        return `<w:tc>${properties}${this.body.cellContent(placed.cell?.content, inner)}</w:tc>`
      })
      const short = line.every(({ cell, colspan }) => !cell || weight(cell) < SHORT_ROW * Math.max(1, colspan / 2))
      const repeats = index < (headCount === -1 ? 1 : headCount)
      const properties = `${short || repeats ? '<w:cantSplit/>' : ''}${repeats ? '<w:tblHeader/>' : ''}`
      return `<w:tr>${properties === '' ? '' : `<w:trPr>${properties}</w:trPr>`}${cells.join('')}</w:tr>`
    })
    const indent =
      place.level === null ? '<w:jc w:val="center"/>' : `<w:tblInd w:w="${360 * (place.level + 1)}" w:type="dxa"/>`
    return `<w:tbl><w:tblPr><w:tblStyle w:val="GyTable"/><w:tblW w:w="${widths.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/>${indent}${BORDERS}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${out.join('')}</w:tbl>`
  }

  private rowBookmark(row: DocJson): string {
    const objectives = row.attrs?.['objectives']
    return this.notes.named(
      'row',
      String(row.attrs?.['rowId'] ?? ''),
      Array.isArray(objectives) && objectives.length > 0 ? { objectives } : null,
    )
  }

  /** A frame around blocks: a table of one cell. */
  box(node: DocJson, place: Place): string {
    const width = place.width - (place.level === null ? 0 : 360)
    const names = place.level === null ? [] : [this.notes.note('table', { level: place.level })]
    const inner: Place = { width: width - PADDING, level: null, pending: names, style: 'GyCell' }
    const indent = place.level === null ? '' : `<w:tblInd w:w="${360 * (place.level + 1)}" w:type="dxa"/>`
    return `<w:tbl><w:tblPr><w:tblStyle w:val="GyBox"/><w:tblW w:w="${width}" w:type="dxa"/>${indent}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="${width}"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${this.body.cellContent(node.content, inner)}</w:tc></w:tr></w:tbl>`
  }
}

const isHead = (row: DocJson): boolean =>
  (row.content ?? []).length > 0 && (row.content ?? []).every((cell) => cell.type === 'tableHeader')
const widthNote = (widths: number[] | null): Record<string, unknown> => (widths ? { widths } : {})
