import { deleteFilesOf } from '../file/files.ts'
import type { TransactionSql } from '../client.ts'
import { importDocuments } from './batches.ts'

export interface ErasedImport {
  readonly batchId: string
  /** Hashes of the bytes that nothing names any more: to be removed before the transaction is committed. */
  readonly unnamed: readonly Uint8Array[]
}

/**
 * Erases one import that nobody has touched since `idleBefore`, or that was thrown away before `discardedBefore`, with its
 * files and drafts; null when there is none. Plans that were taken have files of their own and stay.
 */
export async function eraseOldestImport(
  tx: TransactionSql,
  { idleBefore, discardedBefore }: { readonly idleBefore: Date; readonly discardedBefore: Date },
): Promise<ErasedImport | null> {
  const [batch] = await tx<{ id: string }[]>`
    SELECT id FROM import_batches WHERE changed_at < ${idleBefore} OR discarded_at < ${discardedBefore}
    ORDER BY changed_at LIMIT 1 FOR UPDATE SKIP LOCKED`
  if (!batch) return null
  const items = await tx<
    { position: number }[]
  >`DELETE FROM import_items WHERE batch_id = ${batch.id} RETURNING position`
  await tx`DELETE FROM import_batches WHERE id = ${batch.id}`
  const unnamed: Uint8Array[] = []
  for (const { position } of items.toSorted((one, other) => one.position - other.position))
    for (const document of Object.values(importDocuments(batch.id, position)))
      unnamed.push(...(await deleteFilesOf(tx, document)))
  return { batchId: batch.id, unnamed }
}
