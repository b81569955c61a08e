import { randomUUID } from 'node:crypto'
import { useTestDatabase } from '@gongyan/testing'
import { tMsAt } from '@gongyan/domain'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSql } from '../client.ts'
import { findLessonClock, listLessonEvents, recordLessonEvent, startLessonClock, type NewLessonEvent } from './index.ts'

const NOW = 1_800_000_000_000

async function aLesson() {
  const sql = createSql(await useTestDatabase(), { max: 4 })
  onTestFinished(() => sql.end({ timeout: 5 }))
  const lessonId = randomUUID()
  const event = (change: Partial<NewLessonEvent> = {}): NewLessonEvent => ({
    lessonId,
    kind: 'mark',
    rowId: null,
    atMs: NOW,
    actorId: null,
    source: 'page',
    externalId: null,
    payload: {},
    ...change,
  })
  return { sql, lessonId, event }
}

describe('a lesson clock in the database', () => {
  test('[CL1] many at once start one clock, and it stays where the first put it', async () => {
    const { sql, lessonId } = await aLesson()
    const starts = await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map((second) =>
        startLessonClock(sql, {
          lessonId,
          atMs: NOW + second * 1000,
          from: second % 2 ? 'room' : 'person',
          startedBy: null,
        }),
      ),
    )
    expect(starts.filter((start) => start.started)).toHaveLength(1)
    expect(new Set(starts.map((start) => start.clock.startedAtMs)).size).toBe(1)
    const again = await startLessonClock(sql, { lessonId, atMs: NOW - 99, from: 'room', startedBy: null })
    expect(again).toEqual({ clock: await findLessonClock(sql, lessonId), started: false })
  })

  test('[CL2] an event carries its tMs; one from before the start gets a negative one when read', async () => {
    const { sql, lessonId, event } = await aLesson()
    const early = await recordLessonEvent(sql, event({ atMs: NOW - 1500, kind: 'page.opened' }))
    expect(early?.tMs).toBeNull()
    expect((await listLessonEvents(sql, lessonId, { limit: 10 })).map((kept) => kept.tMs)).toEqual([null])
    const { clock } = await startLessonClock(sql, { lessonId, atMs: NOW, from: 'person', startedBy: null })
    const later = await recordLessonEvent(sql, event({ atMs: NOW + 2500.4, rowId: 'r1' }))
    expect(later?.tMs).toBe(tMsAt(clock, NOW + 2500))
    const kept = await listLessonEvents(sql, lessonId, { limit: 10 })
    expect(kept.map(({ kind, rowId, tMs }) => [kind, rowId, tMs])).toEqual([
      ['page.opened', null, -1500],
      ['mark', 'r1', 2500],
    ])
  })

  test('[CL6] the same event of a sender is kept once, also when it arrives many times at once', async () => {
    const { sql, lessonId, event } = await aLesson()
    const told = await Promise.all(
      Array.from({ length: 12 }, () => recordLessonEvent(sql, event({ source: 'livekit', externalId: 'EV_1' }))),
    )
    expect(told.filter(Boolean)).toHaveLength(1)
    await recordLessonEvent(sql, event({ source: 'page', externalId: 'EV_1' }))
    expect(await listLessonEvents(sql, lessonId, { limit: 10 })).toHaveLength(2)
  })

  test('[CL6] somebody this installation does not know is kept as nobody, with the payload as it came', async () => {
    const { sql, lessonId, event } = await aLesson()
    await recordLessonEvent(sql, event({ actorId: randomUUID(), payload: { identity: 'u:somebody', joinedAtMs: 7 } }))
    expect(await listLessonEvents(sql, lessonId, { limit: 1 })).toMatchObject([
      { actorId: null, payload: { identity: 'u:somebody', joinedAtMs: 7 } },
    ])
  })

  test('[CL8] pages of events follow one another without a gap or a repetition', async () => {
    const { sql, lessonId, event } = await aLesson()
    for (let i = 0; i < 9; i++)
      await recordLessonEvent(sql, event({ atMs: NOW + Math.floor(i / 4) * 10, kind: `k${i}` }))
    const seen: string[] = []
    for (let after: { atMs: number; id: string } | undefined; ;) {
      const page = await listLessonEvents(sql, lessonId, { after, limit: 2 })
      seen.push(...page.map((kept) => kept.id))
      after = page.at(-1)
      if (page.length < 2) break
    }
    expect(seen).toEqual((await listLessonEvents(sql, lessonId, { limit: 100 })).map((kept) => kept.id))
    expect(new Set(seen).size).toBe(9)
  })
})
