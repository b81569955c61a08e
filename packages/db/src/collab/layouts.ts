import type { Sql } from '../client.ts'

/** A document that is taken to a newer layout by the owner that holds `fence`, right after `after`. */
export interface RaisedDocument {
  readonly document: string
  readonly after: bigint
  readonly fence: bigint
  readonly layout: number
  readonly at: Date
  /** The Yjs update that does it; null where nothing of an older layout was left. */
  readonly bytes: Uint8Array | null
}

/**
 * Puts the step upward on record and the new layout with it, or neither. Its author is nobody in particular, its source
 * `migration`. False when another owner has the document.
 */
export const raiseDocument = async (
  sql: Sql,
  { document, after, fence, layout, at, bytes }: RaisedDocument,
): Promise<boolean> =>
  sql.begin(async (tx) => {
    const raised = await tx`
      UPDATE collab_documents SET layout = ${layout}, seq = seq + ${bytes ? 1 : 0},
        raised_from = CASE WHEN layout < ${layout} THEN coalesce(raised_from, layout) ELSE raised_from END
      WHERE name = ${document} AND seq = ${after.toString()}::bigint AND fence = ${fence.toString()}::bigint AND layout <= ${layout}`
    if (raised.count === 0) return false
    if (bytes)
      await tx`
        INSERT INTO collab_updates (document, seq, author_id, source, at, fence, bytes)
        VALUES (${document}, ${(after + 1n).toString()}::bigint, NULL, 'migration', ${at}, ${fence.toString()}::bigint, ${Buffer.from(bytes)})`
    return true
  })
