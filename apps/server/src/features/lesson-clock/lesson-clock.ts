import { findCards, findLessonClock, findLessonPlanFacts, listLessonEvents, recordLessonEvent, startLessonClock } from '@gongyan/db'
import { canLessonPlan, instantOfEvent, tMsAt, type Actor, type LessonClock, type LessonPlanFacts } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { deny, reply, type Handlers } from '../../http/operation.ts'

type Operation = 'getServerTime' | 'getLessonClock' | 'startLessonClock' | 'recordLessonEvent' | 'listLessonEvents'

/** The clock and the events of a lesson over HTTP. */
export function createLessonClockHandlers({ config, sql, clock }: Pick<Deps, 'config' | 'sql' | 'clock'>): Pick<Handlers, Operation> {
  const readable = async (planId: string, actor: Actor): Promise<LessonPlanFacts | null> => {
    const plan = await findLessonPlanFacts(sql, planId, actor.userId)
    return plan && canLessonPlan(actor, 'read', plan) ? plan : null
  }
  const present = (lessonId: string, started: LessonClock | undefined) => {
    const serverMs = clock.nowMs()
    return {
      lessonId, serverMs,
      startedAt: started ? new Date(started.startedAtMs).toISOString() : null,
      tMs: started ? tMsAt(started, serverMs) : null,
    }
  }
  return {
    async getServerTime() {
      return reply({ serverMs: clock.nowMs() }, { 'cache-control': 'no-store' })
    },

    async getLessonClock({ params, caller }) {
      if (!(await readable(params.id, caller.actor))) return deny('lesson-plan/not-found')
      return reply(present(params.id, await findLessonClock(sql, params.id)), { 'cache-control': 'no-store' })
    },

    async startLessonClock({ params, caller }) {
      const atMs = clock.nowMs()
      const plan = await readable(params.id, caller.actor)
      if (!plan) return deny('lesson-plan/not-found')
      if (!canLessonPlan(caller.actor, 'startClock', plan)) return deny('permission/denied')
      const { clock: started, started: byThisCall } = await startLessonClock(sql, { lessonId: params.id, atMs, from: 'person', startedBy: caller.actor.userId })
      return byThisCall ? reply(present(params.id, started)) : deny('lesson-clock/started')
    },

    async recordLessonEvent({ params, body, caller }) {
      const nowMs = clock.nowMs()
      if (!(await readable(params.id, caller.actor))) return deny('lesson-plan/not-found')
      const atMs = instantOfEvent(body.serverMs, nowMs, config.limits.LIMIT_EVENT_AGE_SECONDS * 1000)
      if (atMs === null) return deny('request/invalid', { errors: [{ pointer: '/serverMs', code: 'too_old' }] })
      const kept = await recordLessonEvent(sql, {
        lessonId: params.id, kind: body.kind, rowId: body.rowId ?? null, atMs, actorId: caller.actor.userId,
        source: body.kind === 'mark' ? 'person' : 'page', externalId: null, payload: {},
      })
      if (!kept) throw new Error('an event without an id of its sender was taken for another')
      return reply({ id: kept.id, tMs: kept.tMs, at: new Date(kept.atMs).toISOString() })
    },

    async listLessonEvents({ params, query, caller }) {
      if (!(await readable(params.id, caller.actor))) return deny('lesson-plan/not-found')
      const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor)
      if (after === null) return deny('request/invalid', { errors: [{ pointer: '/cursor', code: 'unknown' }] })
      const events = await listLessonEvents(sql, params.id, { after, limit: query.limit + 1 })
      const page = events.slice(0, query.limit)
      const people = await findCards(sql, page.flatMap((event) => event.actorId ?? []))
      const last = page.at(-1)
      return reply({
        items: page.map((event) => ({
          id: event.id, kind: event.kind, rowId: event.rowId, tMs: event.tMs, at: new Date(event.atMs).toISOString(),
          person: (event.actorId && people.get(event.actorId)) ?? null, source: event.source,
        })),
        nextCursor: last && events.length > page.length ? encodeCursor(last) : null,
      })
    },
  }
}
