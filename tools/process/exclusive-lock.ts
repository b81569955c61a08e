import { DatabaseSync } from 'node:sqlite'

export interface ExclusiveLock {
  release(): void
}

const SQLITE_BUSY = 5
/** A database that is collected as garbage closes its file, and the lock would go with it. */
const held = new Set<DatabaseSync>()

/**
 * Takes a lock on a file that the kernel gives back when this process ends, however it ends: nothing can be left stale by a
 * power cut. Waits up to `waitMs` and returns null if another process still holds it.
 *
 * The file is an empty SQLite database because SQLite is the one thing in Node that takes kernel locks on files.
 */
export function takeExclusiveLock(file: string, waitMs = 0): ExclusiveLock | null {
  const database = new DatabaseSync(file, { timeout: waitMs })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null
    throw error
  }
  held.add(database)
  return {
    release: () => {
      if (held.delete(database)) database.close()
    },
  }
}
