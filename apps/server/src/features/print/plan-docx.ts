import type { ProblemCode } from '@gongyan/contract'
import { findActor } from '@gongyan/db'
import type { LessonPlanRecord } from '@gongyan/db'
import type { DocJson } from '@gongyan/documents'
import { ok, refuse } from '@gongyan/domain'
import type { Actor, Result } from '@gongyan/domain'
import type { StoredMedia } from '@gongyan/word'
import type { Deps } from '../../deps.ts'
import { fileIdsOf } from '../../files/file-ids.ts'
import { loadReadableMedia } from '../../files/readable-media.ts'
import { requireAllowed } from '../lesson-plan/index.ts'
import { inOwnLayout, fileTitleOf } from '../word/index.ts'

export interface PlanDocx {
  readonly title: string
  readonly bytes: Uint8Array
}
export interface PlanRead {
  readonly plan: LessonPlanRecord
  readonly title: string
  readonly doc: DocJson
  readonly media: ReadonlyMap<string, StoredMedia>
}
/** Why a plan is not in a book; its title only where the person may take it away. */
export interface NotInBook {
  readonly title: string | null
  readonly problem: ProblemCode
}

type PlanDeps = Pick<Deps, 'sql' | 'files' | 'plans'>

/** A plan as it is committed now and with the pictures this person may see. */
async function readAllowed({ sql, files, plans }: PlanDeps, plan: LessonPlanRecord, actor: Actor): Promise<PlanRead> {
  const { doc } = await plans.readCommitted(plan.facts.id)
  const media = await loadReadableMedia({ sql, files }, [...fileIdsOf(doc)], actor)
  return { plan, title: fileTitleOf(doc, plan), doc, media }
}

/**
 * A plan for a book, asked for with the right of a single export at this moment, not at that of the order: roles may have ended
 * since. One that cannot be read costs itself and not the book.
 */
export async function readPlan(
  deps: PlanDeps & Pick<Deps, 'log'>,
  id: string,
  { userId }: Pick<Actor, 'userId'>,
): Promise<Result<PlanRead, NotInBook>> {
  const actor = await findActor(deps.sql, userId)
  const found = actor && (await requireAllowed(deps.sql, id, actor, 'export'))
  if (!actor || !found?.ok) return refuse({ title: null, problem: 'lesson-plan/not-found' })
  try {
    return ok(await readAllowed(deps, found.value, actor))
  } catch (error) {
    // Whatever is wrong with everything, such as a database that is away, is met by the next plan's question of rights.
    const name = error instanceof Error ? error.name : String(error)
    deps.log.warn({ planId: id, error: name }, 'a plan could not be read for a book')
    return refuse({ title: found.value.title, problem: 'print/unreadable' })
  }
}

/** A plan as a Word file in our own layout. */
export const wordOf = ({ doc, plan, media, title }: PlanRead): PlanDocx => ({
  title,
  bytes: inOwnLayout(doc, plan, media).bytes,
})

/** A plan that may be exported as a Word file in our own layout. */
export const planAsDocx = async (deps: PlanDeps, plan: LessonPlanRecord, actor: Actor): Promise<PlanDocx> =>
  wordOf(await readAllowed(deps, plan, actor))
