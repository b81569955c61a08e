import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'

const SAMPLES = join(import.meta.dirname, '../../packages/word/fixtures/samples')
const WORDPROCESSING = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

/** A healthy lesson plan as a teacher would hand it in. */
export const healthyFile = (): Buffer => readFileSync(join(SAMPLES, 'math-g5-formulas.docx'))

const packed = (document: Uint8Array): Buffer =>
  Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      ),
      '_rels/.rels': strToU8(
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
      ),
      'word/document.xml': document,
    }),
  )

/** A few hundred kilobytes that unpack to 400 MB, beyond LIMIT_IMPORT_UNPACKED_BYTES. */
export const zipBomb = (): Buffer => packed(new Uint8Array(400_000_000).fill(32))

/** Entities that would read a file of the server. */
export const withDtd = (): Buffer =>
  packed(
    strToU8(
      `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="${WORDPROCESSING}"><w:body><w:p><w:r><w:t>教案 &x;</w:t></w:r></w:p></w:body></w:document>`,
    ),
  )

/** A download that broke off. */
export const truncated = (): Buffer => healthyFile().subarray(0, 9_000)

export const sixtyMegabytes = (): Buffer => Buffer.concat([healthyFile(), Buffer.alloc(60_000_000, 1)])

/** The head of an OLE compound file, as Word 97–2003 writes it. */
export const oldWordFile = (): Buffer =>
  Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(8_000)])

/** The same with the directory entry of a Word stream, and no text behind it: LibreOffice takes it for a .doc and cannot open it. */
export const brokenWordFile = (): Buffer => {
  const file = Buffer.concat([oldWordFile(), Buffer.alloc(8_184)])
  const name = Buffer.from('WordDocument\0', 'utf16le')
  name.copy(file, 1_024)
  file.writeUInt16LE(name.length, 1_024 + 64)
  return file
}

/** A picture with the name of a document. */
export const picture = (): Buffer =>
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  )
