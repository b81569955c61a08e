import type { DocJson } from '@gongyan/documents'
import { about } from '../comments/marks.ts'
import { printLatex } from '../math/latex.ts'
import { readOmml } from '../math/omml-read.ts'
import type { Xml } from '../opc/xml.ts'
import { child, descendants, elements, find, isOn, textOf, val } from '../opc/xml.ts'
import { chosenBranch } from './alternate.ts'
import type { ReadBlocks, ReadingContext } from './context.ts'
import type { Drawn } from './drawing.ts'
import { readDrawing, readVml } from './drawing.ts'
import { chosenEntry, drawnField, isPrompt } from './fields.ts'
import type { Mark } from './marks.ts'
import { isHidden, joinTexts, linkMark, readMarks, sortMarks } from './marks.ts'
import type { Block } from './model.ts'
import { isSymbolFont, symbolOf, UNKNOWN_SIGN } from './symbols.ts'

/** What a paragraph holds in its line, and what floats beside it. */
export interface Line {
  content: DocJson[]
  floating: { node: DocJson; before: boolean }[]
  boxes: Block[]
  bookmarks: string[]
  ranges: { id: string; name: string; from: number; to: number }[]
  /** The first and the largest font size that a run says, in half points; 0 where none does. */
  firstSize: number
  largestSize: number
}

/** Links inside links: only the innermost fields can be one. */
const MAX_LINKS = 4
const textNode = (text: string): DocJson => ({ type: 'text', text })
/** Without the white space of XML at the ends; in one pass, for a file may hold a million spaces. */
export function trimXml(text: string): string {
  let [from, to] = [0, text.length]
  while (from < to && ' \t\r\n'.includes(text[from] ?? '')) from++
  while (from < to && ' \t\r\n'.includes(text[to - 1] ?? '')) to--
  return text.slice(from, to)
}
const deletedText = (node: Xml): string =>
  [...descendants(node, 'w:delText'), ...descendants(node, 'w:t')].map(textOf).join('')
/** LaTeX that is shown as it is written comes back from LibreOffice with other brackets and slashes. */
const sameWords = (one: unknown, other: string): boolean => {
  const bare = (text: string) => text.normalize('NFKC').replaceAll(/[\\{}()\s]/g, '')
  return bare(String(one)) === bare(other)
}
/** The character style of links as our export and LibreOffice name it. */
const LINK_STYLES: ReadonlySet<string> = new Set(['Hyperlink', 'InternetLink'])
/** Pinyin has the look on the run it stands over. */
const looksLinked = (run: Xml): boolean =>
  [...descendants(run, 'w:rStyle')].some(({ attrs }) => LINK_STYLES.has(attrs['w:val'] ?? ''))
/** What may stand between a link and the rest of it. */
const GOES_ON: ReadonlySet<string> = new Set([
  'w:r',
  'w:hyperlink',
  'w:bookmarkStart',
  'w:bookmarkEnd',
  'w:proofErr',
  'w:commentRangeStart',
  'w:commentRangeEnd',
])
/** Elements without visible content of their own. */
const SILENT = new Set([
  'w:pPr',
  'w:rPr',
  'w:proofErr',
  'w:lastRenderedPageBreak',
  'w:fldData',
  'w:sdtPr',
  'w:rubyPr',
  'w:annotationRef',
  'w:permStart',
  'w:permEnd',
])

/** Reads the content of one paragraph; comments, notes and tracked changes are told to the context. */
export class InlineReader {
  private readonly line: Line = {
    content: [],
    floating: [],
    boxes: [],
    bookmarks: [],
    ranges: [],
    firstSize: 0,
    largestSize: 0,
  }

  private readonly ctx: ReadingContext
  private readonly readBlocks: ReadBlocks
  /** The LaTeX our export wrote the coming formula from. */
  private source: Readonly<Record<string, unknown>> | null = null
  /** The bookmark of that formula, and whether a run without anything stood in it. */
  private place: { id: string; at: number; emptied: boolean } | null = null
  /** The link that a `w:hyperlink` had which nothing has followed yet. */
  private lastLink: Mark | null = null
  /** The colour that the paragraph's style gives its letters. */
  private color: string | undefined

  constructor(ctx: ReadingContext, readBlocks: ReadBlocks) {
    this.ctx = ctx
    this.readBlocks = readBlocks
  }

  read(paragraph: Xml): Line {
    const styleId = val(child(paragraph, 'w:pPr'), 'w:pStyle')
    // A heading in red is a heading; text in a red style is written with the red pen.
    if (!this.ctx.own && this.ctx.styles.outlineOf(styleId) === null) this.color = this.ctx.styles.colorOf(styleId)
    this.children(paragraph, [])
    const { content } = this.line
    const last = content.at(-1)
    if (last) content[content.length - 1] = about(last, this.ctx.takePoints())
    return { ...this.line, content: joinTexts(content) }
  }

  /** How much is in the line: characters, and one for each node that is no text. */
  private get length(): number {
    return this.line.content.reduce((sum, node) => sum + (node.text?.length ?? 1), 0)
  }

  private children(node: Xml, marks: readonly Mark[]): void {
    for (const part of elements(node)) {
      if (!GOES_ON.has(part.name)) this.lastLink = null
      this.part(part, marks)
    }
  }

  private part(node: Xml, marks: readonly Mark[]): void {
    const { ctx } = this
    switch (node.name) {
      case 'w:r':
        return this.run(node, marks)
      case 'w:del':
      case 'w:moveFrom': {
        const text = deletedText(node)
        if (text !== '') ctx.deleted.push({ author: node.attrs['w:author'] ?? '', text })
        return
      }
      case 'w:ins':
      case 'w:moveTo': {
        const before = ctx.inserted.length
        const from = this.line.content.length
        this.children(node, marks)
        const text = this.line.content
          .slice(from)
          .map((part) => part.text ?? '')
          .join('')
        if (text !== '' && ctx.inserted.length === before)
          ctx.inserted.push({ author: node.attrs['w:author'] ?? '', text })
        return
      }
      case 'w:hyperlink': {
        const anchor = node.attrs['w:anchor']
        const target = ctx.link(node.attrs['r:id'])
        const link = linkMark(`${target ?? ''}${anchor !== undefined ? `#${anchor}` : ''}`)
        if (link && target) ctx.counts.links++
        // Over what follows a formula or a picture, LibreOffice stretches a link; it does not have the look of one.
        const looks = ctx.own && link ? elements(node).filter(looksLinked) : []
        for (const part of elements(node))
          this.part(
            part,
            link && (looks.length === 0 || part.name !== 'w:r' || looks.includes(part)) ? [...marks, link] : marks,
          )
        this.lastLink = link
        return
      }
      case 'm:oMathPara':
        for (const formula of elements(node)) if (formula.name === 'm:oMath') this.formula(formula, true)
        return
      case 'm:oMath':
        return this.formula(node, false)
      case 'w:bookmarkStart': {
        const name = node.attrs['w:name'] ?? ''
        const note = ctx.own?.get(name)
        if (note?.['is'] === 'formula') {
          // The next formula may begin before the bookmark of a lost one ends.
          if (this.place) this.lostFormula(this.place)
          this.source = note
          this.place = { id: node.attrs['w:id'] ?? '', at: this.line.content.length, emptied: false }
        } else if (name.startsWith('gy_')) {
          this.line.bookmarks.push(name)
          this.line.ranges.push({ id: node.attrs['w:id'] ?? '', name, from: this.length, to: this.length })
        }
        return
      }
      case 'w:bookmarkEnd': {
        const range = this.line.ranges.find(({ id }) => id === node.attrs['w:id'])
        if (range) range.to = this.length
        if (this.place && this.place.id === node.attrs['w:id']) this.lostFormula(this.place)
        return
      }
      case 'w:commentRangeStart':
        ctx.openComments.add(node.attrs['w:id'] ?? '')
        return
      case 'w:commentRangeEnd':
        ctx.openComments.delete(node.attrs['w:id'] ?? '')
        return
      case 'w:commentReference':
        return ctx.hangComment(node.attrs['w:id'] ?? '')
      case 'mc:AlternateContent':
        return this.alternate(node, marks)
      case 'w:sdt':
        return isPrompt(node, ctx.styles.isPrompt) ? undefined : this.children(node, marks)
      case 'w:fldSimple':
        return this.children(node, marks)
      default:
        if (!SILENT.has(node.name)) this.children(node, marks)
    }
  }

  private alternate(node: Xml, marks: readonly Mark[]): void {
    const branch = chosenBranch(node)
    for (const part of branch ? elements(branch) : []) this.runPart(part, marks, undefined)
  }

  private formula(node: Xml, display: boolean): void {
    const read = printLatex(readOmml(node))
    // Unless someone changed it in Word, the formula is what it was made from, to the letter.
    const { source } = this
    this.source = null
    this.place = null
    const isUnchanged =
      source !== null && (source['words'] === true ? sameWords(source['normal'], read) : source['normal'] === read)
    const latex = isUnchanged ? String(source['latex']) : read
    if (latex === '') return
    this.pushFormula(latex, source && typeof source['display'] === 'boolean' ? source['display'] : display)
  }

  /** LibreOffice leaves of some formulas nothing but a run without content; where a person deleted one, not even that. */
  private lostFormula({ at, emptied }: { at: number; emptied: boolean }): void {
    const { source } = this
    this.source = null
    this.place = null
    if (source && emptied && this.line.content.length === at)
      this.pushFormula(String(source['latex']), source['display'] === true)
  }

  private pushFormula(latex: string, display: boolean): void {
    this.ctx.counts.formulas++
    this.ctx.hear('∎')
    this.line.content.push(about({ type: 'formula', attrs: { latex, display } }, this.ctx.commentsHere))
  }

  private run(node: Xml, outer: readonly Mark[]): void {
    const { ctx } = this
    const properties = child(node, 'w:rPr')
    if (this.place && elements(node).every(({ name }) => name === 'w:rPr')) this.place.emptied = true
    if (isHidden(properties, ctx.styles)) {
      for (const part of elements(node)) if (part.name === 'w:fldChar') this.fieldMark(part, outer)
      return
    }
    const field = ctx.fields.at(-1)
    const fieldLink = ctx.fields
      .slice(-MAX_LINKS)
      .map(({ instruction, shown }) =>
        shown ? /^\s*HYPERLINK\s+(?:\\l\s+)?"([^"]+)"/i.exec(instruction)?.[1] : undefined,
      )
      .findLast((href) => href !== undefined)
    const link =
      fieldLink === undefined ? null : linkMark(/\\l\s+"/i.test(field?.instruction ?? '') ? `#${fieldLink}` : fieldLink)
    // Of two links that touch, LibreOffice ends the second one early; its look goes on.
    const goesOn = ctx.own && looksLinked(node) ? this.lastLink : null
    const isLinked = outer.some(({ type }) => type === 'link')
    if (!isLinked) this.lastLink = goesOn
    const lent = link ?? goesOn
    const base = lent && !isLinked ? [...outer, lent] : outer
    const marks = sortMarks([
      ...base,
      ...readMarks(
        properties,
        ctx.own ? null : ctx.styles,
        base.some(({ type }) => type === 'link'),
        this.color,
      ),
    ])
    const size = Number(child(properties, 'w:sz')?.attrs['w:val'] ?? 0)
    const fonts = child(properties, 'w:rFonts')?.attrs
    const font = [fonts?.['w:ascii'], fonts?.['w:hAnsi'], fonts?.['w:eastAsia']].find(isSymbolFont)
    for (const part of elements(node)) {
      if (part.name === 'w:fldChar') {
        this.fieldMark(part, marks)
        continue
      }
      const inner = ctx.fields.at(-1)
      if (part.name === 'w:instrText') {
        if (inner && !inner.shown) inner.instruction += textOf(part)
        continue
      }
      if (inner && !inner.shown) continue
      this.runPart(part, marks, font)
      if (!size) continue
      this.line.firstSize ||= size
      this.line.largestSize = Math.max(this.line.largestSize, size)
    }
  }

  private fieldMark(node: Xml, marks: readonly Mark[]): void {
    const { fields } = this.ctx
    const type = node.attrs['w:fldCharType']
    if (this.ctx.isLoose(node)) return
    if (type === 'begin') {
      fields.push({ instruction: '', shown: false, entry: chosenEntry(node) })
      const box = find(node, 'w:checkBox')
      if (box)
        this.text(isOn(box, 'w:checked') || (!child(box, 'w:checked') && isOn(box, 'w:default')) ? '☑' : '□', marks)
    } else if (type === 'separate') {
      const field = fields.at(-1)
      if (field) field.shown = true
    } else if (type === 'end') {
      const field = fields.pop()
      if (!field || field.shown || fields.some(({ shown }) => !shown)) return
      for (const made of field.entry === null ? drawnField(field.instruction) : [textNode(field.entry)]) {
        if (made.type === 'formula') this.ctx.counts.formulas++
        this.push(made.type === 'formula' ? made : { ...made, marks: sortMarks([...marks, ...(made.marks ?? [])]) })
      }
    }
  }

  private runPart(node: Xml, marks: readonly Mark[], font: string | undefined): void {
    switch (node.name) {
      case 'w:t':
        return this.text(this.plain(node, font), marks)
      case 'w:tab':
      case 'w:ptab':
        return this.text('\t', marks)
      case 'w:cr':
        return this.push({ type: 'hardBreak' }, marks)
      case 'w:br':
        return node.attrs['w:type'] === undefined || node.attrs['w:type'] === 'textWrapping'
          ? this.push({ type: 'hardBreak' }, marks)
          : undefined
      case 'w:noBreakHyphen':
        return this.text('\u2011', marks)
      case 'w:softHyphen':
        return this.text('\u00ad', marks)
      case 'w:sym':
        return this.text(this.symbol(node.attrs['w:font'] ?? '', node.attrs['w:char'] ?? ''), marks)
      case 'w:ruby': {
        const annotation = [...descendants(child(node, 'w:rt') ?? node, 'w:t')].map(textOf).join('')
        const bare = marks.filter(({ type }) => !['ruby'].includes(type))
        return this.children(
          child(node, 'w:rubyBase') ?? node,
          annotation === '' ? bare : [...bare, { type: 'ruby', attrs: { annotation } }],
        )
      }
      case 'w:footnoteReference':
      case 'w:endnoteReference': {
        const kind = node.name === 'w:footnoteReference' ? 'footnote' : 'endnote'
        return this.text(
          `[注${this.ctx.noteNumber(kind, node.attrs['w:id'] ?? '')}]`,
          sortMarks([
            ...marks.filter(({ type }) => type !== 'subscript' && type !== 'superscript'),
            { type: 'superscript' },
          ]),
        )
      }
      case 'w:drawing':
        return this.drawn(readDrawing(node, this.ctx, this.readBlocks), marks)
      case 'w:pict':
      case 'w:object':
        return this.drawn(readVml(node, this.ctx, this.readBlocks), marks)
      default:
        return this.part(node, marks)
    }
  }

  private drawn({ inline, floating, boxes }: Drawn, marks: readonly Mark[]): void {
    for (const node of floating) this.line.floating.push({ node, before: this.line.content.length === 0 })
    for (const node of inline) this.push(node, node.marks ?? marks)
    this.line.boxes.push(...boxes)
  }

  /** The text of `w:t`: white space at the ends counts only where `xml:space` says so; symbol fonts become Unicode. */
  private plain(node: Xml, font: string | undefined): string {
    const raw = textOf(node)
    const text = node.attrs['xml:space'] === 'preserve' ? raw : trimXml(raw)
    const mapped = text.replaceAll(/[\uf020-\uf0ff]/g, (symbol) => symbolOf(font ?? 'wingdings', symbol.charCodeAt(0)))
    return font === undefined
      ? mapped
      : mapped.replaceAll(/[\u0021-\u00ff]/g, (symbol) => symbolOf(font, symbol.charCodeAt(0)))
  }

  private symbol(font: string, code: string): string {
    const sign = symbolOf(font, Number.parseInt(code, 16))
    if (sign === UNKNOWN_SIGN) this.ctx.leftOver.push({ text: `${font} ${code}`.trim(), where: '认不出的符号' })
    return sign
  }

  private text(text: string, marks: readonly Mark[]): void {
    if (text === '') return
    this.push({ type: 'text', text }, marks)
  }

  private push(node: DocJson, marks: readonly Mark[] = []): void {
    this.ctx.hear(node.text ?? (node.type === 'hardBreak' ? '\n' : node.type === 'formula' ? '∎' : ''))
    const marked = marks.length > 0 ? { ...node, marks: sortMarks(marks) } : node
    this.line.content.push(about(marked, this.ctx.commentsHere))
  }
}
