import type { ProcessField } from '@gongyan/domain'
import type { EditorView } from '@tiptap/pm/view'
import type { Awareness } from 'y-protocols/awareness'
import { remoteCursors } from './presence.ts'
import type { RemoteCursor } from './presence.ts'
import { processTables } from './process-rows.ts'

/** A row of a 教学过程 table with its place on the screen. */
export interface RowBox {
  readonly rowId: string
  readonly number: number
  readonly phase: string
  readonly top: number
  readonly height: number
  readonly left: number
  readonly tableTop: number
}
/** The head of one of its columns. */
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
/** A colleague's caret and selection. */
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

/** Where things stand on the paper, measured from a corner of the layer that is drawn above it. */
export interface Boxes {
  rowBoxes(origin: DOMRect): readonly RowBox[]
  headBoxes(origin: DOMRect): readonly HeadBox[]
  caretBoxes(origin: DOMRect): readonly CaretBox[]
}

export function createBoxes(view: EditorView, awareness: Awareness): Boxes {
  return {
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
  }
}
