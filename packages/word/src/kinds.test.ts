import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { encryptedDocx } from '../test/encrypted.ts'
import { docx, p } from '../test/ooxml.ts'
import { importDocx } from './index.ts'
import { readCfb, writeCfb } from './ole/cfb.ts'

const codeOf = (bytes: Uint8Array): string => {
  const result = importDocx(bytes)
  return result.ok ? 'ok' : result.refusal.code
}
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'
/** A package of another program of Office. */
const packageOf = (part: string, type: string, root: string) =>
  zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}" Target="${part}"/></Relationships>`,
    ),
    [part]: strToU8(root),
  })
const ole = (...names: string[]) => writeCfb(names.map((name) => ({ name, bytes: new Uint8Array(5_000).fill(7) })))
const lock = (size: number): Uint8Array => {
  const bytes = new Uint8Array(size)
  const name = strToU8('wanglaoshi')
  bytes[0] = name.length
  bytes.set(name, 1)
  bytes[55] = name.length
  return bytes
}
const opened = (type: string) =>
  zipSync({
    mimetype: [strToU8(`application/vnd.oasis.opendocument.${type}`), { level: 0 }],
    'content.xml': strToU8('<x/>'),
  })

test.each([
  ['a .docx behind a password', encryptedDocx(docx(p('教案')), 'gongyan'), 'word/encrypted'],
  ['a Word 97 file', ole('WordDocument', '1Table'), 'word/old-format'],
  ['an old spreadsheet', ole('Workbook'), 'word/spreadsheet'],
  ['old slides', ole('PowerPoint Document', 'Current User'), 'word/slides'],
  [
    'an .xlsx',
    packageOf(
      'xl/workbook.xml',
      'spreadsheetml.sheet',
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
    ),
    'word/spreadsheet',
  ],
  [
    'a .pptx',
    packageOf(
      'ppt/presentation.xml',
      'presentationml.presentation',
      '<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>',
    ),
    'word/slides',
  ],
  ['an .ods', opened('spreadsheet'), 'word/spreadsheet'],
  ['a PDF', strToU8('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj'), 'word/pdf'],
  ['what Word leaves beside an open file', lock(162), 'word/lock-file'],
  ['what WPS leaves beside an open file', lock(165), 'word/lock-file'],
  ['a shortcut to the web', strToU8('[InternetShortcut]\r\nURL=https://example.cn/l/abc\r\n'), 'word/link'],
  ['a shortcut of Windows', Uint8Array.from([0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0]), 'word/link'],
  ['a page that asks to sign in', strToU8('\n<!DOCTYPE html><html><body>登录</body></html>'), 'word/link'],
  ['nothing', new Uint8Array(), 'word/empty'],
  ['162 bytes of something else', new Uint8Array(162).fill(200), 'word/not-a-docx'],
] as const)('[WD83] %s under the name of a .docx is called what it is', (_, bytes, code) => {
  expect(codeOf(bytes)).toBe(code)
})

test('[WD83] the streams of a compound file are found, whatever their length, and damage is no stream', () => {
  const sizes = [0, 1, 63, 64, 4_095, 4_096, 70_000, 8_000_000]
  const streams = sizes.map((size, index) => ({
    name: `stream ${index}`,
    bytes: Uint8Array.from({ length: size }, (__, at) => (at * 31 + index) & 255),
  }))
  const file = writeCfb(streams)
  for (const { name, bytes } of streams) expect(Buffer.from(readCfb(file, name) ?? []).equals(bytes), name).toBe(true)
  expect(readCfb(file, 'stream 9')).toBe(null)
  expect(readCfb(new Uint8Array(600), 'stream 1')).toBe(null)
  expect(readCfb(file.subarray(0, 1_024), 'stream 6')).toBe(null)
})
