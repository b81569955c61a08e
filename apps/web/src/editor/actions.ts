import { isSafeHref } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents/read'
import type { ProcessField } from '@gongyan/domain'
import { lift, toggleMark } from '@tiptap/pm/commands'
import type { Node } from '@tiptap/pm/model'
import { liftListItem, wrapInList } from '@tiptap/pm/schema-list'
import { NodeSelection, TextSelection } from '@tiptap/pm/state'
import type { Command } from '@tiptap/pm/state'
import { mergeCells, splitCell } from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import type { Awareness } from 'y-protocols/awareness'
import { asOwnStep } from './history.ts'
import { paperKey, sectionsOf } from './paper.ts'
import type { OnlyPart } from './paper.ts'
import { remoteCursors } from './presence.ts'
import type { RemoteCursor } from './presence.ts'
import { processTables, rowAt } from './process-rows.ts'
import {
  deleteColumn,
  deleteRow,
  findRow,
  insertColumn,
  insertRow,
  mergeRowUp,
  moveRow,
  setColumnField,
  setMinutes,
  setObjectives,
  splitRow,
  stepRow,
} from './row-commands.ts'
import type { RowResult } from './row-commands.ts'

export type MarkName =
  | 'strong'
  | 'em'
  | 'underline'
  | 'strike'
  | 'superscript'
  | 'subscript'
  | 'emphasisDot'
  | 'redPen'
  | 'highlight'
  | 'link'
export type ListKind = 'orderedList' | 'bulletList'

/** What stands on the paper, with its place on the screen. */
export interface RowBox {
  readonly rowId: string
  readonly number: number
  readonly phase: string
  readonly top: number
  readonly height: number
  readonly left: number
  readonly tableTop: number
}
export interface HeadBox {
  readonly headPos: number
  readonly tablePos: number
  readonly index: number
  readonly field: ProcessField | null
  readonly label: string
  readonly right: number
  readonly top: number
  readonly height: number
  readonly columns: number
}
export interface CaretBox {
  readonly cursor: RemoteCursor
  readonly x: number
  readonly top: number
  readonly height: number
  readonly isFirstLine: boolean
  readonly rects: readonly {
    readonly left: number
    readonly top: number
    readonly width: number
    readonly height: number
  }[]
  readonly cell: { readonly left: number; readonly top: number; readonly height: number } | null
}

/** Everything the page may ask of the editor, so that nothing outside needs ProseMirror. */
export interface PlanActions {
  undo(): void
  redo(): void
  canUndo(): boolean
  canRedo(): boolean
  mark(name: MarkName): void
  hasMark(name: MarkName): boolean
  clearMarks(): void
  list(kind: ListKind): void
  inList(): ListKind | null
  linkHref(): string | null
  hasSelection(): boolean
  setLink(href: string | null): void
  insertFormula(latex: string, isDisplay: boolean, pos: number | null): void
  removeNode(pos: number): void
  insertImage(
    image: { fileId: string; width: number | null; height: number | null; alt: string | null },
    pos: number | null,
  ): void
  insertRow(rowId: string | null, where: 'above' | 'below'): RowResult
  deleteRow(rowId: string): RowResult
  stepRow(rowId: string, step: -1 | 1): RowResult
  moveRowBefore(rowId: string, beforeRowId: string | null): RowResult
  splitRow(rowId: string): RowResult
  mergeRowUp(rowId: string): RowResult
  setMinutes(minutes: ReadonlyMap<string, number>): void
  setObjectives(rowId: string, objectives: readonly string[]): RowResult
  rowObjectives(rowId: string): readonly string[]
  setColumnField(headPos: number, field: ProcessField): void
  setColumnFieldAt(table: number, column: number, field: ProcessField): void
  insertColumn(tablePos: number, after: number, field: ProcessField, label: string): void
  deleteColumn(tablePos: number, index: number): void
  canMergeCells(): boolean
  mergeCells(): void
  canSplitCell(): boolean
  splitCell(): void
  /** Gives the n-th section heading another meaning; null makes it plain text of the section before. */
  setSection(key: string, to: string | null): void
  /** Moves the blocks of 未归位 with that text to the end of a section. */
  moveLeftover(text: string, section: string): boolean
  goToSection(key: string | null): void
  goToRow(rowId: string): void
  goToCursor(clientId: number): boolean
  setFolded(folded: ReadonlySet<string>): void
  /** Shows one part alone; null shows all. */
  setOnly(only: OnlyPart | null): void
  blur(): void
  here(): { rowId: string | null; section: string | null }
  docJson(): DocJson
  rowBoxes(origin: DOMRect): readonly RowBox[]
  headBoxes(origin: DOMRect): readonly HeadBox[]
  caretBoxes(origin: DOMRect): readonly CaretBox[]
  focus(): void
}

/** Rows in which somebody else is, by awareness. */
export const busyRowsOf = (awareness: Awareness): ReadonlySet<string> => {
  const rows = new Set<string>()
  for (const [clientId, state] of awareness.getStates()) {
    const rowId = (state as { place?: { rowId?: string | null } }).place?.rowId
    if (clientId !== awareness.clientID && rowId) rows.add(rowId)
  }
  return rows
}

export function createActions(view: EditorView, undoManager: Y.UndoManager, awareness: Awareness): PlanActions {
  const { schema } = view.state
  const run = (command: Command) => {
    const done = command(view.state, view.dispatch.bind(view), view)
    view.focus()
    return done
  }
  const can = (command: Command) => view.editable && command(view.state)
  const markType = (name: MarkName) => schema.marks[name]
  const refused = (): RowResult => ({ ok: false, refusal: 'gone' })
  const withFocus = (result: RowResult) => {
    if (result.ok) view.focus()
    return result
  }
  const listAround = (): ListKind | null => {
    const { $from } = view.state.selection
    for (let depth = $from.depth; depth > 0; depth--) {
      const name = $from.node(depth).type.name
      if (name === 'orderedList' || name === 'bulletList') return name
      if (name === 'tableCell' || name === 'tableHeader') return null
    }
    return null
  }
  const scrollTo = (pos: number, caret: number) => {
    view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(caret))))
    const dom = view.nodeDOM(pos)
    if (dom instanceof HTMLElement)
      dom.scrollIntoView({
        block: 'center',
        behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
      })
    view.focus()
  }
  const sectionBlocks = (key: string) => sectionsOf(view.state.doc).find((part) => part.section === key) ?? null

  return {
    undo: () => {
      undoManager.undo()
      view.focus()
    },
    redo: () => {
      undoManager.redo()
      view.focus()
    },
    canUndo: () => view.editable && undoManager.undoStack.length > 0,
    canRedo: () => view.editable && undoManager.redoStack.length > 0,
    mark: (name) => {
      const type = markType(name)
      if (type) run(toggleMark(type))
    },
    hasMark: (name) => {
      const type = markType(name)
      if (!type) return false
      const { from, to, empty, $from } = view.state.selection
      if (empty) return Boolean(type.isInSet(view.state.storedMarks ?? $from.marks()))
      return view.state.doc.rangeHasMark(from, to, type)
    },
    clearMarks: () => {
      const { from, to } = view.state.selection
      view.dispatch(view.state.tr.removeMark(from, to))
      view.focus()
    },
    list: (kind) => {
      const type = schema.nodes[kind]
      const item = schema.nodes['listItem']
      if (!type || !item) return
      const around = listAround()
      if (around === kind) run((state, dispatch) => liftListItem(item)(state, dispatch) || lift(state, dispatch))
      else if (around) {
        const { $from } = view.state.selection
        for (let depth = $from.depth; depth > 0; depth--)
          if ($from.node(depth).type.name === around) {
            view.dispatch(view.state.tr.setNodeMarkup($from.before(depth), type))
            break
          }
        view.focus()
      } else run(wrapInList(type))
    },
    inList: listAround,
    linkHref: () => {
      const { $from, from, to, empty } = view.state.selection
      const link = schema.marks['link']
      if (!link) return null
      let href: string | null = null
      if (empty) href = (link.isInSet($from.marks())?.attrs['href'] as string | undefined) ?? null
      else
        view.state.doc.nodesBetween(from, to, (node) => {
          href ??= (link.isInSet(node.marks)?.attrs['href'] as string | undefined) ?? null
        })
      return href
    },
    hasSelection: () => !view.state.selection.empty,
    setLink: (href) => {
      const link = schema.marks['link']
      const { from, to, empty } = view.state.selection
      if (!link || (href !== null && !isSafeHref(href))) return
      const { tr } = view.state
      if (href === null) tr.removeMark(from, to, link)
      else if (empty) tr.insert(from, schema.text(href, [link.create({ href })]))
      else tr.addMark(from, to, link.create({ href }))
      view.dispatch(tr)
      view.focus()
    },
    insertFormula: (latex, isDisplay, pos) => {
      const formula = schema.nodes['formula']?.create({ latex, display: isDisplay })
      if (!formula) return
      const { tr } = view.state
      if (pos !== null && view.state.doc.nodeAt(pos)?.type.name === 'formula') tr.replaceWith(pos, pos + 1, formula)
      else tr.replaceSelectionWith(formula, false)
      view.dispatch(tr.scrollIntoView())
      view.focus()
    },
    removeNode: (pos) => {
      const node = view.state.doc.nodeAt(pos)
      if (node) view.dispatch(view.state.tr.delete(pos, pos + node.nodeSize))
      view.focus()
    },
    insertImage: (image, pos) => {
      const node = schema.nodes['image']?.create(image)
      if (!node) return
      const { tr } = view.state
      if (pos !== null && pos <= view.state.doc.content.size)
        tr.setSelection(TextSelection.near(view.state.doc.resolve(pos)))
      view.dispatch(tr.replaceSelectionWith(node, false).scrollIntoView())
    },
    insertRow: (rowId, where) => {
      const tables = processTables(view.state.doc)
      const target = rowId ?? rowAt(tables, view.state.selection.head)?.rowId ?? tables.at(-1)?.rows.at(-1)?.rowId
      return target === undefined ? refused() : withFocus(insertRow(view, target, where))
    },
    deleteRow: (rowId) => withFocus(deleteRow(view, rowId)),
    stepRow: (rowId, step) => withFocus(stepRow(view, rowId, step, busyRowsOf(awareness))),
    moveRowBefore: (rowId, beforeRowId) => {
      const found = findRow(view.state.doc, rowId)
      if (!found) return refused()
      const before = beforeRowId === null ? null : found.table.rows.find((row) => row.rowId === beforeRowId)
      return withFocus(moveRow(view, rowId, before ? before.index : found.table.node.childCount, busyRowsOf(awareness)))
    },
    splitRow: (rowId) => withFocus(splitRow(view, rowId)),
    mergeRowUp: (rowId) => withFocus(mergeRowUp(view, rowId)),
    setMinutes: (minutes) => {
      setMinutes(view, minutes)
    },
    setObjectives: (rowId, objectives) => setObjectives(view, rowId, objectives),
    rowObjectives: (rowId) => findRow(view.state.doc, rowId)?.row.objectives ?? [],
    setColumnField: (headPos, field) => setColumnField(view, headPos, field),
    setColumnFieldAt: (table, column, field) => {
      const head = processTables(view.state.doc)[table - 1]?.columns.find(({ index }) => index === column)
      if (head) setColumnField(view, head.headPos, field)
    },
    insertColumn: (tablePos, after, field, label) => {
      insertColumn(view, tablePos, after, field, label)
      view.focus()
    },
    deleteColumn: (tablePos, index) => deleteColumn(view, tablePos, index),
    canMergeCells: () => can((state) => mergeCells(state)),
    mergeCells: () => {
      run(mergeCells)
    },
    canSplitCell: () => can((state) => splitCell(state)),
    splitCell: () => {
      run(splitCell)
    },
    setSection: (key, to) => {
      const { tr } = view.state
      view.state.doc.forEach((node, pos) => {
        if (node.attrs['section'] === key) tr.setNodeAttribute(pos, 'section', to)
      })
      if (tr.docChanged) view.dispatch(tr)
    },
    moveLeftover: (text, section) => {
      const from = sectionBlocks('unmapped')
      const to = sectionBlocks(section)
      if (!from || !to) return false
      const moved: { node: Node; pos: number }[] = []
      view.state.doc.nodesBetween(from.from, from.to, (node, pos, parent) => {
        if (
          parent === view.state.doc &&
          node !== from.heading &&
          text.includes(node.textContent.trim()) &&
          node.textContent.trim() !== ''
        )
          moved.push({ node, pos })
        return false
      })
      if (moved.length === 0) return false
      const { tr } = view.state
      for (const { node, pos } of [...moved].reverse()) tr.delete(pos, pos + node.nodeSize)
      // The last one found its place: the heading over nothing goes too.
      const left = sectionsOf(tr.doc).find((part) => part.section === 'unmapped')
      if (left?.isBlank && moved.length > 0) tr.delete(left.from, left.to)
      tr.insert(
        tr.mapping.map(to.to),
        moved.map(({ node }) => node),
      )
      view.dispatch(asOwnStep(tr.scrollIntoView()))
      return true
    },
    goToSection: (key) => {
      if (key === null) {
        const scroller = view.dom.closest('[data-scroller]')
        scroller?.scrollTo({ top: 0 })
        view.focus()
        return
      }
      const part = sectionBlocks(key)
      if (!part) return
      // The end of the heading's text, so that Enter begins to write below it.
      scrollTo(part.from, part.heading ? part.from + 1 + part.heading.content.size : part.from + 1)
    },
    goToRow: (rowId) => {
      const found = findRow(view.state.doc, rowId)
      if (found) scrollTo(found.row.pos, found.row.pos + 2)
    },
    goToCursor: (clientId) => {
      const cursor = remoteCursors(view, awareness).find((one) => one.clientId === clientId)
      if (!cursor) return false
      const scroller = view.dom.closest<HTMLElement>('[data-scroller]')
      const box = view.coordsAtPos(cursor.head)
      if (!scroller) return false
      const frame = scroller.getBoundingClientRect()
      if (box.top < frame.top + 80 || box.bottom > frame.bottom - 80)
        scroller.scrollTo({ top: scroller.scrollTop + box.top - frame.top - frame.height / 3, behavior: 'auto' })
      return true
    },
    setFolded: (folded) => view.dispatch(view.state.tr.setMeta(paperKey, { folded }).setMeta('addToHistory', false)),
    setOnly: (only) => view.dispatch(view.state.tr.setMeta(paperKey, { only }).setMeta('addToHistory', false)),
    blur: () => view.dom.blur(),
    here: () => {
      const { doc, selection } = view.state
      let section: string | null = null
      doc.forEach((node, pos) => {
        if (pos <= selection.head && typeof node.attrs['section'] === 'string') section = node.attrs['section']
      })
      return { rowId: rowAt(processTables(doc), selection.head)?.rowId ?? null, section }
    },
    docJson: () => view.state.doc.toJSON() as DocJson,
    rowBoxes: (origin) =>
      processTables(view.state.doc).flatMap((table) => {
        const tableDom = view.nodeDOM(table.pos)
        const tableTop = tableDom instanceof HTMLElement ? tableDom.getBoundingClientRect().top - origin.top : 0
        return table.rows.flatMap((row) => {
          const dom = view.nodeDOM(row.pos)
          if (!(dom instanceof HTMLElement)) return []
          const box = dom.getBoundingClientRect()
          return [
            {
              rowId: row.rowId,
              number: row.number,
              phase: row.phase,
              top: box.top - origin.top,
              height: box.height,
              left: box.left - origin.left,
              tableTop,
            },
          ]
        })
      }),
    headBoxes: (origin) =>
      processTables(view.state.doc).flatMap((table) =>
        table.columns.flatMap((column) => {
          const dom = view.nodeDOM(column.headPos)
          if (!(dom instanceof HTMLElement)) return []
          const box = dom.getBoundingClientRect()
          return [
            {
              headPos: column.headPos,
              tablePos: table.pos,
              index: column.index,
              field: column.field,
              label: column.label,
              right: box.right - origin.left,
              top: box.top - origin.top,
              height: box.height,
              columns: table.columns.length,
            },
          ]
        }),
      ),
    caretBoxes: (origin) =>
      remoteCursors(view, awareness).flatMap((cursor) => {
        try {
          const box = view.coordsAtPos(cursor.head)
          if (box.bottom === box.top) return []
          const from = Math.min(cursor.anchor, cursor.head)
          const to = Math.max(cursor.anchor, cursor.head)
          const rects: { left: number; top: number; width: number; height: number }[] = []
          if (to > from) {
            const range = document.createRange()
            const start = view.domAtPos(from)
            const end = view.domAtPos(to)
            range.setStart(start.node, start.offset)
            range.setEnd(end.node, end.offset)
            for (const rect of range.getClientRects())
              if (rects.length < 60 && rect.width > 0)
                rects.push({
                  left: rect.left - origin.left,
                  top: rect.top - origin.top,
                  width: rect.width,
                  height: rect.height,
                })
          }
          const $head = view.state.doc.resolve(cursor.head)
          let cell: CaretBox['cell'] = null
          for (let depth = $head.depth; depth > 0 && !cell; depth--) {
            if ($head.node(depth).type.name !== 'tableCell') continue
            const dom = view.nodeDOM($head.before(depth))
            if (dom instanceof HTMLElement) {
              const at = dom.getBoundingClientRect()
              cell = { left: at.left - origin.left, top: at.top - origin.top, height: at.height }
            }
          }
          return [
            {
              cursor,
              x: box.left - origin.left,
              top: box.top - origin.top,
              height: box.bottom - box.top,
              isFirstLine: box.top - origin.top < 24,
              rects,
              cell,
            },
          ]
        } catch {
          // The place is not on the screen (a folded section) or the screen is a moment behind the document.
          return []
        }
      }),
    focus: () => view.focus(),
  }
}

/** Selects a node, such as a formula that was opened. */
export const selectNode = (view: EditorView, pos: number): void =>
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)))
