import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { Node } from '@tiptap/pm/model'
import { TableMap } from '@tiptap/pm/tables'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { columnShares, longestWord, markerStyle, saysLiteracy, saysNumber } from '@gongyan/documents/layout'
import { isHeadRow, processTables } from './process-rows.ts'

/** What the paper shows around the text itself; none of it is part of the document. */
export interface PaperOptions {
  readonly fieldName: (key: string, label: string | null) => string
  /** The word for a part that has no text yet. */
  readonly missingWord: string
  /** Called once for each 教学过程 table with the element before it. */
  readonly onProcess: (host: HTMLElement, tableIndex: number) => void
  /** Called once with the element before the first section, for the line of folded ones. */
  readonly onFolds: (host: HTMLElement) => void
}

interface PaperState {
  readonly decorations: DecorationSet
  readonly folded: ReadonlySet<string>
  readonly only: OnlyPart | null
}
/** What a small screen shows alone: one section, or one row. `section` null is what stands before the first section: title and basic facts. */
export type OnlyPart =
  | { readonly kind: 'section'; readonly section: string | null }
  | { readonly kind: 'row'; readonly rowId: string }
interface PaperChange {
  readonly folded?: ReadonlySet<string>
  readonly only?: OnlyPart | null
}

export const paperKey = new PluginKey<PaperState>('paper')

/** Sections in document order with the positions of their blocks; what stands before the first belongs to none. */
export function sectionsOf(doc: Node): {
  section: string | null
  from: number
  to: number
  headingPos: number | null
  heading: Node | null
  isBlank: boolean
}[] {
  const sections: {
    section: string | null
    from: number
    to: number
    headingPos: number | null
    heading: Node | null
    isBlank: boolean
  }[] = []
  doc.forEach((node, pos) => {
    const key = typeof node.attrs['section'] === 'string' ? node.attrs['section'] : null
    if (key !== null || sections.length === 0)
      sections.push({
        section: key,
        from: pos,
        to: pos,
        headingPos: node.type.name === 'heading' ? pos : null,
        heading: node.type.name === 'heading' ? node : null,
        isBlank: true,
      })
    const current = sections[sections.length - 1]
    if (!current) return
    current.to = pos + node.nodeSize
    if (node !== current.heading && hasContent(node)) current.isBlank = false
  })
  return sections
}

/** Whether a block says anything: text, a picture, a formula. A table counts by its cells that are not heads. */
export function hasContent(node: Node): boolean {
  if (node.type.spec.tableRole === 'table') {
    let found = false
    node.forEach((row) => {
      if (!isHeadRow(row) && hasContent(row)) found = true
    })
    return found
  }
  if (node.isText) return (node.text ?? '').trim() !== ''
  if (node.isAtom) return node.type.name !== 'hardBreak' && node.type.name !== 'rule'
  let found = false
  node.forEach((child) => {
    if (!found && hasContent(child)) found = true
  })
  return found
}

const holdsRow = (node: Node, rowId: string): boolean => {
  let found = false
  if (node.type.name === 'table')
    node.forEach((row) => {
      if (row.attrs['rowId'] === rowId) found = true
    })
  return found
}

/** Columns whose cells look different from the rest: short ones in the middle, the second preparation in the red pen's hand. */
const SHOWN_COLUMNS: ReadonlySet<unknown> = new Set(['phase', 'minutes', 'second'])
const headsCache = new WeakMap<Node, Map<number, Node>>()

/** The head above each cell of a table, by the cell's offset inside it. */
function headsOf(table: Node): Map<number, Node> {
  const known = headsCache.get(table)
  if (known) return known
  const heads = new Map<number, Node>()
  const map = TableMap.get(table)
  map.map.forEach((offset, index) => {
    const at = map.map[index % map.width]
    const head = at === undefined ? null : table.nodeAt(at)
    if (head && !heads.has(offset)) heads.set(offset, head)
  })
  headsCache.set(table, heads)
  return heads
}

/** How long the longest word below each head of a table is. */
function wordsOf(table: Node, heads: ReadonlyMap<number, Node>): number[] {
  const words: number[] = []
  const indexOf = new Map<Node, number>()
  table.firstChild?.forEach((head, _offset, index) => indexOf.set(head, index))
  table.forEach((row, offset, rowIndex) => {
    if (rowIndex > 0)
      row.forEach((cell, cellOffset) => {
        const head = heads.get(offset + 1 + cellOffset)
        const index = head && indexOf.get(head)
        if (index !== undefined)
          words[index] = Math.max(words[index] ?? 0, longestWord(cell.textBetween(0, cell.content.size, ' ', ' ')))
      })
  })
  return words
}

function decorate(
  state: EditorState,
  options: PaperOptions,
  folded: ReadonlySet<string>,
  only: OnlyPart | null,
  hosts: Map<number, HTMLElement>,
): DecorationSet {
  const { doc, selection } = state
  const decorations: Decoration[] = []
  const at = selection.head
  let tables = 0

  const list = (node: Node, pos: number) => {
    node.descendants((child, offset, parent, index) => {
      if (child.type.name === 'listItem' && parent?.type.name === 'orderedList')
        decorations.push(
          Decoration.node(pos + 1 + offset, pos + 1 + offset + child.nodeSize, {
            style: markerStyle(
              (parent.attrs['format'] as string | null) ?? null,
              Number(parent.attrs['start'] ?? 1) + index,
            ),
          }),
        )
      return !child.isTextblock
    })
    if (node.type.name === 'orderedList')
      node.forEach((child, offset, index) =>
        decorations.push(
          Decoration.node(pos + 1 + offset, pos + 1 + offset + child.nodeSize, {
            style: markerStyle(
              (node.attrs['format'] as string | null) ?? null,
              Number(node.attrs['start'] ?? 1) + index,
            ),
          }),
        ),
      )
  }

  const parts = sectionsOf(doc)
  const firstSection = parts.find(({ section }) => section !== null)
  if (firstSection) {
    let host = hosts.get(0)
    if (!host) {
      host = furniture('plan-folds')
      hosts.set(0, host)
      options.onFolds(host)
    }
    const widget = host
    decorations.push(
      Decoration.widget(firstSection.from, () => widget, {
        side: -2,
        key: 'folds',
        ignoreSelection: true,
        stopEvent: () => true,
      }),
    )
  }
  for (const part of parts) {
    const isFolded =
      only === null
        ? part.section !== null && folded.has(part.section)
        : only.kind === 'section' && part.section !== only.section
    let isFirst = true
    doc.nodesBetween(part.from, part.to, (node, pos, parent) => {
      if (parent !== doc || pos < part.from) return true
      if (isFolded || (only?.kind === 'row' && !holdsRow(node, only.rowId)))
        decorations.push(Decoration.node(pos, pos + node.nodeSize, { class: 'is-folded' }))
      if (part.isBlank && part.heading && node !== part.heading && isFirst && node.isTextblock) {
        isFirst = false
        decorations.push(Decoration.node(pos, pos + node.nodeSize, { 'data-missing': options.missingWord }))
      }
      return false
    })
  }

  doc.forEach((node, pos) => {
    if (node.type.name === 'header') {
      decorations.push(Decoration.node(pos, pos + node.nodeSize, { role: 'none' }))
      node.forEach((field, offset) =>
        decorations.push(
          Decoration.node(pos + 1 + offset, pos + 1 + offset + field.nodeSize, {
            'data-name': options.fieldName(
              String(field.attrs['key'] ?? ''),
              (field.attrs['label'] as string | null) ?? null,
            ),
          }),
        ),
      )
      return
    }
    if (node.type.name === 'objective') {
      const said = {
        ...(saysLiteracy(node.textContent, node.attrs['literacy']) ? { 'data-says-literacy': '' } : {}),
        ...(saysNumber(node.textContent) ? { 'data-says-number': '' } : {}),
      }
      if (Object.keys(said).length > 0) decorations.push(Decoration.node(pos, pos + node.nodeSize, said))
      return
    }
    if (node.type.name !== 'table' || node.attrs['kind'] !== 'process') {
      list(node, pos)
      return
    }
    tables++
    let host = hosts.get(tables)
    if (!host) {
      host = furniture('plan-ruler')
      hosts.set(tables, host)
      options.onProcess(host, tables)
    }
    const widget = host
    decorations.push(
      Decoration.widget(pos, () => widget, {
        side: -1,
        key: `ruler-${tables}`,
        ignoreSelection: true,
        stopEvent: () => true,
      }),
    )
    const fields: (string | null)[] = []
    node.firstChild?.forEach((head) => fields.push((head.attrs['field'] as string | null) ?? null))
    const heads = headsOf(node)
    const shares = columnShares(fields, wordsOf(node, heads))
    node.forEach((row, offset, rowIndex) => {
      const rowPos = pos + 1 + offset
      const isHere = at > rowPos && at < rowPos + row.nodeSize
      if (isHere && rowIndex > 0) decorations.push(Decoration.node(rowPos, rowPos + row.nodeSize, { class: 'is-here' }))
      if (only?.kind === 'row' && row.attrs['rowId'] !== only.rowId)
        decorations.push(Decoration.node(rowPos, rowPos + row.nodeSize, { class: 'is-folded' }))
      row.forEach((cell, cellOffset, cellIndex) => {
        const cellPos = rowPos + 1 + cellOffset
        if (rowIndex === 0 && shares[cellIndex] !== undefined)
          decorations.push(Decoration.node(cellPos, cellPos + cell.nodeSize, { style: `width:${shares[cellIndex]}%` }))
        const head = rowIndex === 0 ? undefined : heads.get(offset + 1 + cellOffset)
        if (head && SHOWN_COLUMNS.has(head.attrs['field']))
          decorations.push(
            Decoration.node(cellPos, cellPos + cell.nodeSize, { 'data-column': String(head.attrs['field']) }),
          )
        if (head && only?.kind === 'row' && row.attrs['rowId'] === only.rowId)
          decorations.push(Decoration.node(cellPos, cellPos + cell.nodeSize, { 'data-name': head.textContent.trim() }))
        if (isHere && at > cellPos && at < cellPos + cell.nodeSize)
          decorations.push(Decoration.node(cellPos, cellPos + cell.nodeSize, { class: 'is-cell' }))
        list(cell, cellPos)
      })
    })
  })
  return DecorationSet.create(doc, decorations)
}

/** An element on the paper that is not part of the text. */
function furniture(className: string): HTMLElement {
  const host = document.createElement('div')
  host.className = className
  host.contentEditable = 'false'
  return host
}

/** Puts the caret at the beginning of the part that is shown alone; null where it is in it already, or there is no such part. */
export function caretInto(state: EditorState, only: OnlyPart): Transaction | null {
  const part =
    only.kind === 'section'
      ? sectionsOf(state.doc).find(({ section }) => section === only.section)
      : rangeOfRow(state.doc, only.rowId)
  const { head } = state.selection
  if (!part || (head > part.from && head < part.to)) return null
  return state.tr.setSelection(TextSelection.near(state.doc.resolve(part.from + 1)))
}

function rangeOfRow(doc: Node, rowId: string): { from: number; to: number } | undefined {
  for (const { rows } of processTables(doc))
    for (const row of rows) if (row.rowId === rowId) return { from: row.pos, to: row.pos + row.node.nodeSize }
  return undefined
}

/** The paper's furniture: names of fields, widths of columns, the place of the ruler, the row one is in, folded sections. */
export function paper(options: PaperOptions): Plugin<PaperState> {
  const hosts = new Map<number, HTMLElement>()
  return new Plugin<PaperState>({
    key: paperKey,
    state: {
      init: (_config, state) => ({
        decorations: decorate(state, options, new Set(), null, hosts),
        folded: new Set(),
        only: null,
      }),
      apply(transaction, value, _before, state) {
        const change = transaction.getMeta(paperKey) as PaperChange | undefined
        if (!change && !transaction.docChanged && !transaction.selectionSet) return value
        const folded = change?.folded ?? value.folded
        const only = change?.only === undefined ? value.only : change.only
        return { decorations: decorate(state, options, folded, only, hosts), folded, only }
      },
    },
    // The text comes, and others change it, while a part is shown alone: what is typed next must not go where it cannot be seen.
    appendTransaction(transactions, _before, state) {
      const only = paperKey.getState(state)?.only
      const comes = (one: Transaction) =>
        (one.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin
      return only && transactions.some(comes) ? (caretInto(state, only)?.setMeta('addToHistory', false) ?? null) : null
    },
    props: { decorations: (state) => paperKey.getState(state)?.decorations ?? null },
  })
}
