export interface Look {
  size?: number
  bold?: boolean
  font?: string
  center?: boolean
  color?: string
  style?: string
  line?: string
}
let paragraphs = 0
const runLook = ({ size, bold, font, color }: Look) => {
  const inner = `${font ? `<w:rFonts w:ascii="${font}" w:eastAsia="${font}" w:hAnsi="${font}" w:hint="eastAsia"/>` : ''}${bold ? '<w:b/><w:bCs/>' : ''}${color ? `<w:color w:val="${color}"/>` : ''}${size ? `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>` : ''}`
  return inner === '' ? '' : `<w:rPr>${inner}</w:rPr>`
}
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
/** A paragraph as Word writes one: revision and paragraph ids, the mark's font, text in two runs with a proof mark between. */
export const p = (text = '', look: Look = {}): string => {
  const id = (0x2a000000 + ++paragraphs * 4099).toString(16).toUpperCase()
  const run = (part: string) =>
    part === ''
      ? ''
      : `<w:r w:rsidRPr="003B5A90">${runLook(look)}${part
          .split('\t')
          .map(
            (piece, at) =>
              `${at > 0 ? '<w:tab/>' : ''}${piece === '' ? '' : `<w:t xml:space="preserve">${escape(piece)}</w:t>`}`,
          )
          .join('')}</w:r>`
  const half = text.length > 6 ? Math.floor(text.length / 2) : text.length
  return `<w:p w14:paraId="${id}" w14:textId="77777777" w:rsidR="003B5A90" w:rsidRDefault="003B5A90"><w:pPr>${look.style ? `<w:pStyle w:val="${look.style}"/>` : ''}${look.line ? `<w:spacing w:line="${look.line}" w:lineRule="exact"/>` : ''}${look.center ? '<w:jc w:val="center"/>' : ''}${runLook(look)}</w:pPr>${run(text.slice(0, half))}${text.length > half ? `<w:proofErr w:type="spellStart"/>${run(text.slice(half))}<w:proofErr w:type="spellEnd"/>` : ''}</w:p>`
}
export interface CellLook {
  span?: number
  merge?: 'restart' | 'continue'
  vertical?: boolean
  shade?: string
}
export const tc = (width: number, content: string, { span, merge, vertical, shade }: CellLook = {}): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${span ? `<w:gridSpan w:val="${span}"/>` : ''}${merge ? (merge === 'restart' ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>') : ''}${shade ? `<w:shd w:val="clear" w:color="auto" w:fill="${shade}"/>` : ''}${vertical ? '<w:textDirection w:val="tbRlV"/>' : ''}<w:vAlign w:val="center"/></w:tcPr>${content}</w:tc>`
export const tr = (properties: string, ...cells: string[]): string =>
  `<w:tr w:rsidR="003B5A90" w14:paraId="${(0x3b000000 + ++paragraphs * 4099).toString(16).toUpperCase()}" w14:textId="77777777">${properties === '' ? '' : `<w:trPr>${properties}</w:trPr>`}${cells.join('')}</w:tr>`
export const tbl = (style: string, grid: readonly number[], ...rows: string[]): string =>
  `<w:tbl><w:tblPr><w:tblStyle w:val="${style}"/><w:tblW w:w="${grid.reduce((a, b) => a + b, 0)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="12" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="12" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="12" w:space="0" w:color="auto"/></w:tblBorders><w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>${grid.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${rows.join('')}</w:tbl>`
export const height = (twips: number, rule = 'atLeast') => `<w:trHeight w:val="${twips}" w:hRule="${rule}"/>`
export const CANT_SPLIT = '<w:cantSplit/>'
