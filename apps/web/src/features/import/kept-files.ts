/**
 * Files that are still to be sent, kept in this browser until the server has them: who closes the window in the middle of an
 * import finds it going on when they come back. Bare IndexedDB; where the browser keeps nothing the import works all the same,
 * only without that. The database's name begins like those of the plans' copies, so that signing out wipes it with them.
 */
export interface KeptFile {
  readonly key: string
  readonly batchId: string
  readonly file: File
  /** The file was larger than this and is not kept itself, only that it was chosen. */
  readonly mostBytes?: number
}

const STORE = 'files'
export const keptFilesName = (userId: string): string => `gongyan-plan:${userId}:import-files`

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'))
  })

async function inStore<T>(
  userId: string,
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const request = indexedDB.open(keptFilesName(userId), 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' })
  const db = await done(request)
  // Another window that signs out wipes the store: it must not wait for this one.
  db.addEventListener('versionchange', () => db.close())
  try {
    return await use(db.transaction(STORE, mode).objectStore(STORE))
  } finally {
    db.close()
  }
}

/** Keeps files until they are forgotten; answers whether the browser could. */
export const keepFiles = (userId: string, files: readonly KeptFile[]): Promise<boolean> =>
  inStore(userId, 'readwrite', async (store) => {
    await Promise.all(files.map((file) => done(store.put(file))))
    return true
  }).catch(() => false)

/** Lets one go: the server has it, or the person does not want it any more. */
export const forgetFile = (userId: string, key: string): Promise<void> =>
  inStore(userId, 'readwrite', async (store) => {
    await done(store.delete(key))
  }).catch(() => undefined)

/** What is still to be sent of a batch. */
export const listKept = (userId: string, batchId: string): Promise<readonly KeptFile[]> =>
  inStore(userId, 'readonly', async (store) =>
    (await done(store.getAll() as IDBRequest<KeptFile[]>)).filter((file) => file.batchId === batchId),
  ).catch(() => [])
