import type { DocJson } from '@gongyan/documents'
import type { Block, ParagraphBlock, TableBlock, TableRowBlock } from '../reading/model.ts'
import { blockText, inlineText } from '../reading/model.ts'
import { child } from '../opc/xml.ts'
import type { OwnNotes } from '../reading/context.ts'
import type { Converter } from '../understanding/convert.ts'
import { EMPTY_BOX } from './text-run.ts'

interface Order {
  t: 'title' | 'header' | 'heading' | 'nodes' | 'table'
  id?: string | null
  node?: DocJson
  fields?: { id: string; key: string; label: string | null }[]
  index?: number
}
interface CellNote {
  column: number
  colspan: number
  rowspan: number
  colwidth?: number[]
  head?: string | null
}
interface TableNote {
  attrs: Record<string, unknown>
  kept: number[]
  heads: { at: number; row: DocJson }[]
  cells: Record<string, CellNote[]>
  grid: { from: number; column: number | null }[]
}
interface RowFound {
  block: TableRowBlock
  /** Bookmarked cells of the plan that begin in the row. */
  cells: Map<number, Block[]>
  /** The plan's id of the row; null for one that someone added in Word. */
  id: string | null
}

/** Whether a file is a school's form that we filled. */
export const isFilledForm = (own: OwnNotes): boolean => [...own.values()].some((note) => note['is'] === 'form')

/** Whether facts of the plan stand in running heads and feet. */
export const saysBeside = (own: OwnNotes): boolean =>
  [...own.values()].some(({ story }) => story === 'head' || story === 'foot' || story === 'box')

/**
 * Reads a plan back from a school's form that `writeForm` filled, with whatever a teacher changed in it in Word: bookmarks say
 * where each part begins, the notes in which order the plan had them.
 */
export class FilledForm {
  private readonly chunks = new Map<string, Block[]>()
  private readonly lines = new Map<string, ParagraphBlock>()
  private readonly tables: { note: TableNote; rows: RowFound[] }[] = []
  private readonly converter: Converter
  private readonly own: OwnNotes
  private table: { note: TableNote; rows: RowFound[] } | null = null

  constructor(converter: Converter, own: OwnNotes) {
    this.converter = converter
    this.own = own
  }

  /** The plan in the text of a file; `beside` are its running heads and feet. */
  read(blocks: readonly Block[], beside: readonly Block[] = []): DocJson[] {
    this.collect(blocks, false)
    this.facts(beside)
    const form = [...this.own.values()].find((note) => note['is'] === 'form')
    return (Array.isArray(form?.['order']) ? (form['order'] as Order[]) : []).flatMap((token) => this.token(token))
  }

  private note(name: string): Readonly<Record<string, unknown>> | undefined {
    return this.own.get(name)
  }

  /** Goes through the blocks of a body or cell and gives each part what stands between its beginning and the next. */
  private collect(blocks: readonly Block[], inCell: boolean, row: RowFound | null = null): void {
    let open: Block[] | null = null
    for (const block of blocks) {
      // A text box of the form; one that somebody added is part of what it stands in.
      if (block.kind === 'box' && this.facts([block])) continue
      if (isPageEnd(block)) continue
      const names = namesOf(block)
      let taken: Block[] | null = open
      for (const name of names) {
        const kind = this.note(name)?.['is']
        if (kind === 'end' || kind === 'label') taken = open = null
        else if (kind === 'value' || kind === 'boxes') {
          if (block.kind === 'paragraph') this.lines.set(name, block)
          const chunk: Block[] = [block]
          this.chunks.set(name, chunk)
          // A value in a cell is all of the cell; one in a line of the body ends with its line.
          open = inCell ? chunk : null
          taken = []
        } else if (kind === 'nodes') {
          taken = open = []
          this.chunks.set(name, open)
        } else {
          const column = row ? this.columnOf(name, row) : null
          if (column !== null) {
            taken = open = []
            row?.cells.set(column, open)
          }
        }
      }
      if (taken) taken.push(block)
      else if (block.kind === 'table') this.rows(block)
    }
  }

  /** The facts in blocks that hold nothing else of the plan; answers whether there are any. */
  private facts(blocks: readonly Block[]): boolean {
    let isFound = false
    const take = (part: Block): void => {
      if (part.kind === 'table') part.rows.forEach(({ cells }) => cells.forEach((cell) => cell.blocks.forEach(take)))
      else if (part.kind === 'box') part.blocks.forEach(take)
      else
        for (const name of part.bookmarks) {
          const note = this.note(name)
          if (note?.['is'] !== 'boxes' && note?.['story'] === undefined) continue
          isFound = true
          this.lines.set(name, part)
          this.chunks.set(name, [part])
        }
    }
    blocks.forEach(take)
    return isFound
  }

  /** The column of a cell of this very row; a table inside a cell has bookmarks of its own. */
  private columnOf(name: string, row: RowFound): number | null {
    const prefix = `gy_c_${row.id}_`
    if (name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))) return Number(name.slice(prefix.length))
    const note = this.note(name)
    return note?.['is'] === 'formCell' && note['row'] === row.id && typeof note['column'] === 'number'
      ? note['column']
      : null
  }

  private idOf(names: readonly string[]): string | null {
    const noted = names.map((name) => this.note(name)).find((note) => note?.['is'] === 'row')?.['id']
    const named = names.find((name) => name.startsWith('gy_row_'))?.slice('gy_row_'.length)
    return typeof noted === 'string' ? noted : (named ?? null)
  }

  private rows(table: TableBlock): void {
    this.table = null
    for (const block of table.rows) {
      const note = block.bookmarks.map((name) => this.note(name)).find((found) => found?.['is'] === 'formTable')
      if (note) {
        this.table = { note: note as unknown as TableNote, rows: [] }
        this.tables.push(this.table)
      }
      const row: RowFound = { block, cells: new Map(), id: this.idOf(block.bookmarks) }
      const parts = block.bookmarks.some((name) =>
        ['label', 'nodes', 'value', 'boxes', 'end'].includes(String(this.note(name)?.['is'])),
      )
      if (row.id !== null && this.table) {
        for (const cell of block.cells) this.collect(cell.blocks, true, row)
        this.table.rows.push(row)
      } else if (this.table && !parts && this.isStep(block, this.table)) this.table.rows.push(row)
      else {
        for (const cell of block.cells) this.collect(cell.blocks, true)
        // Another part of the form has begun; rows of the same table may still follow a 课时 heading.
        if (!block.bookmarks.some((name) => this.note(name)?.['is'] === 'label')) this.table = null
      }
    }
    this.table = null
  }

  /** A row that someone added in Word between or below our own: its cells stand on the columns of the form. */
  private isStep(block: TableRowBlock, table: { note: TableNote }): boolean {
    const { grid } = table.note
    return (
      grid.length > 1 && grid.every(({ from }) => block.cells.some((cell) => cell.column === from)) && !block.repeats
    )
  }

  private token(token: Order): DocJson[] {
    switch (token.t) {
      case 'title': {
        const text = token.id ? inlineText(this.line(token.id)).replaceAll('\n', ' ') : null
        if (text === null) return token.node ? [token.node] : []
        return [{ type: 'title', content: text === '' ? [] : [{ type: 'text', text }] }]
      }
      case 'header': {
        const fields = (token.fields ?? []).map(({ id, key, label }) => ({
          type: 'headerField',
          attrs: { key, label: label ?? null },
          content: this.line(id),
        }))
        return fields.length > 0 ? [{ type: 'header', content: fields }] : []
      }
      case 'heading':
        return token.node ? [token.node] : []
      case 'nodes':
        return this.nodes(this.chunks.get(token.id ?? '') ?? [])
      case 'table': {
        const table = this.tables[token.index ?? -1]
        return table ? [this.process(table)] : []
      }
    }
  }

  /** The value in a line or cell of the header. */
  private line(name: string): DocJson[] {
    const note = this.note(name)
    const block = this.lines.get(name)
    const range = block?.ranges?.find((found) => found.name === name)
    const chunk = this.chunks.get(name) ?? []
    if (!block && note?.['story'] !== undefined && Array.isArray(note['was'])) return note['was'] as DocJson[]
    if (note?.['is'] === 'boxes') return this.boxes(note, chunk)
    if (block && range && hasMore(block, range)) return cut(block.content, range.from, range.to)
    return chunk
      .flatMap((part) => (part.kind === 'paragraph' ? [part.content] : []))
      .flatMap((content, index) => (index === 0 ? content : [{ type: 'hardBreak' }, ...content]))
  }

  private boxes(note: Readonly<Record<string, unknown>>, blocks: readonly Block[]): DocJson[] {
    const text = blockText(blocks.filter(({ kind }) => kind === 'paragraph'))
    if (text === note['wrote'] && Array.isArray(note['was'])) return note['was'] as DocJson[]
    const options = Array.isArray(note['options']) ? (note['options'] as string[]) : []
    const marks = [...text.matchAll(/[□☐☑☒■▢√✓✔]/g)].map(([mark]) => !EMPTY_BOX.test(mark))
    const ticked = options.filter((_, index) => marks[index]).join('、')
    return ticked === '' ? [] : [{ type: 'text', text: ticked }]
  }

  /** Blocks of a section: objectives and sub-headings are told by their bookmarks. */
  private nodes(blocks: readonly Block[]): DocJson[] {
    const out: DocJson[] = []
    let run: Block[] = []
    const flush = () => {
      out.push(...this.converter.nodes(run))
      run = []
    }
    for (const block of blocks) {
      const objective =
        block.kind === 'paragraph' &&
        block.bookmarks.some((name) => name.startsWith('gy_obj_') || this.note(name)?.['is'] === 'obj')
      const heading = block.kind === 'paragraph' ? this.converter.note(block.bookmarks, 'heading') : undefined
      if (block.kind === 'paragraph' && objective) {
        flush()
        const literacy = this.converter.note(block.bookmarks, 'obj')?.['literacy']
        out.push({
          type: 'objective',
          attrs: {
            objectiveId: this.converter.id(block.bookmarks, 'obj'),
            literacy: typeof literacy === 'string' ? literacy : null,
          },
          content: block.content,
        })
      } else if (block.kind === 'paragraph' && heading) {
        flush()
        const level = Number(/^gysub(\d)/.exec(block.styleName)?.[1] ?? 3)
        out.push({ type: 'heading', attrs: { level, section: heading['section'] ?? null }, content: block.content })
      } else run.push(block)
    }
    flush()
    return out
  }

  private process({ note, rows }: { note: TableNote; rows: readonly RowFound[] }): DocJson {
    const kept = (from: number, span: number) =>
      note.kept.filter((column) => column >= from && column < from + span).length
    const made = rows.map((row, index): DocJson => {
      const found = this.converter.row(row.block, [])
      const cells = row.id !== null ? this.known(row, note, kept, rows.length - index) : this.added(row, note)
      return { ...found, content: cells }
    })
    const heads = note.heads.map(({ row }) => headRow(row, kept))
    // Heads above all rows; one that was repeated further down stands where it stood.
    const out = [...made]
    note.heads.forEach(({ at }, index) => out.splice(Math.min(at, out.length), 0, heads[index] as DocJson))
    return { type: 'table', attrs: note.attrs, content: out }
  }

  private known(row: RowFound, note: TableNote, kept: (from: number, span: number) => number, room: number): DocJson[] {
    return (note.cells[row.id ?? ''] ?? []).flatMap((cell): DocJson[] => {
      const colspan = kept(cell.column, cell.colspan)
      if (colspan === 0) return []
      const attrs = {
        colspan,
        rowspan: Math.min(cell.rowspan, room),
        colwidth: cell.colwidth?.length === colspan ? cell.colwidth : null,
      }
      const content = this.converter.filled(row.cells.get(cell.column) ?? [])
      return cell.head === undefined
        ? [{ type: 'tableCell', attrs, content }]
        : [{ type: 'tableHeader', attrs: { ...attrs, field: cell.head }, content }]
    })
  }

  private added(row: RowFound, note: TableNote): DocJson[] {
    return note.kept.map((column) => {
      const from = note.grid.find((place) => place.column === column)?.from
      const cell = row.block.cells.find((candidate) => candidate.column === from)
      return this.converter.cell(
        { blocks: cell?.blocks ?? [], column: 0, colspan: 1, rowspan: 1, shaded: false },
        false,
        null,
        null,
      )
    })
  }
}

/** The head of a plan without the columns that the form has not. */
function headRow(row: DocJson, kept: (from: number, span: number) => number): DocJson {
  let column = 0
  const content = (row.content ?? []).flatMap((cell): DocJson[] => {
    const span = Math.max(1, Number(cell.attrs?.['colspan'] ?? 1))
    const colspan = kept(column, span)
    column += span
    return colspan === 0
      ? []
      : [
          {
            ...cell,
            attrs: { ...cell.attrs, colspan, colwidth: colspan === span ? (cell.attrs?.['colwidth'] ?? null) : null },
          },
        ]
  })
  return { ...row, content }
}

/** A line that only ends a page set-up of the form. */
const isPageEnd = (block: Block): boolean =>
  block.kind === 'paragraph' &&
  block.content.length === 0 &&
  block.bookmarks.length === 0 &&
  child(child(block.source, 'w:pPr'), 'w:sectPr') !== undefined

/** The bookmarks at the beginning of a block. A table of the form is no block of the plan: only those our writers made are. */
const namesOf = (block: Block): readonly string[] => {
  if (block.kind === 'paragraph') return block.bookmarks
  if (block.kind === 'table')
    return block.styleName === 'gytable' || block.styleName === 'gybox' ? (block.rows[0]?.bookmarks ?? []) : []
  const [first] = block.blocks
  return first ? namesOf(first) : []
}

const sizeOf = (node: DocJson): number => node.text?.length ?? 1
const hasMore = (block: ParagraphBlock, range: { from: number; to: number }): boolean =>
  range.from > 0 || range.to < block.content.reduce((sum, node) => sum + sizeOf(node), 0)

/** The inline nodes between two places of a line. */
function cut(nodes: readonly DocJson[], from: number, to: number): DocJson[] {
  let at = 0
  return nodes.flatMap((node): DocJson[] => {
    const start = at
    at += sizeOf(node)
    if (at <= from || start >= to) return []
    return node.text === undefined
      ? [node]
      : [{ ...node, text: node.text.slice(Math.max(0, from - start), to - start) }]
  })
}
