import { listStalePlans, saveProjection } from '@gongyan/db'
import type { Queryable } from '@gongyan/db'
import { plainText, readLessonPlan } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import type { Actor, LessonPlanId } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { createQueue } from '../../queue.ts'
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
  /** Brings every plan that this person may read up to what is committed at this moment, so that a search answers for it. */
  refreshFor(actor: Actor): Promise<void>
  /** Does the same for all plans; gives up when told to. */
  refreshAll(signal: AbortSignal): Promise<void>
}

/** Keeps lists and search up with the documents. A plan that cannot be read is passed over and tried again later. */
export function createProjector({ sql, collab, log }: Pick<Deps, 'sql' | 'collab' | 'log'>): Projector {
  /** Plans whose reading has not begun yet: whoever needs one of them waits for the same reading. */
  const waiting = new Map<LessonPlanId, Promise<void>>()
  const atOnce = createQueue(AT_ONCE)

  function bringUp(id: LessonPlanId): Promise<void> {
    const queued = waiting.get(id)
    if (queued) return queued
    const reading = Promise.resolve().then(() =>
      atOnce(() => {
        // Whoever asks from here on may know of something newer, and reads anew.
        waiting.delete(id)
        return read(id)
      }),
    )
    waiting.set(id, reading)
    return reading
  }

  async function read(id: LessonPlanId): Promise<void> {
    try {
      await project(sql, id, await readCommittedPlan(collab, id))
    } catch (error) {
      log.warn(
        { planId: id, error: error instanceof Error ? error.name : String(error) },
        'a plan could not be read for search',
      )
    }
  }

  async function refresh(actor: Actor | null, signal?: AbortSignal): Promise<void> {
    // Each plan once: in one that is being written there is always something newer, and a list would never be answered.
    const seen = new Set<LessonPlanId>()
    for (;;) {
      const stale = (await listStalePlans(sql, actor, BATCH + seen.size)).filter((id) => !seen.has(id))
      if (stale.length === 0 || signal?.aborted) return
      for (const id of stale) seen.add(id)
      await Promise.all(stale.map(bringUp))
    }
  }
  return { refreshFor: (actor) => refresh(actor), refreshAll: (signal) => refresh(null, signal) }
}
