import type { DocJson } from '@gongyan/documents'
import { HEADER_FIELDS } from '@gongyan/domain'
import { withoutCommentMarks } from '../comments/marks.ts'
import type { MediaWriter } from './media.ts'
import type { Notes } from './notes.ts'
import { NumberingWriter } from './numbering.ts'
import { RunWriter } from './runs.ts'
import { TableWriter } from './tables.ts'
import { isDisplayed } from '../reading/model.ts'
import { escapeXml } from './xml.ts'

/** Where blocks are written: how wide the place is, how deep in lists, and bookmarks waiting for the first paragraph. */
export interface Place {
  readonly width: number
  /** Depth of the list item whose later blocks these are; null outside lists. */
  readonly level: number | null
  readonly pending: string[]
  /** Paragraph style of plain paragraphs. */
  readonly style: string | null
}

export const PAD = '<w:p><w:pPr><w:pStyle w:val="GyPad"/></w:pPr></w:p>'
const EMPTY_END = /<w:bookmarkStart [^>]*\/>(?:<w:bookmark(?:Start|End) [^>]*\/>)*<\/w:p>$/
/** The deepest level that Word knows; what is deeper looks like it, goes in further, and is noted. */
const MAX_LEVEL = 8
const STEP = 360
const INDENT = 210

/** Writes the nodes of a lesson plan as paragraphs and tables. */
export class BodyWriter {
  readonly numbering: NumberingWriter
  private readonly notes: Notes
  private readonly runs: RunWriter
  private readonly tables: TableWriter

  /** `pageHeight` is the height of a page inside its margins, in twips; plans of one file share their numbering. */
  constructor(notes: Notes, media: MediaWriter, pageHeight: number, numbering = new NumberingWriter()) {
    this.numbering = numbering
    this.notes = notes
    this.runs = new RunWriter(notes, media)
    this.tables = new TableWriter(notes, this, pageHeight)
  }

  /** A whole plan; `mark` is a bookmark that its title carries. */
  document(doc: DocJson, width: number, mark: string | null = null): string {
    const out: string[] = []
    const nodes = doc.content ?? []
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index] as DocJson
      if (node.type === 'objective') {
        let end = index
        while (nodes[end]?.type === 'objective') end++
        out.push(this.objectives(nodes.slice(index, end), width))
        index = end - 1
      } else out.push(this.top(node, width, mark))
      if (
        this.isTable(node) &&
        (nodes[index + 1] === undefined || this.isTable(nodes[index + 1]) || node.type !== 'header')
      )
        out.push(PAD)
    }
    const body = out.join('')
    // LibreOffice forgets the bookmarks of an empty line that is the last of all.
    return EMPTY_END.test(body) ? body + PAD : body
  }

  private isTable(node: DocJson | undefined): boolean {
    return node?.type === 'table' || node?.type === 'box' || node?.type === 'header'
  }

  private top(node: DocJson, width: number, mark: string | null): string {
    const place: Place = { width, level: null, pending: [], style: null }
    switch (node.type) {
      case 'title':
        return this.paragraph(node.content, { ...place, style: 'Title', pending: mark === null ? [] : [mark] })
      case 'header':
        return this.header(node, width)
      case 'heading': {
        const level = Math.max(2, Math.min(4, Number(node.attrs?.['level'] ?? 2)))
        place.pending.push(this.notes.note('heading', { section: node.attrs?.['section'] ?? null }))
        return this.paragraph(node.content, { ...place, style: `Heading${level}` })
      }
      default:
        return this.block(node, place)
    }
  }

  /** Objectives are numbered by Word unless the teacher numbered them by hand. */
  private objectives(nodes: readonly DocJson[], width: number): string {
    const handmade = nodes.some((node) =>
      /^\s*(?:[（(]?[\d一二三四五六七八九十]+[、.．)）]|[①-⑳●◆■★]|[^\s：:]{2,8}[：:])/.test(
        withoutCommentMarks(node.content ?? [])[0]?.text ?? '',
      ),
    )
    const numId = handmade || nodes.length < 2 ? null : this.numbering.add({ ordered: true, start: 1, format: null }, 0)
    return nodes
      .map((node) => {
        const literacy = node.attrs?.['literacy'] ?? null
        const bookmark = this.notes.named(
          'obj',
          String(node.attrs?.['objectiveId'] ?? ''),
          literacy === null ? null : { literacy },
        )
        return this.paragraph(
          node.content,
          { width, level: null, pending: [bookmark], style: 'GyObjective' },
          numId === null ? '' : `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${numId}"/></w:numPr>`,
        )
      })
      .join('')
  }

  /** 基本信息 as a grid of labels and values, two pairs to a row; a long value has a row of its own. */
  private header(node: DocJson, width: number): string {
    const label = Math.round(width * 0.13)
    const value = Math.round(width / 2 - label)
    const border = (inner: string, cellWidth: number, span: number, shade: boolean) =>
      `<w:tc><w:tcPr><w:tcW w:w="${cellWidth}" w:type="dxa"/>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ''}${shade ? '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' : ''}<w:vAlign w:val="center"/></w:tcPr>${inner}</w:tc>`
    const pair = (field: DocJson, span: number): string => {
      const key = String(field.attrs?.['key'] ?? '')
      const usual = key in HEADER_FIELDS ? HEADER_FIELDS[key as keyof typeof HEADER_FIELDS] : key.replace(/^extra:/, '')
      const text = String(field.attrs?.['label'] ?? usual)
      const room = span > 1 ? value * 2 + label : value
      const place: Place = {
        width: room - 200,
        level: null,
        pending: [this.notes.note('field', { key })],
        style: 'GyCell',
      }
      return (
        border(
          `<w:p><w:pPr><w:pStyle w:val="GyLabel"/></w:pPr><w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`,
          label,
          1,
          true,
        ) + border(this.paragraph(field.content, place), room, span, false)
      )
    }
    const rows: string[] = []
    const fields = node.content ?? []
    const isLong = (field: DocJson | undefined) =>
      (field?.content ?? []).reduce((sum, part) => sum + (part.text?.length ?? 4), 0) > 22
    for (let index = 0; index < fields.length; index++) {
      const [first, second] = [fields[index] as DocJson, fields[index + 1]]
      if (!isLong(first) && second && !isLong(second)) {
        rows.push(pair(first, 1) + pair(second, 1))
        index++
      } else rows.push(pair(first, 3))
    }
    return `<w:tbl><w:tblPr><w:tblStyle w:val="GyHeader"/><w:tblW w:w="${(label + value) * 2}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${[label, value, label, value].map((part) => `<w:gridCol w:w="${part}"/>`).join('')}</w:tblGrid>${rows.map((row) => `<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="425" w:hRule="atLeast"/></w:trPr>${row}</w:tr>`).join('')}</w:tbl>`
  }

  /** Blocks one after another, as the content of a cell: it ends in a paragraph, and no two tables touch. */
  cellContent(nodes: readonly DocJson[] | undefined, place: Place): string {
    const list = nodes ?? []
    let out = list
      .map((node, index) => this.block(node, place) + (this.isTable(node) && this.isTable(list[index + 1]) ? PAD : ''))
      .join('')
    if (list.length === 0 || endsInTable(list.at(-1)) || place.pending.length > 0)
      out += this.paragraph([], { ...place, style: 'GyPad' })
    return out
  }

  block(node: DocJson, place: Place): string {
    switch (node.type) {
      case 'paragraph':
        return this.plain(node, place)
      case 'orderedList':
      case 'bulletList':
        return this.list(node, place, 0)
      case 'table':
        return this.tables.table(node, place)
      case 'box':
        return this.tables.box(node, place)
      case 'rule': {
        const names = place.level === null ? [] : [this.notes.note('rule', { level: place.level })]
        return `<w:p><w:pPr><w:pStyle w:val="GyRule"/><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr></w:pPr>${this.notes.wrap([...place.pending.splice(0), ...names], '')}</w:p>`
      }
      default:
        return ''
    }
  }

  private plain(node: DocJson, place: Place, numbering = ''): string {
    const { section, align, indent } = node.attrs ?? {}
    const unsure = unsureAlign(node)
    if (typeof section === 'string' || unsure)
      place.pending.push(this.notes.note('paragraph', { section: section ?? null, ...unsure }))
    const style =
      numbering === '' && place.level !== null ? `GyContinue${Math.min(MAX_LEVEL, place.level)}` : place.style
    const deep = place.level !== null && place.level > MAX_LEVEL ? place.level : null
    if (deep !== null) place.pending.push(this.notes.note('deep', { level: deep }))
    const jc = align === 'justify' ? 'both' : align
    const first =
      typeof indent === 'number' && indent > 0
        ? ` w:firstLineChars="${Math.round(indent * 100)}" w:firstLine="${Math.round(indent * 210)}"`
        : ''
    // One letter further in for each level; a number stands before its item.
    const left = deep === null ? '' : ` w:left="${STEP * (MAX_LEVEL + 1) + INDENT * (deep - MAX_LEVEL)}"`
    const hanging = deep !== null && numbering !== '' && first === '' ? ` w:hanging="${STEP}"` : ''
    const extra = `${left + first === '' ? '' : `<w:ind${left}${first}${hanging}/>`}${typeof jc === 'string' && ['left', 'center', 'right', 'both'].includes(jc) ? `<w:jc w:val="${jc}"/>` : ''}`
    return this.paragraph(node.content, { ...place, style }, numbering, extra)
  }

  private paragraph(content: readonly DocJson[] | undefined, place: Place, numbering = '', properties = ''): string {
    const inner = this.notes.wrap(place.pending.splice(0), this.runs.write(content, place.width))
    const style = place.style === null ? '' : `<w:pStyle w:val="${place.style}"/>`
    const all = `${style}${numbering}${properties}`
    return `<w:p>${all === '' ? '' : `<w:pPr>${all}</w:pPr>`}${inner}</w:p>`
  }

  private list(node: DocJson, place: Place, depth: number): string {
    const level = Math.max(depth, place.level === null ? 0 : place.level + 1)
    const shown = Math.min(MAX_LEVEL, level)
    const numId = this.numbering.add(
      {
        ordered: node.type === 'orderedList',
        start: Number(node.attrs?.['start'] ?? 1),
        format: (node.attrs?.['format'] as string | null | undefined) ?? null,
      },
      shown,
    )
    const inner: Place = { ...place, width: Math.max(STEP, place.width - STEP), level }
    return (node.content ?? [])
      .map((item) => {
        const [first, ...rest] = item.content ?? []
        const head = first
          ? this.plain(
              first,
              { ...place, width: inner.width, level },
              `<w:numPr><w:ilvl w:val="${shown}"/><w:numId w:val="${numId}"/></w:numPr>`,
            )
          : ''
        return (
          head +
          rest
            .map(
              (block, index) =>
                this.block(block, inner) +
                (this.isTable(block) && (this.isTable(rest[index + 1]) || rest[index + 1] === undefined) ? PAD : ''),
            )
            .join('')
        )
      })
      .join('')
  }
}

/**
 * Alignment that needs a note to be believed: LibreOffice writes `left` at every paragraph of a cell and `center` at a
 * formula on a line of its own.
 */
const unsureAlign = ({ attrs, content }: DocJson): { align: unknown } | null => {
  const align = attrs?.['align'] ?? null
  return align !== null && (align === 'left' || isDisplayed(content)) ? { align } : null
}

const endsInTable = (node: DocJson | undefined): boolean => node?.type === 'table' || node?.type === 'box'
