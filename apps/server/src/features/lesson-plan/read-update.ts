import { docJsonOf } from '@gongyan/documents/doc-json'
import { LESSON_PLAN_LAYOUTS, raiseLayout } from '@gongyan/documents/layouts'
import type { DocJson } from '@gongyan/documents/read'
import { createReplica } from '@gongyan/documents/replica'
import * as Y from 'yjs'

/** The prose of a plan from all of its updates as one; with `older` of a layout that may be older than ours. */
export function readUpdate(update: Uint8Array, { older = false } = {}): DocJson {
  const ydoc = createReplica()
  try {
    Y.applyUpdate(ydoc, update)
    // Our schema would drop parts of an older layout.
    if (older) raiseLayout(ydoc, 1, LESSON_PLAN_LAYOUTS)
    return docJsonOf(ydoc)
  } finally {
    ydoc.destroy()
  }
}
