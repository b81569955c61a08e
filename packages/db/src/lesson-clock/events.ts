import type { UserId } from '@gongyan/domain'
import type postgres from 'postgres'
import type { Queryable } from '../client.ts'

export interface NewLessonEvent {
  readonly lessonId: string
  readonly kind: string
  readonly rowId: string | null
  /** Server instant, ms since the epoch. */
  readonly atMs: number
  /** null: nobody in particular, or somebody this installation does not know. */
  readonly actorId: string | null
  readonly source: 'livekit' | 'page' | 'person'
  /** The sender's own id of the event; the same one twice is kept once (CL6). */
  readonly externalId: string | null
  readonly payload: Readonly<Record<string, unknown>>
}

export interface KeptLessonEvent {
  readonly id: string
  readonly kind: string
  readonly rowId: string | null
  /** On the lesson's clock; null while it has not been started. */
  readonly tMs: number | null
  readonly atMs: number
  readonly actorId: UserId | null
  readonly source: string
  readonly payload: unknown
}

/**
 * An event's place on its lesson's clock. It is stored with the event when the clock runs by then. What came before the
 * start is stored without, and gets its negative place when it is read (CL2): the log is never rewritten.
 */
const tMs = (sql: Queryable, at: postgres.Fragment) =>
  sql`round(extract(epoch FROM ${at} - c.started_at) * 1000)::bigint`

/** Keeps one event; undefined when the same sender's event is kept already. */
export async function recordLessonEvent(sql: Queryable, event: NewLessonEvent): Promise<KeptLessonEvent | undefined> {
  const at = new Date(Math.round(event.atMs))
  const [row] = await sql<{ id: string; tMs: number | null }[]>`
    INSERT INTO lesson_events (lesson_id, kind, row_id, t_ms, at, actor_id, source, external_id, payload)
    VALUES (
      ${event.lessonId}, ${event.kind}, ${event.rowId},
      (SELECT ${tMs(sql, sql`${at}::timestamptz`)} FROM lesson_clocks c WHERE c.lesson_id = ${event.lessonId}), ${at},
      (SELECT u.id FROM users u WHERE u.id = ${event.actorId}), ${event.source}, ${event.externalId},
      ${sql.json(event.payload as postgres.JSONValue)})
    ON CONFLICT (source, external_id) DO NOTHING
    RETURNING id, t_ms AS "tMs"`
  return (
    row && {
      id: row.id,
      kind: event.kind,
      rowId: event.rowId,
      tMs: row.tMs,
      atMs: at.getTime(),
      actorId: event.actorId as UserId | null,
      source: event.source,
      payload: event.payload,
    }
  )
}

/** Where a list of events goes on: after this event. */
export interface EventPosition {
  readonly atMs: number
  readonly id: string
}

/** The events of a lesson in the order in which they happened, each with its place on the clock as far as there is one. */
export async function listLessonEvents(
  sql: Queryable,
  lessonId: string,
  page: { readonly after?: EventPosition | undefined; readonly limit: number },
): Promise<readonly KeptLessonEvent[]> {
  const after = page.after
  const rows = await sql<(Omit<KeptLessonEvent, 'atMs'> & { at: Date })[]>`
    SELECT e.id, e.kind, e.row_id AS "rowId", coalesce(e.t_ms, ${tMs(sql, sql`e.at`)}) AS "tMs", e.at,
      e.actor_id AS "actorId", e.source, e.payload
    FROM lesson_events e LEFT JOIN lesson_clocks c USING (lesson_id)
    WHERE lesson_id = ${lessonId} ${after ? sql`AND (e.at, e.id) > (${new Date(after.atMs)}, ${after.id})` : sql``}
    ORDER BY e.at, e.id LIMIT ${page.limit}`
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }))
}
