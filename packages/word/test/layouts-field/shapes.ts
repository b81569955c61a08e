import { docx } from '../ooxml.ts'

/** Documents shaped as Word and WPS save them: runs parted in the middle of words, marks of spelling, cells with borders of their own. */
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export interface Look {
  bold?: boolean
  center?: boolean
  size?: number
  style?: string
  num?: number
  level?: number
}

const properties = ({ bold, size = 21 }: Look): string =>
  `<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>${bold ? '<w:b/><w:bCs/>' : ''}<w:color w:val="000000"/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>`

const piece = (text: string): string =>
  text
    .split(/([\n\t])/)
    .filter((part) => part !== '')
    .map((part) =>
      part === '\n'
        ? '<w:br/>'
        : part === '\t'
          ? '<w:tab/>'
          : `<w:t${/^\s|\s$/.test(part) ? ' xml:space="preserve"' : ''}>${escape(part)}</w:t>`,
    )
    .join('')

/** Runs that change where Latin meets Chinese, as input methods leave them. `**…**` is bold. */
const runs = (text: string, look: Look): string =>
  text
    .split(/(\*\*[^*]+\*\*)/)
    .filter((part) => part !== '')
    .flatMap((part) => {
      const bold = look.bold === true || part.startsWith('**')
      return part
        .replaceAll('**', '')
        .split(/(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])/)
        .map(
          (run, index) =>
            `${index === 1 ? '<w:proofErr w:type="spellStart"/>' : ''}<w:r w:rsidR="00A7512C">${properties({ ...look, bold })}${piece(run)}</w:r>`,
        )
    })
    .join('')

export const p = (text: string, look: Look = {}): string =>
  `<w:p w:rsidR="00A7512C" w:rsidRDefault="00A7512C"><w:pPr>${look.style ? `<w:pStyle w:val="${look.style}"/>` : ''}<w:widowControl/>${look.num ? `<w:numPr><w:ilvl w:val="${look.level ?? 0}"/><w:numId w:val="${look.num}"/></w:numPr>` : ''}<w:adjustRightInd w:val="0"/><w:spacing w:line="360" w:lineRule="auto"/>${look.center ? '<w:jc w:val="center"/>' : ''}${properties(look)}</w:pPr>${text === '' ? '' : runs(text, look)}</w:p>`

export interface Cell extends Look {
  span?: number
  merge?: 'restart' | 'go on'
}
/** A cell of one paragraph for each part between `|`, or of raw XML where it begins with `<`. */
export const c = (content: string, look: Cell = {}): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${1200 * (look.span ?? 1)}" w:type="dxa"/>${look.span ? `<w:gridSpan w:val="${look.span}"/>` : ''}${look.merge ? (look.merge === 'restart' ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>') : ''}<w:tcBorders><w:top w:val="single" w:color="000000" w:sz="4" w:space="0"/><w:left w:val="single" w:color="000000" w:sz="4" w:space="0"/></w:tcBorders><w:noWrap w:val="0"/><w:vAlign w:val="center"/></w:tcPr>${
    content.startsWith('<')
      ? content
      : content
          .split('|')
          .map((line) => p(line, look))
          .join('')
  }</w:tc>`
/** A label's cell. */
export const h = (content: string, look: Cell = {}): string => c(content, { bold: true, center: true, ...look })
/** A cell swallowed by the one above. */
export const below = (look: Cell = {}): string => c('', { merge: 'go on', ...look })
export const row = (...cells: string[]): string =>
  `<w:tr w:rsidR="00A7512C"><w:tblPrEx><w:tblCellMar><w:top w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPrEx><w:trPr><w:trHeight w:val="567" w:hRule="atLeast"/><w:jc w:val="center"/></w:trPr>${cells.join('')}</w:tr>`
export const table = (columns: number, ...rows: string[]): string =>
  `<w:tbl><w:tblPr><w:tblStyle w:val="5"/><w:tblW w:w="9000" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders><w:top w:val="single" w:color="auto" w:sz="4" w:space="0"/><w:insideH w:val="single" w:color="auto" w:sz="4" w:space="0"/><w:insideV w:val="single" w:color="auto" w:sz="4" w:space="0"/></w:tblBorders><w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>${'<w:gridCol w:w="1200"/>'.repeat(columns)}</w:tblGrid>${rows.join('')}</w:tbl>`
export const title = (text: string): string => p(text, { bold: true, center: true, size: 36 })
export const head = (text: string): string => p(text, { bold: true, size: 24 })

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const level = (depth: number, format: string, text: string): string =>
  `<w:lvl w:ilvl="${depth}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`

/** A file with styles by number, as WPS names them, and the lists 1 (一、 （一） 1.) and 2 (1.). */
export const file = (...body: string[]): Uint8Array =>
  docx(body.join(''), {
    parts: {
      'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${RELATIONSHIPS}/numbering" Target="numbering.xml"/></Relationships>`,
      'word/styles.xml': `<w:styles ${W}><w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style><w:style w:type="table" w:default="1" w:styleId="4"><w:name w:val="Normal Table"/></w:style><w:style w:type="table" w:styleId="5"><w:name w:val="Table Grid"/><w:basedOn w:val="4"/></w:style></w:styles>`,
      'word/numbering.xml': `<w:numbering ${W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>${level(0, 'chineseCounting', '%1、')}${level(1, 'chineseCounting', '（%2）')}${level(2, 'decimal', '%3.')}</w:abstractNum><w:abstractNum w:abstractNumId="1">${level(0, 'decimal', '%1.')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
    },
  })
