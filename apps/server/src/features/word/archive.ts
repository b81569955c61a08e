import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { ok, refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** Sizes and offsets of a zip64 archive stand elsewhere; one that small has no need of it. */
const ELSEWHERE = 0xffffffff
const inflate = promisify(inflateRaw)

/** DEFLATE makes text some ten times smaller; what unpacks to more than this many times its size is made to do harm. */
const MOST_RATIO = 200
const SMALL_BYTES = 1_000_000
const MOST_NAME_CHARACTERS = 200
const MOST_FOLDER_CHARACTERS = 400

export interface ArchiveEntry {
  readonly name: string
  /** Where it lies in the archive, to be shown; nothing is ever written under it. */
  readonly folder: string | null
  readonly unpackedBytes: number
  /** The bytes, checked against the size they were said to have. */
  read(): Promise<Result<Uint8Array, 'import/archive-damaged' | 'word/encrypted'>>
}
export interface Archive {
  readonly entries: readonly ArchiveEntry[]
  /** What no person put there: folders, and what systems leave beside files. */
  readonly ignored: number
}
export type ArchiveRefusal =
  | 'import/archive-empty'
  | 'import/archive-damaged'
  | 'import/archive-too-large'
  | 'import/too-many-files'

export interface ArchiveLimits {
  /** Files in it. */
  readonly entries: number
  /** Of all of it, unpacked. */
  readonly unpackedBytes: number
}

const isZip = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)
const begins = (bytes: Uint8Array, text: string): boolean =>
  Buffer.from(bytes.subarray(0, text.length)).toString('latin1') === text

/** What was sent, judged by its bytes: an archive to unpack, one we do not unpack, a file by itself, or nothing at all. */
export function kindOf(bytes: Uint8Array): 'empty' | 'archive' | 'foreignArchive' | 'document' | 'other' {
  if (bytes.length === 0) return 'empty'
  if (begins(bytes, 'Rar!') || begins(bytes, '7z\u00bc\u00af\u0027\u001c') || begins(bytes, '\u001f\u008b'))
    return 'foreignArchive'
  if (isZip(bytes)) {
    const names = directoryOf(bytes)?.map(({ path }) => path.toLowerCase())
    // Word, OpenDocument; one that cannot be read is for the reader to judge.
    return names && !names.includes('[content_types].xml') && !names.includes('mimetype') ? 'archive' : 'document'
  }
  // Word 97 and WPS, RTF, and the XML and pages that Word saves under .doc.
  const isDocument =
    begins(bytes, '\u00d0\u00cf\u0011\u00e0') ||
    begins(bytes, '{\\rtf') ||
    /^(\u00ef\u00bb\u00bf)?\s*<(\?xml|html|!doctype)/i.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1'))
  return isDocument ? 'document' : 'other'
}

interface Listed {
  readonly path: string
  readonly isEncrypted: boolean
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const gbk = new TextDecoder('gb18030')
/** Windows in China writes names in GBK without saying so; everybody else writes UTF-8. */
function nameOf(bytes: Uint8Array, isUtf8: boolean): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return isUtf8 ? new TextDecoder().decode(bytes) : gbk.decode(bytes)
  }
}

/** The central directory; null when there is none that can be read. */
function directoryOf(bytes: Uint8Array): readonly Listed[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= Math.max(0, bytes.length - 22 - 0xffff) && view.getUint32(end, true) !== END) end--
  if (end < 0 || view.getUint32(end, true) !== END) return null
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  const listed: Listed[] = []
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return null
    const flags = view.getUint16(at + 8, true)
    const nameLength = view.getUint16(at + 28, true)
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > bytes.length) return null
    const [packed, size, offset] = [20, 24, 42].map((place) => view.getUint32(at + place, true)) as [
      number,
      number,
      number,
    ]
    if (packed === ELSEWHERE || size === ELSEWHERE || offset === ELSEWHERE) return null
    listed.push({
      path: nameOf(bytes.subarray(at + 46, at + 46 + nameLength), (flags & 0x800) !== 0),
      isEncrypted: (flags & 1) !== 0,
      method: view.getUint16(at + 10, true),
      packed,
      size,
      offset,
    })
    at = next
  }
  return listed
}

const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()

/** A path as it may be shown: its parts, without those that lead up or to the root. */
export function shownPath(path: string): { readonly name: string; readonly folder: string | null } {
  const parts = path
    .split(/[/\\]/)
    .map(clean)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  const name = [...(parts.pop() ?? '')].slice(0, MOST_NAME_CHARACTERS).join('') || 'file'
  const folder = [...parts.join(' / ')].slice(0, MOST_FOLDER_CHARACTERS).join('')
  return { name, folder: folder === '' ? null : folder }
}

/** Left by macOS, Windows and by Word and WPS while a file is open. */
const LITTER = /(^|[/\\])(__MACOSX[/\\]|\.(?!\.?[/\\])|~\$|Thumbs\.db$|desktop\.ini$)/i

/**
 * The files of a zip archive, unpacked one by one when asked for. Refuses what is damaged, holds none or too many, unpacks to too much
 * by its own account, or lets entries share bytes, as bombs do; an entry that lies about its size is stopped at that size.
 */
export function openArchive(bytes: Uint8Array, limits: ArchiveLimits): Result<Archive, ArchiveRefusal> {
  const all = directoryOf(bytes)
  if (!all) return refuse('import/archive-damaged')
  const listed = all.filter(({ path }) => !/[/\\]$/.test(path) && !LITTER.test(path))
  if (listed.length === 0) return refuse('import/archive-empty')
  if (listed.length > limits.entries) return refuse('import/too-many-files')
  if (listed.reduce((sum, { packed }) => sum + packed, 0) > bytes.length) return refuse('import/archive-damaged')
  const isBomb = ({ size, packed }: Listed) => size > SMALL_BYTES && size > packed * MOST_RATIO
  if (listed.reduce((sum, { size }) => sum + size, 0) > limits.unpackedBytes || listed.some(isBomb))
    return refuse('import/archive-too-large')
  const entries = listed.map((entry) => ({
    ...shownPath(entry.path),
    unpackedBytes: entry.size,
    read: () => unpack(bytes, entry),
  }))
  return ok({ entries, ignored: all.length - listed.length })
}

async function unpack(
  bytes: Uint8Array,
  { isEncrypted, method, packed, size, offset }: Listed,
): Promise<Result<Uint8Array, 'import/archive-damaged' | 'word/encrypted'>> {
  if (isEncrypted) return refuse('word/encrypted')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) return refuse('import/archive-damaged')
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packed > bytes.length) return refuse('import/archive-damaged')
  const source = bytes.subarray(start, start + packed)
  if (method === 0) return source.length === size ? ok(source.slice()) : refuse('import/archive-damaged')
  if (method !== 8) return refuse('import/archive-damaged')
  try {
    // In a thread of zlib's, so that the server goes on meanwhile.
    const unpacked = await inflate(source, { maxOutputLength: Math.max(1, size) })
    return unpacked.length === size ? ok(unpacked) : refuse('import/archive-damaged')
  } catch {
    return refuse('import/archive-damaged')
  }
}
