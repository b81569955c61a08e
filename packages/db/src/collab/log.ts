import type { Queryable, Sql } from '../client.ts'
import { type Claimant, type Elsewhere, claimDocument } from './owners.ts'
import { type CommittedDocument, readCommitted } from './snapshots.ts'

/** One update as it is handed to the log. */
export interface NewUpdate {
  /** null: nobody in particular, such as the seed. */
  readonly authorId: string | null
  /** The connection it came through, or `import`, `template`, `migration`. */
  readonly source: string
  readonly at: Date
  /** A Yjs update, V1. */
  readonly bytes: Uint8Array
}

/** The next updates of one document, to be stored right after `after` by the owner that holds `fence`. */
export interface Append {
  readonly document: string
  readonly after: bigint
  readonly fence: bigint
  readonly updates: readonly NewUpdate[]
  /** The title as it stands after the last of them, or null when it did not change. */
  readonly title: string | null
}

export interface StoredUpdate extends NewUpdate {
  readonly seq: bigint
  readonly fence: bigint
}

/** The head of a document that is ours to append to. */
export interface OwnedHead {
  readonly seq: bigint
  readonly fence: bigint
  /** The title column as stored, or null for documents without one. */
  readonly title: string | null
  /** The document up to this head. */
  readonly committed: CommittedDocument
}

/** Characters of a title that the column keeps: written with every change of the title, it must stay small. */
const TITLE_LENGTH = 500

/** A title as its column can hold it: PostgreSQL text has no U+0000, which would block the log of its document for ever. */
export const titleForColumn = (title: string): string =>
  title
    .slice(0, TITLE_LENGTH)
    .replace(/[\ud800-\udbff]$/, '')
    .replaceAll('\0', '')

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

/** Creates a document and its first update inside the caller's transaction. */
export async function createLog(
  sql: Queryable,
  { name, layout, ...first }: NewUpdate & { readonly name: string; readonly layout: number },
): Promise<void> {
  await sql`INSERT INTO collab_documents (name, layout, seq) VALUES (${name}, ${layout}, 1)`
  await sql`
    INSERT INTO collab_updates (document, seq, author_id, source, at, bytes)
    VALUES (${name}, 1, ${first.authorId}, ${first.source}, ${first.at}, ${Buffer.from(first.bytes)})`
}

/**
 * Becomes the owner of a document and returns its head with all of it; null when there is none. The raised fence makes every append of an
 * earlier owner fail, so nothing is added from now on but by us. An attempt that was aborted while it waited for a connection
 * does nothing: done later, it would take the document from whoever owns it then. One that has reached PostgreSQL is left to
 * end there. (Not by postgres.js's cancel: on a connection that is pipelined the next
 * query gets the answer of the cancelled one, and a cancel that reaches nobody is a rejection that nobody can handle.)
 */
export async function ownDocument(
  sql: Sql,
  name: string,
  claimant: Claimant,
  signal: AbortSignal,
): Promise<OwnedHead | Elsewhere | null> {
  return sql.begin(async (tx) => {
    signal.throwIfAborted()
    // Not in one statement: it would show title and text as they were before an earlier owner's last commit was waited for.
    // Sent together, each still begins when the one before has ended.
    const [claim, committed, [plan]] = await Promise.all([
      claimDocument(tx, name, claimant),
      readCommitted(tx, name, { owner: claimant.serverId }),
      tx<{ title: string }[]>`
        SELECT title FROM lesson_plans
        WHERE id = CASE WHEN ${name} LIKE 'lessonPlan:%' THEN split_part(${name}, ':', 2)::uuid END`,
    ])
    if (!claim || 'elsewhere' in claim) return claim
    return committed && { ...claim, title: plan?.title ?? null, committed }
  })
}

/** The updates after `after` with all that is known about them, oldest first. */
export async function listUpdates(sql: Sql, name: string, after: bigint): Promise<StoredUpdate[]> {
  const rows = await sql<
    { seq: string; author_id: string | null; source: string; at: Date; fence: string; bytes: Uint8Array }[]
  >`
    SELECT u.seq::text, u.author_id, u.source, u.at, u.fence::text, u.bytes FROM collab_updates u
    WHERE u.document = ${name} AND u.seq > ${after.toString()}::bigint ORDER BY u.seq`
  return rows.map((row) => ({
    seq: BigInt(row.seq),
    authorId: row.author_id,
    source: row.source,
    at: row.at,
    fence: BigInt(row.fence),
    bytes: row.bytes,
  }))
}

/**
 * Appends to any number of documents in one statement, so in one transaction and one round trip. Returns the names that
 * moved on; a document whose head or fence is not what the append says is left untouched and is not among them.
 *
 * A plan's title is written with the update that changed it. `updated_at` is indexed, so it is moved at most every half
 * minute: moved with every keystroke it would write all of the row's index entries again each time.
 */
export async function appendUpdates(sql: Sql, appends: readonly Append[]): Promise<Set<string>> {
  const heads = appends.map(({ document, after, fence, updates, title }) => ({
    document,
    after: after.toString(),
    fence: fence.toString(),
    title: title === null ? null : titleForColumn(title),
    updates: updates.map(({ authorId, source, at, bytes }) => [authorId, source, at.toISOString(), base64(bytes)]),
  }))
  const moved = await sql<{ name: string }[]>`
    WITH head AS (
      SELECT h.*, split_part(h.document, ':', 2)::uuid AS id
      FROM json_to_recordset(${JSON.stringify(heads)}::text::json)
        AS h(document text, after bigint, fence bigint, title text, updates json)
    ), moved AS (
      UPDATE collab_documents d SET seq = h.after + json_array_length(h.updates) FROM head h
      WHERE d.name = h.document AND d.seq = h.after AND d.fence = h.fence
      RETURNING d.name
    ), inserted AS (
      INSERT INTO collab_updates (document, seq, author_id, source, at, lesson_id, t_ms, fence, bytes)
      SELECT h.document, h.after + u.n, (u.value ->> 0)::uuid, u.value ->> 1, (u.value ->> 2)::timestamptz, c.lesson_id,
        round(extract(epoch FROM (u.value ->> 2)::timestamptz - c.started_at) * 1000)::bigint,
        h.fence, decode(u.value ->> 3, 'base64')
      FROM head h JOIN moved m ON m.name = h.document
      CROSS JOIN LATERAL json_array_elements(h.updates) WITH ORDINALITY AS u(value, n)
      LEFT JOIN lesson_clocks c ON c.lesson_id = h.id
    ), titled AS (
      UPDATE lesson_plans p SET title = coalesce(h.title, p.title), updated_at = now()
      FROM head h JOIN moved m ON m.name = h.document
      WHERE p.id = h.id AND h.document = 'lessonPlan:' || p.id
        AND (h.title IS DISTINCT FROM NULL AND h.title <> p.title OR p.updated_at < now() - interval '30 seconds')
    )
    SELECT name FROM moved`
  return new Set(moved.map(({ name }) => name))
}
