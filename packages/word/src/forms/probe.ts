import type { DocJson } from '@gongyan/documents'
import type { Xml } from '../opc/xml.ts'
import type { Block, ParagraphBlock, TableBlock, TableCellBlock } from '../reading/model.ts'
import { blockText, inlineText, isBlank } from '../reading/model.ts'
import { frameEnd } from './gaps.ts'
import type { FormPlace } from './model.ts'
import type { Paths } from './paths.ts'
import { boxOptions, piecesText, textPieces } from './text-run.ts'
import type { Kept } from './tree.ts'
import { follow, keptDescendants } from './tree.ts'

/** A place that may take a value: what stands there now, and whether it is blank, asks for something, or says something. */
export interface Candidate {
  readonly place: FormPlace
  readonly prompt: string
  readonly kind: 'blank' | 'prompt' | 'filled'
  /** The w:tc, for cells. */
  readonly cell: Xml | null
  /** The cells around it, the outermost first, its own included. */
  readonly around: readonly Xml[]
}

/** What stands in a blank place while the form is being understood; no label, no title, no number looks like it. */
const marker = (id: number) => `占位${id}号。`
export const MARKER = /占位(\d+)号。/g

const PROMPTS = [
  /^[\s\u3000_＿.…·—-]+$/,
  /^[（(【[〔].*(?:填|写|请|说明|此处|提示|注|如|例|包括|字).*[)）】\]〕][。：:]?$/s,
  /^(?:例|例如|如|请|在此|此处|提示|填写|单击|点击|click|enter|type)[\s\S]*$/i,
  /^(?:20)?[\s\u3000_＿]*年[\s\u3000_＿]*月[\s\u3000_＿]*日[\s\u3000_＿星期周第节（）()上下午]*$/,
  /^第[\s\u3000_＿]+(?:周|课时|节)[\s\u3000_＿星期周第课时节共（）()]*$/,
]
/** Whether a text only asks to be replaced. */
export const isPrompt = (text: string): boolean =>
  PROMPTS.some((pattern) => pattern.test(text.trim())) && text.trim() !== ''

const FILL = /(?<=[：:])([\s\u3000_＿]*)/g
const FILL_BOXES = /(?<=[：:])([\s\u3000]*[^\s：:]*[□☐☑☒▢].*?)(?=(?:[\s\u3000]+[^\s\u3000：:□☐☑☒▢]+[：:])|$)/g

/** Fills every blank place of a form with a marker, so that what understands plans says where each place belongs. */
export class Probe {
  readonly candidates: Candidate[] = []
  private readonly around: Xml[] = []
  private readonly paths: Paths
  private readonly root: Kept

  constructor(paths: Paths, root: Kept) {
    this.paths = paths
    this.root = root
  }

  private add(candidate: Candidate): number {
    return this.candidates.push(candidate) - 1
  }

  blocks(blocks: readonly Block[]): Block[] {
    const out: Block[] = []
    for (let index = 0; index < blocks.length; index++) {
      const block = blocks[index] as Block
      if (block.kind === 'table') out.push(this.table(block))
      else if (block.kind === 'box') out.push(block)
      else if (isBlank(block) || isPrompt(inlineText(block.content))) {
        let end = index
        while (this.goesOn(blocks, end)) end++
        out.push(
          this.room(blocks.slice(index, end + 1) as ParagraphBlock[]),
          ...blocks.slice(index + 1, end + 1).filter(isBlank),
        )
        index = end
      } else out.push(this.paragraph(block))
    }
    return out
  }

  /** Whether the next block is one more blank line right below this one. */
  private goesOn(blocks: readonly Block[], at: number): boolean {
    const [here, next] = [blocks[at], blocks[at + 1]]
    if (here?.kind !== 'paragraph' || next?.kind !== 'paragraph' || !here.source || !next.source) return false
    if (!isBlank(next) && !isPrompt(inlineText(next.content))) return false
    const [a, b] = [this.paths.of(here.source), this.paths.of(next.source)]
    return a.length === b.length && (b.at(-1) ?? 0) === (a.at(-1) ?? 0) + 1
  }

  private room(lines: readonly ParagraphBlock[]): Block {
    const [first] = lines
    const last = lines.at(-1)
    if (
      !first?.source ||
      !last?.source ||
      lines.some(({ rule, content }) => rule || content.some((node) => node.text === undefined))
    )
      return first as Block
    const path = this.paths.of(first.source)
    const prompt = lines
      .map(({ content }) => inlineText(content))
      .join('\n')
      .trim()
    const id = this.add({
      place: { how: 'paragraphs', path, last: this.paths.of(last.source).at(-1) ?? 0 },
      prompt,
      kind: prompt === '' ? 'blank' : 'prompt',
      cell: null,
      around: [...this.around],
    })
    return { ...first, content: [{ type: 'text', text: marker(id) }], bold: false }
  }

  /** A line with labels and room behind them: 年级：____ 学科：____ */
  private paragraph(block: ParagraphBlock): ParagraphBlock {
    if (!block.source) return block
    const path = this.paths.of(block.source)
    const kept = follow(this.root, path)?.node
    // A line that a text box hangs on is the form's own: written over, the box would go with it.
    const hasBox = kept !== undefined && keptDescendants(kept, 'w:txbxContent').next().value !== undefined
    const pieces = kept && textPieces(kept)
    const text = pieces ? piecesText(pieces) : ''
    if (text !== inlineText(block.content) || !/[：:]/.test(text)) return hasBox ? block : this.spoken(block, path)
    const gaps: { from: number; to: number; options: string[] | null }[] = []
    for (const match of text.matchAll(FILL_BOXES)) {
      const options = boxOptions(match[1] ?? '')
      if (options) gaps.push({ from: match.index, to: match.index + (match[1] ?? '').length, options })
    }
    for (const match of text.matchAll(FILL)) {
      const blank = match[1] ?? ''
      const from = match.index
      const framed = frameEnd(text, from)
      if (framed !== null) {
        if (!gaps.some((gap) => gap.from <= from && from < gap.to)) gaps.push({ from, to: framed, options: null })
        continue
      }
      // The blanks behind a line to write on part it from the next label and stay.
      const rule = /[_＿](?=[^_＿]*$)/.exec(blank)
      const whole = from + blank.length === text.length
      const to = from + (rule ? rule.index + 1 : whole ? blank.length : Math.max(1, blank.length - 2))
      if (gaps.some((gap) => gap.from <= from && from < gap.to)) continue
      if (whole || rule || blank.length >= 2) gaps.push({ from, to, options: null })
    }
    if (gaps.length === 0) return hasBox ? block : this.spoken(block, path)
    gaps.sort((a, b) => a.from - b.from)
    let marked = ''
    let at = 0
    for (const { from, to, options } of gaps) {
      const id = this.add({
        place: options ? { how: 'boxes', path, options } : { how: 'text', path, from, to },
        prompt: options || /[年月第]/.test(text.slice(from, to)) ? text.slice(from, to).trim() : '',
        kind: 'blank',
        cell: null,
        around: [...this.around],
      })
      marked += `${text.slice(at, from)}${marker(id)}`
      at = to
    }
    return { ...block, content: [{ type: 'text', text: marked + text.slice(at) }] }
  }

  /** A line that says something, which may be a value that a plan replaces. */
  private spoken(block: ParagraphBlock, path: readonly number[]): ParagraphBlock {
    const id = this.add({
      place: { how: 'paragraphs', path, last: path.at(-1) ?? 0 },
      prompt: inlineText(block.content),
      kind: 'filled',
      cell: null,
      around: [...this.around],
    })
    return { ...block, content: trail(block.content, id) }
  }

  private table(table: TableBlock): TableBlock {
    return { ...table, rows: table.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => this.cell(cell)) })) }
  }

  /** A cell whose lines are places of their own. */
  private inside(cell: TableCellBlock): TableCellBlock {
    if (cell.source) this.around.push(cell.source)
    const blocks = this.blocks(cell.blocks)
    if (cell.source) this.around.pop()
    return { ...cell, blocks }
  }

  private cell(cell: TableCellBlock): TableCellBlock {
    const paragraphs = cell.blocks.filter((block): block is ParagraphBlock => block.kind === 'paragraph')
    const text = blockText(cell.blocks).trim()
    const plain = paragraphs.length === cell.blocks.length && cell.source !== undefined
    const blank = plain && paragraphs.every((block) => isBlank(block) || isPrompt(inlineText(block.content)))
    if (
      !plain ||
      !cell.source ||
      (!blank && /[：:]/.test(text)) ||
      (!blank && paragraphs.some(isBlank) && paragraphs.length > 1)
    )
      return this.inside(cell)
    const path = this.paths.of(cell.source)
    const options = blank ? null : boxOptions(text)
    const id = this.add({
      place: options ? { how: 'boxes', path, options } : { how: 'cell', path },
      prompt: text,
      kind: options || text === '' ? 'blank' : blank ? 'prompt' : 'filled',
      cell: cell.source,
      around: [...this.around, cell.source],
    })
    const [first] = paragraphs
    if (first && (blank || options))
      return { ...cell, blocks: [{ ...first, content: [{ type: 'text', text: marker(id) }], list: null, bold: false }] }
    return {
      ...cell,
      blocks: paragraphs.map((block) => ({ ...block, content: trail(block.content, id) })),
    }
  }
}

/** Text nodes that remember their place; whatever is copied from them remembers it too. */
const trail = (content: readonly DocJson[], id: number): DocJson[] =>
  content.map((node) => (node.text === undefined ? node : { ...node, attrs: { gyPlace: id } }))

/** The places whose markers or trails stand in a node, in order. */
export function placesIn(node: DocJson): number[] {
  const found: number[] = []
  const walk = (at: DocJson) => {
    const place = at.attrs?.['gyPlace']
    if (at.text !== undefined && typeof place === 'number') found.push(place)
    for (const [, id] of (at.text ?? '').matchAll(MARKER)) found.push(Number(id))
    at.content?.forEach(walk)
  }
  walk(node)
  return [...new Set(found)]
}

/** The visible words of a node without markers. */
export const wordsOf = (node: DocJson): string =>
  (node.text ?? (node.type === 'hardBreak' ? '\n' : (node.content ?? []).map(wordsOf).join(''))).replaceAll(MARKER, '')
