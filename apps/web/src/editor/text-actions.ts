import { isSafeHref } from '@gongyan/documents'
import { lift, toggleMark } from '@tiptap/pm/commands'
import type { Node } from '@tiptap/pm/model'
import { liftListItem, wrapInList } from '@tiptap/pm/schema-list'
import { TextSelection } from '@tiptap/pm/state'
import type { Command } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { bookmarkNode, bookmarkPlace } from './bookmark.ts'
import type { Bookmark } from './bookmark.ts'
import { asOwnStep } from './history.ts'
import { sectionsOf } from './paper.ts'

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

/** What can be done to words and blocks. */
export interface TextActions {
  mark(name: MarkName): void
  hasMark(name: MarkName): boolean
  clearMarks(): void
  list(kind: ListKind): void
  inList(): ListKind | null
  linkHref(): string | null
  setLink(href: string | null): void
  /** Keeps hold of the node at a position, or of a place in the text, while others write; the caret where `pos` is null. */
  bookmarkNode(pos: number): Bookmark
  bookmarkPlace(pos: number | null): Bookmark
  /** Writes the formula that `at` points to anew; puts a new one at the caret where it is null or what it pointed to is gone. */
  insertFormula(latex: string, isDisplay: boolean, at: Bookmark | null): void
  removeFormula(at: Bookmark): void
  /** Puts a picture at a place, or at the caret where that is gone; answers the place behind it, for the next one. */
  insertImage(
    image: { fileId: string; width: number | null; height: number | null; alt: string | null },
    at: Bookmark,
  ): Bookmark
  /** Gives the n-th section heading another meaning; null makes it plain text of the section before. */
  setSection(key: string, to: string | null): void
  /** Moves the blocks of 未归位 with that text to the end of a section. */
  moveLeftover(text: string, section: string): boolean
}

export function createTextActions(view: EditorView): TextActions {
  const { schema } = view.state
  const run = (command: Command) => {
    command(view.state, view.dispatch.bind(view), view)
    view.focus()
  }
  const markType = (name: MarkName) => schema.marks[name]
  const sectionBlocks = (key: string) => sectionsOf(view.state.doc).find((part) => part.section === key) ?? null
  const listAround = (): ListKind | null => {
    const { $from } = view.state.selection
    for (let depth = $from.depth; depth > 0; depth--) {
      const name = $from.node(depth).type.name
      if (name === 'orderedList' || name === 'bulletList') return name
      if (name === 'tableCell' || name === 'tableHeader') return null
    }
    return null
  }
  const formulaAt = (at: Bookmark | null): number | null => {
    const pos = at?.() ?? null
    return pos !== null && view.state.doc.nodeAt(pos)?.type.name === 'formula' ? pos : null
  }
  return {
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
    bookmarkNode: (pos) => bookmarkNode(view, pos),
    bookmarkPlace: (pos) => bookmarkPlace(view, pos ?? view.state.selection.from),
    insertFormula: (latex, isDisplay, at) => {
      const formula = schema.nodes['formula']?.create({ latex, display: isDisplay })
      if (!formula) return
      const { tr } = view.state
      const pos = formulaAt(at)
      if (pos !== null) tr.replaceWith(pos, pos + 1, formula)
      else tr.replaceSelectionWith(formula, false)
      view.dispatch(tr.scrollIntoView())
      view.focus()
    },
    removeFormula: (at) => {
      const pos = formulaAt(at)
      if (pos !== null) view.dispatch(view.state.tr.delete(pos, pos + 1))
      view.focus()
    },
    insertImage: (image, at) => {
      const node = schema.nodes['image']?.create(image)
      if (!node) return at
      // The caret may be in another sentence by now, and stays there.
      const { $from } = TextSelection.near(view.state.doc.resolve(at() ?? view.state.selection.to))
      view.dispatch(view.state.tr.insert($from.pos, node))
      return bookmarkPlace(view, $from.pos + node.nodeSize)
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
  }
}
