import { readLessonPlan } from '@gongyan/documents'
import { expect, test } from 'vitest'
import { p, tbl, tc, tr } from '../../test/ooxml.ts'
import { PNG } from '../../test/plans.ts'
import {
  drawing,
  fieldMark,
  findAll,
  goals,
  instruction,
  para,
  picture,
  r,
  readBody,
  rels,
  t,
  W,
} from '../../test/word-xml.ts'

const unmapped = (plan: ReturnType<typeof readBody>) =>
  plan.report.unmapped.map(({ text, where }) => `${where}｜${text}`)

test('[WD11] a field that begins and never ends hides nothing that follows', () => {
  const begun = para(fieldMark('begin'), instruction(' PAGEREF _Toc1 \\h '), r(t('第一段')))
  expect(goals(readBody(begun + para(r(t('第二段'))) + tbl(1, tr(tc('表里'))) + para(r(t('末段')))))).toBe(
    '第一段\n第二段\n表里\n末段',
  )
  const separated = para(fieldMark('begin'), instruction(' REF a '), fieldMark('separate'), r(t('结果')))
  expect(goals(readBody(separated + para(r(t('后')))))).toBe('结果\n后')
})
test('[WD11] a field without a result that runs over paragraphs hides nothing', () => {
  const plan = readBody(
    para(fieldMark('begin'), r(t('甲'))) + para(r(t('乙'))) + para(r(t('丙')), fieldMark('end')) + para(r(t('丁'))),
  )
  expect(goals(plan)).toBe('甲\n乙\n丙\n丁')
})
test('[WD11] an end without a beginning ends nothing; a whole field inside a broken one is a field', () => {
  const plan = readBody(
    para(fieldMark('end'), r(t('甲'))) +
      para(
        fieldMark('begin'),
        r(t('乙')),
        fieldMark('begin'),
        instruction(' HYPERLINK "https://example.cn/" '),
        fieldMark('separate'),
        r(t('链接')),
        fieldMark('end'),
      ) +
      para(r(t('丙'))),
  )
  expect(goals(plan)).toBe('甲\n乙链接\n丙')
  expect(findAll(plan.doc, 'text').find(({ text }) => text === '链接')?.marks?.[0]?.attrs).toEqual({
    href: 'https://example.cn/',
  })
})
test('[WD11] the end of a field that was deleted leaves the field open: nothing is hidden', () => {
  const plan = readBody(
    para(fieldMark('begin'), instruction(' DATE '), `<w:del w:author="甲">${fieldMark('end')}</w:del>`, r(t('正文'))) +
      para(r(t('下一段'))),
  )
  expect(goals(plan)).toBe('正文\n下一段')
})
test('[WD11] a field over paragraphs with a result shows the result, as a table of contents does', () => {
  const plan = readBody(
    para(fieldMark('begin'), instruction(' TOC \\o "1-3" '), fieldMark('separate'), r(t('一'))) +
      para(r(t('二'))) +
      para(r(t('三')), fieldMark('end')),
  )
  expect(goals(plan)).toBe('一\n二\n三')
})
test('[WD11] fields that Word draws without a stored result: symbols, buttons, lists of choices', () => {
  const whole = (text: string, inside = '') => fieldMark('begin', inside) + instruction(text) + fieldMark('end')
  const plan = readBody(
    para(
      whole(' SYMBOL 254 \\f "Wingdings" \\s 12 '),
      whole(' MACROBUTTON NoMacro 双击这里 '),
      whole(
        ' FORMDROPDOWN ',
        '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="新授"/><w:listEntry w:val="复习"/></w:ddList></w:ffData>',
      ),
    ),
  )
  expect(goals(plan)).toBe('☑双击这里复习')
})

test('[WD14] a picture that fills a shape, new and old, is a picture', () => {
  const plan = readBody(
    para(
      r(drawing('<wps:wsp><wps:spPr><a:blipFill><a:blip r:embed="a"/></a:blipFill></wps:spPr></wps:wsp>')),
      r('<w:pict><v:rect style="width:72pt;height:36pt"><v:fill r:id="a" type="frame"/></v:rect></w:pict>'),
    ),
    { 'word/_rels/document.xml.rels': rels(['a', 'image', 'media/a.png']), 'word/media/a.png': PNG },
  )
  expect(findAll(plan.doc, 'image').map(({ attrs }) => [attrs?.['width'], attrs?.['height']])).toEqual([
    [100, 50],
    [96, 48],
  ])
  expect(plan.report.counts.images).toBe(2)
})
test('[WD14] a picture inside a text box counts once', () => {
  const inner = `<w:p>${r(drawing(picture('a')))}${r(t('图注'))}</w:p>`
  const plan = readBody(
    para(
      r(
        drawing(`<wps:wsp><wps:spPr/><wps:txbx><w:txbxContent>${inner}</w:txbxContent></wps:txbx></wps:wsp>`, 'anchor'),
      ),
    ),
    { 'word/_rels/document.xml.rels': rels(['a', 'image', 'media/a.png']), 'word/media/a.png': PNG },
  )
  expect(findAll(plan.doc, 'image').length).toBe(1)
  expect(findAll(plan.doc, 'box').length).toBe(1)
})
test('[WD14] pictures and boxes in a group are all read, those of its second copy are not', () => {
  const group = `<wpg:wgp>${picture('a')}<wps:wsp><wps:txbx><w:txbxContent>${p('组里的字')}</w:txbxContent></wps:txbx></wps:wsp><mc:AlternateContent><mc:Choice Requires="wps">${picture('a')}</mc:Choice><mc:Fallback>${picture('a')}${picture('a')}</mc:Fallback></mc:AlternateContent></wpg:wgp>`
  const plan = readBody(
    para(`<w:r xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">${drawing(group)}</w:r>`),
    {
      'word/_rels/document.xml.rels': rels(['a', 'image', 'media/a.png']),
      'word/media/a.png': PNG,
    },
  )
  expect(findAll(plan.doc, 'image').length).toBe(2)
  expect(goals(plan)).toBe('组里的字')
})
test('[WD14] a file embedded by another program stands beside its picture; an old equation is only its picture', () => {
  const object = (program: string, id: string) =>
    r(
      `<w:object><v:shape style="width:72pt;height:36pt"><v:imagedata r:id="a"/></v:shape><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" ProgID="${program}" r:id="${id}"/></w:object>`,
    )
  const plan = readBody(para(object('Excel.Sheet.12', 'x'), object('Equation.DSMT4', 'e')), {
    'word/_rels/document.xml.rels': rels(
      ['a', 'image', 'media/a.png'],
      ['x', 'package', 'embeddings/Sheet1.xlsx'],
      ['e', 'oleObject', 'embeddings/oleObject1.bin'],
    ),
    'word/media/a.png': PNG,
    'word/embeddings/Sheet1.xlsx': 'PK\u0003\u0004',
    'word/embeddings/oleObject1.bin': 'x',
  })
  expect(findAll(plan.doc, 'attachment').map(({ attrs }) => attrs?.['name'])).toEqual(['嵌入文件2.xlsx'])
  expect(findAll(plan.doc, 'image').length).toBe(2)
})
test('[WD14] a picture of more pixels than a page can draw is kept as a file and listed', () => {
  const huge = PNG.slice()
  new DataView(huge.buffer).setUint32(16, 10_000)
  new DataView(huge.buffer).setUint32(20, 10_000)
  const plan = readBody(para(r(drawing(picture('a'))), r(t('说明'))), {
    'word/_rels/document.xml.rels': rels(['a', 'image', 'media/a.png']),
    'word/media/a.png': huge,
  })
  expect(findAll(plan.doc, 'image')).toEqual([])
  expect(findAll(plan.doc, 'attachment').length).toBe(1)
  expect(unmapped(plan)).toContain('尺寸太大的图片，留作附件｜图片1.png')
})

test('[WD11] a web page or a text that Word takes in while opening is read as lines', () => {
  const chunk = (file: string, content: string | Uint8Array) =>
    readBody(p('上文') + '<w:altChunk r:id="c"/>' + p('下文'), {
      'word/_rels/document.xml.rels': rels(['c', 'aFChunk', file]),
      [`word/${file}`]: content,
    })
  const html =
    '<html><head><style>p{color:red}</style></head><body><p>第一行&nbsp;A&amp;B</p><table><tr><td>左</td><td>右</td></tr></table></body></html>'
  expect(goals(chunk('c.html', html))).toBe('上文\n第一行\u00a0A&B\n左\n右\n下文')
  const quoted = [...new TextEncoder().encode('<p>分数</p>')]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('')
  const message = `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quoted}\r\n--b--`
  expect(goals(chunk('c.mht', message))).toBe('上文\n分数\n下文')
  expect(goals(chunk('c.txt', '一行\r\n又一行'))).toBe('上文\n一行\n又一行\n下文')
})
test('[WD22] a Word file taken in that cannot be read stays as a file and is listed', () => {
  const plan = readBody('<w:altChunk r:id="c"/>' + p('下文'), {
    'word/_rels/document.xml.rels': rels(['c', 'aFChunk', 'c.docx']),
    'word/c.docx': 'PK\u0003\u0004zip',
  })
  expect(findAll(plan.doc, 'attachment').map(({ attrs }) => attrs?.['name'])).toEqual(['嵌入文件1.docx'])
  expect(unmapped(plan)).toContain('嵌在文档里的另一个文件，留作附件｜嵌入文件1.docx')
})

const withNote = (note: string, parts: Record<string, string | Uint8Array> = {}) =>
  readBody(para(r(t('古文')), r('<w:footnoteReference w:id="2"/>')), {
    'word/_rels/document.xml.rels': rels(['f', 'footnotes', 'footnotes.xml']),
    'word/footnotes.xml': `<w:footnotes ${W} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:footnote w:id="2">${note}</w:footnote></w:footnotes>`,
    ...parts,
  })
test('[WD11] a footnote keeps its signs, formulas, marks, links, pictures and paragraphs', () => {
  const plan = withNote(
    para(
      r('<w:footnoteRef/>'),
      r(t(' 见')),
      r('<w:sym w:font="Wingdings" w:char="F0FC"/>'),
      '<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>',
      r(t('红'), '<w:color w:val="FF0000"/>'),
      `<w:hyperlink r:id="l">${r(t('网页'))}</w:hyperlink>`,
      r(drawing(picture('a'))),
    ) + para(r(t('第二段')), r('<w:br/>'), r(t('第二行'))),
    {
      'word/_rels/footnotes.xml.rels': rels(
        ['l', 'hyperlink', 'https://example.cn/', true],
        ['a', 'image', 'media/a.png'],
      ),
      'word/media/a.png': PNG,
    },
  )
  expect(plan.report.footnotes).toEqual(['见✓\\frac{1}{2}红网页\n第二段\n第二行'])
  const at = (plan.doc.content ?? []).findIndex(({ attrs }) => attrs?.['section'] === 'unmapped')
  const notes = { type: 'doc', content: plan.doc.content?.slice(at + 1) ?? [] }
  expect(notes.content.length).toBe(2)
  expect(findAll(notes, 'text').some(({ text }) => text?.includes('\n'))).toBe(false)
  expect(findAll(notes, 'formula').length).toBe(1)
  expect(findAll(notes, 'image').length).toBe(1)
  expect(findAll(notes, 'hardBreak').length).toBe(1)
  expect(JSON.stringify(notes)).toContain('redPen')
  expect(JSON.stringify(notes)).toContain('https://example.cn/')
})
test('[WD11] a table in a footnote stays a table; a note named twice is one note; a note in itself ends', () => {
  expect(findAll(withNote(tbl(1, tr(tc('注里的表')))).doc, 'table').length).toBe(1)
  const twice = readBody(
    para(r(t('甲')), r('<w:footnoteReference w:id="2"/>'), r(t('乙')), r('<w:footnoteReference w:id="2"/>')),
    {
      'word/_rels/document.xml.rels': rels(['f', 'footnotes', 'footnotes.xml']),
      'word/footnotes.xml': `<w:footnotes ${W}><w:footnote w:id="2">${para(r(t('注')), r('<w:footnoteReference w:id="2"/>'))}</w:footnote></w:footnotes>`,
    },
  )
  expect(goals(twice)).toBe('甲[注1]乙[注1]')
  expect(twice.report.footnotes).toEqual(['注[注1]'])
})

test('[WD11] the prompt of an empty control is no content; what a program filled in under the flag is', () => {
  const control = (text: string, style: string) =>
    `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${r(t(text), style)}</w:sdtContent></w:sdt>`
  const styles = `<w:styles ${W}><w:style w:type="character" w:styleId="a3"><w:name w:val="Placeholder Text"/></w:style></w:styles>`
  const plan = readBody(
    para(r(t('课题：')), control('请填写课题', '<w:rStyle w:val="a3"/>')) +
      para(r(t('日期：')), control('单击或点击以输入日期。', '')) +
      para(r(t('教师：')), control('王老师', '')) +
      `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${para(r(t('单击此处输入文字。')))}</w:sdtContent></w:sdt>` +
      tbl(
        2,
        `<w:tr>${tc('重点')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${tc('点击或点按此处输入文字')}</w:sdtContent></w:sdt></w:tr>`,
      ),
    { 'word/_rels/document.xml.rels': rels(['s', 'styles', 'styles.xml']), 'word/styles.xml': styles },
  )
  const said = JSON.stringify(plan.doc)
  for (const prompt of ['请填写课题', '单击', '点击']) expect(said).not.toContain(prompt)
  expect(said).toContain('王老师')
  expect(said).toContain('重点')
})

test('[WD11] a branch for a namespace nobody here reads is passed over for its fallback', () => {
  const both = (required: string, fallback: string) =>
    `<mc:AlternateContent xmlns:new="http://example.cn/2030/ink" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:Choice Requires="${required}">${r(t('新'))}</mc:Choice>${fallback}</mc:AlternateContent>`
  const old = `<mc:Fallback>${r(t('旧'))}</mc:Fallback>`
  expect(goals(readBody(para(both('new', old))))).toBe('旧')
  expect(goals(readBody(para(both('wps new', old))))).toBe('旧')
  expect(goals(readBody(para(both('wps', old))))).toBe('新')
  expect(goals(readBody(para(r(t('只有')), both('new', ''))))).toBe('只有新')
  expect(goals(readBody(both('new', `<mc:Fallback>${p('旧段')}</mc:Fallback>`)))).toBe('旧段')
  // The same prefix may mean something else in another file.
  const renamed = both('wps', old).replace(
    'http://schemas.microsoft.com/office/word/2010/wordprocessingShape',
    'http://example.cn/other',
  )
  expect(goals(readBody(para(renamed)))).toBe('旧')
})

test('[WD11] what stands around paragraphs does not hide them; what was deleted around them is listed', () => {
  const plan = readBody(
    `<w:unheardOf>${p('包着的')}</w:unheardOf>` +
      `<w:del w:author="甲">${p('整段删去')}</w:del>` +
      `<w:moveFrom w:author="甲">${p('整段移走')}</w:moveFrom>` +
      `<w:moveTo w:author="甲">${p('移到这里')}</w:moveTo>`,
  )
  expect(goals(plan)).toBe('包着的\n移到这里')
  expect(plan.report.revisions.deleted.map(({ text }) => text)).toEqual(['整段删去', '整段移走'])
})
test('[WD11] a deleted paragraph mark runs on in its own cell only', () => {
  const cut = (text: string) => `<w:p><w:pPr><w:rPr><w:del w:author="甲"/></w:rPr></w:pPr>${r(t(text))}</w:p>`
  const plan = readBody(
    tbl(2, tr(tc(cut('甲')), tc(cut('乙') + p('丙')))) + cut('表前') + tbl(1, tr(tc('表'))) + cut('末'),
  )
  expect(goals(plan)).toBe('甲\n乙丙\n表前\n表\n末')
})
test('[WD11] cells inserted are taken, cells deleted are listed, a tracked merge is as it stands', () => {
  const cell = (properties: string, text: string) => `<w:tc><w:tcPr>${properties}</w:tcPr>${p(text)}</w:tc>`
  const plan = readBody(
    tbl(
      2,
      tr(cell('<w:cellIns w:author="甲"/>', '新格'), cell('<w:cellDel w:author="乙"/>', '删格'), cell('', '右')),
      tr(cell('<w:cellMerge w:author="乙" w:vMerge="rest"/>', '上'), cell('', '一')),
      tr(cell('<w:cellMerge w:author="乙" w:vMerge="cont"/>', ''), cell('', '二')),
    ),
  )
  expect(goals(plan)).toBe('新格\n右\n上\n一\n二')
  expect(plan.report.revisions.deleted).toEqual([{ author: '乙', text: '删格' }])
  expect(findAll(plan.doc, 'tableCell').map(({ attrs }) => attrs?.['rowspan'])).toEqual([1, 1, 2, 1, 1])
})
test('[WD11] rows inserted by tracking are taken', () => {
  const row = `<w:tr><w:trPr><w:ins w:author="甲"/></w:trPr>${tc(para(`<w:ins w:author="甲">${r(t('新行'))}</w:ins>`))}</w:tr>`
  expect(goals(readBody(tbl(1, tr(tc('旧行')), row)))).toBe('旧行\n新行')
})

test('[WD23] an answer to a comment names what it answers, wherever the ids of paragraphs are told', () => {
  const comment = (id: number, paragraph: string, text: string) =>
    `<w:comment w:id="${id}" w:author="教研员"><w:p w14:paraId="${paragraph}">${r('<w:annotationRef/>')}${r(t(text))}${r('<w:sym w:font="Wingdings" w:char="F0FC"/>')}</w:p></w:comment>`
  const plan = readBody(
    para(
      '<w:commentRangeStart w:id="0"/>',
      r(t('目标太大')),
      '<w:commentRangeEnd w:id="0"/>',
      r('<w:commentReference w:id="0"/>'),
    ),
    {
      'word/_rels/document.xml.rels': rels(
        ['c', 'comments', 'comments.xml'],
        ['e', 'commentsExtended', 'commentsExtended.xml'],
      ),
      'word/comments.xml': `<w:comments ${W} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">${comment(0, 'AA', '再具体些')}${comment(1, 'BB', '已改')}</w:comments>`,
      'word/commentsExtended.xml':
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:commentEx w15:paraId="AA" w15:done="0"/><w15:commentEx w15:paraId="BB" w15:paraIdParent="AA" w15:done="0"/></w15:commentsEx>',
    },
  )
  expect(plan.report.comments).toMatchObject([
    { author: '教研员', text: '再具体些✓', anchor: '目标太大', replyTo: null },
    { author: '教研员', text: '已改✓', anchor: '目标太大', replyTo: '再具体些✓' },
  ])
})
test('[WD11] a file in strict OOXML is read like the others, charts included', () => {
  const plan = readBody(
    para(
      r(
        '<w:drawing><wp:inline xmlns:wp="http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"><c:chart xmlns:c="http://purl.oclc.org/ooxml/drawingml/chart" xmlns:rr="http://purl.oclc.org/ooxml/officeDocument/relationships" rr:id="c"/></wp:inline></w:drawing>',
      ),
    ) + p('正文'),
    {
      'word/_rels/document.xml.rels': rels(['c', 'chart', 'charts/chart1.xml']).replaceAll(
        'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
        'http://purl.oclc.org/ooxml/officeDocument/relationships',
      ),
      'word/charts/chart1.xml':
        '<c:chartSpace xmlns:c="http://purl.oclc.org/ooxml/drawingml/chart" xmlns:a="http://purl.oclc.org/ooxml/drawingml/main"><a:t>降水量</a:t><c:v>12</c:v></c:chartSpace>',
    },
    { strict: true },
  )
  expect(goals(plan)).toBe('降水量\n12\n正文')
})
test('[WD11] sections of two columns and on landscape pages lose nothing; words and pictures of page heads are listed', () => {
  const section =
    '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="h"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:cols w:num="2"/></w:sectPr></w:pPr></w:p>'
  const plan = readBody(p('左栏') + section + p('右栏'), {
    'word/_rels/document.xml.rels': rels(['h', 'header', 'header1.xml']),
    'word/header1.xml': `<w:hdr ${W} xmlns:v="urn:schemas-microsoft-com:vml">${para(r(t('实验小学')), r('<w:pict><v:shape><v:imagedata/></v:shape></w:pict>'), r('<w:pict><v:shape><v:textpath string="保密"/></v:shape></w:pict>'))}</w:hdr>`,
  })
  expect(goals(plan)).toBe('左栏\n右栏')
  expect(plan.report.headerFooter.header).toBe('实验小学［图片］保密')
})
test('[WD11] a paragraph holds any number of runs', () => {
  const many = Array.from({ length: 130_000 }, () => '<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t>字</w:t></w:r>').join(
    '',
  )
  expect(readLessonPlan(readBody(para(many)).doc).sections['目标']?.length).toBe(130_000)
})
