import type { ImportRefusalCode } from '../refusal.ts'

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
/** A shortcut of Windows. */
const LNK = [0x4c, 0, 0, 0, 1, 0x14, 2, 0]
const startsWith = (bytes: Uint8Array, magic: readonly number[]) => magic.every((byte, index) => bytes[index] === byte)
const latin = new TextDecoder('latin1')

/** What Word and WPS write beside a file that they have open: the name of who has it, in a few bytes. */
const LOCK_BYTES: ReadonlySet<number> = new Set([162, 165])
const LONGEST_NAME = 54
/** Its length stands before the name, once in bytes and once in letters. */
const isLock = (bytes: Uint8Array): boolean => {
  const isLength = (at: number) => (bytes[at] ?? 0) > 0 && (bytes[at] ?? 0) <= LONGEST_NAME
  return LOCK_BYTES.has(bytes.length) && isLength(0) && isLength(LONGEST_NAME + 1) && bytes[LONGEST_NAME + 2] === 0
}

/** An OLE file by the name of its main stream, which stands in its directory in UTF-16. */
function kindOfOle(bytes: Uint8Array): ImportRefusalCode {
  const text = latin.decode(bytes)
  const has = (stream: string) => text.includes(`${[...stream].join('\0')}\0\0\0`)
  if (has('EncryptedPackage')) return 'word/encrypted'
  if (has('WordDocument')) return 'word/old-format'
  if (has('Workbook') || has('Book')) return 'word/spreadsheet'
  if (has('PowerPoint Document')) return 'word/slides'
  return 'word/old-format'
}

/** What bytes are that are no zip file, as far as it is worth telling a teacher. */
export function foreignKind(bytes: Uint8Array): ImportRefusalCode {
  if (startsWith(bytes, OLE)) return kindOfOle(bytes)
  if (isLock(bytes)) return 'word/lock-file'
  if (startsWith(bytes, LNK)) return 'word/link'
  const head = latin.decode(bytes.subarray(0, 1_024))
  if (head.includes('%PDF-')) return 'word/pdf'
  if (/^\s*(?:\xef\xbb\xbf)?\s*(?:\[InternetShortcut\]|<!doctype html|<html)/i.test(head)) return 'word/link'
  return 'word/not-a-docx'
}

/** What a package is whose main part is no text of Word. */
export function otherPackage(contentType: string, mimetype: string): ImportRefusalCode | null {
  const said = `${contentType} ${mimetype}`
  if (/spreadsheet|ms-excel/i.test(said)) return 'word/spreadsheet'
  if (/presentation|ms-powerpoint/i.test(said)) return 'word/slides'
  return null
}
