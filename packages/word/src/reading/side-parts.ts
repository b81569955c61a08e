import type { DocJson } from '@gongyan/documents'
import type { Xml } from '../opc/xml.ts'
import { child, descendants, elements, isOn, textOf } from '../opc/xml.ts'
import type { CommentSpan } from '../comments/spans.ts'
import type { ImportReport } from '../report.ts'
import { printLatex } from '../math/latex.ts'
import { readOmml } from '../math/omml-read.ts'
import { chosenBranch } from './alternate.ts'
import { BodyReader } from './body.ts'
import type { WordPackage } from '../opc/package.ts'
import type { NoteMark, OwnNotes } from './context.ts'
import { ReadingContext } from './context.ts'
import { blockText } from './model.ts'
import type { Block } from './model.ts'
import { symbolOf } from './symbols.ts'

/** Characters that a comment counts as, for what it costs to keep and to place. */
const COMMENT = 100
const UNSEEN = new Set(['w:del', 'w:moveFrom', 'w:pPr', 'w:rPr', 'w:txbxContent'])

/** Visible text of a part's paragraphs; page fields stand as `{PAGE}`, deleted text is left out. */
function partText(node: Xml): string {
  const lines: string[] = []
  for (const paragraph of descendants(node, 'w:p')) {
    let line = ''
    let instruction = ''
    let depth = 0
    let shown = true
    const visit = (part: Xml): void => {
      if (UNSEEN.has(part.name) || isOn(child(part, 'w:rPr'), 'w:vanish')) return
      if (part.name === 'mc:AlternateContent') {
        const branch = chosenBranch(part)
        if (branch) visit(branch)
        return
      }
      if (part.name === 'w:fldChar') {
        const type = part.attrs['w:fldCharType']
        if (type === 'begin') {
          depth++
          shown = false
          instruction = ''
        } else if (type === 'separate') shown = !isCounter(instruction)
        else if (type === 'end') {
          depth--
          if (isCounter(instruction)) line += `{${counterName(instruction)}}`
          shown = depth === 0
          instruction = ''
        }
      } else if (part.name === 'w:instrText') instruction += textOf(part)
      else if (part.name === 'w:fldSimple' && isCounter(part.attrs['w:instr'] ?? ''))
        line += `{${counterName(part.attrs['w:instr'] ?? '')}}`
      else if (part.name === 'w:t') {
        if (shown) line += textOf(part)
      } else if (part.name === 'w:tab') {
        if (shown) line += '\t'
      } else if (part.name === 'w:br') line += '\n'
      else if (part.name === 'w:noBreakHyphen') line += '\u2011'
      else if (part.name === 'w:sym')
        line += symbolOf(part.attrs['w:font'] ?? '', Number.parseInt(part.attrs['w:char'] ?? '', 16))
      else if (part.name === 'm:oMath') line += printLatex(readOmml(part))
      else if (part.name === 'a:blip' || part.name === 'v:imagedata') line += '［图片］'
      else if (part.name === 'v:textpath') line += part.attrs['string'] ?? ''
      else for (const inner of elements(part)) visit(inner)
    }
    for (const part of elements(paragraph)) visit(part)
    if (line.trim() !== '') lines.push(line)
  }
  return lines.join('\n')
}
const counterName = (instruction: string): string => /^\s*(\w+)/.exec(instruction)?.[1]?.toUpperCase() ?? ''
const isCounter = (instruction: string): boolean =>
  ['PAGE', 'NUMPAGES', 'SECTIONPAGES'].includes(counterName(instruction))

/** All comments of a file and of the files inside of it. */
export function readAllComments(
  ctx: ReadingContext,
  spans: ReadonlyMap<string, readonly CommentSpan[]>,
  before = 0,
): ImportReport['comments'] {
  const found = readComments(ctx, spans, before)
  for (const inner of ctx.inner) found.push(...readAllComments(inner, spans, before + found.length))
  return found
}

/** Comments with author, text, the words they are about, whom they answer, and whether they are settled; `before` are in the list. */
function readComments(
  ctx: ReadingContext,
  spans: ReadonlyMap<string, readonly CommentSpan[]>,
  before = 0,
): ImportReport['comments'] {
  const part = ctx.pack.related(ctx.part, 'comments')
  const root = part && ctx.pack.xml(part)
  if (!root) return []
  const extended = ctx.pack.related(ctx.part, 'commentsExtended')
  const parents = new Map<string, string>()
  const resolved = new Set<string>()
  for (const { attrs } of extended ? elements(ctx.pack.xml(extended) ?? root) : []) {
    const id = attrs['w15:paraId'] ?? ''
    if (attrs['w15:paraIdParent']) parents.set(id, attrs['w15:paraIdParent'])
    if (id && /^(?:1|true|on)$/.test(attrs['w15:done'] ?? '')) resolved.add(id)
  }
  const byParagraph = new Map<string, number>()
  const comments = elements(root)
    .filter(({ name }) => name === 'w:comment')
    .map((node, index) => {
      const paragraphs = [...descendants(node, 'w:p')].map(({ attrs }) => attrs['w14:paraId'] ?? '')
      for (const paragraph of paragraphs) if (paragraph) byParagraph.set(paragraph, index)
      const text = partText(node)
      ctx.hear('', text.length + COMMENT)
      return { attrs: node.attrs, text, name: paragraphs.at(-1) ?? '' }
    })
  return comments.map(({ attrs, text, name }, index) => {
    const id = attrs['w:id'] ?? ''
    const answered = byParagraph.get(parents.get(name) ?? '')
    const parent = answered === undefined || answered === index ? undefined : comments[answered]
    const own = spans.get(ctx.commentName(id)) ?? []
    return {
      author: attrs['w:author'] ?? '',
      initials: attrs['w:initials'] ?? '',
      date: attrs['w:date'] ?? null,
      text,
      anchor: (ctx.anchors.get(id) || (parent ? ctx.anchors.get(parent.attrs['w:id'] ?? '') : '') || '').trim(),
      replyTo: parent?.text ?? null,
      parent: parent && answered !== undefined ? answered + before : null,
      isResolved: resolved.has(name),
      spans: parent ? [] : own,
    }
  })
}

/** A footnote or endnote: what it holds, and its words. */
export interface Note {
  readonly blocks: Block[]
  readonly text: string
}

/** Footnotes and endnotes in the order of their first marks. */
export function readNotes(ctx: ReadingContext): Note[] {
  const parts = new Map<ReadingContext, Map<string, { part: string; note: Xml }>>()
  const notesOf = (from: ReadingContext, kind: NoteMark['kind']) => {
    const found = parts.get(from) ?? new Map<string, { part: string; note: Xml }>()
    parts.set(from, found)
    if (found.has(kind)) return found
    const part = from.pack.related(from.pack.documentPart, `${kind}s`)
    const root = part === null ? null : from.pack.xml(part)
    found.set(kind, { part: part ?? '', note: { name: '', attrs: {}, children: [] } })
    for (const note of root ? elements(root) : [])
      if (part !== null && note.name === `w:${kind}`) found.set(`${kind} ${note.attrs['w:id'] ?? ''}`, { part, note })
    return found
  }
  // A note in a note gets its number here and is read after it.
  const notes: Note[] = []
  for (let index = 0; index < ctx.notes.length; index++) {
    const { kind, id, from } = ctx.notes[index] as NoteMark
    const { part, note } = notesOf(from, kind).get(`${kind} ${id}`) ?? {}
    const blocks = part && note ? from.inStory(part, note, () => new BodyReader(from).blocks(note)) : []
    const [first] = blocks
    if (first?.kind === 'paragraph') first.content = withoutLead(first.content)
    notes.push({ blocks, text: blockText(blocks, (latex) => latex).trim() })
  }
  return notes
}

/** Content without the space that Word sets between a note's mark and its words. */
function withoutLead(content: readonly DocJson[]): DocJson[] {
  const [first, ...rest] = content
  if (first?.text === undefined) return [...content]
  const text = first.text.trimStart()
  return text === '' ? withoutLead(rest) : [{ ...first, text }, ...rest]
}

/** The blocks of all running heads and feet. Their pictures are the form's: they count in no plan. */
export function readRunning(pack: WordPackage, root: Xml, own: OwnNotes): Block[] {
  const parts = new Set<string>()
  for (const section of descendants(root, 'w:sectPr'))
    for (const { name, attrs } of elements(section)) {
      if (name !== 'w:headerReference' && name !== 'w:footerReference') continue
      const rel = pack.relationships(pack.documentPart).get(attrs['r:id'] ?? '')
      if (rel && !rel.external) parts.add(rel.target)
    }
  return [...parts].flatMap((part) => {
    const story = pack.xml(part)
    const ctx = new ReadingContext(pack, part, own)
    return story ? ctx.inStory(part, story, () => new BodyReader(ctx).blocks(story)) : []
  })
}

/** The first header and footer with text; those that only other page kinds use are added when they differ. */
export function readHeaderFooter(ctx: ReadingContext, root: Xml): ImportReport['headerFooter'] {
  const texts = { header: new Set<string>(), footer: new Set<string>() }
  for (const section of descendants(root, 'w:sectPr'))
    for (const kind of ['header', 'footer'] as const)
      for (const reference of elements(section)) {
        if (reference.name !== `w:${kind}Reference`) continue
        if (reference.attrs['w:type'] === 'first' && !child(section, 'w:titlePg')) continue
        const rel = ctx.pack.relationships(ctx.part).get(reference.attrs['r:id'] ?? '')
        const part = rel && !rel.external ? ctx.pack.xml(rel.target) : null
        const text = part ? partText(part) : ''
        if (text !== '') texts[kind].add(text)
      }
  const joined = (lines: Set<string>) => (lines.size > 0 ? [...lines].join('\n') : null)
  return { header: joined(texts.header), footer: joined(texts.footer) }
}
