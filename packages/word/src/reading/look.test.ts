import { expect, test } from 'vitest'
import { tbl, tc, tr } from '../../test/ooxml.ts'
import { findAll, goals, para, r, readBody, rels, t, W } from '../../test/word-xml.ts'
import { symbolOf } from './symbols.ts'

const level = (at: number, format: string, text: string, more = '') =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`
const numbering = (inner: string) => ({
  'word/_rels/document.xml.rels': rels(['n', 'numbering', 'numbering.xml'], ['s', 'styles', 'styles.xml']),
  'word/numbering.xml': `<w:numbering ${W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">${inner}</w:numbering>`,
})
const item = (text: string, at = 0, num = 1) =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${num}"/></w:numPr></w:pPr>${r(t(text))}</w:p>`
const num = (id: number, abstract: number) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${abstract}"/></w:num>`
const abstract = (id: number, inner: string) => `<w:abstractNum w:abstractNumId="${id}">${inner}</w:abstractNum>`
/** Format and start of every list inside a cell, where lists stay lists. */
const lists = (body: string, parts: Record<string, string>) =>
  findAll(readBody(tbl(1, tr(tc(body))), parts).doc, 'orderedList').map(({ attrs }) => [
    attrs?.['format'],
    attrs?.['start'],
  ])

test('[WD13] a number of several levels shows the upper ones as their own levels do', () => {
  const two = level(0, 'chineseCounting', '%1、') + level(1, 'decimal', '%1.%2')
  const body = item('一') + item('甲') + item('甲一', 1)
  expect(lists(body, numbering(abstract(0, two) + num(1, 0)))).toEqual([
    ['{一}、', 1],
    ['二.{1}', 1],
  ])
  const legal = level(0, 'chineseCounting', '%1、') + level(1, 'decimal', '%1.%2', '<w:isLgl/>')
  expect(lists(body, numbering(abstract(0, legal) + num(1, 0)))[1]).toEqual(['2.{1}', 1])
  const bullets = level(0, 'bullet', '●') + level(1, 'decimal', '%1%2）')
  expect(lists(body, numbering(abstract(0, bullets) + num(1, 0)))[0]).toEqual(['{1}）', 1])
})
test('[WD13] a list whose look a list style lends keeps its numbers', () => {
  const lent = `<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="教案编号"/>${level(0, 'decimal', '（%1）')}</w:abstractNum>`
  const borrowing = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="教案编号"/></w:abstractNum>'
  expect(lists(item('甲') + item('乙'), numbering(lent + borrowing + num(1, 1) + num(2, 0)))).toEqual([['（{1}）', 1]])
  const byStyle = {
    ...numbering(abstract(0, level(0, 'decimal', '（%1）')) + borrowing + num(1, 1) + num(2, 0)),
    'word/styles.xml': `<w:styles ${W}><w:style w:type="numbering" w:styleId="教案编号"><w:name w:val="教案编号"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>`,
  }
  expect(lists(item('甲'), byStyle)).toEqual([['（{1}）', 1]])
})
test('[WD13] a level that never starts again goes on counting; a paragraph style stands on its own level', () => {
  const levels = level(0, 'decimal', '%1.') + level(1, 'decimal', '(%2)', '<w:lvlRestart w:val="0"/>')
  const body = item('一') + item('甲', 1) + item('二') + item('乙', 1)
  expect(lists(body, numbering(abstract(0, levels) + num(1, 0)))).toEqual([
    [null, 1],
    ['({1})', 1],
    ['({1})', 2],
  ])
  const styled = {
    ...numbering(
      abstract(0, level(0, 'decimal', '%1.') + level(1, 'decimal', '%1.%2', '<w:pStyle w:val="Sub"/>')) + num(1, 0),
    ),
    'word/styles.xml': `<w:styles ${W}><w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>`,
  }
  expect(lists(item('一') + `<w:p><w:pPr><w:pStyle w:val="Sub"/></w:pPr>${r(t('甲'))}</w:p>`, styled)).toEqual([
    [null, 1],
    ['1.{1}', 1],
  ])
})
test('[WD13] numbers and levels that no program counts do not carry the reader away', () => {
  const wild = `<w:lvl w:ilvl="4000000000"><w:start w:val="2000000000"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2"/></w:lvl>`
  const start = `<w:lvl w:ilvl="0"><w:start w:val="2000000000"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl>${level(1, 'constructor', '%1.%2')}`
  expect(lists(item('甲', 4e9) + item('乙', -5), numbering(abstract(0, wild) + num(1, 0))).length).toBeGreaterThan(0)
  expect(lists(item('甲') + item('乙', 1), numbering(abstract(0, start) + num(1, 0)))).toEqual([
    ['{i}.', 1],
    ['i.{1}', 1],
  ])
})
test('[WD13] a newer number format stands beside the one older programs know', () => {
  const newer =
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/></mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1)"/></w:lvl>'
  expect(lists(item('甲'), numbering(abstract(0, newer) + num(1, 0)))).toEqual([['{01})', 1]])
})

test('[WD11] signs of every symbol font Word ships; a code nobody knows is 〓 and listed, never a private character', () => {
  expect(
    [symbolOf('Webdings', 0xf061), symbolOf('Wingdings', 0xf04e), symbolOf('WINGDINGS 3', 0xf0c7)].join(''),
  ).not.toMatch(/[\uE000-\uF8FF〓]/)
  const plan = readBody(
    para(
      r(t('甲')),
      r('<w:sym w:font="某校自造" w:char="F0B7"/>'),
      r('<w:sym w:font="宋体" w:char="25CB"/>'),
      r('<w:sym w:font="Symbol" w:char="zzzz"/>'),
      r('<w:sym w:font="Arial" w:char="FFFFFFFF"/>'),
      r('<w:sym w:font="Arial" w:char="D800"/>'),
      r('<w:sym w:font="Arial" w:char="0001"/>'),
      r('<w:sym/>'),
    ),
  )
  expect(goals(plan)).toBe('甲〓○〓〓〓〓〓')
  expect(plan.report.unmapped.filter(({ where }) => where === '认不出的符号').map(({ text }) => text)).toEqual([
    '某校自造 F0B7',
    'Symbol zzzz',
    'Arial FFFFFFFF',
    'Arial D800',
    'Arial 0001',
    '',
  ])
})

const styles = `<w:styles ${W}>
<w:style w:type="paragraph" w:styleId="Pen"><w:name w:val="二次备课"/><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Pen2"><w:name w:val="二次备课续"/><w:basedOn w:val="Pen"/></w:style>
<w:style w:type="paragraph" w:styleId="Head"><w:name w:val="heading 2"/><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hide"><w:name w:val="藏"/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>`
const styled = { 'word/_rels/document.xml.rels': rels(['s', 'styles', 'styles.xml']), 'word/styles.xml': styles }
const inStyle = (style: string, ...inner: string[]) =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${inner.join('')}</w:p>`
test('[WD15] text of a paragraph style in red is written with the red pen; a run may take it back; a heading is a heading', () => {
  const plan = readBody(
    inStyle('Pen', r(t('红的')), r(t('黑的'), '<w:color w:val="auto"/>')) +
      inStyle('Pen2', r(t('也红'))) +
      inStyle('Head', r(t('教学反思'))),
    styled,
  )
  const marked = (text: string) =>
    (findAll(plan.doc, 'text').find((node) => node.text === text)?.marks ?? []).map(({ type }) => type).join()
  expect([marked('红的'), marked('黑的'), marked('也红'), marked('教学反思')]).toEqual(['redPen', '', 'redPen', ''])
})
test('[WD11] text hidden by its character style is hidden', () => {
  expect(goals(readBody(para(r(t('见')), r(t('不见'), '<w:rStyle w:val="Hide"/>')), styled))).toBe('见')
})
test('[WD11] pinyin in its own element is a mark; dots under characters in all their kinds are a mark', () => {
  const ruby = r(
    `<w:ruby><w:rubyPr/><w:rt>${r(t('lì'))}</w:rt><w:rubyBase>${r(t('丽'), '<w:em w:val="dot"/>')}</w:rubyBase></w:ruby>`,
  )
  const plan = readBody(
    para(
      ruby,
      r(t('甲'), '<w:em w:val="comma"/>'),
      r(t('乙'), '<w:em w:val="none"/>'),
      r(t('丙'), '<w:em w:val="underDot"/>'),
    ),
  )
  expect(goals(plan)).toBe('丽甲乙丙')
  const marks = (text: string) =>
    findAll(plan.doc, 'text')
      .find((node) => node.text === text)
      ?.marks?.map(({ type }) => type)
  expect(marks('丽')).toEqual(expect.arrayContaining(['ruby', 'emphasisDot']))
  expect([marks('甲'), marks('乙'), marks('丙')]).toEqual([['emphasisDot'], undefined, ['emphasisDot']])
})
test('[WD20] old horizontal merges, spans that lie, rows that begin late', () => {
  const cell = (properties: string, text: string) => `<w:tc><w:tcPr>${properties}</w:tcPr>${para(r(t(text)))}</w:tc>`
  const plan = readBody(
    tbl(
      3,
      tr(cell('<w:hMerge w:val="restart"/>', '宽'), cell('<w:hMerge/>', ''), cell('', '窄')),
      tr(cell('<w:gridSpan w:val="-3"/>', '甲'), cell('<w:gridSpan w:val="abc"/>', '乙'), cell('', '丙')),
      `<w:tr><w:trPr><w:gridBefore w:val="900000000"/></w:trPr>${cell('', '后')}</w:tr>`,
    ),
  )
  const spans = findAll(plan.doc, 'tableCell').map(({ attrs }) => attrs?.['colspan'])
  expect(spans).toEqual([2, 1, 1, 1, 1, 63, 1])
})
