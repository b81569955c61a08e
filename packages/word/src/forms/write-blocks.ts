import type { DocJson } from '@gongyan/documents'
import type { FormTable } from './model.ts'
import type { Found } from './places.ts'
import type { Kept } from './tree.ts'
import { element, isKept, keptChild, keptDescendants, keptElements } from './tree.ts'
import type { TableContext } from './write-table.ts'
import { ProcessRows } from './write-table.ts'

interface FoundTable {
  readonly table: FormTable
  readonly node: Kept
  readonly parents: readonly Kept[]
  readonly rows: readonly Kept[]
  readonly paragraph: Found | null
}

const take = (node: Kept, gone: ReadonlySet<Kept>): void => {
  node.children = node.children.filter((child) => !isKept(child) || !gone.has(child))
  for (const child of keptElements(node)) if (child.tag !== 'w:tr' && child.tag !== 'w:tbl') take(child, gone)
}

/** Writes process tables into the blocks of a form; blocks repeat for further 课时 and go where a plan has fewer. */
export class BlockWriter {
  private readonly context: TableContext
  private readonly blocks: readonly FoundTable[]

  constructor(context: TableContext, blocks: readonly FoundTable[]) {
    this.context = context
    this.blocks = blocks
  }

  write(tables: readonly DocJson[]): void {
    const last = this.blocks.length - 1
    this.blocks.forEach((block, index) => {
      const mine = index === last ? tables.slice(index) : tables.slice(index, index + 1)
      if (mine.length === 0 && index > 0 && this.drop(block)) return
      this.fill(block, mine)
    })
  }

  private fill({ table, rows, parents }: FoundTable, plans: readonly DocJson[]): void {
    const maker = new ProcessRows(this.context, table, rows, parents)
    const announced = plans.length > 1
    const made = plans.flatMap((plan, index) => {
      const period = plan.attrs?.['period']
      const name = typeof period === 'string' && period !== '' ? period : `第${index + 1}课时`
      // The form's own heading announces the first; further ones announce themselves.
      return [
        ...(announced && !(index === 0 && table.period !== null) ? [maker.divider(name)] : []),
        ...maker.write(plan),
      ]
    })
    if (made.length === 0) made.push(maker.blank())
    const body = table.body.map((at) => rows[at]).filter((row): row is Kept => row !== undefined)
    const anchor = body[0] ?? rows[table.head.at(-1) ?? 0]
    if (!anchor) return
    const holder = holderOf(parents, anchor)
    if (!holder) return
    const at = holder.children.indexOf(anchor) + (body.length > 0 ? 0 : 1)
    holder.children.splice(at, 0, ...made)
    const table_ = parents.at(-1)
    if (table_) take(table_, new Set(body))
    if (table.head.every((row, index) => row === index)) repeat(table.head.flatMap((row) => rows[row] ?? []))
  }

  /** Takes an unused block out, where it can be told from the rest of the form. */
  private drop({ table, node, parents, rows, paragraph }: FoundTable): boolean {
    const gone = [...table.heading, ...table.head, ...table.body]
      .map((at) => rows[at])
      .filter((row): row is Kept => row !== undefined)
    if (table.heading.length === 0 && !paragraph) return false
    if (gone.some((row) => keptDescendants(row, 'w:vMerge').next().value)) return false
    if (gone.length === rows.length) {
      const holder = parents.at(-2)
      if (!holder) return false
      take(holder, new Set([node, ...(paragraph ? [paragraph.node] : [])]))
    } else take(node, new Set(gone))
    return true
  }
}

const holderOf = (parents: readonly Kept[], row: Kept): Kept | undefined => {
  const within = (node: Kept): Kept | undefined =>
    node.children.includes(row)
      ? node
      : keptElements(node)
          .filter(({ tag }) => tag !== 'w:tr')
          .map(within)
          .find((found) => found !== undefined)
  const table = parents.at(-1)
  return table && within(table)
}

/** Head rows at the beginning of a table are repeated on every page, even where the form forgot to say so. */
function repeat(rows: readonly Kept[]): void {
  for (const row of rows) {
    let properties = keptChild(row, 'w:trPr')
    if (!properties) {
      properties = element('<w:trPr></w:trPr>')
      const at = row.children.findLastIndex((child) => isKept(child) && child.tag === 'w:tblPrEx') + 1
      row.children.splice(at, 0, properties)
    }
    if (!keptChild(properties, 'w:tblHeader')) properties.children.push(element('<w:tblHeader/>'))
  }
}
