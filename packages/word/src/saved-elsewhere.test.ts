import type { DocJson } from '@gongyan/documents'
import { lessonPlanSchema } from '@gongyan/documents'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { findAll } from '../test/word-xml.ts'
import { exportDocx, importDocx } from './index.ts'

const PART = 'word/document.xml'
const plan = (...content: DocJson[]): DocJson =>
  lessonPlanSchema
    .nodeFromJSON({
      type: 'doc',
      content: [
        { type: 'title', content: [{ type: 'text', text: '题目' }] },
        { type: 'header', content: [{ type: 'headerField', attrs: { key: 'subject' } }] },
        ...content,
      ],
    })
    .toJSON() as DocJson
/** The plan of an export whose body another program wrote anew. */
const reread = (doc: DocJson, rewrite: (xml: string) => string): DocJson => {
  const files = unzipSync(exportDocx(doc, () => undefined))
  const before = strFromU8(files[PART] as Uint8Array)
  const after = rewrite(before)
  if (after === before) throw new Error('nothing was rewritten')
  const result = importDocx(zipSync({ ...files, [PART]: strToU8(after) }))
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value.doc
}

test('[WD50] a formula of which LibreOffice left an empty run stands again, one that a person deleted does not', () => {
  const doc = plan({
    type: 'paragraph',
    content: [
      { type: 'text', text: '算' },
      { type: 'formula', attrs: { latex: '\\sqrt 2', display: false } },
      { type: 'text', text: '得' },
    ],
  })
  const formula = /<m:oMath>.*?<\/m:oMath>/
  expect(reread(doc, (xml) => xml.replace(formula, '<w:r><w:rPr><w:kern w:val="0"/></w:rPr></w:r>'))).toEqual(doc)
  expect(
    findAll(
      reread(doc, (xml) => xml.replace(formula, '')),
      'formula',
    ),
  ).toEqual([])
  const written = reread(doc, (xml) => xml.replace(formula, '<w:r></w:r><w:r><w:t>二</w:t></w:r>'))
  expect(findAll(written, 'formula')).toEqual([])

  const formulaOf = (latex: string): DocJson => ({ type: 'formula', attrs: { latex, display: false } })
  const two = plan({ type: 'paragraph', content: [formulaOf('x^2'), formulaOf('\\sqrt 2')] })
  // The second begins before the bookmark of the first ends.
  const overlapping = (xml: string) =>
    xml.replace(
      /<m:oMath>.*?<\/m:oMath>(<w:bookmarkEnd [^>]*>)(<w:bookmarkStart [^>]*>)<m:oMath>.*?<\/m:oMath>/,
      '<w:r></w:r>$2$1<w:r></w:r>',
    )
  expect(reread(two, overlapping)).toEqual(two)
})

test('[WD50] of two links that touch, the second goes on where LibreOffice ended it early; one taken away stays so', () => {
  const linked = (text: string, href: string): DocJson => ({
    type: 'text',
    text,
    marks: [{ type: 'link', attrs: { href } }],
  })
  const doc = plan({
    type: 'paragraph',
    content: [linked('甲', 'https://a.example.cn/'), linked('乙（5分钟）', 'https://b.example.cn/')],
  })
  const link = /(<w:hyperlink(?:(?!<w:hyperlink).)*<w:t [^>]*>乙)（5分钟）(<\/w:t><\/w:r><\/w:hyperlink>)/
  const runs = (style: string) =>
    `$1$2<w:r>${style}<w:t>（</w:t></w:r><w:bookmarkStart w:id="900" w:name="x"/><w:r>${style}<w:t>5分钟）</w:t></w:r>`
  expect(reread(doc, (xml) => xml.replace(link, runs('<w:rPr><w:rStyle w:val="InternetLink"/></w:rPr>')))).toEqual(doc)
  const bare = reread(doc, (xml) => xml.replace(link, runs('')))
  expect(findAll(bare, 'text').at(-1)).toEqual({ type: 'text', text: '（5分钟）' })
})

test('[WD50] what LibreOffice takes into a link without the look of one is none, unless nothing in it has that look', () => {
  const linked: DocJson = {
    type: 'text',
    text: '甲',
    marks: [{ type: 'link', attrs: { href: 'https://a.example.cn/' } }],
  }
  const doc = plan({ type: 'paragraph', content: [linked, { type: 'text', text: '乙' }] })
  const stretched = (xml: string) =>
    xml.replace(/(<w:t [^>]*>甲<\/w:t><\/w:r>)(<\/w:hyperlink>)(<w:r><w:t [^>]*>乙<\/w:t><\/w:r>)/, '$1$3$2')
  expect(reread(doc, stretched)).toEqual(doc)
  const plain = reread(doc, (xml) => stretched(xml).replace('<w:rStyle w:val="Hyperlink"/>', ''))
  expect(findAll(plain, 'text').at(-1)).toEqual({ ...linked, text: '甲乙' })
})

test('[WD50] a column boundary that a program rounded to two is one; a column that a person added counts', () => {
  const cell = (text: string, colspan = 1): DocJson => ({
    type: 'tableCell',
    attrs: { colspan },
    content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
  })
  const row = (rowId: string, ...content: DocJson[]): DocJson => ({ type: 'tableRow', attrs: { rowId }, content })
  const doc = plan({
    type: 'table',
    attrs: { kind: 'plain' },
    content: [row('row1', cell('一'), cell('二'), cell('三')), row('row2', cell('四', 2), cell('五'))],
  })
  /** The second column in two, the first of them so wide; its cells reach over both. */
  const split = (first: number) => (xml: string) => {
    const [before = '', table = ''] = xml.split(/(?=<w:tbl><w:tblPr><w:tblStyle w:val="GyTable")/)
    const widths = [...table.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(([, width]) => Number(width))
    const [one = 0, two = 0, three = 0] = widths
    const columns = [one, first, two - first, three].map((width) => `<w:gridCol w:w="${width}"/>`).join('')
    const cells = table.split(/(?=<w:tc>)/).map((part) => {
      if (part.includes('二')) return part.replace('</w:tcPr>', '<w:gridSpan w:val="2"/></w:tcPr>')
      return part.replace('<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="3"/>')
    })
    return before + cells.join('').replace(/<w:tblGrid>.*?<\/w:tblGrid>/, `<w:tblGrid>${columns}</w:tblGrid>`)
  }
  const spansOf = (read: DocJson) => findAll(read, 'tableCell').map(({ attrs }) => attrs?.['colspan'])
  expect(spansOf(reread(doc, split(1)))).toEqual([1, 1, 1, 2, 1])
  expect(spansOf(reread(doc, split(400)))[1]).toBe(2)
})
