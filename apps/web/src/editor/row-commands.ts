import { Fragment } from '@tiptap/pm/model'
import type { Node } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import { addRow, removeRow, TableMap } from '@tiptap/pm/tables'
import { isHeadRow, processTables } from './process-rows.ts'
import { blocksOf, blocksWithoutMinutes, writeMinutes } from './row-minutes.ts'
import { begin, DONE, enterRow, findRow, no, rectOf } from './table-command.ts'
import type { RowResult, StateHolder } from './table-command.ts'

/** A new empty row above or below another; its id is given when the change is stored. */
export function insertRow(holder: StateHolder, rowId: string, where: 'above' | 'below'): RowResult {
  const transaction = begin(holder)
  const found = findRow(transaction.doc, rowId)
  if (!found) return no('gone')
  const index = found.row.index + (where === 'below' ? 1 : 0)
  addRow(transaction, rectOf(found.table), index)
  enterRow(transaction, found.table.pos, index)
  holder.dispatch(transaction)
  return DONE
}

/** Removes a row; cells that reach into it from above become one row shorter. */
export function deleteRow(holder: StateHolder, rowId: string): RowResult {
  const transaction = begin(holder)
  const found = findRow(transaction.doc, rowId)
  if (!found) return no('gone')
  if (found.table.rows.length === 1) return no('onlyRow')
  removeRow(transaction, rectOf(found.table), found.row.index)
  holder.dispatch(transaction.scrollIntoView())
  return DONE
}

/** Rows that merged cells tie together: first and last index of the block around an index. */
function blockAround(table: Node, index: number): { from: number; to: number } {
  const ties: { from: number; to: number }[] = []
  table.forEach((row, _offset, at) =>
    row.forEach((cell) => {
      const span = Math.min(Number(cell.attrs['rowspan']) || 1, table.childCount - at)
      if (span > 1) ties.push({ from: at, to: at + span - 1 })
    }),
  )
  let block = { from: index, to: index }
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false
    for (const tie of ties) {
      if (tie.to < block.from || tie.from > block.to) continue
      const next = { from: Math.min(tie.from, block.from), to: Math.max(tie.to, block.to) }
      if (next.from !== block.from || next.to !== block.to) {
        block = next
        isGrowing = true
      }
    }
  }
  return block
}

/**
 * Moves a row (with the rows tied to it by merged cells) so that it stands before the row now at `before`, or at the end.
 * A moved row is written anew in the shared document, so what someone types into it in that moment would stay behind: of
 * two neighbours that change places the one without people in it (`busy` holds the ids of rows with people) is written anew.
 */
export function moveRow(
  holder: StateHolder,
  rowId: string,
  before: number,
  busy: ReadonlySet<string> = new Set(),
): RowResult {
  const transaction = begin(holder)
  const found = findRow(transaction.doc, rowId)
  if (!found) return no('gone')
  const { table, row } = found
  const block = blockAround(table.node, row.index)
  const heads = isHeadRow(table.node.child(0)) ? 1 : 0
  let target = Math.min(Math.max(before, heads), table.node.childCount)
  if (target >= block.from && target <= block.to + 1) return no('atEdge')
  if (target < table.node.childCount) target = target < block.from ? blockAround(table.node, target).from : target
  if (target > block.to && target < table.node.childCount) {
    const landing = blockAround(table.node, target)
    if (landing.from < target) target = landing.to + 1
  }
  const children: Node[] = []
  table.node.forEach((child) => children.push(child))
  const moved = children.slice(block.from, block.to + 1)
  const passed = target < block.from ? children.slice(target, block.from) : children.slice(block.to + 1, target)
  const isBusy = (rows: readonly Node[]) => rows.some((child) => busy.has(String(child.attrs['rowId'])))
  // A node that is not the same object is written anew; one that is stays what it is.
  const anew = (rows: readonly Node[]) =>
    rows.map((child) => child.type.create(child.attrs, child.content, child.marks))
  const writesPassed = passed.length <= moved.length && isBusy(moved) && !isBusy(passed)
  const a = writesPassed ? moved : anew(moved)
  const b = writesPassed ? anew(passed) : passed
  const [first, last] = target < block.from ? [target, block.to] : [block.from, target - 1]
  const next = target < block.from ? [...a, ...b] : [...b, ...a]
  let from = table.pos + 1
  for (let at = 0; at < first; at++) from += children[at]?.nodeSize ?? 0
  let to = from
  for (let at = first; at <= last; at++) to += children[at]?.nodeSize ?? 0
  const inside = transaction.selection.from - row.pos
  transaction.replaceWith(from, to, Fragment.from(next))
  const landed = findRow(transaction.doc, rowId)
  if (landed) {
    const wasInside = inside > 0 && inside < row.node.nodeSize
    transaction.setSelection(
      TextSelection.near(transaction.doc.resolve(wasInside ? landed.row.pos + inside : landed.row.pos + 2)),
    )
  }
  holder.dispatch(transaction.scrollIntoView())
  return DONE
}

/** Moves a row one place up or down. */
export function stepRow(holder: StateHolder, rowId: string, step: -1 | 1, busy?: ReadonlySet<string>): RowResult {
  const found = findRow(begin(holder).doc, rowId)
  if (!found) return no('gone')
  const { table, row } = found
  const block = blockAround(table.node, row.index)
  const heads = isHeadRow(table.node.child(0)) ? 1 : 0
  if (step < 0 ? block.from <= heads : block.to >= table.node.childCount - 1) return no('atEdge')
  const neighbour = blockAround(table.node, step < 0 ? block.from - 1 : block.to + 1)
  return moveRow(holder, rowId, step < 0 ? neighbour.from : neighbour.to + 1, busy)
}

/** Splits a row where the caret stands: what follows in that cell goes into a new row below. */
export function splitRow(holder: StateHolder, rowId: string): RowResult {
  const transaction = begin(holder)
  const found = findRow(transaction.doc, rowId)
  if (!found) return no('gone')
  const { table, row } = found
  const { $from } = transaction.selection
  let cellDepth = 0
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type.name === 'tableCell') cellDepth = depth
  const isHere = cellDepth > 0 && $from.before(cellDepth - 1) === row.pos
  let tail: Fragment | null = null
  let column = -1
  if (isHere) {
    const end = $from.end(cellDepth)
    const map = TableMap.get(table.node)
    column = map.findCell($from.before(cellDepth) - table.pos - 1).left
    const slice = transaction.doc.slice($from.pos, end)
    if ($from.pos < end - 1 || slice.content.textBetween(0, slice.content.size, '').length > 0) {
      // The open first paragraph becomes one of its own.
      tail = slice.content
      transaction.delete($from.pos, end)
    }
  }
  const grown = findRow(transaction.doc, rowId)
  if (!grown) return no('gone')
  addRow(transaction, rectOf(grown.table), grown.row.index + 1)
  const after = processTables(transaction.doc).find(({ pos }) => pos === grown.table.pos)
  if (after && tail && tail.childCount > 0 && column >= 0) {
    const map = TableMap.get(after.node)
    const offset = map.map[(grown.row.index + 1) * map.width + column]
    const cell = offset === undefined ? null : after.node.nodeAt(offset)
    if (cell && offset !== undefined && offset + after.pos + 1 > grown.row.pos + grown.row.node.nodeSize - 1) {
      const start = after.pos + 1 + offset + 1
      transaction.replaceWith(start, start + cell.content.size, tail)
    }
  }
  enterRow(transaction, grown.table.pos, grown.row.index + 1)
  holder.dispatch(transaction)
  return DONE
}

/** Adds a row to the one above it, cell by cell; minutes are added up, and no word of either row is left out. */
export function mergeRowUp(holder: StateHolder, rowId: string): RowResult {
  const transaction = begin(holder)
  const found = findRow(transaction.doc, rowId)
  if (!found) return no('gone')
  const { table, row } = found
  const above = table.rows.find((one) => one.index === row.index - 1)
  if (!above) return no('firstRow')
  const tied = (node: Node) => {
    let is = false
    node.forEach((cell) => {
      if (Number(cell.attrs['rowspan']) > 1) is = true
    })
    return is
  }
  if (above.node.childCount !== row.node.childCount || tied(above.node) || tied(row.node)) return no('mergedCells')
  const total = above.minutes === null && row.minutes === null ? null : (above.minutes ?? 0) + (row.minutes ?? 0)
  const minutesAt = table.columns.findIndex(({ field }) => field === 'minutes')
  const phaseAt = table.columns.findIndex(({ field }) => field === 'phase')
  const cells: Node[] = []
  above.node.forEach((cell, _offset, index) => {
    const lower = row.node.child(index)
    const holdsMinutes = index === (minutesAt >= 0 ? minutesAt : phaseAt)
    const upperBlocks = blocksOf(cell)
    // The name of a phase that is the same in both rows is said once; the sum of the minutes is written below.
    const lowerBlocks =
      upperBlocks.length > 0 && holdsMinutes && above.minutes !== null
        ? blocksWithoutMinutes(lower, minutesAt >= 0)
        : blocksOf(lower)
    const saysSame = index === phaseAt && above.phase !== '' && above.phase === row.phase
    const blocks = saysSame ? upperBlocks : [...upperBlocks, ...lowerBlocks]
    cells.push(blocks.length > 0 ? cell.copy(Fragment.from(blocks)) : cell)
  })
  const objectives = [...new Set([...above.objectives, ...row.objectives])]
  const merged = above.node.type.create(
    { ...above.node.attrs, objectives: objectives.length > 0 ? objectives : null },
    cells,
  )
  transaction.replaceWith(above.pos, row.pos + row.node.nodeSize, merged)
  if (total !== null) writeMinutes(transaction, above.rowId, total)
  enterRow(transaction, table.pos, above.index)
  holder.dispatch(transaction)
  return DONE
}

/** Which objectives a row serves. */
export function setObjectives(holder: StateHolder, rowId: string, objectives: readonly string[]): RowResult {
  const { state } = holder
  const found = findRow(state.doc, rowId)
  if (!found) return no('gone')
  holder.dispatch(
    state.tr.setNodeAttribute(found.row.pos, 'objectives', objectives.length > 0 ? [...objectives] : null),
  )
  return DONE
}
