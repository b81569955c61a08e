import type { DocJson } from '@gongyan/documents'
import { placeCells } from '../writing/grid.ts'
import type { Dresser } from './dresser.ts'
import type { Looks } from './looks.ts'
import type { FormTable, LeftPart, WordForm } from './model.ts'
import {
  cellsOf,
  cellWidth,
  fillCell,
  firstParagraph,
  gridOf,
  isUpright,
  lay,
  letGrow,
  lookOf,
  mergeCell,
  pageHeight,
  raise,
  spanCell,
} from './places.ts'
import type { PlanColumn, Route } from './plan-parts.ts'
import { partOf, planColumns, routeColumns } from './plan-parts.ts'
import type { Kept } from './tree.ts'
import { uprightHeight } from './upright-height.ts'
import { cloneKept, getAttribute, isKept, keptChild, keptDescendants } from './tree.ts'

type Line = ReturnType<typeof placeCells>['lines'][number]

export interface TableContext {
  readonly form: WordForm
  readonly root: Kept
  /** Name of the document part. */
  readonly document: string
  readonly dresser: Dresser
  readonly looks: Looks
  readonly redSecond: boolean
  readonly left: (part: LeftPart) => void
}

type Merge = 'restart' | 'continue' | null
/** Half points; that of body text where nothing is said. */
const fontSize = (run: Kept | undefined): number => Number(getAttribute(keptChild(run, 'w:sz'), 'w:val')) || 21

const isHead = (row: DocJson | undefined): boolean =>
  (row?.content ?? []).length > 0 && (row?.content ?? []).every((cell) => cell.type === 'tableHeader')

/** The bookmark of a plan's cell in a form. */
export const cellBookmark = (rowId: string, column: number): string | null =>
  /^\w{1,28}$/.test(rowId) ? `gy_c_${rowId}_${column}` : null

/** The rows of one process table of a plan as copies of the form's model row. */
export class ProcessRows {
  private readonly context: TableContext
  private readonly table: FormTable
  private readonly model: Kept
  private readonly firstBody: Kept | undefined
  private readonly parents: readonly Kept[]
  private readonly slots: readonly { slot: string; width: number; from: number; span: number; upright: number | null }[]
  /** How high each row has to be for the upright label that is merged over it, by column. */
  private readonly raised = new Map<number, number>()
  private made = 0

  constructor(context: TableContext, table: FormTable, rows: readonly Kept[], parents: readonly Kept[]) {
    this.context = context
    this.table = table
    this.model = rows[table.model] as Kept
    this.firstBody = rows[table.body[0] ?? -1]
    this.parents = [...parents, this.model]
    const grid = gridOf(this.model)
    const cells = cellsOf(this.model)
    this.slots = table.columns.map(({ cell, field }) => {
      const tc = cells[cell] as Kept
      const head = !table.body.includes(table.model)
      const prompt = head || [...keptDescendants(tc, 'w:t')].length > 0
      return {
        slot: context.looks.slot(lookOf(firstParagraph(tc), prompt, context.redSecond && field === 'second')),
        width: cellWidth(context.root, this.parents, tc),
        from: grid[cell]?.from ?? 0,
        span: grid[cell]?.span ?? 1,
        upright: isUpright(tc) ? fontSize(lookOf(firstParagraph(tc), prompt).run) : null,
      }
    })
  }

  /** A row with nothing in it. */
  blank(): Kept {
    return this.row(() => null)
  }

  /** A row across the lesson's columns that says which 课时 follows. */
  divider(text: string): Kept {
    const names = [this.context.dresser.notes.note('label', {})]
    return this.row((index) =>
      index === 0
        ? {
            blocks: (slot, width) =>
              this.context.dresser.mark(
                this.context.dresser.line([{ type: 'text', text, marks: [{ type: 'strong' }] }], slot, width),
                names,
              ),
            span: this.slots.length,
            merge: null,
            rows: 1,
          }
        : null,
    )
  }

  write(node: DocJson): Kept[] {
    const { dresser, form } = this.context
    const { lines, columns } = placeCells(node)
    const rows = node.content ?? []
    let headCount = rows.findIndex((row) => !isHead(row))
    if (headCount === -1) headCount = rows.length
    const named = planColumns(lines, headCount, columns)
    const routes = routeColumns(named, this.table, form.rest)
    this.report(named, routes, lines, headCount)
    const kept = named.filter((_, index) => routes[index] !== null).map(({ column }) => column)
    const note = dresser.notes.note('formTable', {
      attrs: node.attrs ?? {},
      kept,
      heads: rows.map((row, at) => (isHead(row) ? { at, row } : null)).filter((head) => head !== null),
      cells: Object.fromEntries(
        lines.map((line, index) => [
          String(rows[index]?.attrs?.['rowId'] ?? index),
          line
            .filter(({ row, cell }) => row === index && cell)
            .map(({ cell, column, colspan, rowspan }) => ({
              column,
              colspan,
              rowspan,
              ...(cell?.attrs?.['colwidth'] ? { colwidth: cell.attrs['colwidth'] } : {}),
              ...(cell?.type === 'tableHeader' ? { head: cell.attrs?.['field'] ?? null } : {}),
            })),
        ]),
      ),
      grid: this.slots.map(({ from }, index) => ({
        from,
        column: named.find((_, at) => routes[at]?.to.includes(index))?.column ?? null,
      })),
    })
    const bodies = rows.map((row, index) => ({ row, index })).filter(({ row }) => !isHead(row))
    return bodies.map(({ row, index }, position) => {
      const rowId = String(row.attrs?.['rowId'] ?? '')
      const objectives = row.attrs?.['objectives']
      const bookmark = dresser.notes.named(
        'row',
        rowId,
        Array.isArray(objectives) && objectives.length > 0 ? { objectives } : null,
      )
      const made = this.planRow(lines[index] ?? [], index, rowId, named, routes)
      dresser.mark([made], position === 0 ? [note, bookmark] : [bookmark])
      return made
    })
  }

  private report(
    columns: readonly PlanColumn[],
    routes: readonly (Route | null)[],
    lines: readonly Line[],
    headCount: number,
  ): void {
    columns.forEach((column, index) => {
      if (routes[index] !== null) return
      const cells = lines
        .slice(headCount)
        .flatMap((line) =>
          line.filter((placed) => placed.cell && placed.column <= index && index < placed.column + placed.colspan),
        )
      // What a merged cell says is written in the first column of it that has a place.
      const lost = [...new Set(cells)].filter(({ column: from, colspan }) =>
        routes.slice(from, from + colspan).every((route) => route === null),
      )
      this.context.left(partOf.column(column, [...new Set(lost.flatMap(({ cell }) => cell ?? []))]))
    })
  }

  private planRow(
    line: Line,
    index: number,
    rowId: string,
    columns: readonly PlanColumn[],
    routes: readonly (Route | null)[],
  ): Kept {
    const { dresser } = this.context
    interface Part {
      cell: DocJson | null
      column: number
      label: string | null
      starts: boolean
    }
    const parts = new Map<number, { parts: Part[]; span: number; merge: Merge; rows: number }>()
    for (const placed of line) {
      const places = [
        ...new Set(
          Array.from({ length: placed.colspan }, (_, offset) => routes[placed.column + offset]).flatMap((route) =>
            route ? [...route.to] : [],
          ),
        ),
      ]
      const first = Array.from({ length: placed.colspan }, (_, offset) => routes[placed.column + offset]).find(
        (route) => route !== null && route !== undefined,
      )
      const home = first?.to[0]
      if (home === undefined) continue
      // Neighbours in the form that all belong to this one cell become one cell.
      let end = home + 1
      while (places.includes(end) && this.adjoins(end - 1, end)) end++
      const alone =
        columns.filter((column) => routes[column.column]?.to.includes(home)).length === 1 || placed.colspan > 1
      const merge = placed.rowspan > 1 && alone ? (placed.row === index ? 'restart' : 'continue') : null
      const known = parts.get(home) ?? { parts: [], span: 1, merge, rows: placed.rowspan }
      known.span = Math.max(known.span, end - home)
      if (known.parts.length > 0) known.merge = null
      known.parts.push({
        cell: placed.cell,
        column: placed.column,
        label: first?.label ?? null,
        starts: placed.row === index,
      })
      parts.set(home, known)
    }
    return this.row((place) => {
      const found = parts.get(place)
      if (!found) return null
      return {
        span: found.span,
        merge: found.merge,
        rows: found.merge === null ? 1 : found.rows,
        blocks: (slot, width) => {
          // Two plan cells may share one of the form's: each has a bookmark of its own.
          const blocks = found.parts
            .filter(({ starts }) => starts)
            .flatMap(({ cell, column, label }) => {
              const content = dresser.cell(cell?.content, slot, width)
              const name = cellBookmark(rowId, column) ?? dresser.notes.note('formCell', { row: rowId, column })
              return [
                ...(label === null || isEmpty(cell) ? [] : dresser.label(label, slot)),
                ...dresser.mark(content, [name]),
              ]
            })
          return blocks.length > 0 ? blocks : [dresser.blank(slot)]
        },
      }
    })
  }

  private adjoins(a: number, b: number): boolean {
    const [left, right] = [this.table.columns[a], this.table.columns[b]]
    return left !== undefined && right !== undefined && right.cell === left.cell + 1
  }

  /** Rows grow with lying letters by themselves, with upright ones they do not. */
  private raise(
    row: Kept,
    cell: Kept,
    column: number,
    made: { readonly merge: Merge; readonly rows: number } | null,
    { width, size }: { readonly width: number; readonly size: number },
  ): void {
    if (made?.merge !== 'continue') {
      const wanted = uprightHeight(cell, width, size)
      this.raised.delete(column)
      if (wanted === null) return lay(cell)
      const most = pageHeight(this.context.root) * 0.8
      this.raised.set(column, Math.round(Math.min(most, wanted) / (made?.rows ?? 1)))
    }
    const height = this.raised.get(column) ?? 0
    if (height > 0) raise(row, height)
  }

  /** A copy of the model row; `content` says what stands in each column of the form. */
  private row(
    content: (column: number) => {
      blocks: (slot: string, width: number) => Kept[]
      span: number
      merge: Merge
      /** How many rows it covers. */
      rows: number
    } | null,
  ): Kept {
    const { dresser } = this.context
    const row = cloneKept(this.model)
    const first = this.made++ === 0
    letGrow(row)
    anonymous(row)
    const properties = keptChild(row, 'w:trPr')
    if (properties)
      properties.children = properties.children.filter((child) => !isKept(child) || child.tag !== 'w:tblHeader')
    const cells = cellsOf(row)
    const firstCells = this.firstBody ? cellsOf(this.firstBody) : []
    const mapped = new Set(this.table.columns.map(({ cell }) => cell))
    cells.forEach((cell, index) => {
      if (mapped.has(index)) return
      // A label at the side of the whole 教学过程 goes on beside every row.
      const own = keptChild(keptChild(firstCells[index] ?? cell, 'w:tcPr'), 'w:vMerge')
      if (own) mergeCell(cell, first && getAttribute(own, 'w:val') === 'restart' ? 'restart' : 'continue')
      if (own && first && firstCells[index]) cell.children = cloneKept(firstCells[index]).children
    })
    for (let column = 0; column < this.table.columns.length;) {
      const place = this.slots[column]
      const cell = cells[this.table.columns[column]?.cell ?? -1]
      if (!place || !cell) {
        column++
        continue
      }
      const made = content(column)
      const covered = this.slots.slice(column, column + (made?.span ?? 1))
      const width = covered.reduce((sum, slot) => sum + slot.width, 0) + 220 * (covered.length - 1)
      mergeCell(cell, made?.merge ?? null)
      fillCell(cell, made ? made.blocks(place.slot, width) : [dresser.blank(place.slot)])
      if (place.upright !== null && covered.length === 1)
        this.raise(row, cell, column, made, { width, size: place.upright })
      if (covered.length > 1) {
        // What lies across columns is no upright label.
        lay(cell)
        spanCell(
          cell,
          covered.reduce((sum, slot) => sum + slot.span, 0),
          width + 220,
        )
        const gone = new Set(
          this.table.columns.slice(column + 1, column + covered.length).map((next) => cells[next.cell]),
        )
        remove(row, gone)
      }
      column += covered.length
    }
    return row
  }
}

function remove(node: Kept, gone: ReadonlySet<Kept | undefined>): void {
  node.children = node.children.filter((child) => !isKept(child) || !gone.has(child))
  for (const child of node.children) if (isKept(child) && child.tag !== 'w:tc') remove(child, gone)
}

/** Paragraph ids of Word are unique; a copy gets none. */
export function anonymous(node: Kept): void {
  node.open = node.open.replaceAll(/\sw14:(?:paraId|textId)="[^"]*"/g, '')
  node.children = node.children.filter(
    (child) => !isKept(child) || !(child.tag === 'w:bookmarkStart' || child.tag === 'w:bookmarkEnd'),
  )
  for (const child of node.children) if (isKept(child)) anonymous(child)
}

const isEmpty = (cell: DocJson | null): boolean =>
  (cell?.content ?? []).every((block) => block.type === 'paragraph' && (block.content ?? []).length === 0)
