import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { BODY } from './body.ts'
import type { DocJson } from './read.ts'
import { lessonPlanSchema } from './schema.ts'

/** Whether `createUpdate` can make a plan of it: a client may have written any nodes into a shared document. */
export function fitsSchema(json: DocJson): boolean {
  try {
    lessonPlanSchema.nodeFromJSON(json).check()
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** One Yjs update (V1) that creates a whole plan from ProseMirror JSON; throws when the JSON does not fit the schema. */
export function createUpdate(json: DocJson): Uint8Array {
  lessonPlanSchema.nodeFromJSON(json).check()
  const ydoc = new Y.Doc()
  prosemirrorJSONToYXmlFragment(lessonPlanSchema, json, ydoc.getXmlFragment(BODY))
  return Y.encodeStateAsUpdate(ydoc)
}

/** The node that holds the plan's title, the first of its kind; null when a foreign client made a plan without one. */
export const titleNodeOf = (ydoc: Y.Doc): Y.XmlElement | null =>
  ydoc
    .getXmlFragment(BODY)
    .toArray()
    .find((node): node is Y.XmlElement => node instanceof Y.XmlElement && node.nodeName === 'title') ?? null

/** The plan's title as it stands in the document: the text of its first title node, trimmed. Cheap: looks at few nodes. */
export const titleOf = (ydoc: Y.Doc): string =>
  (titleNodeOf(ydoc)?.toArray() ?? [])
    .map((child) =>
      child instanceof Y.XmlText
        ? (child.toDelta() as { insert: unknown }[])
            .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
            .join('')
        : '',
    )
    .join('')
    .trim()
