import type { OrgId, UserId } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { inARow } from '../client.ts'
import { planColumns, planTables, toRecord } from './record.ts'
import type { LessonPlanRecord, PlanRow } from './record.ts'

/**
 * Plans below some units, drafts and the bin included, whose title, owner, unit or subject contains every word; those changed
 * last first. Whether the asker may look into one is the policy's answer.
 */
export async function findPlansBelow(
  sql: Queryable,
  { orgIds, text, askerId, limit }: { orgIds: readonly OrgId[]; text: string; askerId: UserId; limit: number },
): Promise<readonly LessonPlanRecord[]> {
  const words = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const rows = await sql<PlanRow[]>`
    SELECT ${planColumns(sql)} FROM ${planTables(sql, askerId)}
    WHERE p.org_path && ${[...orgIds] as string[]}::uuid[]
      ${inARow(
        sql,
        words.map(
          (word) => sql`AND (position(${word} IN lower(p.title)) > 0 OR position(${word} IN lower(u.name)) > 0
            OR position(${word} IN lower(org.name)) > 0 OR starts_with(u.account, ${word}))`,
        ),
      )}
    ORDER BY p.updated_at DESC, p.id LIMIT ${limit}`
  return rows.map(toRecord)
}
