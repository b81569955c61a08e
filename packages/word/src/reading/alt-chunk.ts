import { WordPackage } from '../opc/package.ts'
import type { Xml } from '../opc/xml.ts'
import { elements } from '../opc/xml.ts'
import { RefusalSignal } from '../refusal.ts'
import { ReadingContext } from './context.ts'
import { lineOf } from './model.ts'
import type { Block, ImportedMedia } from './model.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: '\u2002',
  emsp: '\u2003',
  middot: '·',
  times: '×',
  divide: '÷',
  hellip: '…',
  mdash: '—',
  ldquo: '“',
  rdquo: '”',
}
const decodeEntity = (whole: string, name: string): string => {
  if (!name.startsWith('#')) return ENTITIES[name] ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ''
}

const latin = new TextDecoder('latin1')
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** The HTML in a MIME message, as Word's “single file web page” and some web editors store it. */
function htmlOfMessage(message: string): Uint8Array {
  const start = message.search(/^content-type:\s*text\/html/im)
  const rest = message.slice(Math.max(0, start))
  const head = /\r?\n\r?\n/.exec(rest)
  const body = rest.slice(head ? head.index + head[0].length : 0)
  const end = body.search(/^--[^\s].*$/m)
  const content = end === -1 ? body : body.slice(0, end)
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(rest.slice(0, head?.index ?? 0))?.[1]?.toLowerCase()
  if (encoding === 'base64') {
    const packed = content.replaceAll(/[^A-Za-z0-9+/]/g, '')
    return bytesOf(atob(packed.slice(0, packed.length - (packed.length % 4))))
  }
  if (encoding !== 'quoted-printable') return bytesOf(content)
  return bytesOf(
    content
      .replaceAll(/=\r?\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  )
}

function decodeText(bytes: Uint8Array, declared: string | undefined): string {
  try {
    return new TextDecoder(declared ?? 'utf-8').decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

/** What a reader of HTML sees, one line per paragraph, cell or list item. */
function linesOfHtml(html: string): string[] {
  const text = html
    .replaceAll(/<!--[^]*?(?:-->|$)/g, '')
    .replaceAll(/<(script|style|head|title)\b[^]*?(?:<\/\1\s*>|$)/gi, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<\/?(?:p|div|h[1-6]|li|tr|td|th|table|ul|ol|br|blockquote)\b[^>]*>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(#?\w{1,10});/g, decodeEntity)
  return text.split('\n').map((line) => line.trim())
}

/** Files in files in files: deeper than anybody lays them. */
const DEEPEST = 3
/** What is wrong with a file inside of another one by itself; what goes beyond the limits of all refuses all. */
const ITS_OWN: ReadonlySet<string> = new Set([
  'word/not-a-docx',
  'word/old-format',
  'word/encrypted',
  'word/damaged',
  'word/spreadsheet',
  'word/slides',
])

/** The blocks of a .docx inside of the document, or null where it cannot be read. */
function readInner(media: ImportedMedia, ctx: ReadingContext, readBody: ReadBody): Block[] | null {
  if (ctx.depth >= DEEPEST) return null
  const told = [ctx.inner, ctx.notes, ctx.leftOver, ctx.inserted, ctx.deleted].map(
    (list) => [list, list.length] as const,
  )
  try {
    const pack = new WordPackage(media.bytes, ctx.pack.limits, ctx.pack)
    const root = pack.xml(pack.documentPart)
    const body = root && elements(root).find(({ name }) => name === 'w:body')
    if (!body) return null
    const inner = new ReadingContext(pack, pack.documentPart, null, ctx)
    ctx.inner.push(inner)
    const blocks = inner.inStory(pack.documentPart, body, () => readBody(inner, body))
    for (const [part, found] of inner.media) ctx.media.set(`${media.key}!${part}`, found)
    return blocks
  } catch (error) {
    if (!(error instanceof RefusalSignal) || !ITS_OWN.has(error.refusal.code)) throw error
    // Half of it is none: what it told goes with it.
    for (const [list, length] of told) list.length = length
    return null
  }
}

type ReadBody = (ctx: ReadingContext, body: Xml) => Block[]

/**
 * `w:altChunk`: a file of another kind that Word takes in when it opens the document. Other Word files are read like the
 * document, within the same limits, web pages and plain text as lines; whatever else it is stands there as a file, and is
 * listed.
 */
export function readAltChunk(node: Xml, ctx: ReadingContext, readBody: ReadBody): Block[] {
  const media = ctx.embed(node.attrs['r:id'], '嵌入文件')
  if (!media) return []
  if (media.bytes[0] === 0x50 && media.bytes[1] === 0x4b) {
    const blocks = readInner(media, ctx, readBody)
    if (blocks) {
      ctx.forget(media)
      return blocks
    }
  }
  const head = latin.decode(media.bytes.subarray(0, 4096))
  const isMessage = /^(?:mime-version|content-type):/im.test(head)
  const isHtml = isMessage || /<(?:!doctype\s+html|html|body|p|div|table)\b/i.test(head)
  const isText = isHtml || (!head.includes('\0') && !/^(?:PK|\{\\rtf)/.test(head))
  if (!isText) {
    ctx.leftOver.push({ text: media.name, where: '嵌在文档里的另一个文件，留作附件' })
    const attrs = { fileId: media.key, name: media.name, mediaType: media.mediaType }
    return [lineOf([{ type: 'attachment', attrs }])]
  }
  const bytes = isMessage ? htmlOfMessage(latin.decode(media.bytes)) : media.bytes
  const charset = /charset=["']?([\w-]+)/i.exec(latin.decode(bytes.subarray(0, 4096)) + head)?.[1]
  const source = decodeText(bytes, charset)
  const lines = isHtml ? linesOfHtml(source) : source.split(/\r?\n/)
  ctx.forget(media)
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      ctx.hear(line)
      return lineOf([{ type: 'text', text: line }])
    })
}
