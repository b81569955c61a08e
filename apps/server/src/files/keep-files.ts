import { holdBytes, insertFiles } from '@gongyan/db'
import type { TransactionSql } from '@gongyan/db'
import type { UserId } from '@gongyan/domain'
import { sha256Of } from './store.ts'
import type { FileStore } from './store.ts'

export interface NewFile {
  readonly id: string
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly name: string
}

/**
 * Keeps files of a document: their bytes first, so that no row names bytes that are not there, then their rows. Held
 * together, so that erasing another plan with the same picture takes its bytes before or not at all.
 */
export async function keepFiles(
  tx: TransactionSql,
  store: FileStore,
  files: readonly NewFile[],
  of: { readonly document: string; readonly createdBy: UserId; readonly createdAt: Date },
): Promise<void> {
  await holdBytes(
    tx,
    files.map(({ bytes }) => sha256Of(bytes)),
    'shared',
  )
  const rows = files.map(async ({ bytes, ...file }) => ({
    ...file,
    ...of,
    sha256: await store.put(bytes),
    byteSize: bytes.byteLength,
  }))
  await insertFiles(tx, await Promise.all(rows))
}
