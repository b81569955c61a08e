import {
  findCards,
  findLessonClock,
  listLessonEvents,
  recordLessonEvent,
  startLessonClock,
  type EventPosition,
} from '@gongyan/db'
import { instantOfEvent, tMsAt, type LessonClock } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { deny, reply, type Handlers } from '../../http/operation.ts'
import { invalidField } from '../../http/problem.ts'
import { serverWord } from '../../http/words.ts'
import { requireAllowed, requireReadable } from '../lesson-plan/index.ts'

type Operation = 'getServerTime' | 'getLessonClock' | 'startLessonClock' | 'recordLessonEvent' | 'listLessonEvents'

/** The clock and the events of a lesson over HTTP. */
export function createLessonClockHandlers({
  config,
  sql,
  clock,
  cursors,
}: Pick<Deps, 'config' | 'sql' | 'clock' | 'cursors'>): Pick<Handlers, Operation> {
  const present = (lessonId: string, started: LessonClock | undefined) => {
    const serverMs = clock.nowMs()
    return {
      lessonId,
      serverMs,
      startedAt: started ? new Date(started.startedAtMs).toISOString() : null,
      tMs: started ? tMsAt(started, serverMs) : null,
    }
  }
  return {
    async getServerTime() {
      return reply({ serverMs: clock.nowMs() }, { 'cache-control': 'no-store' })
    },

    async getLessonClock({ params, caller }) {
      const found = await requireReadable(sql, params.id, caller.actor)
      if (!found.ok) return found
      return reply(present(found.value.facts.id, await findLessonClock(sql, params.id)), {
        'cache-control': 'no-store',
      })
    },

    async startLessonClock({ params, caller }) {
      const atMs = clock.nowMs()
      const found = await requireAllowed(sql, params.id, caller.actor, 'startClock')
      if (!found.ok) return found
      const lessonId = found.value.facts.id
      const { clock: running, started } = await startLessonClock(sql, {
        lessonId,
        atMs,
        from: 'person',
        startedBy: caller.actor.userId,
      })
      return started ? reply(present(lessonId, running)) : deny('lesson-clock/started')
    },

    async recordLessonEvent({ params, body, caller }) {
      const nowMs = clock.nowMs()
      const found = await requireReadable(sql, params.id, caller.actor)
      if (!found.ok) return found
      const atMs = instantOfEvent(body.serverMs, nowMs, config.limits.LIMIT_EVENT_AGE_SECONDS * 1000)
      if (atMs === null)
        return { ok: false, refusal: invalidField(['serverMs'], 'too_old', serverWord('server.eventTooOld')) }
      const kept = await recordLessonEvent(sql, {
        lessonId: found.value.facts.id,
        kind: body.kind,
        rowId: body.rowId ?? null,
        atMs,
        actorId: caller.actor.userId,
        source: body.kind === 'mark' ? 'person' : 'page',
        externalId: null,
        payload: {},
      })
      if (!kept) throw new Error('an event without an id of its sender was taken for another')
      return reply({ id: kept.id, tMs: kept.tMs, at: new Date(kept.atMs).toISOString() })
    },

    async listLessonEvents({ params, query, caller }) {
      const found = await requireReadable(sql, params.id, caller.actor)
      if (!found.ok) return found
      const lessonId = found.value.facts.id
      const after = cursors.decode(`events ${lessonId}`, query.cursor)
      if (!after.ok) return after
      const events = await listLessonEvents(sql, lessonId, {
        after: (after.value as EventPosition | null) ?? undefined,
        limit: query.limit + 1,
      })
      const page = events.slice(0, query.limit)
      const people = await findCards(
        sql,
        page.flatMap((event) => event.actorId ?? []),
      )
      const last = events.length > page.length ? page.at(-1) : undefined
      return reply({
        items: page.map((event) => ({
          id: event.id,
          kind: event.kind,
          rowId: event.rowId,
          tMs: event.tMs,
          at: new Date(event.atMs).toISOString(),
          person: (event.actorId && people.get(event.actorId)) ?? null,
          source: event.source,
        })),
        nextCursor: last
          ? cursors.encode(`events ${lessonId}`, { atMs: last.atMs, id: last.id } satisfies EventPosition)
          : null,
      })
    },
  }
}
