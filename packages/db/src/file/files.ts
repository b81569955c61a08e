import type { UserId } from '@gongyan/domain'
import { isUuid } from '@gongyan/domain'
import { eq, inArray } from 'drizzle-orm'
import type { Queryable, TransactionSql } from '../client.ts'
import { orm } from '../orm.ts'
import { files } from '../schema/index.ts'

export interface StoredFile {
  readonly id: string
  readonly sha256: Uint8Array
  readonly byteSize: number
  readonly mediaType: string
  readonly name: string
  /** The document whose readers may fetch it. */
  readonly document: string
}

/** Keeps what is known of files; their bytes are kept by the file store before. */
export async function insertFiles(
  sql: Queryable,
  rows: readonly (StoredFile & { createdBy: UserId | null; createdAt: Date })[],
): Promise<void> {
  if (rows.length > 0)
    await orm(sql)
      .insert(files)
      .values([...rows])
}

const COLUMNS = {
  id: files.id,
  sha256: files.sha256,
  byteSize: files.byteSize,
  mediaType: files.mediaType,
  name: files.name,
  document: files.document,
}

/** A file by its id, or undefined. */
export async function findFile(sql: Queryable, id: string): Promise<StoredFile | undefined> {
  const [row] = await orm(sql).select(COLUMNS).from(files).where(eq(files.id, id))
  return row
}

/** Those of some files that exist; an id that is none at all is passed over. */
export async function findFiles(sql: Queryable, ids: readonly string[]): Promise<readonly StoredFile[]> {
  const known = ids.filter(isUuid)
  return known.length === 0 ? [] : orm(sql).select(COLUMNS).from(files).where(inArray(files.id, known))
}

/**
 * Holds the bytes of these hashes until the end of the transaction: `shared` while they are kept and named by new rows,
 * `exclusive` while rows go and bytes that no row names any more are removed. Without it an upload could name bytes that are
 * being removed. Locks are taken in one order, so that two who need several do not wait for each other.
 */
export async function holdBytes(
  tx: TransactionSql,
  hashes: readonly Uint8Array[],
  how: 'shared' | 'exclusive',
): Promise<void> {
  const texts = [...new Set(hashes.map((hash) => Buffer.from(hash).toString('hex')))].toSorted()
  for (const text of texts)
    await (how === 'shared'
      ? tx`SELECT pg_advisory_xact_lock_shared(hashtextextended(${text}, 0))`
      : tx`SELECT pg_advisory_xact_lock(hashtextextended(${text}, 0))`)
}

/** Deletes the rows of a document's files; returns the hashes of the bytes that no other row names. */
export async function deleteFilesOf(tx: TransactionSql, document: string): Promise<readonly Uint8Array[]> {
  const held = await tx<{ sha256: Uint8Array }[]>`SELECT DISTINCT sha256 FROM files WHERE document = ${document}`
  const hashes = held.map(({ sha256 }) => sha256)
  if (hashes.length === 0) return []
  await holdBytes(tx, hashes, 'exclusive')
  await tx`DELETE FROM files WHERE document = ${document}`
  const named = await orm(tx).selectDistinct({ sha256: files.sha256 }).from(files).where(inArray(files.sha256, hashes))
  const kept = new Set(named.map(({ sha256 }) => Buffer.from(sha256).toString('hex')))
  return hashes.filter((hash) => !kept.has(Buffer.from(hash).toString('hex')))
}

/** The files of a document. */
export const listFilesOf = async (sql: Queryable, document: string): Promise<readonly StoredFile[]> =>
  orm(sql).select(COLUMNS).from(files).where(eq(files.document, document))
