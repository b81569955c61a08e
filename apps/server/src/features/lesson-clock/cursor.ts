import type { EventPosition } from '@gongyan/db'
import { isUuid } from '@gongyan/domain'

/** Where the next page of events begins, as one opaque word. */
export const encodeCursor = ({ atMs, id }: EventPosition): string => Buffer.from(`${atMs} ${id}`).toString('base64url')

/** The position a cursor of ours stands for, or null for anything else. */
export function decodeCursor(cursor: string): EventPosition | null {
  const [at, id, ...rest] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ')
  const atMs = Number(at)
  // 1970 to 9999: anything else cannot have come from us, and PostgreSQL would not read its date.
  return at && id && rest.length === 0 && isUuid(id) && Number.isSafeInteger(atMs) && atMs >= 0 && atMs < 253_402_300_800_000 ? { atMs, id } : null
}
