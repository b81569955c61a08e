import type { DocJson } from '@gongyan/documents'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { ExportMeta } from './index.ts'
import { exportDocx, importDocx } from './index.ts'

const paragraph = (text: string): DocJson => ({
  type: 'paragraph',
  content: text === '' ? [] : [{ type: 'text', text }],
})
const cell = (text: string, attrs: Record<string, unknown> = {}): DocJson => ({
  type: 'tableCell',
  attrs,
  content: [paragraph(text)],
})
const head = (field: string): DocJson => ({ type: 'tableHeader', attrs: { field }, content: [paragraph(field)] })
const process = (fields: string[], ...rows: DocJson[][]): DocJson => ({
  type: 'table',
  attrs: { kind: 'process', period: null },
  content: [
    { type: 'tableRow', attrs: { rowId: 'headrow000000000' }, content: fields.map(head) },
    ...rows.map((content, index) => ({ type: 'tableRow', attrs: { rowId: `row${index}` }, content })),
  ],
})
const parts = (content: DocJson[], meta = {}) => {
  const files = unzipSync(
    exportDocx(
      { type: 'doc', content: [{ type: 'title', content: [{ type: 'text', text: '题目 <1> & "2"' }] }, ...content] },
      () => undefined,
      meta,
    ),
  )
  return (name: string) => (files[name] ? strFromU8(files[name]) : null)
}

test('[WD9] portrait as a rule, landscape for six columns with the assistant teacher', () => {
  const six = ['phase', 'minutes', 'teacher', 'assistant', 'students', 'resources']
  expect(
    parts([
      process(
        six,
        six.map(() => cell('')),
      ),
    ])('word/document.xml'),
  ).toContain('w:orient="landscape"')
  expect(parts([process(six.filter((field) => field !== 'assistant'))])('word/document.xml')).not.toContain('landscape')
})

test('[WD9] the head row repeats, short rows stay whole, long ones may split, merges are merges', () => {
  const xml =
    parts([
      process(
        ['phase', 'teacher', 'students'],
        [cell('一', { rowspan: 2 }), cell('合', { colspan: 2 })],
        [cell('讲'), cell('听'.repeat(900))],
      ),
    ])('word/document.xml') ?? ''
  const rows = xml.split('<w:tr>').slice(1)
  expect(rows[0]).toContain('<w:tblHeader/>')
  expect(rows.slice(1).join('')).not.toContain('<w:tblHeader/>')
  expect(rows[1]).toContain('<w:cantSplit/>')
  expect(rows[2]).not.toContain('<w:cantSplit/>')
  expect(rows[1]).toContain('<w:vMerge w:val="restart"/>')
  expect(rows[1]).toContain('<w:gridSpan w:val="2"/>')
  expect(rows[2]).toContain('<w:vMerge/>')
  expect(xml).toContain('<w:tblLayout w:type="fixed"/>')
  const grid = [...xml.matchAll(/<w:gridCol w:w="(\d+)"\/>/g)].reduce((sum, match) => sum + Number(match[1]), 0)
  expect(grid).toBe(11906 - 2 * 907)
})

test('[WD6] properties name the title and what the caller gives, and nothing else', () => {
  const read = parts([])
  expect(read('docProps/core.xml')).toContain('<dc:title>题目 &lt;1&gt; &amp; &quot;2&quot;</dc:title>')
  for (const word of ['creator', 'lastModifiedBy', 'created', 'modified', 'revision'])
    expect(read('docProps/core.xml')).not.toContain(word)
  expect(parts([], { authors: ['王老师', '李老师'], school: '河东小学' })('docProps/core.xml')).toContain(
    '<dc:creator>王老师、李老师</dc:creator>',
  )
  expect(parts([], { runningHead: '河东小学　2025学年' })('word/header1.xml')).toContain('河东小学　2025学年')
})

test('[WD9] every relationship has its part and every part its type', () => {
  const files = unzipSync(
    exportDocx({ type: 'doc', content: [paragraph('正文')] }, () => undefined, { runningHead: '页眉' }),
  )
  const types = strFromU8(files['[Content_Types].xml'] as Uint8Array)
  for (const [name, bytes] of Object.entries(files)) {
    if (!name.endsWith('.rels')) {
      expect(types.includes(`PartName="/${name}"`) || types.includes(`Extension="${name.split('.').at(-1)}"`)).toBe(
        true,
      )
      continue
    }
    const base = name.replace(/_rels\/[^/]+$/, '')
    for (const [, target] of strFromU8(bytes).matchAll(/Target="([^"]+)"/g))
      expect(Object.keys(files)).toContain(new URL(target as string, `http://x/${base}`).pathname.slice(1))
  }
})

test('[WD9] what XML cannot hold is left out and the rest is kept', () => {
  expect(parts([paragraph('前\u0000\u001f\ud800后')])('word/document.xml')).toContain('前后')
})

test('[WD9] a picture whose file is gone leaves its words', () => {
  expect(
    parts([{ type: 'paragraph', content: [{ type: 'image', attrs: { fileId: 'x', alt: '实验图' } }] }])(
      'word/document.xml',
    ),
  ).toContain('［图片：实验图］')
})

test('[WD9] ragged tables are written as rectangles', () => {
  const ragged: DocJson = {
    type: 'table',
    attrs: { kind: 'plain' },
    content: [
      { type: 'tableRow', attrs: { rowId: 'a' }, content: [cell('1', { rowspan: 9 }), cell('2', { colspan: 3 })] },
      { type: 'tableRow', attrs: { rowId: 'b' }, content: [] },
      { type: 'tableRow', attrs: { rowId: 'c' }, content: [cell('3')] },
    ],
  }
  const xml = parts([ragged])('word/document.xml') ?? ''
  const spans = xml
    .split('<w:tr>')
    .slice(1)
    .map((row) =>
      [...row.matchAll(/<w:tc>.*?<\/w:tcPr>/gs)].reduce(
        (sum, [properties]) => sum + Number(/gridSpan w:val="(\d+)"/.exec(properties)?.[1] ?? 1),
        0,
      ),
    )
  expect(spans).toEqual([4, 4, 4])
})

test('[WD50] every cell has a legal bookmark of its own, and an import tells once where each came from', () => {
  const long = 'r'.repeat(39)
  const table = process(
    ['phase', 'teacher', 'students'],
    [cell('导入'), cell('讲', { colspan: 2 })],
    [cell('练'), cell('看'), cell('做')],
  )
  const rows = table.content ?? []
  if (rows[2]) rows[2].attrs = { rowId: long }
  const file = exportDocx({ type: 'doc', content: [paragraph('正文'), table] }, () => undefined)
  const xml = strFromU8(unzipSync(file)['word/document.xml'] as Uint8Array)
  const names = [...xml.matchAll(/<w:bookmarkStart [^>]*w:name="([^"]*)"/g)].map((match) => match[1] ?? '')
  expect(names.every((name) => /^[A-Za-z]\w{0,39}$/.test(name))).toBe(true)
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
  expect(names).toContain('gy_c_row0_teacher')

  const copied = zipSync({
    ...unzipSync(file),
    'word/document.xml': strToU8(xml.replace(/<w:tr>(?:(?!<w:tr>).)*gy_c_row0_phase.*?<\/w:tr>/s, '$&$&')),
  })
  const result = importDocx(copied)
  if (!result.ok) throw new Error(result.refusal.code)
  const origins = result.value.cells.map(({ origin }) => `${origin.rowId}/${origin.columnId}`)
  expect(origins).toEqual(
    [
      ['headrow000000000/phase', 'headrow000000000/teacher', 'headrow000000000/students'],
      ['row0/phase', 'row0/teacher'],
      [`${long}/phase`, `${long}/teacher`, `${long}/students`],
    ].flat(),
  )
  expect(new Set(result.value.cells.map(({ rowId }) => rowId))).toEqual(new Set(['headrow000000000', 'row0', long]))
})

test('[WD52] without 二次备课 the plan is as it was: red writing is gone, what red struck out stands, the column waits for the pen', () => {
  const red = (text: string, ...more: string[]): DocJson => ({
    type: 'text',
    text,
    marks: [...more, 'redPen'].map((type) => ({ type })),
  })
  const table = process(['teacher', 'second'], [cell('讲'), cell('照片')])
  const line: DocJson = {
    type: 'paragraph',
    content: [{ type: 'text', text: '请' }, red('两组', 'strike'), red('三组'), { type: 'text', text: '上台' }],
  }
  const read = (meta: ExportMeta) => {
    const result = importDocx(exportDocx({ type: 'doc', content: [line, table] }, () => undefined, meta))
    if (!result.ok) throw new Error(result.refusal.code)
    return JSON.stringify(result.value.doc)
  }
  for (const word of ['两组', '三组', '照片', 'redPen']) expect(read({})).toContain(word)
  const before = read({ secondPrep: 'without' })
  expect(before).toContain('请两组上台')
  expect(before).toContain('second')
  for (const word of ['三组', '照片', 'redPen', 'strike']) expect(before).not.toContain(word)
})

test('[WD52] no part of the package tells a machine, a time or an account', () => {
  const doc: DocJson = { type: 'doc', content: [paragraph('正文'), process(['teacher'], [cell('讲')])] }
  const files = unzipSync(
    exportDocx(doc, () => undefined, { school: '河东小学', authors: ['甲'], runningHead: '页眉' }),
  )
  const all = Object.values(files)
    .map((bytes) => strFromU8(bytes))
    .join('\n')
  expect(all).not.toMatch(/\d{4}-\d{2}-\d{2}|w:rsid|lastModifiedBy|dcterms|<Template>|[0-9a-f]{8}-[0-9a-f]{4}-4/)
})

test('[WD9] a table wider than Word has columns, or of more places than any plan has, is written with all its words', () => {
  const row = (content: DocJson[]): DocJson => ({ type: 'tableRow', attrs: { rowId: null }, content })
  const huge = { colspan: 1e9, rowspan: 1e9 }
  for (const content of [
    [row(Array.from({ length: 200 }, (_, n) => cell(`宽${n}。`))), row([cell('下一行。')])],
    [
      row(Array.from({ length: 100 }, (_, n) => cell(`大${n}。`, huge))),
      ...Array.from({ length: 400 }, (_, n) => row([cell(`小${n}。`)])),
    ],
  ]) {
    const table = { type: 'table', attrs: { kind: 'plain' }, content }
    const file = unzipSync(exportDocx({ type: 'doc', content: [table] }, () => undefined))
    const xml = strFromU8(file['word/document.xml'] as Uint8Array)
    expect(xml.match(/<w:gridCol /g)?.length).toBeLessThanOrEqual(63)
    const words = [...xml.matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, text]) => text).join('')
    const lost = [...JSON.stringify(content).matchAll(/"text":"([^"]+)"/g)].filter(
      ([, text = '']) => !words.includes(text),
    )
    expect(lost).toEqual([])
  }
})
