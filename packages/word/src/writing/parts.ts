import { escapeXml } from './xml.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const SCHEMAS = 'http://schemas.openxmlformats.org'
export const MAIN = `${SCHEMAS}/wordprocessingml/2006/main`
const W = `xmlns:w="${MAIN}"`
const R = `xmlns:r="${SCHEMAS}/officeDocument/2006/relationships"`
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** Page of A4 in twips, margins 18 mm above and below and 16 mm at the sides (design §10). */
export const PAGE = { short: 11906, long: 16838, top: 1021, side: 907 }

/** The content type of a picture or of an object of another program, by the ending of its part. */
export const contentTypeOf = (extension: string): string => {
  if (extension === 'bin') return 'application/vnd.openxmlformats-officedocument.oleObject'
  return `image/${extension === 'jpg' ? 'jpeg' : extension === 'emf' || extension === 'wmf' ? `x-${extension}` : extension}`
}

export const contentTypes = (
  extensions: Iterable<string>,
  header: boolean,
  notes = true,
  overrides: readonly (readonly [part: string, type: string])[] = [],
): string =>
  `${HEAD}<Types xmlns="${SCHEMAS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
    ...extensions,
  ]
    .sort()
    .map((extension) => `<Default Extension="${extension}" ContentType="${contentTypeOf(extension)}"/>`)
    .join(
      '',
    )}<Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="${TYPE}.numbering+xml"/><Override PartName="/word/settings.xml" ContentType="${TYPE}.settings+xml"/><Override PartName="/word/fontTable.xml" ContentType="${TYPE}.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="${TYPE}.footer+xml"/>${header ? `<Override PartName="/word/header1.xml" ContentType="${TYPE}.header+xml"/>` : ''}${notes ? '<Override PartName="/customXml/itemProps1.xml" ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>' : ''}${overrides.map(([part, type]) => `<Override PartName="/${part}" ContentType="${type}"/>`).join('')}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`

const relationships = (list: readonly (readonly [id: string, type: string, target: string])[], more = '') =>
  `${HEAD}<Relationships xmlns="${SCHEMAS}/package/2006/relationships">${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`).join('')}${more}</Relationships>`
export const OFFICE = `${SCHEMAS}/officeDocument/2006/relationships`

export const ROOT_RELATIONSHIPS = relationships([
  ['rId1', `${OFFICE}/officeDocument`, 'word/document.xml'],
  ['rId2', `${SCHEMAS}/package/2006/relationships/metadata/core-properties`, 'docProps/core.xml'],
  ['rId3', `${OFFICE}/extended-properties`, 'docProps/app.xml'],
])
export const documentRelationships = (more: string, header: boolean, notes = true): string =>
  relationships(
    [
      ['rId1', `${OFFICE}/styles`, 'styles.xml'],
      ['rId2', `${OFFICE}/numbering`, 'numbering.xml'],
      ['rId3', `${OFFICE}/settings`, 'settings.xml'],
      ['rId4', `${OFFICE}/fontTable`, 'fontTable.xml'],
      ['rId5', `${OFFICE}/footer`, 'footer1.xml'],
      ...(notes ? ([['rId6', `${OFFICE}/customXml`, '../customXml/item1.xml']] as const) : []),
      ...(header ? ([['rId7', `${OFFICE}/header`, 'header1.xml']] as const) : []),
    ],
    more,
  )
export const CUSTOM_RELATIONSHIPS = relationships([['rId1', `${OFFICE}/customXmlProps`, 'itemProps1.xml']])
export const CUSTOM_PROPERTIES = `${HEAD}<ds:datastoreItem ds:itemID="{6C9A2B0E-5B7E-4C1D-9F57-0C7F0E1D2A31}" xmlns:ds="${SCHEMAS}/officeDocument/2006/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="urn:gongyan:lesson-plan"/></ds:schemaRefs></ds:datastoreItem>`

/** Title and, where given, the authors; no machine, no times, no account. */
export const coreProperties = (title: string, authors: readonly string[]): string =>
  `${HEAD}<cp:coreProperties xmlns:cp="${SCHEMAS}/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title>${authors.length > 0 ? `<dc:creator>${escapeXml(authors.join('、'))}</dc:creator>` : ''}<dc:language>zh-CN</dc:language></cp:coreProperties>`
export const appProperties = (company: string | null): string =>
  `${HEAD}<Properties xmlns="${SCHEMAS}/officeDocument/2006/extended-properties">${company ? `<Company>${escapeXml(company)}</Company>` : ''}<Application>Gongyan</Application></Properties>`

export const SETTINGS = `${HEAD}<w:settings ${W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

/** Chinese fonts by the names every Word and WPS has, with stand-ins for machines that have not. */
export const FONT_TABLE = `${HEAD}<w:fonts ${W}>${[
  ['宋体', 'SimSun;Songti SC;Noto Serif CJK SC;Source Han Serif SC', 'roman'],
  ['黑体', 'SimHei;Heiti SC;Noto Sans CJK SC;Source Han Sans SC', 'swiss'],
  ['仿宋', 'FangSong;STFangsong;仿宋_GB2312;Noto Serif CJK SC', 'roman'],
  ['楷体', 'KaiTi;STKaiti;Kaiti SC;Noto Serif CJK SC', 'roman'],
]
  .map(
    ([name, alternatives, family]) =>
      `<w:font w:name="${name}"><w:altName w:val="${alternatives}"/><w:charset w:val="86"/><w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`,
  )
  .join(
    '',
  )}<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`

const field = (instruction: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
const words = (text: string) => `<w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`
export const FOOTER = `${HEAD}<w:ftr ${W} ${R}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>${words('第 ')}${field('PAGE')}${words(' 页　共 ')}${field('NUMPAGES')}${words(' 页')}</w:p></w:ftr>`
export const header = (text: string): string =>
  `${HEAD}<w:hdr ${W} ${R}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>${words(text)}</w:p></w:hdr>`

/** The red of the pen on paper: dark enough to read, and still red for every reader of Word files. */
export const PEN = 'C00000'

const fonts = (eastAsia: string) =>
  `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${eastAsia}" w:cs="Times New Roman"/>`
const size = (halfPoints: number) => `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`
const style = (id: string, name: string, paragraph: string, run = '', based = 'Normal', quick = true) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="${based}"/>${quick ? '<w:qFormat/>' : ''}<w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`
const lines = (outer: number, inner: boolean) =>
  `<w:tblBorders>${['top', 'left', 'bottom', 'right', ...(inner ? ['insideH', 'insideV'] : [])].map((side) => `<w:${side} w:val="single" w:sz="${side.startsWith('inside') ? 4 : outer}" w:space="0" w:color="auto"/>`).join('')}</w:tblBorders>`
const tableStyle = (id: string, outer: number, inner: boolean) =>
  `<w:style w:type="table" w:customStyle="1" w:styleId="${id}"><w:name w:val="${id}"/><w:basedOn w:val="TableNormal"/><w:tblPr>${lines(outer, inner)}<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`

export const STYLES = `${HEAD}<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr>${fonts('宋体')}${size(21)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:line="320" w:lineRule="atLeast"/></w:pPr></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>${[
  // 文武线: a thick and a thin rule under the title.
  style(
    'Title',
    'Title',
    '<w:keepNext/><w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="18" w:space="6" w:color="auto"/></w:pBdr><w:spacing w:before="0" w:after="200" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>',
    `${fonts('黑体')}<w:b/><w:bCs/>${size(34)}`,
  ),
  ...[2, 3, 4].map((level) =>
    style(
      `Heading${level}`,
      `heading ${level}`,
      `<w:keepNext/><w:keepLines/><w:spacing w:before="${level === 2 ? 200 : 120}" w:after="60"/><w:outlineLvl w:val="${level - 1}"/>`,
      `${fonts('黑体')}${level === 4 ? '' : '<w:b/><w:bCs/>'}${size(level === 2 ? 24 : 22)}`,
    ),
  ),
  style('GyObjective', 'GyObjective', ''),
  style('GyCell', 'GyCell', '<w:spacing w:line="300" w:lineRule="atLeast"/>'),
  style('GyPhase', 'GyPhase', '<w:jc w:val="center"/>', `${fonts('黑体')}<w:b/><w:bCs/>`, 'GyCell'),
  style('GyMinutes', 'GyMinutes', '<w:jc w:val="center"/>', '', 'GyCell'),
  style('GySecond', 'GySecond', '', `${fonts('楷体')}<w:color w:val="${PEN}"/>`, 'GyCell'),
  style(
    'GyHead',
    'GyHead',
    '<w:keepNext/><w:spacing w:before="40" w:after="40"/><w:jc w:val="center"/>',
    `${fonts('黑体')}<w:b/><w:bCs/>`,
  ),
  style('GyLabel', 'GyLabel', '<w:jc w:val="center"/>', fonts('黑体')),
  style('GyRule', 'GyRule', '<w:spacing w:before="0" w:after="120" w:line="120" w:lineRule="exact"/>', size(8)),
  style(
    'GyPad',
    'GyPad',
    '<w:spacing w:before="0" w:after="0" w:line="60" w:lineRule="exact"/>',
    size(2),
    'Normal',
    false,
  ),
  ...Array.from({ length: 9 }, (_, level) =>
    style(
      `GyContinue${level}`,
      `GyContinue${level}`,
      `<w:spacing w:line="300" w:lineRule="atLeast"/><w:ind w:left="${360 * (level + 1)}"/>`,
      '',
      'Normal',
      false,
    ),
  ),
  style(
    'Header',
    'header',
    '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr><w:jc w:val="center"/>',
    size(18),
  ),
  style('Footer', 'footer', '<w:jc w:val="center"/>', size(18)),
].join(
  '',
)}<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>${tableStyle('GyHeader', 8, true)}${tableStyle('GyTable', 12, true)}${tableStyle('GyBox', 6, false)}</w:styles>`

/** The settings of a section: its page, its running head and its foot. */
export function section(landscape: boolean, withHeader: boolean): string {
  const [width, height] = landscape ? [PAGE.long, PAGE.short] : [PAGE.short, PAGE.long]
  return `<w:sectPr>${withHeader ? '<w:headerReference w:type="default" r:id="rId7"/>' : ''}<w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="${width}" w:h="${height}"${landscape ? ' w:orient="landscape"' : ''}/><w:pgMar w:top="${PAGE.top}" w:right="${PAGE.side}" w:bottom="${PAGE.top}" w:left="${PAGE.side}" w:header="510" w:footer="510" w:gutter="0"/></w:sectPr>`
}
/** What stands before and after the body of a document. */
export const DOCUMENT_ENDS = [
  `${HEAD}<w:document ${W} ${R} xmlns:m="${SCHEMAS}/officeDocument/2006/math" xmlns:wp="${SCHEMAS}/drawingml/2006/wordprocessingDrawing" xmlns:a="${SCHEMAS}/drawingml/2006/main" xmlns:pic="${SCHEMAS}/drawingml/2006/picture"><w:body>`,
  '</w:body></w:document>',
] as const
export const documentPart = (body: string, landscape: boolean, withHeader: boolean): string =>
  `${DOCUMENT_ENDS[0]}${body}${section(landscape, withHeader)}${DOCUMENT_ENDS[1]}`
