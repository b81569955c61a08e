import type { LessonPlanRecord } from '@gongyan/db'
import type { Actor } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { fileIdsOf } from '../../files/file-ids.ts'
import { loadReadableMedia } from '../../files/readable-media.ts'
import { readCommittedPlan } from '../lesson-plan/index.ts'
import { inOwnLayout, titleOf } from '../word/index.ts'

export interface PlanDocx {
  readonly title: string
  readonly bytes: Uint8Array
}

/** A plan as a Word file in our own layout, as it is committed now and with the pictures this person may see. */
export async function planAsDocx(
  { sql, files, collab }: Pick<Deps, 'sql' | 'files' | 'collab'>,
  plan: LessonPlanRecord,
  actor: Actor,
): Promise<PlanDocx> {
  const { doc } = await readCommittedPlan(collab, plan.facts.id)
  const media = await loadReadableMedia({ sql, files }, [...fileIdsOf(doc)], actor)
  return { title: titleOf(doc, plan), bytes: inOwnLayout(doc, plan, media) }
}
