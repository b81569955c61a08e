import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Where the bytes of files live, by their SHA-256; the same bytes are kept once. */
export interface FileStore {
  /** Keeps the bytes durably and returns their SHA-256. */
  put(bytes: Uint8Array): Promise<Uint8Array>
  /** The bytes; null when they are not there. */
  get(sha256: Uint8Array): Promise<Uint8Array | null>
  /** Removes the bytes; nothing happens when they are not there. */
  remove(sha256: Uint8Array): Promise<void>
}

/** The name under which bytes are kept. */
export const sha256Of = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** Files below a folder, two levels deep by the first digits of their hash. */
export function createFolderFileStore(folder: string): FileStore {
  const pathOf = (sha256: Uint8Array) => {
    const hex = Buffer.from(sha256).toString('hex')
    return join(folder, hex.slice(0, 2), hex)
  }
  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes)
      const path = pathOf(sha256)
      if ((await sizeOf(path)) === bytes.byteLength) return sha256
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      // Written aside and renamed, so that a power cut leaves the whole file or none.
      const aside = `${path}.${randomBytes(6).toString('hex')}`
      try {
        const handle = await open(aside, 'wx', 0o600)
        try {
          await handle.writeFile(bytes)
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(aside, path)
      } finally {
        await rm(aside, { force: true })
      }
      const parent = await open(dirname(path), 'r')
      try {
        await parent.sync()
      } finally {
        await parent.close()
      }
      return sha256
    },
    async get(sha256) {
      try {
        return await readFile(pathOf(sha256))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch {
    return null
  }
}
