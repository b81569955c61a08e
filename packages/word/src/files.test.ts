import type { DocJson } from '@gongyan/documents'
import { lessonPlanSchema } from '@gongyan/documents'
import fc from 'fast-check'
import { strFromU8, strToU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { back, formOf } from '../test/forms/filled.ts'
import { docx, p, tbl, tc, tr } from '../test/ooxml.ts'
import { findAll, para, r, rels, t } from '../test/word-xml.ts'
import { importDocx, writeDocx, writeForm } from './index.ts'
import { packFile, unpackFile } from './ole/package.ts'

const file = (fileId: string, name: string, mediaType: string, more: object = {}): DocJson => ({
  type: 'attachment',
  attrs: { fileId, name, mediaType },
  ...more,
})
const planWith = (...content: DocJson[]): DocJson =>
  lessonPlanSchema
    .nodeFromJSON({
      type: 'doc',
      content: [
        { type: 'title', content: [{ type: 'text', text: '秋天' }] },
        { type: 'header', content: [{ type: 'headerField', attrs: { key: 'subject' } }] },
        { type: 'heading', attrs: { level: 2, section: 'homework' }, content: [{ type: 'text', text: '作业' }] },
        { type: 'paragraph', content },
      ],
    })
    .toJSON() as DocJson
const bytesOf = (size: number, seed: number) => Uint8Array.from({ length: size }, (_, at) => (at * 17 + seed) & 255)

test('[WD82] files that are no pictures go along as objects, and come back with name, kind, marks and every byte', () => {
  const files = new Map([
    ['a', { bytes: bytesOf(70_000, 1), mediaType: 'application/pdf' }],
    ['b', { bytes: bytesOf(9, 2), mediaType: 'audio/mpeg' }],
  ])
  const doc = planWith(
    { type: 'text', text: '听' },
    file('a', '学习单（第1课时）.pdf', 'application/pdf'),
    file('b', '朗读“春晓”.mp3', 'audio/mpeg', { marks: [{ type: 'redPen' }] }),
    file('a', '学习单（第1课时）.pdf', 'application/pdf'),
  )
  const { bytes, named } = writeDocx(doc, (id) => files.get(id), { files: 'embedded' })
  expect(named).toEqual([])
  const parts = unzipSync(bytes)
  expect(Object.keys(parts).filter((name) => name.startsWith('word/embeddings/'))).toHaveLength(2)
  expect(strFromU8(parts['[Content_Types].xml'] as Uint8Array)).toContain(
    'Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"',
  )
  const again = importDocx(bytes)
  if (!again.ok) throw new Error(again.refusal.code)
  const { doc: read, media } = again.value
  const named2 = new Map(media.map(({ key, name, bytes: content }) => [key, { name, content }]))
  const nodes = findAll(read, 'attachment')
  expect(nodes.map(({ attrs, marks }) => [attrs?.['name'], attrs?.['mediaType'], marks])).toEqual([
    ['学习单（第1课时）.pdf', 'application/pdf', undefined],
    ['朗读“春晓”.mp3', 'audio/mpeg', [{ type: 'redPen' }]],
    ['学习单（第1课时）.pdf', 'application/pdf', undefined],
  ])
  for (const [index, id] of ['a', 'b', 'a'].entries()) {
    const found = named2.get(String(nodes[index]?.attrs?.['fileId']))
    expect(Buffer.from(found?.content ?? []).equals(files.get(id)?.bytes ?? new Uint8Array(1))).toBe(true)
  }
  expect(findAll(read, 'image')).toEqual([])
})

test('[WD82] what is too large is named, in the text and to whoever asked; in a book and unless told, names go along', () => {
  const files = new Map([['a', { bytes: new Uint8Array(30_000_001), mediaType: 'video/mp4' }]])
  const doc = planWith(file('a', '课堂.mp4', 'video/mp4'))
  const { bytes, named } = writeDocx(doc, (id) => files.get(id), { files: 'embedded' })
  expect(named).toEqual(['课堂.mp4'])
  expect(strFromU8(unzipSync(bytes)['word/document.xml'] as Uint8Array)).toContain('课堂.mp4')
  const small = () => ({ bytes: bytesOf(9, 1), mediaType: 'video/mp4' })
  expect(writeDocx(doc, small).named).toEqual(['课堂.mp4'])
})

test('[WD82] a packed file of another program is the file, without the icon that stood for it', () => {
  const object = `<w:object><v:shape id="s1" style="width:60pt;height:40pt"><v:imagedata r:id="i"/></v:shape><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" ProgID="Package" ShapeID="s1" DrawAspect="Icon" ObjectID="_1" r:id="o"/></w:object>`
  const emf = new Uint8Array(100)
  emf.set([0x20, 0x45, 0x4d, 0x46], 40)
  const packed = packFile({ name: '练习.pdf', bytes: strToU8('%PDF-1.7 x') })
  const read = (bin: Uint8Array) => {
    const result = importDocx(
      docx(p('《测试》教案') + p('教学反思', { bold: true }) + para(r(t('见')), r(object)), {
        parts: {
          'word/_rels/document.xml.rels': rels(['i', 'image', 'media/i.emf'], ['o', 'oleObject', 'embeddings/o.bin']),
          'word/media/i.emf': emf,
          'word/embeddings/o.bin': bin,
        },
      }),
    )
    if (!result.ok) throw new Error(result.refusal.code)
    return result.value
  }
  const { doc, media } = read(packed)
  expect(findAll(doc, 'attachment').map(({ attrs }) => attrs?.['name'])).toEqual(['练习.pdf'])
  expect(media.map(({ name, bytes }) => [name, strFromU8(bytes)])).toEqual([['练习.pdf', '%PDF-1.7 x']])
  // What cannot be unpacked stays as it is, with the picture that stands for it.
  expect(findAll(read(packed.subarray(0, 700)).doc, 'attachment').map(({ attrs }) => attrs?.['name'])).toEqual([
    '图片2.emf',
    '嵌入文件1.bin',
  ])
})

test('[WD82] names lead to no place, and broken objects to no file and no error', () => {
  const names = ['..\\..\\autoexec.bat', '/etc/passwd', 'a\u202egnp.exe', '', '课件'.repeat(200)]
  for (const name of names) {
    const found = unpackFile(packFile({ name, bytes: bytesOf(40, 1) }))
    expect(found?.name).not.toMatch(/[\\/\u202e]|^\.|^$/)
    expect(found?.bytes).toEqual(bytesOf(40, 1))
  }
  const whole = packFile({ name: '教案.pdf', bytes: bytesOf(6_000, 3) })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(whole.length),
      (flips, cut) => {
        const broken = whole.slice(0, cut % 3 === 0 ? cut : whole.length)
        for (const [at, byte] of flips) if (at < broken.length) broken[at] = byte
        unpackFile(broken)
      },
    ),
    { numRuns: 500 },
  )
})

test('[WD82] files go along in a school’s form too, and one that does not is listed', () => {
  const form = docx(tbl(2, tr(tc('课题'), tc('')), tr(tc('作业'), tc(''))))
  const doc = planWith(file('a', '学习单.pdf', 'application/pdf'))
  const write = (source: () => { bytes: Uint8Array; mediaType: string } | undefined) => {
    const written = writeForm(form, formOf(form), doc, source)
    if (!written.ok) throw new Error(written.refusal.code)
    return written.value
  }
  const whole = write(() => ({ bytes: bytesOf(100, 5), mediaType: 'application/pdf' }))
  expect(whole.left.filter(({ kind }) => kind === 'file')).toEqual([])
  const { doc: read, media } = back(whole.bytes)
  expect(findAll(read, 'attachment').map(({ attrs }) => attrs?.['name'])).toEqual(['学习单.pdf'])
  expect(media.map(({ bytes }) => [...bytes])).toEqual([[...bytesOf(100, 5)]])
  expect(write(() => undefined).left).toMatchObject([{ kind: 'file', label: '学习单.pdf' }])
})
