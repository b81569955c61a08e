import type { Queryable } from '../client.ts'
import { readLogBackwards } from '../collab/segments.ts'
import { findCards } from '../org/people.ts'
import type { PersonCard } from '../org/people.ts'

export interface CommittedUpdate {
  readonly seq: number
  readonly author: PersonCard | null
  readonly at: Date
  readonly source: string
  readonly bytes: Uint8Array
  readonly tMs: number | null
}

/** The updates of a document as they were committed, newest first, before a position or from the end; rows or packed. */
export async function listCommittedUpdates(
  sql: Queryable,
  document: string,
  beforeSeq: number | null,
  limit: number,
): Promise<readonly CommittedUpdate[]> {
  const updates = await readLogBackwards(sql, document, beforeSeq ?? Number.MAX_SAFE_INTEGER, limit)
  const cards = await findCards(
    sql,
    updates.flatMap(({ authorId }) => authorId ?? []),
  )
  return updates.map(({ seq, authorId, source, atMicros, tMs, bytes }) => ({
    seq,
    author: authorId === null ? null : (cards.get(authorId) ?? null),
    at: new Date(Math.floor(atMicros / 1000)),
    source,
    bytes,
    tMs,
  }))
}
