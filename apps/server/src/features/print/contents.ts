import { PROBLEMS } from '@gongyan/contract'
import type { ProblemCode } from '@gongyan/contract'
import { zipDocument } from '@gongyan/office'
import { serverWord } from '../../http/words.ts'

/** A plan in the file, with the page of the file on which it begins. */
export interface ContentsLine {
  readonly title: string
  readonly author: string
  readonly school: string
  readonly page: number
}
export interface MissingPlan {
  /** Its place in the list that was asked for, from 1. */
  readonly position: number
  /** null where the person may not take it away: not even its name is told. */
  readonly title: string | null
  readonly problem: ProblemCode
}

/** Widths in twentieths of a point; together the text width of A4 between margins of 20 mm. */
const WIDTHS = [800, 4_438, 1_400, 2_200, 800] as const
const PAGE =
  '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'

/** The first pages of a file of several plans: which begins where, and which are not in it and why. */
export function contentsDocx(
  title: string,
  lines: readonly ContentsLine[],
  missing: readonly MissingPlan[],
): Uint8Array {
  const head = row(
    (['number', 'title', 'author', 'school', 'page'] as const).map((key) => serverWord(`server.print.${key}`)),
    true,
  )
  const body = lines.map((line, index) =>
    row([String(index + 1), line.title, line.author, line.school, String(line.page)], false),
  )
  return zipDocument(
    [
      paragraph(title, { size: 32, bold: true, centred: true }),
      ...(lines.length > 0 ? [table([head, ...body])] : []),
      ...(missing.length > 0
        ? [paragraph(serverWord('server.print.missing'), { size: 24, bold: true }), ...missing.map(missingLine)]
        : []),
      PAGE,
    ].join(''),
  )
}

const missingLine = ({ position, title, problem }: MissingPlan): string => {
  const place = serverWord('server.print.position', { position })
  return paragraph(`${title === null ? place : `${place} ${title}`}：${PROBLEMS[problem][1]}`, { size: 21 })
}

interface Look {
  readonly size: number
  readonly bold?: boolean
  readonly centred?: boolean
}

const paragraph = (text: string, { size, bold, centred }: Look): string =>
  `<w:p><w:pPr><w:spacing w:before="80" w:after="80"/>${centred ? '<w:jc w:val="center"/>' : ''}</w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>${bold ? '<w:b/>' : ''}<w:sz w:val="${size}"/></w:rPr><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`

const EDGES = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
const table = (rows: readonly string[]): string =>
  `<w:tbl><w:tblPr><w:tblW w:w="${WIDTHS.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/><w:tblBorders>${EDGES.map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`).join('')}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${WIDTHS.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${rows.join('')}</w:tbl>`

const row = (cells: readonly string[], isHead: boolean): string =>
  `<w:tr><w:trPr><w:cantSplit/>${isHead ? '<w:tblHeader/>' : ''}</w:trPr>${cells
    .map(
      (text, index) =>
        `<w:tc><w:tcPr><w:tcW w:w="${WIDTHS[index]}" w:type="dxa"/></w:tcPr>${paragraph(text, { size: 21, bold: isHead, centred: index === 0 || index === WIDTHS.length - 1 })}</w:tc>`,
    )
    .join('')}</w:tr>`

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
/** Text of people inside XML; characters that XML does not know are left out. */
const escapeXml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>]/g, (found) => ENTITIES[found] as string)
