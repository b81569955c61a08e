import type { DocJson } from '@gongyan/documents'
import type { BodyWriter, Place } from './body.ts'
import type { PlacedCell } from './grid.ts'
import { placeCells } from './grid.ts'
import { rowHeight } from './heights.ts'
import type { Notes } from './notes.ts'
import { askedWidths, columnWidths } from './widths.ts'

/** Left and right padding of a cell, in twips. */
const PADDING = 170
/** Columns of the 教学过程 that are set in a way of their own (design §10): 环节 stands out, 二次备课 is the red pen's. */
const CELL_STYLES: Readonly<Record<string, string>> = { phase: 'GyPhase', minutes: 'GyMinutes', second: 'GySecond' }
/** Of the page: a row up to this share of its height is kept whole, heads up to that share are repeated. */
const [KEPT, REPEATED] = [0.5, 0.25]
const BORDER = (name: string, size: number) => `<w:${name} w:val="single" w:sz="${size}" w:space="0" w:color="auto"/>`
/** 外框 two pixels, inner lines one (design §10). */
const BORDERS = `<w:tblBorders>${['top', 'left', 'bottom', 'right'].map((side) => BORDER(side, 12)).join('')}${BORDER('insideH', 4)}${BORDER('insideV', 4)}</w:tblBorders>`

/** Writes tables on a fixed grid with their merged cells, repeated heads and row ids. */
export class TableWriter {
  private readonly notes: Notes
  private readonly body: BodyWriter
  private readonly pageHeight: number

  constructor(notes: Notes, body: BodyWriter, pageHeight: number) {
    this.notes = notes
    this.body = body
    this.pageHeight = pageHeight
  }

  table(node: DocJson, place: Place): string {
    const { lines, columns } = placeCells(node)
    const rows = node.content ?? []
    const available = place.width - (place.level === null ? 0 : 360)
    const widths = columnWidths(node, lines, columns, available)
    const heights = lines.map((line) => rowHeight(line, (placed) => innerWidth(placed, widths)))
    const firstStep = rows.findIndex((row) => !isHead(row))
    const heads = heights.slice(0, firstStep === -1 ? 1 : firstStep)
    // A table inside a cell goes on with its row: programs that repeat its heads or keep its rows may never end a page.
    const isNested = place.style !== null
    const repeated = isNested
      ? 0
      : heads.reduce((sum, height) => sum + height, 0) < this.pageHeight * REPEATED
        ? heads.length
        : 0
    const columnIds = columnIdsOf(lines, columns)
    const fieldOf = ({ column, colspan }: PlacedCell): string =>
      node.attrs?.['kind'] === 'process' && colspan === 1 ? (columnIds[column] ?? '') : ''
    const tableNote = this.notes.note('table', {
      kind: node.attrs?.['kind'] ?? 'plain',
      period: node.attrs?.['period'] ?? null,
      ...(place.level === null ? {} : { level: place.level }),
      ...widthNote(askedWidths(lines, columns)),
      ...gridNote(lines, widths),
    })
    const out = lines.map((line, index) => {
      const row = rows[index] as DocJson
      const rowId = String(row.attrs?.['rowId'] ?? '')
      const pending = [...(index === 0 ? [tableNote] : []), this.rowBookmark(row)]
      const first = line.find((placed) => placed.row === index) ?? line[0]
      const cells = line.map((placed) => {
        const width = widthAt(placed, widths)
        const head = placed.cell?.type === 'tableHeader'
        const starts = placed.row === index
        const properties = `<w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${placed.colspan > 1 ? `<w:gridSpan w:val="${placed.colspan}"/>` : ''}${placed.rowspan > 1 ? (starts ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>') : ''}${head ? '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/><w:vAlign w:val="center"/>' : fieldOf(placed) === 'phase' ? '<w:vAlign w:val="center"/>' : ''}</w:tcPr>`
        const names = placed === first ? [...pending] : []
        const inner: Place = {
          width: innerWidth(placed, widths),
          level: null,
          pending: names,
          style: head ? 'GyHead' : (CELL_STYLES[fieldOf(placed)] ?? 'GyCell'),
        }
        if (!starts) return `<w:tc>${properties}${this.body.cellContent([], inner)}</w:tc>`
        if (placed.cell && rowId !== '')
          names.push(this.notes.cell(rowId, columnIds[placed.column] ?? `c${placed.column}`))
        if (head) names.push(this.notes.note('head', { field: placed.cell?.attrs?.['field'] ?? null }))
        return `<w:tc>${properties}${this.body.cellContent(placed.cell?.content, inner)}</w:tc>`
      })
      const short = !isNested && (heights[index] ?? 0) < this.pageHeight * KEPT
      const repeats = index < repeated
      const properties = `${short ? '<w:cantSplit/>' : ''}${repeats ? '<w:tblHeader/>' : ''}`
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
const widthAt = ({ column, colspan }: PlacedCell, widths: readonly number[]): number =>
  widths.slice(column, column + colspan).reduce((sum, part) => sum + part, 0)
const innerWidth = (placed: PlacedCell, widths: readonly number[]): number =>
  Math.max(200, widthAt(placed, widths) - PADDING)

/** A name for each column of the grid: the field its lowest head gives it, if no other column has it. */
function columnIdsOf(lines: readonly PlacedCell[][], columns: number): (string | undefined)[] {
  const fields: (string | undefined)[] = Array.from({ length: columns })
  for (const { cell, column } of lines.flat()) {
    const field = cell?.type === 'tableHeader' ? cell.attrs?.['field'] : null
    if (typeof field === 'string' && /^[A-Za-z]{1,15}$/.test(field)) fields[column] = field
  }
  return fields.map((field) => (fields.filter((other) => other === field).length === 1 ? field : undefined))
}

/** The columns of a grid with cells over several: programs forget a boundary that no cell begins at, and double others. */
const gridNote = (lines: readonly PlacedCell[][], widths: readonly number[]): Record<string, unknown> =>
  lines.flat().some(({ colspan }) => colspan > 1) ? { grid: widths } : {}
const widthNote = (widths: number[] | null): Record<string, unknown> => (widths ? { widths } : {})
