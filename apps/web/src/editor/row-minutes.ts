import { readMinutes } from '@gongyan/domain'
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { cellOf } from './process-rows.ts'
import { begin, DONE, findRow } from './table-command.ts'
import type { RowResult, StateHolder } from './table-command.ts'

/** What a cell holds; nothing where it is one empty line. */
export const blocksOf = (cell: Node): Node[] => {
  const blocks: Node[] = []
  cell.forEach((block) => blocks.push(block))
  return blocks.length === 1 && blocks[0]?.isTextblock && blocks[0].content.size === 0 ? [] : blocks
}

/** What a cell holds beside its minutes, with the brackets they stood in gone too. */
export function blocksWithoutMinutes(cell: Node, bare: boolean): Node[] {
  let isFound = false
  return blocksOf(cell).flatMap((block) => {
    if (isFound || !block.isTextblock) return [block]
    const text = block.textBetween(0, block.content.size, '', '\uFFFC')
    const reading = readMinutes(text, { bare })
    if (!reading) return [block]
    isFound = true
    const start = text.indexOf(reading.text)
    const before = /[（(]?\s*(?:大?约|预计)?\s*$/.exec(text.slice(0, start))?.[0].length ?? 0
    const after = /^\s*[）)]?/.exec(text.slice(start + reading.text.length))?.[0].length ?? 0
    const rest = block.content
      .cut(0, start - before)
      .append(block.content.cut(start + reading.text.length + after, block.content.size))
    return rest.size > 0 ? [block.copy(rest)] : []
  })
}

/** Writes a row's minutes where the school writes them: into its own column, or into the phase's cell. What surrounds the number stays. */
export function writeMinutes(transaction: Transaction, rowId: string, minutes: number): boolean {
  const found = findRow(transaction.doc, rowId)
  if (!found) return false
  const { table, row } = found
  const inColumn = cellOf(table, row, 'minutes')
  const cell = inColumn ?? cellOf(table, row, 'phase')
  if (!cell?.isOwn) return false
  let at: { from: number; to: number; text: string } | null = null
  cell.node.descendants((block, offset) => {
    if (at || !block.isTextblock) return !block.isTextblock
    const reading = readMinutes(block.textBetween(0, block.content.size, '', '\uFFFC'), { bare: inColumn !== null })
    if (!reading) return false
    const start = block.textBetween(0, block.content.size, '', '\uFFFC').indexOf(reading.text)
    const from = cell.pos + 1 + offset + 1 + start
    const isComposed = /\d\s*\D+\d|[+＋时刻秒]/.test(reading.text)
    const text = isComposed
      ? `${minutes}分钟`
      : reading.text.replace(/[\d.０-９]+|[一二两三四五六七八九十]+/, String(minutes))
    at = { from, to: from + reading.text.length, text }
    return false
  })
  const { schema } = transaction.doc.type
  const place = at as { from: number; to: number; text: string } | null
  if (place) {
    const marks = transaction.doc.resolve(place.from + 1).marks()
    transaction.replaceWith(place.from, place.to, schema.text(place.text, marks))
    return true
  }
  const last = cell.node.lastChild
  if (!last?.isTextblock) return false
  const end = cell.pos + 1 + cell.node.content.size - 1
  transaction.insert(end, schema.text(inColumn ? String(minutes) : `（${minutes}分钟）`))
  return true
}

/** Sets the minutes of several rows in one step, as a joint of the ruler does. */
export function setMinutes(holder: StateHolder, minutes: ReadonlyMap<string, number>): RowResult {
  const transaction = begin(holder)
  for (const [rowId, value] of minutes) writeMinutes(transaction, rowId, value)
  if (transaction.docChanged) holder.dispatch(transaction)
  return DONE
}
