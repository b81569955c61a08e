import * as Y from 'yjs'

/**
 * A Y.Doc that holds what others wrote and changes nothing by itself. Yjs takes redundant marks out of a text after foreign
 * changes, as a change of the document's own: on a server that is nobody's, and the state would hold what no log has.
 */
export function createReplica(options?: { readonly gc: boolean }): Y.Doc {
  const doc = new Y.Doc(options)
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false
  })
  return doc
}
