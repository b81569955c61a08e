import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { randomId } from '../random-id.ts'
import { copyName, listCopies, listUnsent, putCopy } from './local-copies.ts'

/**
 * Makes what was saved to a file this machine's copy of the plan again, as work that waits for the server: the plan's page
 * finds it, shows it and sends it. Rejects where the browser keeps nothing.
 */
export async function takeBack(
  { userId, planId, title }: { userId: string; planId: string; title: string },
  update: Uint8Array,
): Promise<void> {
  // Where nothing can be kept this rejects; y-indexeddb would wait for ever.
  await listCopies(userId, planId)
  const ydoc = new Y.Doc()
  const copy = new IndexeddbPersistence(copyName(userId, planId), ydoc)
  try {
    await copy.whenSynced
    Y.applyUpdate(ydoc, update)
    await putCopy({
      key: `${userId}/${planId}/${randomId()}`,
      userId,
      planId,
      title,
      unsentSince: Date.now(),
      unsentCount: 1,
    })
  } finally {
    await copy.destroy()
    ydoc.destroy()
  }
}

/** This machine's copy of a plan in which something waits for the server; null where nothing does. To be destroyed after use. */
export async function openLeftBehind(userId: string, planId: string): Promise<Y.Doc | null> {
  const waiting = await listUnsent(userId)
  if (!waiting.some((plan) => plan.planId === planId)) return null
  const ydoc = new Y.Doc()
  const copy = new IndexeddbPersistence(copyName(userId, planId), ydoc)
  await copy.whenSynced
  // The document stays as it was read; only its tie to the store ends.
  await copy.destroy()
  return ydoc
}
