import type { Node } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** Where something is by now, or null when it is gone. */
export type Bookmark = () => number | null

interface Binding {
  doc: Y.Doc
  type: Y.XmlFragment
  mapping: Map<Y.AbstractType<unknown>, unknown>
}
const bindingOf = (view: EditorView): Binding | null =>
  (ySyncPluginKey.getState(view.state) as { binding?: Binding } | undefined)?.binding ?? null

/** Positions at which this very node object stands; a copied leaf shares its object with the original. */
function positionsOf(view: EditorView, node: Node): number[] {
  const positions: number[] = []
  view.state.doc.descendants((one, pos) => {
    if (one === node) positions.push(pos)
  })
  return positions
}

/** The elements of the shared document that are shown as this node object, in document order. */
function elementsOf({ type, mapping }: Binding, node: Node): Y.XmlElement[] {
  const elements: Y.XmlElement[] = []
  const walk = (parent: Y.XmlFragment | Y.XmlElement) => {
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue
      if (mapping.get(child as Y.AbstractType<unknown>) === node) elements.push(child)
      else walk(child)
    }
  }
  walk(type)
  return elements
}

/**
 * Keeps hold of the node at a position while a window stands open before it: the position itself would soon belong to
 * something else, because colleagues go on writing. What is remembered is the element of the shared document.
 */
export function bookmarkNode(view: EditorView, pos: number): Bookmark {
  const binding = bindingOf(view)
  const node = view.state.doc.nodeAt(pos)
  if (!binding || !node) return () => null
  const element = elementsOf(binding, node)[positionsOf(view, node).indexOf(pos)]
  return () => {
    if (!element || element._item?.deleted) return null
    const now = binding.mapping.get(element as Y.AbstractType<unknown>) as Node | undefined
    return now ? (positionsOf(view, now)[elementsOf(binding, now).indexOf(element)] ?? null) : null
  }
}

/** Keeps a place in the text while something is fetched or sent: the words around it take it along. */
export function bookmarkPlace(view: EditorView, pos: number): Bookmark {
  const binding = bindingOf(view)
  if (!binding) return () => null
  const mapping = binding.mapping as Map<Y.AbstractType<unknown>, never>
  const place: unknown = absolutePositionToRelativePosition(pos, binding.type, mapping)
  return () => {
    const now = relativePositionToAbsolutePosition(binding.doc, binding.type, place, mapping)
    return now !== null && now <= view.state.doc.content.size ? now : null
  }
}
