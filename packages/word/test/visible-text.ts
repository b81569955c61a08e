import { strFromU8, unzipSync } from 'fflate'

/** Symbol characters of the samples, looked up by hand in the Wingdings chart. */
const SYMBOLS: Record<string, string> = { F0FE: '☑', F0A8: '□', F06F: '□', F0FC: '✓' }
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const decode = (text: string) =>
  text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (_, name: string) =>
    name.startsWith('#x')
      ? String.fromCodePoint(Number.parseInt(name.slice(2), 16))
      : name.startsWith('#')
        ? String.fromCodePoint(Number(name.slice(1)))
        : (ENTITIES[name] ?? ''),
  )

/** Elements whose content is not shown: deletions, second copies of drawings, pinyin, field codes, formulas. */
const HIDDEN = new Set(['w:del', 'w:moveFrom', 'mc:Fallback', 'w:rt', 'w:instrText', 'm:oMath', 'w:delText'])

/**
 * Every visible paragraph of a .docx, in order. It knows nothing of our reader: a walk over the
 * tags of document.xml with a stack and nothing else. With `lines` a soft break ends a line, and each line stands by itself.
 */
export function visibleParagraphs(docx: Uint8Array, options: { lines?: boolean } = {}): string[] {
  const xml = strFromU8(unzipSync(docx)['word/document.xml'] as Uint8Array)
  const paragraphs: string[] = []
  const open: string[] = []
  let hidden = 0
  let inText = false
  for (const token of xml.match(/<[^>]+>|[^<]+/g) ?? []) {
    if (!token.startsWith('<')) {
      if (inText && hidden === 0 && open.length > 0) open[open.length - 1] += decode(token)
      continue
    }
    const [, close, name = '', rest = ''] = /^<(\/?)([\w:]+)([^>]*)>$/s.exec(token) ?? []
    const empty = rest.endsWith('/')
    if (name === 'w:p') {
      if (close) paragraphs.push(open.pop() ?? '')
      else if (!empty) open.push('')
    } else if (name === 'w:sym' && hidden === 0)
      open[open.length - 1] += SYMBOLS[/w:char="(\w+)"/.exec(rest)?.[1] ?? ''] ?? '?'
    else if ((name === 'w:br' || name === 'w:tab') && hidden === 0 && open.length > 0)
      open[open.length - 1] += name === 'w:br' && options.lines ? '\n' : ' '
    else if (name === 'w:t' && !empty) inText = !close
    else if (HIDDEN.has(name) && !empty) hidden += close ? -1 : 1
  }
  return paragraphs
    .flatMap((text) => text.split('\n'))
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

const bare = (text: string) => text.replaceAll(/\s/g, '')

/** Which of `pieces` are missing from `text`, repeats counted and white space aside. A line of facts may have been parted at its labels. */
export function missingPieces(pieces: readonly string[], text: string): string[] {
  const missing: string[] = []
  const wanted = new Map<string, number>()
  for (const piece of pieces) wanted.set(piece, (wanted.get(piece) ?? 0) + 1)
  const all = bare(text)
  const count = (part: string) => all.split(part).length - 1
  for (const [piece, times] of wanted) {
    const parted =
      bare(piece).length < 80 &&
      piece
        .split(/[\s\u3000：:｜|]+/)
        .filter((part) => part !== '')
        .every((part) => count(part) >= times)
    for (let index = parted ? times : count(bare(piece)); index < times; index++) missing.push(piece)
  }
  return missing
}
