import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import type { Xml } from '../../src/opc/xml.ts'
import { child, descendants, elements, parseXml, val } from '../../src/opc/xml.ts'

/** A cell as the file asks for it, in points from the table's left edge. */
export interface DrawnCell {
  readonly row: number
  readonly rows: number
  readonly left: number
  readonly width: number
  readonly text: string
  readonly isUpright: boolean
}
export interface Drawing {
  /** Where text may stand, in points; the body begins at `body` and ends at `foot`. */
  readonly margin: { readonly side: number; readonly top: number; readonly body: number; readonly foot: number }
  readonly tables: readonly {
    readonly left: number
    readonly headRows: number
    readonly cells: readonly DrawnCell[]
    /** The file asks for no widths: whatever shows it finds them. */
    readonly isFree: boolean
  }[]
  /** Text of upright cells that are merged over rows. */
  readonly uprightOverRows: string
  /** The numbers in formulas, each as often as it stands there. */
  readonly formulaNumbers: readonly string[]
  /** Paragraphs that stand directly before a table. */
  readonly beforeTables: readonly string[]
  /** Runs of Chinese text with the font that they ask for. */
  readonly runs: readonly { readonly text: string; readonly font: string }[]
}

const POINTS = 20
const number = (node: Xml | undefined, name: string) => Number(node?.attrs[`w:${name}`] ?? 0)
const words = (node: Xml | undefined): string => (node ? [...descendants(node, 'w:t')].map(shown).join('') : '')
const shown = (node: Xml): string => node.children.filter((part) => typeof part === 'string').join('')

/** Widths of the columns: those of the grid, or the parts of the page that the cells of a whole row are. */
function gridOf(table: Xml, text: number): number[] {
  const grid = elements(child(table, 'w:tblGrid') ?? table)
    .filter(({ name }) => name === 'w:gridCol')
    .map((column) => number(column, 'w') / POINTS)
  if (grid.every((width) => width > 0)) return grid
  const rows = elements(table).filter(({ name }) => name === 'w:tr')
  const parts = rows
    .map((row) =>
      elements(row)
        .filter(({ name }) => name === 'w:tc')
        .map((cell) => child(child(cell, 'w:tcPr'), 'w:tcW'))
        .map((width) => (width?.attrs['w:type'] === 'pct' ? (number(width, 'w') / 5000) * text : 0)),
    )
    .find((widths) => widths.length === grid.length && widths.every((width) => width > 0))
  return parts ?? grid
}
const isFree = (table: Xml): boolean => {
  const rows = elements(table).filter(({ name }) => name === 'w:tr')
  const widths = rows.flatMap((row) =>
    elements(row)
      .filter(({ name }) => name === 'w:tc')
      .map((cell) => child(child(cell, 'w:tcPr'), 'w:tcW')?.attrs['w:type'] ?? 'auto'),
  )
  return (
    child(child(table, 'w:tblPr'), 'w:tblW')?.attrs['w:type'] !== 'dxa' &&
    widths.includes('auto') &&
    !widths.includes('pct')
  )
}

function cellsOf(table: Xml, text: number): DrawnCell[] {
  const grid = gridOf(table, text)
  const offset = (column: number) => grid.slice(0, column).reduce((sum, width) => sum + width, 0)
  const cells: (DrawnCell & { rows: number })[] = []
  const open = new Map<number, DrawnCell & { rows: number }>()
  elements(table)
    .filter(({ name }) => name === 'w:tr')
    .forEach((line, row) => {
      let column = 0
      for (const node of elements(line).filter(({ name }) => name === 'w:tc')) {
        const properties = child(node, 'w:tcPr')
        const span = Number(val(properties, 'w:gridSpan') ?? 1)
        const merge = child(properties, 'w:vMerge')
        const isContinued = merge !== undefined && merge.attrs['w:val'] !== 'restart'
        const above = open.get(column)
        if (isContinued && above) above.rows++
        else {
          const paragraph = elements(node).find((part) => part.name === 'w:p' && words(part).trim() !== '')
          const cell = {
            row,
            rows: 1,
            left: offset(column),
            width: offset(column + span) - offset(column),
            text: words(paragraph),
            isUpright: child(properties, 'w:textDirection') !== undefined,
          }
          cells.push(cell)
          if (merge) open.set(column, cell)
          else open.delete(column)
        }
        column += span
      }
    })
  return cells
}

/** How many rows at the beginning of a table repeat on every page. */
function headRowsOf(table: Xml): number {
  const rows = elements(table).filter(({ name }) => name === 'w:tr')
  const body = rows.findIndex((row) => !child(child(row, 'w:trPr'), 'w:tblHeader'))
  return body === -1 ? rows.length : body
}

/** The font that Chinese text asks for: its own, its paragraph's style's, or that of the styles it is based on. */
function fontOf(run: Xml, paragraph: Xml, styles: ReadonlyMap<string, Xml>, standard: string): string | undefined {
  const own = child(child(run, 'w:rPr'), 'w:rFonts')?.attrs['w:eastAsia']
  if (own) return own
  let id: string | undefined = val(child(paragraph, 'w:pPr'), 'w:pStyle') ?? standard
  while (id !== undefined) {
    const style: Xml | undefined = styles.get(id)
    const font = child(child(style, 'w:rPr'), 'w:rFonts')?.attrs['w:eastAsia']
    if (font) return font
    id = val(style, 'w:basedOn')
  }
  return undefined
}

/** What a .docx asks of the page, read from its XML. */
export function readDrawing(docx: Uint8Array): Drawing {
  const parts = unzipSync(docx)
  const part = (name: string) => parseXml(parts[name] ?? new Uint8Array(), name)
  const body = child(part('word/document.xml'), 'w:body')
  if (!body) throw new Error('no body')
  const section = child(body, 'w:sectPr')
  const page = child(section, 'w:pgMar')
  // A margin below nothing is exact.
  const [side, head, top, foot] = ['left', 'header', 'top', 'bottom'].map(
    (name) => Math.abs(number(page, name)) / POINTS,
  ) as [number, number, number, number]
  const blocks = elements(body)
  const tables = blocks.filter(({ name }) => name === 'w:tbl')
  const styleNodes = elements(part('word/styles.xml')).filter(({ name }) => name === 'w:style')
  const styles = new Map(styleNodes.map((style) => [style.attrs['w:styleId'] ?? '', style]))
  const standard =
    styleNodes.find((style) => style.attrs['w:type'] === 'paragraph' && style.attrs['w:default'] === '1')?.attrs[
      'w:styleId'
    ] ?? ''
  const runs = [...descendants(body, 'w:p')].flatMap((paragraph) =>
    elements(paragraph)
      .filter(({ name }) => name === 'w:r')
      .map((run) => ({ text: words(run), font: fontOf(run, paragraph, styles, standard) ?? '' }))
      .filter(({ text, font }) => font !== '' && /^[\p{sc=Han}]{3,}/u.test(text)),
  )
  /** How wide the page is on which a table stands: its set-up ends with a paragraph behind it. */
  const pageWidthOf = (table: Xml): number => {
    const ends = blocks.slice(blocks.indexOf(table)).map((block) => child(child(block, 'w:pPr'), 'w:sectPr'))
    return number(child(ends.find((end) => end !== undefined) ?? section, 'w:pgSz'), 'w') / POINTS
  }
  const drawn = tables.map((table) => {
    const width = pageWidthOf(table)
    const cells = cellsOf(table, width - 2 * side)
    const total = Math.max(...cells.map((cell) => cell.left + cell.width))
    return { left: (width - total) / 2, headRows: headRowsOf(table), cells, isFree: isFree(table) }
  })
  return {
    margin: { side: Math.min(side, ...drawn.map(({ left }) => left)), top: head, body: top, foot },
    tables: drawn,
    uprightOverRows: drawn
      .flatMap(({ cells }) => cells)
      .filter(({ isUpright, rows }) => isUpright && rows > 1)
      .map(({ text }) => text)
      .join(''),
    formulaNumbers: [...descendants(body, 'm:t')].flatMap((node) => shown(node).match(/\d+/g) ?? []),
    beforeTables: blocks
      .filter(({ name }, index) => name === 'w:p' && blocks[index + 1]?.name === 'w:tbl')
      .map((paragraph) => words(paragraph))
      .filter((text) => text.trim() !== ''),
    runs,
  }
}

const FONTS = join(import.meta.dirname, '../../../../deploy/fonts.conf')
const plain = (name: string) =>
  name
    .replace(/^[A-Z]{6}\+/, '')
    .replace(/ ?(SC|TC|HK|JP|KR)$/, '')
    .replaceAll(/[\s-]/g, '')
    .toLowerCase()
const standIns = new Map<string, string>()
/** The font that stands for another one here, as the server's own fontconfig says. */
export function standInOf(font: string): string {
  const known = standIns.get(font)
  if (known !== undefined) return known
  const families = execFileSync('fc-match', ['-f', '%{family}', `${font}:lang=zh-cn`], {
    encoding: 'utf8',
    env: { ...process.env, FONTCONFIG_FILE: FONTS },
  })
  const found = plain(families.split(',')[0] ?? '')
  standIns.set(font, found)
  return found
}

/** Pieces of text in a PDF and the fonts they are set in. */
export function textsWithFonts(pdf: string): { text: string; font: string }[] {
  const xml = strFromU8(execFileSync('pdftohtml', ['-xml', '-i', '-stdout', pdf], { maxBuffer: 64 * 1024 * 1024 }))
  const fonts = new Map(
    [...xml.matchAll(/<fontspec id="(\d+)"[^>]* family="([^"]*)"/g)].map(([, id = '', family = '']) => [
      id,
      plain(family),
    ]),
  )
  return [...xml.matchAll(/<text [^>]*font="(\d+)"[^>]*>(.*?)<\/text>/gs)].map(([, id = '', text = '']) => ({
    text: text.replaceAll(/<[^>]*>/g, ''),
    font: fonts.get(id) ?? '',
  }))
}
