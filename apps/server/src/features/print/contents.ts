import { PROBLEMS } from '@gongyan/contract'
import type { ProblemCode } from '@gongyan/contract'
import { zipDocument } from '@gongyan/office'
import { serverWord } from '../../http/words.ts'

/** Where a plan begins: a page of the file, or a bookmark whose page the program that opens it looks up. */
type Beginning = number | { readonly bookmark: string; readonly page: number | null }

/** A plan in the file, and where it begins. */
export interface ContentsLine {
  readonly title: string
  readonly author: string
  readonly school: string
  /** The unit, subject and grade under which it stands; null where nothing is known of it. */
  readonly group: string | null
  readonly at: Beginning
}
export interface MissingPlan {
  /** Its place in the list that was asked for, from 1. */
  readonly position: number
  /** null where the person may not take it away: not even its name is told. */
  readonly title: string | null
  readonly problem: ProblemCode
}
export interface Contents {
  readonly title: string
  readonly lines: readonly ContentsLine[]
  readonly missing: readonly MissingPlan[]
}

/** Widths in twentieths of a point; together the text width of A4 between margins of 20 mm. */
const WIDTHS = [800, 4_438, 1_400, 2_200, 800] as const
const WIDTH = WIDTHS.reduce((sum, width) => sum + width, 0)
const PAGE =
  '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'

/** The first pages of a file of several plans as a document of their own. */
export const contentsDocx = (contents: Contents): Uint8Array => zipDocument(contentsBody(contents) + PAGE)

/** Which plan begins where, unit by unit, and which are not in it and why, as WordprocessingML. */
export function contentsBody({ title, lines, missing }: Contents): string {
  const head = row(
    (['number', 'title', 'author', 'school', 'page'] as const).map((key) => text(serverWord(`server.print.${key}`))),
    true,
  )
  // One unit alone is what the title says.
  const isGrouped = new Set(lines.map(({ group }) => group)).size > 1
  const body = lines.flatMap((line, index) => [
    ...(isGrouped && line.group !== null && line.group !== lines[index - 1]?.group ? [groupRow(line.group)] : []),
    row([text(String(index + 1)), linked(line), text(line.author), text(line.school), pageOf(line)], false),
  ])
  return [
    paragraph(text(title, { size: 32, bold: true }), true),
    ...(lines.length > 0 ? [table([head, ...body])] : []),
    ...(missing.length > 0
      ? [paragraph(text(serverWord('server.print.missing'), { size: 24, bold: true })), ...missing.map(missingLine)]
      : []),
  ].join('')
}

const missingLine = ({ position, title, problem }: MissingPlan): string => {
  const place = serverWord('server.print.position', { position })
  return paragraph(text(`${title === null ? place : `${place} ${title}`}：${PROBLEMS[problem][1]}`))
}

const properties = ({ size = 21, bold = false }: { size?: number; bold?: boolean } = {}): string =>
  `<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>${bold ? '<w:b/>' : ''}<w:sz w:val="${size}"/></w:rPr>`
const run = (inner: string, look?: { size?: number; bold?: boolean }): string =>
  `<w:r>${properties(look)}${inner}</w:r>`
const text = (words: string, look?: { size?: number; bold?: boolean }): string =>
  run(`<w:t xml:space="preserve">${escapeXml(words)}</w:t>`, look)

const linked = ({ title, at }: ContentsLine): string =>
  typeof at === 'number'
    ? text(title)
    : `<w:hyperlink w:anchor="${at.bookmark}" w:history="1">${text(title)}</w:hyperlink>`
const fieldChar = (type: string, more = '') => run(`<w:fldChar w:fldCharType="${type}"${more}/>`)
/** A page of Word is a field which the program that opens the file is told to bring up: its fonts may be others. */
const pageOf = ({ at }: ContentsLine): string =>
  typeof at === 'number'
    ? text(String(at))
    : `${fieldChar('begin', ' w:dirty="true"')}${run(`<w:instrText xml:space="preserve"> PAGEREF ${at.bookmark} \\h </w:instrText>`)}${fieldChar('separate')}${text(String(at.page ?? '…'))}${fieldChar('end')}`

const paragraph = (inner: string, isCentred = false): string =>
  `<w:p><w:pPr><w:spacing w:before="80" w:after="80"/>${isCentred ? '<w:jc w:val="center"/>' : ''}</w:pPr>${inner}</w:p>`

const EDGES = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
const table = (rows: readonly string[]): string =>
  `<w:tbl><w:tblPr><w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblBorders>${EDGES.map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`).join('')}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${WIDTHS.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${rows.join('')}</w:tbl>`

const cell = (inner: string, width: number, isCentred: boolean, more = ''): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${more}</w:tcPr>${paragraph(inner, isCentred)}</w:tc>`
const row = (cells: readonly string[], isHead: boolean): string =>
  `<w:tr><w:trPr><w:cantSplit/>${isHead ? '<w:tblHeader/>' : ''}</w:trPr>${cells
    .map((inner, index) => cell(inner, WIDTHS[index] ?? 0, index === 0 || index === WIDTHS.length - 1))
    .join('')}</w:tr>`
const groupRow = (group: string): string =>
  `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cell(text(group, { bold: true }), WIDTH, false, `<w:gridSpan w:val="${WIDTHS.length}"/><w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>`)}</w:tr>`

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
/** Text of people inside XML; characters that XML does not know are left out. */
const escapeXml = (words: string): string =>
  words
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>]/g, (found) => ENTITIES[found] as string)
