/** What LibreOffice opens for us. `docx` is .docx and .docm alike. */
export type DocumentKind = 'docx' | 'doc' | 'works' | 'rtf' | 'odt' | 'wordXml' | 'pdf'
export type Sniffed = DocumentKind | 'encrypted' | null

/** The ending and the filter LibreOffice is told for each kind, so that it does not guess by itself. */
export const FILTERS: Readonly<Record<Exclude<DocumentKind, 'pdf'>, readonly [ending: string, filter: string]>> = {
  docx: ['docx', 'MS Word 2007 XML'],
  doc: ['doc', 'MS Word 97'],
  works: ['wps', 'MS_Works'],
  rtf: ['rtf', 'Rich Text Format'],
  odt: ['odt', 'writer8'],
  wordXml: ['xml', 'MS Word 2003 XML'],
}

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const ENTRY_BYTES = 128
const NAME_BYTES = 64
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const MIMETYPE_AT = 30

/** What the bytes are, whatever their name says; null for anything else. */
export function sniffDocument(bytes: Uint8Array): Sniffed {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.subarray(0, 8).equals(OLE)) return sniffOle(buffer)
  if (buffer.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return sniffZip(buffer)
  const head = buffer.subarray(0, 4_096).toString('latin1')
  if (head.startsWith('%PDF-')) return 'pdf'
  if (/^\s*\{\\rtf/.test(head)) return 'rtf'
  if (/^(\xef\xbb\xbf)?\s*<\?xml/.test(head) && head.includes('schemas.microsoft.com/office/word/2003/wordml'))
    return 'wordXml'
  return null
}

/** An OpenDocument text says so in its first, stored part; a Word file by the part every package has. */
function sniffZip(buffer: Buffer): Sniffed {
  const first = buffer.subarray(MIMETYPE_AT, MIMETYPE_AT + 200).toString('latin1')
  if (first.startsWith('mimetype'))
    return first.startsWith('mimetypeapplication/vnd.oasis.opendocument.text') ? 'odt' : null
  return buffer.includes('[Content_Types].xml') && buffer.includes('word/') ? 'docx' : null
}

function sniffOle(buffer: Buffer): Sniffed {
  if (entryAt(buffer, 'EncryptedPackage') !== -1) return 'encrypted'
  const word = entryAt(buffer, 'WordDocument')
  if (word !== -1) return isLocked(buffer, word) ? 'encrypted' : 'doc'
  return entryAt(buffer, 'MatOST') !== -1 ? 'works' : null
}

/** Where the directory entry of a stream lies, or -1. Entries begin at multiples of their size. */
function entryAt(buffer: Buffer, name: string): number {
  const text = Buffer.concat([utf16(name), Buffer.alloc(2)])
  for (let at = buffer.indexOf(text); at !== -1; at = buffer.indexOf(text, at + 2))
    if (
      at % ENTRY_BYTES === 0 &&
      at + ENTRY_BYTES <= buffer.length &&
      buffer.readUInt16LE(at + NAME_BYTES) === text.length
    )
      return at
  return -1
}

/** Whether the head of the Word stream (its FIB) says that a password is needed. */
function isLocked(buffer: Buffer, entry: number): boolean {
  const sectorBytes = 2 ** Math.min(buffer.readUInt16LE(30), 16)
  const at = (buffer.readUInt32LE(entry + 116) + 1) * sectorBytes
  return at + 12 <= buffer.length && buffer.readUInt16LE(at) === 0xa5ec && (buffer.readUInt16LE(at + 10) & 0x0100) !== 0
}
