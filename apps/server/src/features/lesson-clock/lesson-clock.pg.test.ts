import { readConfig } from '@gongyan/config'
import { createSql, findActor, findLessonClock } from '@gongyan/db'
import type { ENDPOINTS } from '@gongyan/contract'
import { useTestDatabase } from '@gongyan/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createServerClock } from '../../clock.ts'
import { createCursors } from '../../http/cursor.ts'
import type { Call } from '../../http/operation.ts'
import { makeTestCounty, type PersonKey } from '../../testing/county.ts'
import { createLessonClockHandlers } from './lesson-clock.ts'

const START = 1_800_000_000_000
const FIVE_MINUTES = 300_000

/** The handlers on a database of their own, with a machine whose clocks are set by hand. */
async function aServer() {
  const sql = createSql(await useTestDatabase(), { max: 4 })
  onTestFinished(() => sql.end({ timeout: 5 }))
  const machine = { monotonic: 1_000, wall: START }
  const clock = await createServerClock({
    readDatabaseNow: async () => machine.wall,
    monotonicMs: () => machine.monotonic,
    uptimeMs: () => machine.monotonic,
  })
  const handlers = createLessonClockHandlers({
    config: readConfig({}),
    sql,
    clock,
    cursors: createCursors(Buffer.alloc(32, 7)),
  })
  const county = await makeTestCounty(sql)
  const call = async <K extends keyof typeof ENDPOINTS>(
    person: PersonKey,
    parts: { params?: unknown; body?: unknown; query?: unknown } = {},
  ): Promise<Call<K>> =>
    ({
      params: { id: county.planId },
      query: { limit: 30 },
      headers: {},
      body: undefined,
      file: undefined,
      origin: 'http://127.0.0.1:3000',
      address: '127.0.0.1',
      traceId: 't',
      signal: new AbortController().signal,
      caller: { actor: await findActor(sql, county.people[person]), sessionId: 's' },
      ...parts,
    }) as unknown as Call<K>
  const pass = (ms: number) => {
    machine.monotonic += ms
    machine.wall += ms
  }
  return {
    sql,
    county,
    handlers,
    call,
    pass,
    jump: (ms: number) => {
      machine.wall += ms
    },
  }
}

describe('the lesson clock over HTTP', () => {
  test('[CL1] an editor starts it, everybody who reads sees it, the second to start is told', async () => {
    const { handlers, call, pass, county } = await aServer()
    expect(await handlers.getLessonClock(await call('commenter'))).toMatchObject({
      ok: true,
      value: { body: { startedAt: null, tMs: null, serverMs: START } },
    })
    expect(await handlers.startLessonClock(await call('commenter'))).toMatchObject({
      ok: false,
      refusal: { code: 'permission/denied' },
    })
    expect(await handlers.startLessonClock(await call('stranger'))).toMatchObject({
      ok: false,
      refusal: { code: 'lesson-plan/not-found' },
    })
    expect(await handlers.startLessonClock(await call('editor'))).toMatchObject({
      ok: true,
      value: { body: { lessonId: county.planId, tMs: 0 } },
    })
    pass(90_000)
    expect(await handlers.startLessonClock(await call('owner'))).toMatchObject({
      ok: false,
      refusal: { code: 'lesson-clock/started' },
    })
    expect(await handlers.getLessonClock(await call('commenter'))).toMatchObject({
      ok: true,
      value: { body: { startedAt: new Date(START).toISOString(), tMs: 90_000 } },
    })
    expect(await handlers.getLessonClock(await call('foreigner'))).toMatchObject({
      ok: false,
      refusal: { code: 'lesson-plan/not-found' },
    })
  })

  test.each([FIVE_MINUTES, -FIVE_MINUTES])(
    '[CL3] a server whose wall clock is set by %i ms in the middle of a lesson counts on',
    async (jump) => {
      const { handlers, call, pass, jump: setWall } = await aServer()
      await handlers.startLessonClock(await call('owner'))
      pass(10_000)
      setWall(jump)
      pass(5_000)
      expect(await handlers.getServerTime(await call('owner'))).toMatchObject({
        ok: true,
        value: { body: { serverMs: START + 15_000 }, headers: { 'cache-control': 'no-store' } },
      })
      const kept = await handlers.recordLessonEvent(await call('owner', { body: { kind: 'mark' } }))
      expect(kept).toMatchObject({ ok: true, value: { body: { tMs: 15_000 } } })
    },
  )

  test('[CL7] a page places what it could not send, never ahead of the server and not too long ago', async () => {
    const { handlers, call, pass, county } = await aServer()
    await handlers.startLessonClock(await call('owner'))
    pass(60_000)
    const record = async (serverMs: number) =>
      handlers.recordLessonEvent(await call('commenter', { body: { kind: 'row.entered', rowId: 'r2', serverMs } }))
    expect(await record(START + 45_000)).toMatchObject({ ok: true, value: { body: { tMs: 45_000 } } })
    expect(await record(START + 60_000 + FIVE_MINUTES)).toMatchObject({ ok: true, value: { body: { tMs: 60_000 } } })
    expect(await record(START - 60_000)).toMatchObject({ ok: true, value: { body: { tMs: -60_000 } } })
    expect(await record(START - 43_200_001)).toMatchObject({
      ok: false,
      refusal: { code: 'request/invalid', errors: [{ pointer: '/serverMs' }] },
    })
    const listed = await handlers.listLessonEvents(await call('owner'))
    expect(
      listed.ok && listed.value.body.items.map(({ tMs, rowId, person, source }) => [tMs, rowId, person?.id, source]),
    ).toEqual([-60_000, 45_000, 60_000].map((tMs) => [tMs, 'r2', county.people.commenter, 'page']))
  })

  test('[CL8] events are listed in pages, and a made-up cursor is refused in words', async () => {
    const { handlers, call, pass } = await aServer()
    for (let n = 0; n < 5; n++) {
      pass(10)
      await handlers.recordLessonEvent(await call('owner', { body: { kind: 'mark' } }))
    }
    const seen: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await handlers.listLessonEvents(await call('owner', { query: { limit: 2, cursor } }))
      if (!page.ok) throw new Error(page.refusal.code)
      seen.push(...page.value.body.items.map((item) => item.at))
      if (page.value.body.nextCursor === null) break
      cursor = page.value.body.nextCursor
    }
    expect(seen).toEqual([10, 20, 30, 40, 50].map((ms) => new Date(START + ms).toISOString()))
    for (const cursor of ['', 'x', '!!', btoa('{"atMs":1,"id":"x"}'), 'A'.repeat(400)])
      expect(await handlers.listLessonEvents(await call('owner', { query: { limit: 2, cursor } }))).toMatchObject({
        ok: false,
        refusal: { code: 'request/invalid' },
      })
  })

  test('[CL1] a clock that was started before somebody was withdrawn stays', async () => {
    const { sql, handlers, call, county } = await aServer()
    await handlers.startLessonClock(await call('editor'))
    await county.setMember('editor', null)
    expect(await handlers.getLessonClock(await call('editor'))).toMatchObject({ ok: false })
    expect(await findLessonClock(sql, county.planId)).toBeDefined()
  })
})
