import { symbolOf } from '../reading/symbols.ts'
import type { Kept } from './tree.ts'
import {
  cloneKept,
  decodeText,
  element,
  getAttribute,
  isKept,
  keptChild,
  keptDescendants,
  keptElements,
  setAttribute,
} from './tree.ts'

/** One character or more of a paragraph's text and the element that holds it. */
export interface TextPiece {
  readonly run: Kept
  readonly node: Kept
  readonly text: string
  /** Where it begins in the text of the paragraph. */
  readonly from: number
}

const IGNORED = new Set([
  'w:pPr',
  'w:proofErr',
  'w:bookmarkStart',
  'w:bookmarkEnd',
  'w:permStart',
  'w:permEnd',
  'w:commentRangeStart',
  'w:commentRangeEnd',
])
/** Without text of their own: pictures and text boxes stay where they are, of a field its result is text. */
const IGNORED_IN_RUN = new Set([
  'w:rPr',
  'w:lastRenderedPageBreak',
  'w:drawing',
  'w:pict',
  'mc:AlternateContent',
  'w:fldChar',
  'w:instrText',
  'w:commentReference',
])

const textOf = (node: Kept): string => {
  const raw = node.children.map((child) => (isKept(child) ? '' : decodeText(child))).join('')
  return getAttribute(node, 'xml:space') === 'preserve' ? raw : raw.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
}

/** The text of a paragraph made of nothing but plain runs, piece by piece; null where it holds anything else. */
export function textPieces(paragraph: Kept): TextPiece[] | null {
  const pieces: TextPiece[] = []
  let from = 0
  for (const run of keptElements(paragraph)) {
    if (IGNORED.has(run.tag)) continue
    if (run.tag === 'w:fldSimple') {
      const text = [...keptDescendants(run, 'w:t')].map(textOf).join('')
      pieces.push({ run, node: run, text, from })
      from += text.length
      continue
    }
    if (run.tag !== 'w:r') return null
    for (const node of keptElements(run)) {
      if (IGNORED_IN_RUN.has(node.tag)) continue
      const text =
        node.tag === 'w:t'
          ? textOf(node)
          : node.tag === 'w:tab'
            ? '\t'
            : node.tag === 'w:br' || node.tag === 'w:cr'
              ? '\n'
              : node.tag === 'w:sym'
                ? symbolOf(
                    getAttribute(node, 'w:font') ?? '',
                    Number.parseInt(getAttribute(node, 'w:char') ?? '25A1', 16),
                  )
                : null
      if (text === null) return null
      pieces.push({ run, node, text, from })
      from += text.length
    }
  }
  return pieces
}

export const piecesText = (pieces: readonly TextPiece[]): string => pieces.map(({ text }) => text).join('')

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const properties = (run: Kept): (Kept | string)[] => {
  const own = keptChild(run, 'w:rPr')
  return own ? [cloneKept(own)] : []
}

/**
 * Takes the characters from `from` to `to` out of a paragraph and puts `inner` (runs) there. Answers the properties of the
 * run in which the gap began, for which `inner` is asked.
 */
export function replaceText(
  paragraph: Kept,
  from: number,
  to: number,
  inner: (properties: Kept | undefined) => (Kept | string)[],
): boolean {
  const pieces = textPieces(paragraph)
  if (!pieces || piecesText(pieces).length < to) return false
  // An empty gap at the end of a piece belongs to that piece.
  const touched = pieces.filter(
    (piece) => piece.from < Math.max(to, from + (to === from ? 0 : 1)) && piece.from + piece.text.length > from,
  )
  const host = touched[0] ?? pieces.findLast((piece) => piece.from + piece.text.length <= from)
  const made = inner(host && keptChild(host.run, 'w:rPr'))
  if (!host) {
    paragraph.children.push(...made)
    return true
  }
  const at = paragraph.children.indexOf(host.run)
  const children = host.run.children
  const position = children.indexOf(host.node)
  const before = host.text.slice(0, Math.max(0, from - host.from))
  const after = host.from + host.text.length > to ? host.text.slice(Math.max(0, to - host.from)) : ''
  const part = (text: string): Kept[] =>
    text === '' ? [] : [element(`<w:t xml:space="preserve">${escape(text)}</w:t>`)]
  const tail = children.slice(position + 1)
  host.run.children = [...children.slice(0, position), ...(touched.length > 0 ? part(before) : [host.node])]
  const rest: Kept = {
    tag: 'w:r',
    open: host.run.open,
    close: '</w:r>',
    children: [...properties(host.run), ...(touched.length > 0 ? part(after) : []), ...tail],
  }
  const filled = rest.children.some((child) => isKept(child) && child.tag !== 'w:rPr')
  paragraph.children.splice(at + 1, 0, ...made, ...(filled ? [rest] : []))
  for (const piece of touched.slice(1)) {
    const end = piece.from + piece.text.length
    const left = end > to ? part(piece.text.slice(to - piece.from)) : []
    const owner = piece.run === host.run ? rest : piece.run
    const index = owner.children.indexOf(piece.node)
    if (index !== -1) owner.children.splice(index, 1, ...left)
  }
  return true
}

const BOX = /[□☐☑☒■▢√✓✔]/g
/** Boxes that stand empty. */
export const EMPTY_BOX = /[□☐▢]/

/** The options beside the boxes of a text, in order; null when it has fewer than two boxes. */
export function boxOptions(text: string): string[] | null {
  const parts = text.split(BOX)
  if (parts.length < 3) return null
  const clean = (part: string) => part.replace(/[\s\u3000、，,；;（(]+$/, '').replace(/^[\s\u3000、，,；;）)]+/, '')
  // □新授 □复习, or 新授□ 复习□
  const leading = clean(parts[0] ?? '') === ''
  const options = (leading ? parts.slice(1) : parts.slice(0, -1)).map(clean)
  return options.every((option) => option !== '') ? options : null
}

const fold = (text: string) =>
  text
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replace(/课$/, '')

/** Which options a value names: those ticked in it, or those it says in words. */
export function chosenOptions(value: string, options: readonly string[]): number[] {
  const own = boxOptions(value)
  const marks = [...value.matchAll(BOX)].map(([mark]) => !EMPTY_BOX.test(mark))
  const words = own ? own.filter((_, index) => marks[index]) : [value]
  return options.flatMap((option, index) =>
    words.some(
      (word) => fold(option) !== '' && (fold(word) === fold(option) || (!own && fold(word).includes(fold(option)))),
    )
      ? [index]
      : [],
  )
}

/** Ticks the boxes of these numbers in paragraphs, in the order of reading. */
export function tick(paragraphs: readonly Kept[], chosen: ReadonlySet<number>): void {
  let number = 0
  for (const paragraph of paragraphs)
    for (const { node, text } of textPieces(paragraph) ?? []) {
      if (node.tag === 'w:sym') {
        if (text.search(BOX) === -1) continue
        if (chosen.has(number)) setAttribute(node, 'w:char', symbolFor(node))
        number++
      } else if (node.tag === 'w:t' && text.search(BOX) !== -1) {
        const ticked = text.replace(BOX, (mark) => (chosen.has(number++) ? '☑' : EMPTY_BOX.test(mark) ? mark : '□'))
        node.open = '<w:t xml:space="preserve">'
        node.close = '</w:t>'
        node.children = [escape(ticked)]
      }
    }
}

/** The ticked box of a symbol font. */
const symbolFor = (node: Kept): string => ((getAttribute(node, 'w:font') ?? '').endsWith('2') ? 'F052' : 'F0FE')
