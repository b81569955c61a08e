import type { UserId } from '@gongyan/domain'
import { isUuid } from '@gongyan/domain'
import { eq, inArray } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { orm } from '../client.ts'
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

/** Keeps what is known of a file; its bytes are kept by the file store before. */
export async function insertFile(
  sql: Queryable,
  file: StoredFile & { createdBy: UserId | null; createdAt: Date },
): Promise<void> {
  await orm(sql).insert(files).values(file)
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
