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

/** The plan's title as it stands in the document: the text of its first title node, trimmed. Cheap: looks at few nodes. */
export function titleOf(ydoc: Y.Doc): string {
  for (const node of ydoc.getXmlFragment(BODY).toArray()) {
    if (node instanceof Y.XmlElement && node.nodeName === 'title')
      return node
        .toArray()
        .map((child) =>
          child instanceof Y.XmlText
            ? (child.toDelta() as { insert: unknown }[])
                .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
                .join('')
            : '',
        )
        .join('')
        .trim()
  }
  return ''
}
