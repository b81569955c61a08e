import type { Queryable } from '../client.ts'
import { cardOf } from '../org/people.ts'
import type { PersonCard } from '../org/people.ts'

export interface CommittedUpdate {
  readonly seq: number
  readonly author: PersonCard | null
  readonly at: Date
  readonly source: string
  readonly byteSize: number
  readonly tMs: number | null
}

/** The updates of a document as they were committed, newest first, before a position or from the end. */
export const listCommittedUpdates = async (
  sql: Queryable,
  document: string,
  beforeSeq: number | null,
  limit: number,
): Promise<readonly CommittedUpdate[]> =>
  sql<CommittedUpdate[]>`
    SELECT c.seq, CASE WHEN u.id IS NULL THEN NULL ELSE ${cardOf(sql)} END AS author, c.at, c.source, length(c.bytes) AS "byteSize", c.t_ms AS "tMs"
    FROM collab_updates c LEFT JOIN users u ON u.id = c.author_id
    WHERE c.document = ${document} ${beforeSeq === null ? sql`` : sql`AND c.seq < ${beforeSeq}`}
    ORDER BY c.seq DESC LIMIT ${limit}`
