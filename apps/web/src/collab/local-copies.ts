/**
 * The register of what this browser keeps of plans: one row per open page and plan, saying whose copy it is and since when
 * something in it waits for the server. The copies themselves are y-indexeddb's databases. Written with bare IndexedDB so
 * that signing out needs neither Yjs nor the editor.
 */
export interface LocalCopy {
  /** `{userId}/{planId}/{pageId}`; each open page has its own row, so that two tabs do not clear each other's. */
  readonly key: string
  readonly userId: string
  readonly planId: string
  readonly title: string
  /** When the oldest change the server has not acknowledged was made, ms since 1970; null when none waits. */
  readonly unsentSince: number | null
  readonly unsentCount: number
}

/** A plan with work that has not reached the server, as sign-out shows it. */
export interface UnsentPlan {
  readonly planId: string
  readonly title: string
  readonly since: number
  readonly count: number
}

const REGISTER = 'gongyan-local-copies'
const STORE = 'copies'

/** Name of the database that holds one person's copy of one plan. */
export const copyName = (userId: string, planId: string): string => `gongyan-plan:${userId}:${planId}`

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'))
  })

function openRegister(): Promise<IDBDatabase> {
  const request = indexedDB.open(REGISTER, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { keyPath: 'key' })
  }
  return done(request)
}

async function inRegister<T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await openRegister()
  try {
    return await done(use(db.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    db.close()
  }
}

/** Writes or replaces a row. Rejects where the browser keeps nothing (private window, full disk). */
export const putCopy = async (copy: LocalCopy): Promise<void> => {
  await inRegister('readwrite', (store) => store.put(copy))
}

/** Removes a row; what does not exist is removed already. */
export const forgetCopy = async (key: string): Promise<void> => {
  await inRegister('readwrite', (store) => store.delete(key))
}

/** All rows of one person, of one plan where it is named. */
export async function listCopies(userId: string, planId?: string): Promise<LocalCopy[]> {
  const rows = await inRegister<LocalCopy[]>('readonly', (store) => store.getAll())
  return rows.filter((row) => row.userId === userId && (planId === undefined || row.planId === planId))
}

/** The plans in which this person's work waits for the server on this machine, oldest first. Empty where nothing can be kept. */
export async function listUnsent(userId: string): Promise<UnsentPlan[]> {
  const plans = new Map<string, UnsentPlan>()
  for (const copy of await listCopies(userId).catch(() => [])) {
    if (copy.unsentSince === null) continue
    const known = plans.get(copy.planId)
    plans.set(copy.planId, {
      planId: copy.planId,
      title: copy.title,
      since: Math.min(known?.since ?? copy.unsentSince, copy.unsentSince),
      count: (known?.count ?? 0) + copy.unsentCount,
    })
  }
  return [...plans.values()].sort((a, b) => a.since - b.since)
}

const deleteDatabase = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name)
    // A page that still holds it open lets go when it closes; the deletion then completes by itself.
    request.onsuccess = request.onerror = request.onblocked = () => resolve()
  })

/** Removes everything this browser keeps of a person's plans, sent or not: ask `listUnsent` first. */
export async function wipeLocalCopies(userId: string): Promise<void> {
  const copies = await listCopies(userId).catch(() => [])
  const names = new Set(copies.map((copy) => copyName(userId, copy.planId)))
  // Files of an import that still wait to be sent are kept under the same beginning.
  names.add(`gongyan-plan:${userId}:import-files`)
  for (const { name } of (await indexedDB.databases?.().catch(() => [])) ?? [])
    if (name?.startsWith(`gongyan-plan:${userId}:`)) names.add(name)
  await Promise.all([...names].map(deleteDatabase))
  await Promise.all(copies.map(({ key }) => forgetCopy(key).catch(() => undefined)))
}

/** Removes this browser's copy of one plan. */
export async function wipeLocalCopy(userId: string, planId: string): Promise<void> {
  const copies = await listCopies(userId, planId).catch(() => [])
  await deleteDatabase(copyName(userId, planId))
  await Promise.all(copies.map(({ key }) => forgetCopy(key).catch(() => undefined)))
}
