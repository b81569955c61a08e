import type { DocJson } from '@gongyan/documents'
import { isSafeHref } from '@gongyan/documents'
import { bare, commentsAt } from '../comments/marks.ts'
import { rangeAround } from '../comments/write.ts'
import { parseLatex, printLatex } from '../math/latex.ts'
import { writeOmml, writeSource } from '../math/omml-write.ts'
import type { MediaWriter } from './media.ts'
import type { Notes } from './notes.ts'
import { PEN } from './parts.ts'
import { escapeXml } from './xml.ts'

type Marks = readonly { type: string; attrs?: Record<string, unknown> }[]

/** Run properties in the order that the schema of WordprocessingML demands. */
function runProperties(marks: Marks, size?: number): string {
  const has = (type: string) => marks.some((mark) => mark.type === type)
  const parts = [
    has('link') ? '<w:rStyle w:val="Hyperlink"/>' : '',
    has('redPen') ? '<w:rFonts w:eastAsia="楷体"/>' : '',
    has('strong') ? '<w:b/><w:bCs/>' : '',
    has('em') ? '<w:i/><w:iCs/>' : '',
    has('strike') ? '<w:strike/>' : '',
    has('redPen') ? `<w:color w:val="${PEN}"/>` : '',
    size ? `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>` : '',
    has('highlight') ? '<w:highlight w:val="yellow"/>' : '',
    has('underline') ? '<w:u w:val="single"/>' : '',
    has('superscript')
      ? '<w:vertAlign w:val="superscript"/>'
      : has('subscript')
        ? '<w:vertAlign w:val="subscript"/>'
        : '',
    has('emphasisDot') ? '<w:em w:val="dot"/>' : '',
  ].join('')
  return parts === '' ? '' : `<w:rPr>${parts}</w:rPr>`
}

/** Text with its tabs and line breaks as elements. */
const textElements = (text: string): string =>
  text
    .split(/([\t\n])/)
    .map((piece) =>
      piece === '\t'
        ? '<w:tab/>'
        : piece === '\n'
          ? '<w:br/>'
          : piece === ''
            ? ''
            : `<w:t xml:space="preserve">${escapeXml(piece)}</w:t>`,
    )
    .join('')

/** Writes inline nodes as runs, links, formulas and drawings. */
export class RunWriter {
  private readonly notes: Notes
  private readonly media: MediaWriter

  constructor(notes: Notes, media: MediaWriter) {
    this.notes = notes
    this.media = media
  }

  /** `available` is the width of the line in twips: a picture wider than it is shown smaller. */
  write(nodes: readonly DocJson[] | undefined, available: number): string {
    let out = ''
    const list = nodes ?? []
    for (let index = 0; index < list.length;) {
      const href = hrefOf(list[index])
      let end = index + 1
      if (href !== null) while (end < list.length && hrefOf(list[end]) === href) end++
      const inner = list
        .slice(index, end)
        .map((node) => rangeAround(commentsAt(node), node.text === '' ? '' : this.node(bare(node), available)))
        .join('')
      out += href === null ? inner : this.media.hyperlink(href, inner)
      index = end
    }
    return out
  }

  private node(node: DocJson, available: number): string {
    const marks = node.marks ?? []
    const ruby = marks.find(({ type }) => type === 'ruby')
    if (node.type === 'formula')
      return this.formula(String(node.attrs?.['latex'] ?? ''), node.attrs?.['display'] === true)
    if (ruby && node.text !== undefined) {
      const properties = runProperties(marks)
      const annotation = escapeXml(String(ruby.attrs?.['annotation'] ?? ''))
      return `<w:r>${properties}<w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/><w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr><w:rt><w:r>${runProperties([], 10)}<w:t xml:space="preserve">${annotation}</w:t></w:r></w:rt><w:rubyBase><w:r>${properties}${textElements(node.text)}</w:r></w:rubyBase></w:ruby></w:r>`
    }
    const properties = runProperties(marks)
    if (node.text !== undefined) return `<w:r>${properties}${textElements(node.text)}</w:r>`
    if (node.type === 'hardBreak') return `<w:r>${properties}<w:br/></w:r>`
    if (node.type === 'image' || node.type === 'attachment') {
      const drawing = this.media.drawing(node, available)
      return `<w:r>${properties}${drawing ?? textElements(placeholder(node))}</w:r>`
    }
    return ''
  }

  private formula(latex: string, display: boolean): string {
    const parsed = parseLatex(latex)
    const omml = parsed ? writeOmml(parsed) : writeSource(latex)
    const normal = printLatex(parsed ?? { kind: 'text', text: latex })
    const xml = display
      ? `<m:oMathPara><m:oMathParaPr><m:jc m:val="center"/></m:oMathParaPr>${omml}</m:oMathPara>`
      : omml
    return this.notes.wrap(
      [this.notes.note('formula', { latex, normal, display, ...(parsed ? {} : { words: true }) })],
      xml,
    )
  }
}

const hrefOf = (node: DocJson | undefined): string | null => {
  const href = node?.marks?.find(({ type }) => type === 'link')?.attrs?.['href']
  return typeof href === 'string' && isSafeHref(href) && node?.type !== 'formula' ? href : null
}
/** What stands where a picture's file is gone or Word could not show it. */
const placeholder = (node: DocJson): string =>
  node.type === 'attachment'
    ? String(node.attrs?.['name'] ?? '')
    : `［图片${node.attrs?.['alt'] ? `：${String(node.attrs['alt'])}` : ''}］`
