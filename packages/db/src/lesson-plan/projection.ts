import { fold, gramsOf } from '@gongyan/domain'
import type { Actor, LessonPlanId } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { isReadable } from './visible.ts'

/** What lists and search show of a document at one position of its log. */
export interface Projection {
  readonly seq: number
  readonly title: string
  readonly text: string
  readonly totalMinutes: number
  readonly rowCount: number
}

/** Keeps a projection unless a newer one is there already. */
export async function saveProjection(sql: Queryable, planId: LessonPlanId, projection: Projection): Promise<void> {
  // PostgreSQL's text cannot hold U+0000.
  const text = projection.text.replaceAll('\u0000', '')
  const folded = fold(text)
  await sql`
    UPDATE lesson_plans SET projected_seq = ${projection.seq}, total_minutes = ${Math.round(projection.totalMinutes)}, row_count = ${projection.rowCount},
      search_text = ${text}, search_folded = ${folded}, search_title = ${fold(projection.title.replaceAll('\u0000', ''))}, search_grams = ${gramsOf(folded)}
    WHERE id = ${planId} AND projected_seq <= ${projection.seq}`
}

/** Plans whose document has moved on since it was projected, of those a person may read or, with null, of all. */
export async function listStalePlans(
  sql: Queryable,
  actor: Actor | null,
  limit: number,
): Promise<readonly LessonPlanId[]> {
  const rows = await sql<{ id: LessonPlanId }[]>`
    SELECT p.id FROM lesson_plans p JOIN collab_documents d ON d.name = 'lessonPlan:' || p.id
    ${actor ? sql`LEFT JOIN lesson_plan_members m ON m.plan_id = p.id AND m.user_id = ${actor.userId}` : sql``}
    WHERE d.seq > p.projected_seq ${actor ? sql`AND ${isReadable(sql, actor)}` : sql``}
    ORDER BY p.updated_at DESC LIMIT ${limit}`
  return rows.map(({ id }) => id)
}
