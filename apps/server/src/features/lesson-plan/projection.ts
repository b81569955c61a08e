import { listStalePlans, saveProjection } from '@gongyan/db'
import type { Queryable } from '@gongyan/db'
import { plainText, readLessonPlan } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import type { Actor, LessonPlanId } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { readCommittedPlan } from './committed.ts'

/** How many documents are read side by side. */
const AT_ONCE = 4
const BATCH = 200

/** Writes what lists and search show of a plan's document. */
export async function project(
  sql: Queryable,
  planId: LessonPlanId,
  committed: { seq: number; doc: DocJson },
): Promise<void> {
  const reading = readLessonPlan(committed.doc)
  await saveProjection(sql, planId, {
    seq: committed.seq,
    title: reading.title,
    text: plainText(committed.doc),
    totalMinutes: reading.totalMinutes,
    rowCount: reading.rows.length,
  })
}

export interface Projector {
  /** Brings every plan that this person may read up to its log, so that a search answers for what is committed. */
  refreshFor(actor: Actor): Promise<void>
  /** Starts refreshing in the background; returns what stops it. */
  start(everyMs: number): () => void
}

/** Keeps lists and search up with the documents. A plan that cannot be read is passed over and tried again later. */
export function createProjector({ sql, collab, log }: Pick<Deps, 'sql' | 'collab' | 'log'>): Projector {
  async function refresh(actor: Actor | null): Promise<void> {
    const failed = new Set<LessonPlanId>()
    for (;;) {
      const stale = (await listStalePlans(sql, actor, BATCH + failed.size)).filter((id) => !failed.has(id))
      if (stale.length === 0) return
      const queue = [...stale]
      await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, queue.length) }, async () => {
          for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
            try {
              await project(sql, id, await readCommittedPlan(collab, id))
            } catch (error) {
              failed.add(id)
              log.warn(
                { planId: id, error: error instanceof Error ? error.name : String(error) },
                'a plan could not be read for search',
              )
            }
          }
        }),
      )
    }
  }
  return {
    refreshFor: (actor) => refresh(actor),
    start(everyMs) {
      let isRunning = false
      const timer = setInterval(() => {
        if (isRunning) return
        isRunning = true
        refresh(null)
          .catch((error: unknown) =>
            log.debug({ error: error instanceof Error ? error.name : String(error) }, 'refreshing failed'),
          )
          .finally(() => {
            isRunning = false
          })
      }, everyMs)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
