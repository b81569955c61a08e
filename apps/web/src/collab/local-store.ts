import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'

/**
 * Keeps a document in a database of this browser. The browser may take that away at any moment: the disk is full, the person
 * clears their data, another page signs out and wipes it. y-indexeddb would then throw at every key, inside the document's own
 * listeners, and those behind it, the line to the server among them, would not hear of the change. Here it is let go of
 * instead, once, and `onLost` is told.
 */
export function openLocalStore(name: string, ydoc: Y.Doc, onLost: () => void): IndexeddbPersistence {
  const store = new IndexeddbPersistence(name, ydoc)
  const keep = store._storeUpdate
  let isLost = false
  const lose = () => {
    if (isLost || store._destroyed) return
    isLost = true
    ydoc.off('update', store._storeUpdate)
    onLost()
  }
  ydoc.off('update', keep)
  store._storeUpdate = (update, origin) => {
    try {
      keep(update, origin)
    } catch {
      lose()
    }
  }
  ydoc.on('update', store._storeUpdate)
  void store.whenSynced.then(({ db }) => {
    // A write that fails aborts its transaction, and that is heard at the database.
    for (const event of ['abort', 'close', 'versionchange']) db?.addEventListener(event, lose)
  })
  return store
}
