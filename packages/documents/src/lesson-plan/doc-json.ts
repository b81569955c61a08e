import * as Y from 'yjs'
import { BODY } from './body.ts'
import type { DocJson } from './read.ts'

/** Nodes within nodes: no plan is half as deep, and beyond a thousand whoever walks it would end with it. */
const DEEPEST = 60

/**
 * The ProseMirror JSON of a lesson plan's Y.Doc. A client may have put anything into the document: what no editor writes is
 * passed over, so that no plan can keep lists, search and export from reading it.
 */
export const docJsonOf = (ydoc: Y.Doc): DocJson => ({
  type: 'doc',
  content: nodesOf(ydoc.getXmlFragment(BODY), 1),
})

function nodesOf(parent: Y.XmlFragment, depth: number): DocJson[] {
  if (depth > DEEPEST) return []
  return parent.toArray().flatMap((item: unknown) => {
    if (item instanceof Y.XmlText) return textsOf(item)
    return item instanceof Y.XmlElement ? [nodeOf(item, depth)] : []
  })
}

function nodeOf(element: Y.XmlElement, depth: number): DocJson {
  const attrs = recordOf(element.getAttributes(), 1)
  const content = nodesOf(element, depth + 1)
  return {
    type: element.nodeName,
    ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
    ...(element.length > 0 ? { content } : {}),
  }
}

function textsOf(text: Y.XmlText): DocJson[] {
  const parts = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
  return parts.flatMap(({ insert, attributes }) => {
    if (typeof insert !== 'string') return []
    const marks = Object.entries(attributes ?? {}).map(([name, value]) => ({
      type: markName(name),
      attrs: recordOf(value, 1),
    }))
    return [{ type: 'text', text: insert, ...(attributes ? { marks } : {}) }]
  })
}

/** Marks that may overlap themselves carry a hash behind their name. */
const markName = (attribute: string): string => /^(.*)--[a-zA-Z0-9+/=]{8}$/s.exec(attribute)?.[1] ?? attribute

function recordOf(value: unknown, depth: number): Record<string, unknown> {
  if (!isPlain(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      const json = jsonOf(one, depth)
      return json === undefined ? [] : [[key, json]]
    }),
  )
}

/** A value as JSON can say it; undefined for what it cannot. */
function jsonOf(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (depth > DEEPEST) return undefined
  if (Array.isArray(value)) return value.map((one) => jsonOf(one, depth + 1) ?? null)
  return isPlain(value) ? recordOf(value, depth + 1) : undefined
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
