import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aForm, makeHarness, PIXEL } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

let server: Harness
let school: Place
let teacher: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000', LIMIT_HTTP_BODY_BYTES: '20000' })
  school = await server.aPlace('校', await server.aPlace('县'))
  teacher = await server.aPerson(school, 'teacher')
})
afterAll(() => server?.close())

interface Problem {
  type: string
  title: string
  status: number
  code: string
  traceId: string
  instance: string
  detail?: string
  errors?: { pointer: string; code: string; message?: string }[]
}
const problem = async (response: Response): Promise<Problem> => {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const body = (await response.json()) as Problem
  expect(body).toMatchObject({
    status: response.status,
    type: expect.stringMatching(/^\/api\/docs#problem-/),
    traceId: expect.stringMatching(/^\w{8,}/),
  })
  return body
}
const create = (body: string, headers: Record<string, string> = {}) =>
  server.request('/api/v1/lesson-plans', {
    method: 'POST',
    as: teacher,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

describe('[HT1] every refusal is a problem document', () => {
  test.each([
    ['GET', '/api/v1/nothing-here', 404, 'request/not-found'],
    ['GET', '/api/nothing', 404, 'request/not-found'],
    ['PUT', '/api/v1/me', 405, 'request/method-not-allowed'],
    ['DELETE', '/api/v1/lesson-plans', 405, 'request/method-not-allowed'],
    ['POST', '/healthz', 405, 'request/method-not-allowed'],
    ['POST', '/plans', 405, 'request/method-not-allowed'],
    ['GET', '/api/v1/lesson-plans/not-a-uuid', 404, 'lesson-plan/not-found'],
    ['GET', `/api/v1/lesson-plans/${randomUUID()}`, 404, 'lesson-plan/not-found'],
    ['GET', '/api/v1/files/%00', 404, 'file/not-found'],
    ['GET', '/api/v1/lesson-plans?limit=0', 422, 'request/invalid'],
    ['GET', '/api/v1/lesson-plans?limit=101', 422, 'request/invalid'],
    ['GET', '/api/v1/lesson-plans?state=draft', 422, 'request/invalid'],
    ['GET', '/api/v1/people?q=%00', 422, 'request/invalid'],
  ])('%s %s gets %i %s', async (method, path, status, code) => {
    const response = await server.request(path, { method, as: teacher })
    expect(response.status).toBe(status)
    expect((await problem(response)).code).toBe(code)
    if (status === 405) expect(response.headers.get('allow')).toMatch(/[A-Z]/)
  })

  test.each([
    ['{"title":', 400, 'request/malformed'],
    ['', 400, 'request/malformed'],
    ['\ufeff{"title":"x"', 400, 'request/malformed'],
    ['null', 422, 'request/invalid'],
    ['[]', 422, 'request/invalid'],
    ['{"title":"  "}', 422, 'request/invalid'],
    ['{"title":"a\\u0000b"}', 422, 'request/invalid'],
    ['{"title":"a\\ud800b"}', 422, 'request/invalid'],
    ['{"title":"x","periodMinutes":0}', 422, 'request/invalid'],
    ['{"title":"x","periodMinutes":1e400}', 422, 'request/invalid'],
    [JSON.stringify({ title: 'x', extra: '长'.repeat(20_000) }), 413, 'request/too-large'],
  ])('the body %s is answered', async (body, status, code) => {
    const response = await create(body)
    expect(response.status).toBe(status)
    expect((await problem(response)).code).toBe(code)
  })

  test('a wrong field is named by its place, and the first one in a sentence', async () => {
    const { detail, errors } = await problem(await create('{"title":"","periodMinutes":999,"template":"poster"}'))
    expect(detail).toBe('题目不能空着。')
    expect(errors?.map(({ pointer, message }) => [pointer, message])).toEqual([
      ['/title', '题目不能空着。'],
      ['/template', '模板只能是 standard、twinClass、unit。'],
      ['/periodMinutes', '课时长度最大是 600。'],
    ])
  })

  test('a title of 10,000 characters is refused in a sentence; one of 120 is kept whole', async () => {
    const long = await create(JSON.stringify({ title: '课'.repeat(5_000) }))
    expect(long.status).toBe(422)
    expect((await problem(long)).detail).toBe('题目最多 120 个字，短一点再试。')
    const title = '𠮷'.repeat(120)
    const kept = await create(JSON.stringify({ title }))
    expect(kept.status).toBe(201)
    expect(await kept.json()).toMatchObject({ title })
  })

  test('another media type, another wish for the answer', async () => {
    expect((await problem(await create('title=x', { 'content-type': 'application/x-www-form-urlencoded' }))).code).toBe(
      'request/unsupported-media',
    )
    const image = await server.request('/api/v1/me', { as: teacher, headers: { accept: 'image/png' } })
    expect([image.status, (await problem(image)).code]).toEqual([406, 'request/not-acceptable'])
    for (const accept of ['*/*', 'application/json', 'text/html, application/*;q=0.8', 'application/problem+json'])
      expect((await server.request('/api/v1/me', { as: teacher, headers: { accept } })).status, accept).toBe(200)
  })

  test('every answer can be found in the log by an id, which is not taken from strangers', async () => {
    const response = await server.request('/api/v1/me', { as: teacher, headers: { 'x-request-id': 'chosen-by-me' } })
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('[HT2] a creating request with an Idempotency-Key happens once', () => {
  const count = async () => (await server.sql<{ n: number }[]>`SELECT count(*)::int AS n FROM lesson_plans`)[0]?.n

  test('a repetition gets the first answer; another body with the key is refused', async () => {
    const key = randomUUID()
    const first = await create('{"title":"一次"}', { 'idempotency-key': key })
    const before = await count()
    const again = await create('{"title":"一次"}', { 'idempotency-key': key })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(await again.json()).toEqual(await first.json())
    const other = await create('{"title":"两次"}', { 'idempotency-key': key })
    expect([other.status, (await problem(other)).code]).toEqual([422, 'request/idempotency-mismatch'])
    expect(await count()).toBe(before)
  })

  test('ten at the same moment make one plan', async () => {
    const key = randomUUID()
    const before = (await count()) ?? 0
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => create('{"title":"同时"}', { 'idempotency-key': key })),
    )
    expect(await count()).toBe(before + 1)
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set(answers.some(({ status }) => status === 409) ? [201, 409] : [201]),
    )
  })

  test('a refused request does not use up its key, and keys of two people are two keys', async () => {
    const key = randomUUID()
    expect((await create(JSON.stringify({ title: '课'.repeat(200) }), { 'idempotency-key': key })).status).toBe(422)
    expect((await create('{"title":"改短了"}', { 'idempotency-key': key })).status).toBe(201)
    const colleague = await server.aPerson(school, 'teacher')
    const theirs = await server.request('/api/v1/lesson-plans', {
      method: 'POST',
      as: colleague,
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: '{"title":"别人的"}',
    })
    expect(theirs.status).toBe(201)
  })

  test('the same file sent again under the key is one file', async () => {
    const id = await server.aPlan(teacher, school)
    const key = randomUUID()
    const send = (bytes: Uint8Array) =>
      server.call('uploadFile', {
        as: teacher,
        params: { id },
        form: aForm('图.png', bytes, 'image/png'),
        headers: { 'idempotency-key': key },
      })
    const [one, two] = [await send(PIXEL), await send(PIXEL)]
    expect(await two.json()).toEqual(await one.json())
    expect((await send(Buffer.concat([PIXEL, Buffer.of(0)]))).status).toBe(422)
  })

  test('done without its reply being kept, it is not done again when it is asked again', async () => {
    await server.sql.unsafe(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
      CREATE TRIGGER fail BEFORE UPDATE ON idempotency_keys FOR EACH ROW EXECUTE FUNCTION fail()`)
    const key = randomUUID()
    const before = (await count()) ?? 0
    expect((await create('{"title":"只有一份"}', { 'idempotency-key': key })).status).toBe(500)
    await server.sql`DROP TRIGGER fail ON idempotency_keys`
    const again = await create('{"title":"只有一份"}', { 'idempotency-key': key })
    expect([again.status, (await problem(again)).code]).toEqual([409, 'request/in-progress'])
    expect(await count()).toBe(before + 1)
  })

  test('an empty or endless key is no key', async () => {
    for (const key of ['', 'k'.repeat(201)])
      expect((await create('{"title":"x"}', { 'idempotency-key': key })).status, key).toBe(422)
  })
})

describe('[HT3] a change names the version it was made on', () => {
  test('without If-Match 428, with an old one 412, with the right one the next version', async () => {
    const id = await server.aPlan(teacher, school)
    const change = (headers: Record<string, string>, body: unknown = { grade: '五年级' }) =>
      server.call('updateLessonPlan', { as: teacher, params: { id }, body, headers })
    const read = await server.call('getLessonPlan', { as: teacher, params: { id } })
    const etag = read.headers.get('etag') ?? ''
    expect(etag).toBe('"1"')
    expect([(await change({})).status, (await change({ 'if-match': '"7"' })).status]).toEqual([428, 412])
    const changed = await change({ 'if-match': `"9", ${etag}` })
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"'])
    expect(await changed.json()).toMatchObject({ grade: '五年级', version: 2, periodMinutes: 40 })
    expect((await change({ 'if-match': etag })).status).toBe(412)
    expect((await change({ 'if-match': '*' }, { periodMinutes: 45, grade: null })).status).toBe(200)
  })

  test('of two at the same moment one is told that the other was faster', async () => {
    const id = await server.aPlan(teacher, school)
    const answers = await Promise.all(
      [5, 6, 7, 8].map((n) =>
        server.call('updateLessonPlan', {
          as: teacher,
          params: { id },
          body: { periodMinutes: n },
          headers: { 'if-match': '"1"' },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 412, 412, 412])
  })
})

describe('[HT4] lists go on from an opaque cursor', () => {
  test('every item once, in order, and nothing after the last', async () => {
    const owner = await server.aPerson(school, 'teacher')
    const made: string[] = []
    for (let n = 0; n < 7; n++) made.unshift(await server.aPlan(owner, school, { title: `第${n}份` }))
    // The same microsecond for several: only the id tells them apart.
    await server.sql`UPDATE lesson_plans SET updated_at = '2026-01-01T00:00:00.123456Z' WHERE id = ANY(${made.slice(2, 6)}::uuid[])`
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const response = await server.call('listLessonPlans', {
        as: owner,
        query: { limit: '2', mine: 'owned', ...(cursor ? { cursor } : {}) },
      })
      const page = (await response.json()) as { items: { id: string }[]; nextCursor: string | null }
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen.toSorted()).toEqual(made.toSorted())
  })

  test('a cursor that was altered, invented or made for another list is refused', async () => {
    const owner = await server.aPerson(school, 'teacher')
    for (let n = 0; n < 3; n++) await server.aPlan(owner, school)
    const { nextCursor } = (await (
      await server.call('listLessonPlans', { as: owner, query: { limit: '1' } })
    ).json()) as { nextCursor: string }
    const ask = (query: Record<string, string>) => server.call('listLessonPlans', { as: owner, query })
    expect((await ask({ cursor: nextCursor })).status).toBe(200)
    const flipped = `${nextCursor.slice(0, -2)}${nextCursor.endsWith('AA') ? 'BB' : 'AA'}`
    for (const query of [
      { cursor: flipped },
      { cursor: nextCursor.slice(1) },
      { cursor: '' },
      { cursor: `${nextCursor}A` },
      { cursor: 'eyJyYW5rIjowfQ' },
      { cursor: nextCursor, state: 'drafting' },
      { cursor: nextCursor, q: '课' },
    ]) {
      const refused = await ask(query)
      expect([refused.status, (await problem(refused)).errors?.[0]?.pointer], JSON.stringify(query)).toEqual([
        422,
        '/cursor',
      ])
    }
    expect((await server.call('listPeople', { as: owner, query: { cursor: nextCursor } })).status).toBe(422)
  })
})

test('[HT5] too many requests of one session wait, and others do not', async () => {
  const small = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '30' })
  try {
    const place = await small.aPlace('县')
    const [one, two] = [await small.aPerson(place, 'teacher'), await small.aPerson(place, 'teacher')]
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => (await small.call('getMe', { as: one })).status),
    )
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(31)
    const refused = await small.call('getMe', { as: one })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await problem(refused)).code).toBe('request/rate-limited')
    expect((await small.call('getMe', { as: two })).status).toBe(200)
    // Without a session the address counts, and a made-up cookie is no way around it.
    const strangers = await Promise.all(
      Array.from(
        { length: 40 },
        async (_, n) =>
          (
            await small.request('/api/v1/installation', {
              headers: { cookie: `gongyan_session=${'a'.repeat(24)}.${'b'.repeat(22)}${n + 22}` },
            })
          ).status,
      ),
    )
    expect(strangers.filter((status) => status === 429).length).toBeGreaterThan(5)
  } finally {
    await small.close()
  }
})

test('[MR6] a notice larger than one can be is refused before it is judged', async () => {
  const response = await server.request('/hooks/livekit', { method: 'POST', body: 'x'.repeat(256_001) })
  expect([response.status, (await problem(response)).code]).toEqual([413, 'request/too-large'])
  const unsigned = await server.request('/hooks/livekit', { method: 'POST', body: 'x'.repeat(256_000) })
  expect([unsigned.status, (await problem(unsigned)).code]).toEqual([401, 'hook/unverified'])
})

test('[FI4] one session that sends more files at a time than it may is told to wait, and others are not', async () => {
  const small = await makeHarness({ LIMIT_UPLOADS_PER_PERSON: '2' })
  try {
    const place = await small.aPlace('县')
    const [one, two] = [await small.aPerson(place, 'teacher'), await small.aPerson(place, 'teacher')]
    const [id, other] = [await small.aPlan(one, place), await small.aPlan(two, place)]
    /** A file of which the end does not come before `finish`. */
    const slowly = (as: Person, planId: string) => {
      let finish = (): void => undefined
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(
            Buffer.from('--boundary\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'),
          )
          finish = () => {
            controller.enqueue(Buffer.concat([PIXEL, Buffer.from('\r\n--boundary--\r\n')]))
            controller.close()
          }
        },
      })
      const response = small.request(`/api/v1/lesson-plans/${planId}/files`, {
        method: 'POST',
        as,
        headers: { 'content-type': 'multipart/form-data; boundary=boundary', 'content-length': '500' },
        body,
        duplex: 'half',
      } as RequestInit & { as: Person })
      return { response, finish: () => finish() }
    }
    const sending = [slowly(one, id), slowly(one, id), slowly(one, id)]
    // Whichever of them comes third.
    const refused = (await Promise.race(sending.map(({ response }) => response))).clone()
    expect([refused.status, (await problem(refused)).code]).toEqual([429, 'request/rate-limited'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const others = slowly(two, other)
    others.finish()
    expect((await others.response).status).toBe(201)
    for (const { finish } of sending) finish()
    const statuses = await Promise.all(sending.map(async ({ response }) => (await response).status))
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 201, 429])
    const after = slowly(one, id)
    after.finish()
    expect((await after.response).status).toBe(201)
  } finally {
    await small.close()
  }
})

test('[HT6] while PostgreSQL is away: alive, not ready, and a 503 that says when to come back', async () => {
  const lonely = await makeHarness()
  const place = await lonely.aPlace('县')
  const person = await lonely.aPerson(place, 'teacher')
  expect((await lonely.request('/readyz')).status).toBe(200)
  await lonely.sql.end({ timeout: 0 })
  expect((await lonely.request('/healthz')).status).toBe(200)
  expect((await lonely.request('/readyz')).status).toBe(503)
  const refused = await lonely.call('getMe', { as: person })
  expect([refused.status, refused.headers.get('retry-after'), (await problem(refused)).code]).toEqual([
    503,
    '2',
    'server/unavailable',
  ])
  await lonely.close()
})
