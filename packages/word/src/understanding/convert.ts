import type { DocJson } from '@gongyan/documents'
import type { OwnNotes } from '../reading/context.ts'
import type { Block, ParagraphBlock, TableBlock, TableCellBlock, TableRowBlock } from '../reading/model.ts'
import { isBlank, isDisplayed } from '../reading/model.ts'
import { ownGrid } from './own-grid.ts'

export type NewId = () => string
type Note = Readonly<Record<string, unknown>>

interface OpenList {
  node: DocJson
  numId: string
  level: number
}

const append = (node: DocJson, child: DocJson): void => {
  ;(node.content ??= []).push(child)
}
const lastItem = (list: OpenList): DocJson | undefined => list.node.content?.at(-1)

/** The cell of an earlier plan that a cell was written from: what brings edits made in Word back to their place. */
export interface CellOrigin {
  readonly rowId: string
  /** A field of PROCESS_FIELDS, or `c{n}`: column n of the table as it was written, from 0. */
  readonly columnId: string
}

/**
 * Alignment in our own export. LibreOffice writes `left` at every paragraph of a cell and `center` beside formulas that
 * stand on a line of their own: there only the note is believed.
 */
const ownAlign = (block: ParagraphBlock, noted: unknown): string | null => {
  const written = block.align === null || block.align === 'left' || block.align === 'center'
  if (typeof noted === 'string') return written ? noted : block.align
  return block.align === 'left' || isDisplayed(block.content) ? null : block.align
}

/** Turns what was read into nodes of the lesson-plan schema: lists folded, merged cells placed, every row with an id. */
export class Converter {
  private readonly taken = new Set<string>()
  /** Where cells come from, by the nodes made of them. */
  readonly cellOrigins = new Map<DocJson, CellOrigin>()
  private readonly own: OwnNotes | null
  private readonly newId: NewId

  constructor(own: OwnNotes | null, newId: NewId) {
    this.own = own
    this.newId = newId
  }

  /** The first note of that kind at some bookmarks. */
  note(bookmarks: readonly string[], is: string): Note | undefined {
    for (const name of bookmarks) {
      const note = this.own?.get(name)
      if (note?.['is'] === is) return note
    }
    return undefined
  }

  /** The stable id that a bookmark such as `gy_row_…` carries, once; a copy of it gets an id of its own. */
  id(bookmarks: readonly string[], kind: 'row' | 'obj'): string {
    const prefix = `gy_${kind}_`
    const found = bookmarks.find((name) => name.startsWith(prefix) && name.length > prefix.length)?.slice(prefix.length)
    const noted = this.note(bookmarks, kind)?.['id']
    const id = typeof noted === 'string' ? noted : found
    if (id !== undefined && !this.taken.has(`${kind} ${id}`)) {
      this.taken.add(`${kind} ${id}`)
      return id
    }
    return this.newId()
  }

  /** The cell that one of these bookmarks names, once: a copy of it is a new cell. */
  private origin(bookmarks: readonly string[]): CellOrigin | null {
    for (const bookmark of bookmarks) {
      const name = /^gy_c_(\w+)_([A-Za-z0-9]+)$/.exec(bookmark)
      const note = this.own?.get(bookmark)
      const [rowId, columnId] = name ? [name[1], name[2]] : note?.['is'] === 'cell' ? [note['row'], note['column']] : []
      if (typeof rowId !== 'string' || typeof columnId !== 'string') continue
      const key = `cell ${rowId} ${columnId}`
      if (this.taken.has(key)) continue
      this.taken.add(key)
      return { rowId, columnId }
    }
    return null
  }

  paragraph(block: ParagraphBlock, section: string | null = null): DocJson {
    const note = this.note(block.bookmarks, 'paragraph')
    const noted = note?.['section']
    return {
      type: 'paragraph',
      attrs: {
        section: typeof noted === 'string' ? noted : section,
        align: this.own ? ownAlign(block, note?.['align']) : block.align,
        indent: block.indent,
      },
      content: block.content,
    }
  }

  /** Blocks as `block+` nodes; in files from elsewhere blank lines at the ends and after tables are left out. */
  nodes(blocks: readonly Block[]): DocJson[] {
    const out: DocJson[] = []
    let lists: OpenList[] = []
    for (const block of this.own ? blocks.filter((candidate) => !isPad(candidate)) : trim(blocks)) {
      if (block.kind === 'paragraph' && block.list) {
        const { numId, ordered, format, value } = block.list
        const level = this.deep(block) ?? block.list.level
        lists = lists.filter((list) => list.level <= level)
        let list = lists.at(-1)
        if (list && list.level === level && list.numId !== numId) {
          lists.pop()
          list = lists.at(-1)
        }
        if (!list || list.level < level) {
          const node: DocJson = ordered
            ? { type: 'orderedList', attrs: { start: value, format }, content: [] }
            : { type: 'bulletList', content: [] }
          const parent = list && lastItem(list)
          if (parent) append(parent, node)
          else out.push(node)
          list = { node, numId, level }
          lists.push(list)
        }
        append(list.node, { type: 'listItem', content: [this.paragraph(block)] })
        continue
      }
      const node = this.node(block)
      const level = this.continues(block)
      if (level !== null) {
        lists = lists.filter((list) => list.level <= level)
        const item = lists.at(-1) && lastItem(lists.at(-1) as OpenList)
        if (item) {
          append(item, node)
          continue
        }
      }
      lists = []
      out.push(node)
    }
    return out
  }

  /** The level of a paragraph in a list that is deeper than Word's lists go. */
  private deep(block: ParagraphBlock): number | null {
    const level = this.own ? this.note(block.bookmarks, 'deep')?.['level'] : null
    return typeof level === 'number' ? level : null
  }

  /** The list level whose last item this block of our own export belongs to. */
  private continues(block: Block): number | null {
    if (!this.own) return null
    if (block.kind === 'paragraph') {
      const level =
        this.deep(block) ??
        /^gycontinue(\d)(?:s\d+)?$/.exec(block.styleName)?.[1] ??
        this.note(block.bookmarks, 'rule')?.['level']
      return level === undefined ? null : Number(level)
    }
    if (block.kind === 'table') {
      const level = this.note(block.rows[0]?.bookmarks ?? [], 'table')?.['level']
      return typeof level === 'number' ? level : null
    }
    return null
  }

  private node(block: Block): DocJson {
    if (block.kind === 'box') return { type: 'box', content: this.filled(block.blocks) }
    if (block.kind === 'paragraph')
      return block.rule || (this.own && block.styleName === 'gyrule') ? { type: 'rule' } : this.paragraph(block)
    if (this.own && block.styleName === 'gybox')
      return {
        type: 'box',
        content: this.filled(block.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.blocks))),
      }
    return this.table(block)
  }

  /** Blocks for a place that must not be empty. */
  filled(blocks: readonly Block[]): DocJson[] {
    const nodes = this.nodes(blocks)
    return nodes.length > 0 ? nodes : [{ type: 'paragraph' }]
  }

  /** A table as it stands; kind and period of our own export are known. */
  table(read: TableBlock): DocJson {
    const note = this.note(read.rows[0]?.bookmarks ?? [], 'table')
    const block = ownGrid(read, note?.['grid'])
    const widths = Array.isArray(note?.['widths']) ? (note['widths'] as number[]) : null
    return {
      type: 'table',
      attrs: {
        kind: note?.['kind'] === 'process' ? 'process' : 'plain',
        period: typeof note?.['period'] === 'string' ? note['period'] : null,
      },
      content: block.rows.map((row) =>
        this.row(
          row,
          row.cells.map((cell) => this.cell(cell, !this.own && row.repeats, null, widths)),
        ),
      ),
    }
  }

  row(row: TableRowBlock, cells: DocJson[]): DocJson {
    const objectives = this.note(row.bookmarks, 'row')?.['objectives']
    return {
      type: 'tableRow',
      attrs: { rowId: this.id(row.bookmarks, 'row'), objectives: Array.isArray(objectives) ? objectives : null },
      content: cells,
    }
  }

  cell(cell: TableCellBlock, head: boolean, field: string | null, widths: readonly number[] | null): DocJson {
    const bookmarks = cell.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.bookmarks : []))
    const noted = this.note(bookmarks, 'head')
    const colwidth = widths?.slice(cell.column, cell.column + cell.colspan) ?? null
    const attrs = {
      colspan: cell.colspan,
      rowspan: cell.rowspan,
      colwidth: colwidth?.length === cell.colspan ? colwidth : null,
    }
    const content = this.filled(cell.blocks)
    const made: DocJson =
      !head && !noted
        ? { type: 'tableCell', attrs, content }
        : {
            type: 'tableHeader',
            attrs: { ...attrs, field: typeof noted?.['field'] === 'string' ? noted['field'] : field },
            content,
          }
    const origin = this.origin(bookmarks)
    if (origin) this.cellOrigins.set(made, origin)
    return made
  }
}

/** The tiny paragraph that Word demands after a table. */
const isPad = (block: Block): boolean =>
  block.kind === 'paragraph' && block.styleName === 'gypad' && block.content.length === 0

function trim(blocks: readonly Block[]): Block[] {
  const isGap = (block: Block | undefined) => block !== undefined && isBlank(block)
  const out = blocks.filter((block, index) => !(isGap(block) && blocks[index - 1]?.kind === 'table'))
  while (isGap(out[0])) out.shift()
  while (isGap(out.at(-1))) out.pop()
  return out
}
