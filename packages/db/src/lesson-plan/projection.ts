import { fold, gramsOf } from '@gongyan/domain'
import type { Actor, LessonPlanId, LessonPlace, Term, UnitPlace } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { isReadable } from './visible.ts'

/** What lists show of a document at one position of its log. */
export interface Projection {
  readonly seq: number
  readonly totalMinutes: number
  readonly rowCount: number
  /** The unit of the textbook as it is written, with what it is compared by. */
  readonly unit: (UnitPlace & { readonly text: string }) | null
  readonly lesson: LessonPlace
  /** The term, for a plan that was begun at this moment. */
  readonly termFor: (createdAt: Date) => Term
}

/** What search finds in a document at one position of its log. */
export interface ProjectedText {
  readonly seq: number
  readonly title: string
  readonly text: string
}

/** Keeps a projection unless a newer one is there already. */
export async function saveProjection(sql: Queryable, planId: LessonPlanId, projection: Projection): Promise<void> {
  const { unit, lesson } = projection
  const [plan] = await sql<
    { createdAt: Date }[]
  >`SELECT created_at AS "createdAt" FROM lesson_plans WHERE id = ${planId}`
  if (!plan) return
  await sql`
    UPDATE lesson_plans SET projected_seq = ${projection.seq}, total_minutes = ${Math.round(projection.totalMinutes)}, row_count = ${projection.rowCount},
      unit = ${unit?.text.replaceAll('\u0000', '') ?? null}, unit_key = ${unit?.key.replaceAll('\u0000', '') ?? null}, unit_number = ${unit?.number ?? null},
      lesson_number = ${lesson.lesson}, period_number = ${lesson.period}, term = ${projection.termFor(plan.createdAt)}
    WHERE id = ${planId} AND projected_seq <= ${projection.seq}`
}

/** Keeps the text that search compares unless a newer one is there already. Dear: all its parts are put into the index anew. */
export async function saveProjectedText(sql: Queryable, planId: LessonPlanId, projected: ProjectedText): Promise<void> {
  // PostgreSQL's text cannot hold U+0000.
  const text = projected.text.replaceAll('\u0000', '')
  const title = fold(projected.title.replaceAll('\u0000', ''))
  const folded = fold(text)
  await sql`
    INSERT INTO lesson_plan_texts AS t (plan_id, seq, search_text, search_title, search_folded, search_grams)
    VALUES (${planId}, ${projected.seq}, ${text}, ${title}, ${folded}, ${gramsOf(folded)})
    ON CONFLICT (plan_id) DO UPDATE SET seq = excluded.seq, search_text = excluded.search_text, search_title = excluded.search_title,
      search_folded = excluded.search_folded, search_grams = excluded.search_grams
    WHERE t.seq <= excluded.seq`
}

/** What of a plan no longer reflects its document. */
export interface StalePlan {
  readonly id: LessonPlanId
  readonly isTextDue: boolean
}

/**
 * `list`: what lists show; `search`: the text, of every plan that has moved on at all; `background`: what lists show, and the
 * text only when it is worth its price, as a search would bring it up anyway.
 */
export type Purpose = 'list' | 'search' | 'background'

/**
 * What a byte of text adds to the write-ahead log when it is projected, with what the index and the vacuum write of it later:
 * measured 20 to 35 for a short text and 50 to 55 for one of 100 KB.
 */
const WRITTEN_PER_BYTE = 50
/** What projecting the text unasked may add to the write-ahead log per update. */
const BYTES_PER_UPDATE = 100

/**
 * What lists show of a plan that is being written is brought up unasked after so many updates, or once nobody writes it: while
 * people write, `updated_at` moves every half minute.
 */
const [UNASKED_UPDATES, QUIET] = [500, '45 seconds']

/** Plans whose document has moved on since it was projected, of those a person may read or, with null, of all. */
export async function listStalePlans(
  sql: Queryable,
  actor: Actor | null,
  purpose: Purpose,
  limit: number,
): Promise<readonly StalePlan[]> {
  const isTextDue =
    purpose === 'list'
      ? sql`false`
      : purpose === 'search'
        ? sql`d.seq > coalesce(t.seq, 0)`
        : sql`(d.seq > coalesce(t.seq, 0) AND (coalesce(t.seq, 0) = 0
            OR ${WRITTEN_PER_BYTE}::int8 * octet_length(t.search_text) <= (d.seq - t.seq) * ${BYTES_PER_UPDATE}::int))`
  const isDue =
    purpose === 'search'
      ? isTextDue
      : purpose === 'list'
        ? sql`d.seq > p.projected_seq`
        : sql`(${isTextDue} OR d.seq > p.projected_seq AND (p.projected_seq = 0
            OR d.seq - p.projected_seq >= ${UNASKED_UPDATES} OR p.updated_at < now() - ${QUIET}::interval))`
  return sql<StalePlan[]>`
    SELECT p.id, ${isTextDue} AS "isTextDue" FROM lesson_plans p JOIN collab_documents d ON d.name = 'lessonPlan:' || p.id
    LEFT JOIN lesson_plan_texts t ON t.plan_id = p.id
    ${actor ? sql`LEFT JOIN lesson_plan_members m ON m.plan_id = p.id AND m.user_id = ${actor.userId}` : sql``}
    WHERE ${isDue} ${actor ? sql`AND ${isReadable(sql, actor)}` : sql``}
    ORDER BY p.updated_at DESC LIMIT ${limit}`
}
