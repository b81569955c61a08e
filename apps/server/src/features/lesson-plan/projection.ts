import { listStalePlans, saveProjectedText, saveProjection } from '@gongyan/db'
import type { Purpose, Queryable, StalePlan } from '@gongyan/db'
import { plainText, readLessonPlan } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { HEADER_FIELDS, readLesson, readUnit, termOf } from '@gongyan/domain'
import type { Actor, LessonPlanId } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { createQueue } from '../../queue.ts'

/** How many documents are read side by side. */
const AT_ONCE = 4
const BATCH = 200
/** Plans that one list waits for, those changed last: when all plans are to be read anew, the others come by the rounds beside. */
export const MOST_AWAITED = 40

/** Writes what lists show of a plan's document, and what search finds in it unless that is left for later. */
export async function project(
  sql: Queryable,
  planId: LessonPlanId,
  { seq, doc }: { seq: number; doc: DocJson },
  { withText = true } = {},
): Promise<void> {
  const { title, header, totalMinutes, rows } = readLessonPlan(doc)
  await saveProjection(sql, planId, { seq, totalMinutes, rowCount: rows.length, ...placeOf(title, header) })
  if (withText) await saveProjectedText(sql, planId, { seq, title, text: plainText(doc) })
}

/** How much of a unit's name lists show. */
const UNIT_CHARACTERS = 100

/** Where a plan stands in its textbook and in the school year, as its head says. */
function placeOf(title: string, header: Readonly<Record<string, string>>) {
  const volume = header[HEADER_FIELDS.volume]
  const text = (header[HEADER_FIELDS.unit] ?? '').trim().replace(/\s+/gu, ' ')
  const unit = readUnit(text, volume)
  const said = [...TERM_LABELS.map((label) => header[label]), header[HEADER_FIELDS.date]]
  return {
    unit: unit && { ...unit, text: [...text].slice(0, UNIT_CHARACTERS).join('') },
    lesson: readLesson(title, header[HEADER_FIELDS.period]),
    termFor: (createdAt: Date) => termOf({ said, volume, createdAt }),
  }
}
/** Fields of a school's own that name a term. */
const TERM_LABELS = ['学期', '学年', '学年学期', '授课学期']

export interface Projector {
  /**
   * Brings what lists show of the plans that this person may read up to what is committed at this moment: of the
   * `MOST_AWAITED` that changed last. The others are shown as they were read before until `refreshAll` has come to them.
   */
  refreshFor(actor: Actor): Promise<void>
  /** The same, and what search finds of all of them, so that a search answers for it. */
  refreshForSearch(actor: Actor): Promise<void>
  /** Brings up the lists for everybody, and the search where it costs little; gives up when told to. */
  refreshAll(signal: AbortSignal): Promise<void>
}

/** Keeps lists and search up with the documents. A plan that cannot be read is passed over and tried again later. */
export function createProjector({ sql, plans, log }: Pick<Deps, 'sql' | 'plans' | 'log'>): Projector {
  /** Plans whose reading has not begun yet: whoever needs one of them waits for the same reading. */
  const waiting = new Map<string, Promise<void>>()
  const atOnce = createQueue(AT_ONCE)

  function bringUp(id: LessonPlanId, withText: boolean): Promise<void> {
    const key = `${id} ${withText ? 'text' : 'facts'}`
    const queued = waiting.get(key)
    if (queued) return queued
    const reading = Promise.resolve().then(() =>
      atOnce(() => {
        // Whoever asks from here on may know of something newer, and reads anew.
        waiting.delete(key)
        return read(id, withText)
      }),
    )
    waiting.set(key, reading)
    return reading
  }

  async function read(id: LessonPlanId, withText: boolean): Promise<void> {
    try {
      await project(sql, id, await plans.readCommitted(id), { withText })
    } catch (error) {
      log.warn(
        { planId: id, error: error instanceof Error ? error.name : String(error) },
        'a plan could not be read for search',
      )
    }
  }

  /** No more than are read at once: whoever comes meanwhile is next, and not behind all of them. */
  async function bringUpAll(stale: readonly StalePlan[], signal?: AbortSignal): Promise<void> {
    for (let from = 0; from < stale.length; from += AT_ONCE) {
      if (signal?.aborted) return
      await Promise.all(stale.slice(from, from + AT_ONCE).map(({ id, isTextDue }) => bringUp(id, isTextDue)))
    }
  }

  /** Brings up everything that is stale for a purpose, and says what that was. */
  async function refresh(actor: Actor | null, purpose: Purpose, signal?: AbortSignal): Promise<Set<LessonPlanId>> {
    // Each plan once: in one that is being written there is always something newer, and a search would never be answered.
    const seen = new Set<LessonPlanId>()
    for (;;) {
      const stale = (await listStalePlans(sql, actor, purpose, BATCH + seen.size)).filter(({ id }) => !seen.has(id))
      if (stale.length === 0 || signal?.aborted) return seen
      for (const { id } of stale) seen.add(id)
      await bringUpAll(stale, signal)
    }
  }

  async function refreshFor(actor: Actor, seen: ReadonlySet<LessonPlanId> = new Set()): Promise<void> {
    const stale = await listStalePlans(sql, actor, 'list', MOST_AWAITED)
    await bringUpAll(stale.filter(({ id }) => !seen.has(id)))
  }
  return {
    refreshFor: (actor) => refreshFor(actor),
    refreshForSearch: async (actor) => refreshFor(actor, await refresh(actor, 'search')),
    async refreshAll(signal) {
      await refresh(null, 'background', signal)
    },
  }
}
