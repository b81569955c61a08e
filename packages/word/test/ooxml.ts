import { strToU8, zipSync } from 'fflate'

/** A small hand at raw OOXML, for files laid out as nobody of ours would write them. */
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export interface ParagraphLook {
  bold?: boolean
  center?: boolean
  style?: string
  num?: number
  size?: number
}
/** Text with `\n` as soft break and `\t` as tab; `**…**` is bold. */
export const run = (text: string, bold = false): string =>
  text
    .split(/(\*\*[^*]+\*\*)/)
    .filter((part) => part !== '')
    .map((part) => {
      const strong = bold || part.startsWith('**')
      const plain = part.replaceAll('**', '')
      return `<w:r>${strong ? '<w:rPr><w:b/></w:rPr>' : ''}${plain
        .split(/([\n\t])/)
        .map((piece) =>
          piece === '\n'
            ? '<w:br/>'
            : piece === '\t'
              ? '<w:tab/>'
              : piece === ''
                ? ''
                : `<w:t xml:space="preserve">${escape(piece)}</w:t>`,
        )
        .join('')}</w:r>`
    })
    .join('')
export const p = (text: string, look: ParagraphLook = {}): string =>
  `<w:p><w:pPr>${look.style ? `<w:pStyle w:val="${look.style}"/>` : ''}${look.num ? `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${look.num}"/></w:numPr>` : ''}${look.center ? '<w:jc w:val="center"/>' : ''}</w:pPr>${
    look.size
      ? run(text, look.bold)
          .replaceAll(/<w:r>(<w:rPr>)?/g, `<w:r><w:rPr><w:sz w:val="${look.size}"/>`)
          .replaceAll(/(<w:sz w:val="\d+"\/>)(?!<w:b)/g, '$1</w:rPr>')
      : run(text, look.bold)
  }</w:p>`

export interface CellLook {
  span?: number
  merge?: 'restart' | 'continue'
  hMerge?: 'restart' | 'continue'
  shade?: boolean
  bold?: boolean
  center?: boolean
}
/** A cell of one paragraph per line, or of raw XML when it begins with `<`. */
export const tc = (content: string, look: CellLook = {}): string =>
  `<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>${look.span ? `<w:gridSpan w:val="${look.span}"/>` : ''}${look.hMerge ? `<w:hMerge w:val="${look.hMerge}"/>` : ''}${look.merge ? `<w:vMerge w:val="${look.merge}"/>` : ''}${look.shade ? '<w:shd w:val="clear" w:fill="D9D9D9"/>' : ''}</w:tcPr>${
    content.startsWith('<')
      ? content
      : content
          .split('|')
          .map((line) => p(line, look))
          .join('')
  }</w:tc>`
export const tr = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`
export const tbl = (columns: number, ...rows: string[]): string =>
  `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>${'<w:gridCol w:w="1000"/>'.repeat(columns)}</w:tblGrid>${rows.join('')}</w:tbl>`

const TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>'
const RELS = (strict: boolean) =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${strict ? 'http://purl.oclc.org/ooxml/officeDocument/relationships' : 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'}/officeDocument" Target="word/document.xml"/></Relationships>`

/** A .docx around a body; `parts` adds or replaces parts. */
export function docx(
  body: string,
  options: { strict?: boolean; parts?: Record<string, string | Uint8Array> } = {},
): Uint8Array {
  const main = options.strict
    ? 'http://purl.oclc.org/ooxml/wordprocessingml/main'
    : 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
  const document = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:body>${body}<w:sectPr/></w:body></w:document>`
  const parts: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': TYPES,
    '_rels/.rels': RELS(options.strict ?? false),
    'word/document.xml': document,
    ...options.parts,
  }
  return zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
    ),
  )
}
