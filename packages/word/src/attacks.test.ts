import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { planText } from '../test/plan-text.ts'
import { missingPieces, visibleParagraphs } from '../test/visible-text.ts'
import { docx, p, tbl, tc, tr } from '../test/ooxml.ts'
import { DEFAULT_LIMITS, exportDocx, importDocx, importDocxInWorker } from './index.ts'
import type { ImportLimits } from './index.ts'

const LIMITS: ImportLimits = { ...DEFAULT_LIMITS, unpackedBytes: 40_000_000, seconds: 20, memoryMb: 256 }
const sample = () =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/samples/science-g5-two-periods.docx')))

const refusalOf = async (bytes: Uint8Array, limits: ImportLimits = LIMITS): Promise<string> => {
  const result = await importDocxInWorker(bytes, limits)
  return result.ok ? 'ok' : result.refusal.code
}
/** Overwrites a field of every central directory entry whose name matches. */
function forge(zip: Uint8Array, name: string, offset: number, value: number): Uint8Array {
  const out = zip.slice()
  const view = new DataView(out.buffer)
  for (let at = 0; at + 46 < out.length; at++)
    if (
      view.getUint32(at, true) === 0x02014b50 &&
      new TextDecoder().decode(out.subarray(at + 46, at + 46 + view.getUint16(at + 28, true))) === name
    )
      view.setUint32(at + offset, value, true)
  return out
}
const bomb = (megabytes: number) =>
  docx('', { parts: { 'word/document.xml': new Uint8Array(megabytes * 1_000_000).fill(32) } })

test('[WD3] a healthy file is read in the worker', async () => {
  const result = await importDocxInWorker(sample(), LIMITS)
  expect(result.ok && result.value.report.counts.tables).toBe(4)
  expect(result.ok && result.value.media.every(({ bytes }) => bytes.length > 1000)).toBe(true)
})

test('[WD2] a bomb that tells its size is refused before it is unpacked', async () => {
  expect(await refusalOf(bomb(200))).toBe('word/unpacked-too-large')
})
test('[WD2] a bomb that lies about its size is stopped while it unpacks', async () => {
  const lying = forge(bomb(200), 'word/document.xml', 24, 1000)
  expect(lying.length).toBeLessThan(400_000)
  expect(await refusalOf(lying)).toBe('word/unpacked-too-large')
})
test('[WD2] parts together may not exceed the limit either', async () => {
  const big = new Uint8Array(15_000_000).fill(32)
  const rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${['styles', 'numbering', 'comments'].map((type) => `<Relationship Id="${type}" Type="http://x/${type}" Target="${type}.xml"/>`).join('')}</Relationships>`
  const filler = (name: string) =>
    strToU8(
      `<w:${name} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${new TextDecoder().decode(big)}</w:${name}>`,
    )
  let bytes = docx(p('教案'), {
    parts: {
      'word/_rels/document.xml.rels': rels,
      'word/styles.xml': filler('styles'),
      'word/numbering.xml': filler('numbering'),
      'word/comments.xml': filler('comments'),
    },
  })
  for (const name of ['word/styles.xml', 'word/numbering.xml', 'word/comments.xml'])
    bytes = forge(bytes, name, 24, 1000)
  expect(await refusalOf(bytes)).toBe('word/unpacked-too-large')
})
test('[WD2] a zip inside a zip is a part like any other and is never opened', async () => {
  expect(await refusalOf(docx(p('教案'), { parts: { 'word/embeddings/inner.zip': bomb(30) } }))).toBe('ok')
})
test('[WD2] too many parts', async () => {
  const parts = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x/${index}`, 'x']))
  expect(await refusalOf(docx(p('教案'), { parts }))).toBe('word/too-many-parts')
})
test('[WD2] a 60 MB file is refused before anything is read', async () => {
  expect(await refusalOf(new Uint8Array(60_000_000))).toBe('word/too-large')
})

test.each([
  ['internal entities', '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'],
  ['an external file', '<!DOCTYPE d SYSTEM "file:///etc/passwd">'],
  ['an external host', '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]>'],
])('[WD1] a DTD with %s', async (_, doctype) => {
  const body = `<?xml version="1.0"?>${doctype}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>教案</w:t></w:r></w:p></w:body></w:document>`
  expect(await refusalOf(docx('', { parts: { 'word/document.xml': body } }))).toBe('word/has-dtd')
  expect(await refusalOf(docx(p('教案'), { parts: { '_rels/.rels': `${doctype}<Relationships/>` } }))).toBe(
    'word/has-dtd',
  )
})

test.each([0.1, 0.5, 0.9, 0.99, 0.999])('[WD3] a file cut off at %f', async (share) => {
  const bytes = sample()
  expect(await refusalOf(bytes.slice(0, Math.floor(bytes.length * share)))).toBe('word/damaged')
})
test('[WD3] flipped bits never crash the reader, and the text it gives is the text that was written', () => {
  const bytes = sample()
  const pieces = visibleParagraphs(bytes)
  const codes = new Map<string, number>()
  for (let index = 0; index < 200; index++) {
    const broken = bytes.slice()
    const at = (index * 7919) % broken.length
    broken[at] = (broken[at] ?? 0) ^ (1 << (index % 8))
    const result = importDocx(broken, { limits: LIMITS })
    const code = result.ok ? 'ok' : result.refusal.code
    codes.set(code, (codes.get(code) ?? 0) + 1)
    if (result.ok) expect(missingPieces(pieces, planText(result.value.doc))).toEqual([])
  }
  console.log('200 flipped bits:', Object.fromEntries(codes))
  expect(codes.get('word/damaged') ?? 0).toBeGreaterThan(50)
})

test('[WD3] what is no .docx says what it is', async () => {
  const png = sample().slice(0, 0)
  expect(await refusalOf(png)).toBe('word/empty')
  expect(await refusalOf(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]))).toBe('word/not-a-docx')
  const ole = new Uint8Array(4096)
  ole.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  expect(await refusalOf(ole)).toBe('word/old-format')
  ole.set(strToU8([...'EncryptedPackage'].join('\0'), true), 1024)
  expect(await refusalOf(ole)).toBe('word/encrypted')
  expect(await refusalOf(zipSync({ 'hello.txt': strToU8('hello') }))).toBe('word/not-a-docx')
  expect(await refusalOf(docx('<w:p/>'))).toBe('word/empty')
  expect(await refusalOf(docx('', { parts: { 'word/document.xml': '<w:document' } }))).toBe('word/damaged')
  const flagged = docx(p('教案'))
  for (let at = 0; at + 10 < flagged.length; at++)
    if (new DataView(flagged.buffer).getUint32(at, true) === 0x02014b50) flagged[at + 8] = 1
  expect(await refusalOf(flagged)).toBe('word/encrypted')
})

test('[WD3] nesting beyond any document is refused; deep but possible nesting is read', async () => {
  const deep = (levels: number) =>
    docx(`${'<w:tbl><w:tr><w:tc>'.repeat(levels)}${p('底')}${'</w:tc></w:tr></w:tbl>'.repeat(levels)}`)
  expect(await refusalOf(deep(20))).toBe('ok')
  expect(await refusalOf(deep(5000))).toBe('word/damaged')
  expect(await refusalOf(docx(`${'<w:ins>'.repeat(100_000)}${p('底')}${'</w:ins>'.repeat(100_000)}`))).toBe(
    'word/damaged',
  )
})
test('[WD2] a hundred thousand cells are refused, in one table, in many, or told by spans', async () => {
  const row = tr(...Array.from({ length: 50 }, () => tc('格')))
  const rows = (count: number) => Array.from({ length: count }, () => row)
  expect(await refusalOf(docx(p('教案') + tbl(50, ...rows(2000))), DEFAULT_LIMITS)).toBe('word/too-many-cells')
  expect(await refusalOf(docx(p('教案') + tbl(50, ...rows(20)).repeat(100)), DEFAULT_LIMITS)).toBe(
    'word/too-many-cells',
  )
  // One wide row makes every row of the table as wide, in the browser too.
  const narrow = Array.from({ length: 2000 }, () => tr(tc('窄')))
  for (const rowsOfBoth of [
    [row, ...narrow],
    [...narrow, row],
  ])
    expect(await refusalOf(docx(p('教案') + tbl(50, ...rowsOfBoth)), DEFAULT_LIMITS)).toBe('word/too-many-cells')
  expect(await refusalOf(docx(p('教案') + tbl(50, ...rows(300))), DEFAULT_LIMITS)).toBe('ok')
}, 60_000)
test('[WD2] text out of all proportion is refused', async () => {
  expect(await refusalOf(docx(p('字'.repeat(1_000_001))), DEFAULT_LIMITS)).toBe('word/too-long')
  expect(await refusalOf(docx('<w:p/>'.repeat(50_001)), DEFAULT_LIMITS)).toBe('word/too-long')
  expect(await refusalOf(docx(p('字'.repeat(200_000))), DEFAULT_LIMITS)).toBe('ok')
}, 60_000)
test('[WD3] spans and counts out of all proportion', async () => {
  const wide = tbl(2, tr(`<w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr>${p('宽')}</w:tc>`, tc('窄')))
  const before = `<w:tbl><w:tr><w:trPr><w:gridBefore w:val="900000000"/></w:trPr>${tc('后')}</w:tr></w:tbl>`
  expect(await refusalOf(docx(p('教案') + wide + before))).toBe('ok')
})
test('[WD3] time and memory are refusals, and the process lives on', async () => {
  const row = tr(...Array.from({ length: 50 }, () => tc('格')))
  const big = docx(p('教案') + tbl(50, ...Array.from({ length: 1500 }, () => row)))
  expect(await refusalOf(big, { ...LIMITS, seconds: 0.05 })).toBe('word/timeout')
  expect(await refusalOf(big, { ...LIMITS, memoryMb: 24 })).toBe('word/out-of-memory')
})
test('[WD3] an aborted import ends at once', async () => {
  const abort = new AbortController()
  const running = importDocxInWorker(sample(), LIMITS, { signal: abort.signal })
  abort.abort(new Error('gone'))
  await expect(running).rejects.toThrow('gone')
})

test('[WD4] names that climb out of the package and external targets are only names', async () => {
  const rels =
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://x/image" Target="../../../../etc/passwd"/><Relationship Id="rId8" Type="http://x/image" Target="http://127.0.0.1:9/tracker.png" TargetMode="External"/><Relationship Id="rId7" Type="http://x/hyperlink" Target="javascript:alert(1)" TargetMode="External"/></Relationships>'
  const picture = (id: string) =>
    `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:docPr id="1" name="x" descr="外链图"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:${id === 'rId8' ? 'link' : 'embed'}="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
  const link = '<w:p><w:hyperlink r:id="rId7"><w:r><w:t>点我</w:t></w:r></w:hyperlink></w:p>'
  const result = await importDocxInWorker(
    docx(p('教案') + picture('rId9') + picture('rId8') + link, {
      parts: { 'word/_rels/document.xml.rels': rels, '../../../tmp/evil': 'x', '/abs/evil': 'x' },
    }),
    LIMITS,
  )
  if (!result.ok) throw new Error(result.refusal.code)
  expect(result.value.media).toEqual([])
  expect(JSON.stringify(result.value.doc)).not.toContain('javascript')
  expect(JSON.stringify(result.value.doc)).toContain('［图片：外链图］')
  expect(result.value.report.unmapped).toContainEqual(
    expect.objectContaining({ text: 'http://127.0.0.1:9/tracker.png', where: '未随文件保存的图片' }),
  )
})
test('[WD4] a picture is what its bytes say, not its name', async () => {
  const rels =
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://x/image" Target="media/a.png"/></Relationships>'
  const picture =
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
  const result = await importDocxInWorker(
    docx(p('教案') + picture, {
      parts: { 'word/_rels/document.xml.rels': rels, 'word/media/a.png': '<svg onload="alert(1)"/>' },
    }),
    LIMITS,
  )
  if (!result.ok) throw new Error(result.refusal.code)
  expect(result.value.media[0]?.mediaType).toBe('application/octet-stream')
  expect(JSON.stringify(result.value.doc)).toContain('"attachment"')
})

test('[WD3] nothing that no database takes is in a plan, whatever part of a file it comes from', () => {
  const isHeld = (value: unknown) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value))
  const own = exportDocx(
    {
      type: 'doc',
      content: [
        { type: 'title', content: [{ type: 'text', text: '分数' }] },
        { type: 'paragraph', content: [{ type: 'formula', attrs: { latex: 'x+1', display: false } }] },
      ],
    },
    () => undefined,
  )
  const parts = unzipSync(own)
  const notes = strFromU8(parts['customXml/item1.xml'] ?? new Uint8Array())
  expect(notes).toContain('x+1')
  const forged = zipSync({
    ...parts,
    'customXml/item1.xml': strToU8(
      notes.replaceAll('&quot;latex&quot;:&quot;', '&quot;latex&quot;:&quot;\\u0000\\ud800'),
    ),
  })
  const chunk = docx('<w:altChunk r:id="c"/>', {
    parts: {
      'word/_rels/document.xml.rels':
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="c" Type="http://x/aFChunk" Target="c.txt"/></Relationships>',
      'word/c.txt': strToU8(`${'一句话\n'.repeat(600)}后面\u0000的话\n\u0000\n`),
    },
  })
  for (const bytes of [forged, chunk]) {
    const result = importDocx(bytes)
    if (!result.ok) throw new Error(result.refusal.code)
    expect(isHeld([result.value.doc, result.value.plans, result.value.report])).toBe(true)
  }
})
