import type { DocJson } from '@gongyan/documents'
import { readLessonPlan } from '@gongyan/documents'
import { expect, test } from 'vitest'
import { docx, p, run, tbl, tc, tr } from '../test/ooxml.ts'
import { PNG } from '../test/plans.ts'
import { importDocx } from './index.ts'
import type { ImportedPlan } from './index.ts'

const read = (body: string, parts: Record<string, string | Uint8Array> = {}): ImportedPlan => {
  const result = importDocx(
    docx(p('《测试》教案', { bold: true, center: true, size: 32 }) + p('教学目标', { bold: true }) + body, { parts }),
  )
  if (!result.ok) throw new Error(`${result.refusal.code} ${result.refusal.detail}`)
  return result.value
}
const goals = (plan: ImportedPlan) => readLessonPlan(plan.doc).sections['目标']
const find = (node: DocJson, type: string): DocJson[] => [
  ...(node.type === type ? [node] : []),
  ...(node.content ?? []).flatMap((child) => find(child, type)),
]
const r = (inner: string, properties = '') => `<w:r>${properties ? `<w:rPr>${properties}</w:rPr>` : ''}${inner}</w:r>`
const t = (text: string) => `<w:t xml:space="preserve">${text}</w:t>`
const para = (...inner: string[]) => `<w:p>${inner.join('')}</w:p>`
const field = (instruction: string, result = '') =>
  r('<w:fldChar w:fldCharType="begin"/>') +
  r(`<w:instrText xml:space="preserve">${instruction}</w:instrText>`) +
  (result ? r('<w:fldChar w:fldCharType="separate"/>') + r(t(result)) : '') +
  r('<w:fldChar w:fldCharType="end"/>')
const rels = (...list: [id: string, type: string, target: string, external?: boolean][]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.map(([id, type, target, external]) => `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"${external ? ' TargetMode="External"' : ''}/>`).join('')}</Relationships>`
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

test('[WD11] check boxes in every encoding are signs of the text', () => {
  const box = (checked: boolean) =>
    r(
      `<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>${checked ? '<w:checked/>' : ''}</w:checkBox></w:ffData></w:fldChar>`,
    ) +
    r('<w:instrText> FORMCHECKBOX </w:instrText>') +
    r('<w:fldChar w:fldCharType="separate"/>') +
    r('<w:fldChar w:fldCharType="end"/>')
  const plan = read(
    para(
      r('<w:sym w:font="Wingdings" w:char="F0FE"/>'),
      r(t('新授')),
      r('<w:sym w:font="Wingdings 2" w:char="F0A3"/>'),
      r(t('复习')),
      box(true),
      r(t('甲')),
      box(false),
      r(t('乙')),
      r(t('þ'), '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
      r(t('丙')),
      '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent>',
      r(t('☒')),
      '</w:sdtContent></w:sdt>',
    ),
  )
  expect(goals(plan)).toBe('☑新授□复习☑甲□乙☑丙☒')
})

test('[WD11] insertions and moves are taken, deletions and the places moved from are listed', () => {
  const plan = read(
    para(
      r(t('会')),
      `<w:ins w:author="甲">${r(t('读'))}</w:ins>`,
      `<w:del w:author="乙">${r('<w:delText>写</w:delText>')}</w:del>`,
      `<w:moveFrom w:author="乙">${r(t('旧处'))}</w:moveFrom>`,
      `<w:moveTo w:author="乙">${r(t('新处'))}</w:moveTo>`,
    ) +
      `<w:p><w:pPr><w:rPr><w:del w:author="乙"/></w:rPr></w:pPr>${r(t('上一段'))}</w:p>` +
      para(r(t('接着下一段'))) +
      tbl(1, `<w:tr><w:trPr><w:del w:author="丙"/></w:trPr>${tc('删掉的行')}</w:tr>`, tr(tc('留下的行'))),
  )
  expect(goals(plan)).toBe('会读新处\n上一段接着下一段\n留下的行')
  expect(plan.report.revisions).toEqual({
    inserted: [
      { author: '甲', text: '读' },
      { author: '乙', text: '新处' },
    ],
    deleted: [
      { author: '乙', text: '写' },
      { author: '乙', text: '旧处' },
      { author: '丙', text: '删掉的行' },
    ],
  })
})

test('[WD11] a text box stored twice counts once; one in VML counts too', () => {
  const content = `<w:txbxContent>${p('框里的字')}</w:txbxContent>`
  const plan = read(
    para(
      r(
        `<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>${content}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>${content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>`,
      )
        .replace(
          '<w:drawing>',
          '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">',
        )
        .replace('</w:drawing>', '</wp:inline></w:drawing>'),
    ) +
      para(
        r(t('旁边')),
        r(`<w:pict><v:shape><v:textbox><w:txbxContent>${p('旧式框')}</w:txbxContent></v:textbox></v:shape></w:pict>`),
      ),
  )
  expect(goals(plan)).toBe('框里的字\n旁边\n旧式框')
  expect(find(plan.doc, 'box').length).toBe(2)
})

test('[WD11] equation fields of older files become formulas, pinyin and circled numbers', () => {
  const plan = read(
    para(
      r(t('算')),
      field('EQ \\f(1,2)'),
      r(t('，')),
      field('EQ \\r(3,8)'),
      r(t('，')),
      field('EQ \\o\\ac(○,3)'),
      field('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(lì),丽)'),
    ),
  )
  expect(goals(plan)).toBe('算⟦公式1⟧，⟦公式2⟧，③丽')
  expect(find(plan.doc, 'formula').map(({ attrs }) => attrs?.['latex'])).toEqual(['\\frac{1}{2}', '\\sqrt[3]{8}'])
  expect(JSON.stringify(plan.doc)).toContain('"annotation":"lì"')
})

test('[WD11] links by relationship and by field; only addresses a reader can follow', () => {
  const plan = read(
    para(
      `<w:hyperlink r:id="a">${r(t('网页'), '<w:color w:val="0563C1"/><w:u w:val="single"/>')}</w:hyperlink>`,
      field('HYPERLINK "https://example.cn/x"', '字段'),
      `<w:hyperlink r:id="b">${r(t('坏'))}</w:hyperlink>`,
    ),
    {
      'word/_rels/document.xml.rels': rels(
        ['a', 'hyperlink', 'https://example.cn/', true],
        ['b', 'hyperlink', 'file:///etc/passwd', true],
      ),
    },
  )
  const marks = find(plan.doc, 'text')
    .filter(({ marks: list }) => list)
    .map(({ text, marks: list }) => [text, list])
  expect(marks).toEqual([
    ['网页', [{ type: 'link', attrs: { href: 'https://example.cn/' } }]],
    ['字段', [{ type: 'link', attrs: { href: 'https://example.cn/x' } }]],
  ])
  expect(goals(plan)).toBe('网页字段坏')
})

test('[WD11] footnotes keep their mark in the text and their words at the end', () => {
  const plan = read(para(r(t('古文')), r('<w:footnoteReference w:id="2"/>')), {
    'word/_rels/document.xml.rels': rels(['f', 'footnotes', 'footnotes.xml']),
    'word/footnotes.xml': `<w:footnotes ${W}><w:footnote w:id="2">${p('出自《论语》。')}</w:footnote></w:footnotes>`,
  })
  expect(goals(plan)).toBe('古文[注1]')
  expect(plan.report.footnotes).toEqual(['出自《论语》。'])
  expect(readLessonPlan(plan.doc).sections['未归位的内容']).toBe('[注1] 出自《论语》。')
})

const numbering = (...levels: string[]) =>
  `<w:numbering ${W}><w:abstractNum w:abstractNumId="0">${levels.map((level, index) => `<w:lvl w:ilvl="${index}"><w:start w:val="1"/>${level}</w:lvl>`).join('')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>`
const item = (text: string, num: number, level = 0) =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${num}"/></w:numPr></w:pPr>${run(text)}</w:p>`
test('[WD13] automatic numbers: levels nest, lists go on after a paragraph, restart where they say', () => {
  const result = importDocx(
    docx(
      p('课', { style: 'Title', bold: true, center: true }) +
        p('教学准备', { bold: true }) +
        item('甲', 1) +
        item('子', 1, 1) +
        item('乙', 1) +
        p('中间一段') +
        item('丙', 1) +
        item('重新', 2) +
        item('再来', 2),
      {
        parts: {
          'word/_rels/document.xml.rels': rels(['n', 'numbering', 'numbering.xml']),
          'word/numbering.xml': numbering(
            '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/>',
            '<w:numFmt w:val="bullet"/><w:lvlText w:val="●"/>',
          ),
        },
      },
    ),
  )
  if (!result.ok) throw new Error(result.refusal.code)
  const lists = (result.value.doc.content ?? []).filter(({ type }) => type === 'orderedList')
  expect(lists.map(({ attrs, content }) => [attrs?.['start'], attrs?.['format'], content?.length])).toEqual([
    [1, '（{一}）', 2],
    [3, '（{一}）', 1],
    [1, '（{一}）', 2],
  ])
  expect(lists[0]?.content?.[0]?.content?.[1]?.type).toBe('bulletList')
})

test('[WD14] an EMF picture is kept as an attachment, an inline PNG as an image with its size', () => {
  const emf = new Uint8Array(64)
  emf.set([1, 0, 0, 0])
  emf.set([0x20, 0x45, 0x4d, 0x46], 40)
  const drawing = (id: string, alt: string) =>
    r(
      `<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="952500" cy="476250"/><wp:docPr id="1" name="x" descr="${alt}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`,
    )
  const plan = read(para(drawing('p', '红点'), drawing('e', '旧图')), {
    'word/_rels/document.xml.rels': rels(['p', 'image', 'media/a.png'], ['e', 'image', 'media/b.emf']),
    'word/media/a.png': PNG,
    'word/media/b.emf': emf,
  })
  expect(find(plan.doc, 'image').map(({ attrs }) => attrs)).toEqual([
    { fileId: 'word-media-1', alt: '红点', width: 100, height: 50 },
  ])
  expect(find(plan.doc, 'attachment').map(({ attrs }) => attrs)).toEqual([
    { fileId: 'word-media-2', name: '旧图', mediaType: 'image/x-emf' },
  ])
  expect(plan.media.map(({ bytes }) => bytes.length)).toEqual([PNG.length, 64])
})

test('[WD15] marks of the pen', () => {
  const plan = read(
    para(
      r(t('红'), '<w:color w:val="FF0000"/>'),
      r(t('深红'), '<w:color w:val="C00000"/>'),
      r(t('蓝'), '<w:color w:val="0000FF"/>'),
      r(t('点'), '<w:em w:val="dot"/>'),
      r(t('下'), '<w:vertAlign w:val="subscript"/>'),
      r(t('亮'), '<w:highlight w:val="green"/>'),
      r(t('删'), '<w:strike/>'),
      r(t('藏'), '<w:vanish/>'),
    ),
  )
  expect(
    find(plan.doc, 'text')
      .filter(({ text }) => '红深红蓝点下亮删'.includes(text ?? ''))
      .map(({ text, marks }) => [text, (marks ?? []).map(({ type }) => type).join()]),
  ).toEqual([
    ['红深红', 'redPen'],
    ['蓝', ''],
    ['点', 'emphasisDot'],
    ['下', 'subscript'],
    ['亮', 'highlight'],
    ['删', 'strike'],
  ])
  expect(goals(plan)).not.toContain('藏')
})

test('[WD16] rows keep the ids that our export wrote, even pasted into a foreign file; a copy gets its own', () => {
  const marked = (id: string) => `<w:bookmarkStart w:id="1" w:name="gy_row_${id}"/><w:bookmarkEnd w:id="1"/>`
  const cell = (id: string, text: string) => `<w:tc><w:tcPr/>${para(marked(id), r(t(text)))}</w:tc>`
  const plan = read(
    tbl(
      2,
      tr(tc('教师活动', { bold: true }), tc('学生活动', { bold: true })),
      tr(cell('abcdefgh12345678', '讲'), tc('听')),
      tr(cell('abcdefgh12345678', '再讲'), tc('再听')),
    ),
  )
  const ids = readLessonPlan(plan.doc).rows.map(({ rowId }) => rowId)
  expect(ids[0]).toBe('abcdefgh12345678')
  expect(ids[1]).toMatch(/^[0-9a-z]{16}$/)
  expect(ids[1]).not.toBe(ids[0])
})
