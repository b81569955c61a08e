import type { DocJson } from '@gongyan/documents'
import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { createBook, exportDocx } from './index.ts'
import type { StoredMedia } from './index.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const text = (words: string): DocJson => ({ type: 'text', text: words })
const paragraph = (...content: DocJson[]): DocJson => ({ type: 'paragraph', content })
const list = (...items: string[]): DocJson => ({
  type: 'orderedList',
  attrs: { start: 1, format: null },
  content: items.map((item) => ({ type: 'listItem', content: [paragraph(text(item))] })),
})
const picture: DocJson = { type: 'image', attrs: { fileId: 'f1', width: 20, height: 20 } }
const table = (fields: readonly string[]): DocJson => ({
  type: 'table',
  attrs: { kind: 'process', period: null },
  content: [
    {
      type: 'tableRow',
      attrs: { rowId: 'row0' },
      content: fields.map((field) => ({ type: 'tableHeader', attrs: { field }, content: [paragraph(text(field))] })),
    },
  ],
})
const plan = (title: string, ...content: DocJson[]): DocJson => ({
  type: 'doc',
  content: [{ type: 'title', content: [text(title)] }, ...content],
})
const WIDE = ['phase', 'minutes', 'teacher', 'assistant', 'students', 'resources']
const media = new Map<string, StoredMedia>([['f1', { bytes: PIXEL, mediaType: 'image/png' }]])

async function aBook(...plans: DocJson[]) {
  const book = createBook()
  const marks = plans.map((each) => book.add(each, media))
  const bytes = await book.bytes({ title: '书 <1>', front: '<w:p><w:r><w:t>目录</w:t></w:r></w:p>' })
  const files = unzipSync(bytes)
  const part = (name: string) => strFromU8(files[name] ?? new Uint8Array())
  return { marks, files, part, xml: part('word/document.xml') }
}
const all = (xml: string, pattern: RegExp) => [...xml.matchAll(pattern)].map(([, found]) => found ?? '')

test('[WD55] plans stand one after the other behind what is in front, each with a bookmark of its own', async () => {
  const { marks, xml, part } = await aBook(plan('甲', paragraph(text('甲文'))), plan('乙', paragraph(text('乙文'))))
  expect(marks).toEqual(['gy_plan_1', 'gy_plan_2'])
  const places = ['目录', 'gy_plan_1', '>甲<', '甲文', 'gy_plan_2', '>乙<', '乙文'].map((each) => xml.indexOf(each))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places[0]).toBeGreaterThan(0)
  expect(part('docProps/core.xml')).toContain('<dc:title>书 &lt;1&gt;</dc:title>')
})

test('[WD55] each plan has its own section, on its side where that plan alone would be', async () => {
  const narrow = plan('甲', paragraph(text('甲文')))
  const wide = plan('乙', table(WIDE))
  for (const [plans, sides] of [
    [
      [narrow, wide, narrow],
      [false, false, true, false],
    ],
    [
      [wide, narrow, wide],
      [false, true, false, true],
    ],
  ] as const) {
    const { xml } = await aBook(...plans)
    // The first section is what stands in front.
    expect(all(xml, /(<w:sectPr>.*?<\/w:sectPr>)/g).map((each) => each.includes('landscape'))).toEqual(sides)
  }
})

test('[WD55] bookmarks, drawings and lists are numbered through, and a picture of several plans is one part', async () => {
  const same = plan('甲', list('一', '二'), paragraph(picture), table(WIDE))
  const { xml, part, files } = await aBook(same, same, same)
  for (const ids of [
    all(xml, /<w:bookmarkStart w:id="(\d+)"/g),
    all(xml, /<w:bookmarkStart w:id="\d+" w:name="([^"]+)"/g).map((name) => name.toLowerCase()),
    all(xml, /<wp:docPr id="(\d+)"/g),
  ]) {
    expect(ids.length).toBeGreaterThan(2)
    expect(new Set(ids).size).toBe(ids.length)
  }
  expect(new Set(all(xml, /<w:numId w:val="(\d+)"/g)).size).toBe(3)
  expect(all(part('word/numbering.xml'), /<w:num w:numId="(\d+)"/g)).toEqual(['1', '2', '3'])
  expect(Object.keys(files).filter((name) => name.startsWith('word/media/'))).toEqual(['word/media/image1.png'])
  expect(new Set(all(xml, /r:embed="(\w+)"/g)).size).toBe(1)
})

test('[WD55] every part is well formed, is named among the types, and every relationship leads to one', async () => {
  const { files, part } = await aBook(
    plan('甲 & <乙>', list('一'), paragraph(picture)),
    plan('', table(WIDE)),
    plan('丙'),
  )
  const types = part('[Content_Types].xml')
  for (const name of Object.keys(files)) {
    if (!name.endsWith('.xml') && !name.endsWith('.rels')) continue
    const parser = new SaxesParser({ xmlns: true })
    parser.on('error', (error) => {
      throw new Error(`${name}: ${error.message}`)
    })
    parser.write(part(name)).close()
  }
  for (const name of all(types, /PartName="\/([^"]+)"/g)) expect(Object.keys(files)).toContain(name)
  for (const target of all(part('word/_rels/document.xml.rels'), /Target="([^"]+)"/g))
    expect(Object.keys(files)).toContain(`word/${target}`)
})

test('[WD55] a book carries no notes by which it would be read back as one plan', async () => {
  const { files } = await aBook(plan('甲', table(WIDE)))
  expect(Object.keys(files).filter((name) => name.startsWith('customXml'))).toEqual([])
  expect(Object.keys(unzipSync(exportDocx(plan('甲'), () => undefined)))).toContain('customXml/item1.xml')
})

test('[WD55] equal plans give equal bytes, and work that is given up ends', async () => {
  const make = async (signal?: AbortSignal) => {
    const book = createBook()
    for (const title of ['甲', '乙', '丙']) book.add(plan(title, list('一')), media)
    return Buffer.from(await book.bytes({ title: '书', front: '' }, signal)).toString('hex')
  }
  expect(await make()).toBe(await make())
  await expect(make(AbortSignal.abort())).rejects.toThrow('abort')
})
