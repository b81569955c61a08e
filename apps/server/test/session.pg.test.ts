import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { hashPassword } from '../src/features/session/index.ts'
import { sweep } from '../src/jobs.ts'
import { listen } from '../src/listen.ts'
import { makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

let server: Harness
let county: Place
let school: Place
let passwordHash: string

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000', TRUST_PROXY: 'true' })
  county = await server.aPlace('县')
  school = await server.aPlace('清河小学', county)
  passwordHash = await hashPassword('right password')
})
afterAll(() => server?.close())

const aTeacher = (account?: string): Promise<Person> =>
  server.aPerson(school, 'teacher', { passwordHash, ...(account ? { account } : {}) })
const signIn = (account: string, password: string, options: { address?: string; remember?: boolean } = {}) =>
  server.call('signIn', {
    body: { account, password, ...(options.remember === undefined ? {} : { remember: options.remember }) },
    headers: { 'x-forwarded-for': options.address ?? '10.0.0.1' },
  })
const problem = async (response: Response) =>
  (await response.json()) as { code: string; detail?: string; retryAfterSeconds?: number }
const cookieOf = (response: Response) => response.headers.get('set-cookie') ?? ''
const me = (cookie: string) => server.request('/api/v1/me', { headers: { cookie } })

describe('[SE1] signing in', () => {
  test('gives a cookie that scripts and other sites cannot use, and says who one is', async () => {
    const teacher = await aTeacher()
    const response = await signIn(` ${teacher.account.toUpperCase()} `, 'right password')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      id: teacher.id,
      account: teacher.account,
      tree: { name: '县' },
      identities: [{ role: 'teacher', org: { name: '清河小学' } }],
      isDemonstration: false,
    })
    const cookie = cookieOf(response)
    expect(cookie).toMatch(/^gongyan_session=[a-z2-9]{24}\.[a-z2-9]{24}; Path=\/; HttpOnly; SameSite=Lax$/)
    expect((await me(cookie)).status).toBe(200)
  })

  test('a remembered session is a cookie for thirty days that use prolongs; another ends with the browser and after twelve hours', async () => {
    const teacher = await aTeacher()
    const short = cookieOf(await signIn(teacher.account, 'right password'))
    const long = cookieOf(await signIn(teacher.account, 'right password', { remember: true }))
    expect(long).toContain('Max-Age=2592000')
    expect(short).not.toContain('Max-Age')
    server.advance(11 * 3600_000)
    expect((await me(short)).status).toBe(200)
    server.advance(2 * 3600_000)
    expect((await me(short)).status).toBe(401)
    for (let week = 0; week < 8; week++) {
      expect((await me(long)).status).toBe(200)
      server.advance(7 * 24 * 3600_000)
    }
    server.advance(31 * 24 * 3600_000)
    expect((await me(long)).status).toBe(401)
  })

  test('with https the cookie is Secure', async () => {
    const other = await makeHarness({ PUBLIC_URL: 'https://gongyan.example' })
    try {
      const place = await other.aPlace('县')
      const teacher = await other.aPerson(place, 'teacher', { passwordHash })
      const response = await other.call('signIn', { body: { account: teacher.account, password: 'right password' } })
      expect(cookieOf(response)).toContain('; Secure')
      expect(response.headers.get('strict-transport-security')).toContain('max-age')
    } finally {
      await other.close()
    }
  })

  test('only a hash of the secret is stored, and neither half of a cookie opens anything alone', async () => {
    const teacher = await aTeacher()
    const [, id = '', secret = ''] =
      /gongyan_session=(\w+)\.(\w+)/.exec(cookieOf(await signIn(teacher.account, 'right password'))) ?? []
    const [row] = await server.sql`SELECT * FROM sessions WHERE id = ${id}`
    expect(JSON.stringify(row)).not.toContain(secret)
    const other = cookieOf(await signIn(teacher.account, 'right password')).split(';')[0] ?? ''
    for (const cookie of [
      `gongyan_session=${id}.${'a'.repeat(24)}`,
      `gongyan_session=${id}`,
      `gongyan_session=.${secret}`,
      `gongyan_session=${secret}.${id}`,
      `gongyan_session=${id}.${other.split('.')[1]}`,
      'gongyan_session=',
      'x=y',
    ])
      expect((await me(cookie)).status, cookie).toBe(401)
  })
})

describe('[SE2] wrong passwords', () => {
  test('never say which half was wrong, count down, and make this pair wait ten minutes', async () => {
    const teacher = await aTeacher()
    for (let left = 4; left >= 0; left--) {
      const refused = await signIn(teacher.account, 'wrong')
      expect(refused.status).toBe(401)
      const { code, detail } = await problem(refused)
      expect(code).toBe('session/wrong-credentials')
      expect(detail).toContain(left > 0 ? `再错 ${left} 次` : '10 分钟')
    }
    const waiting = await signIn(teacher.account, 'right password')
    expect(waiting.status).toBe(429)
    expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(590)
    expect(await problem(waiting)).toMatchObject({ code: 'session/throttled' })
    // The owner at another address, and others at the same address, are not held up.
    expect((await signIn(teacher.account, 'right password', { address: '10.0.0.2' })).status).toBe(200)
    expect((await signIn((await aTeacher()).account, 'right password')).status).toBe(200)
    server.advance(600_000)
    expect((await signIn(teacher.account, 'right password')).status).toBe(200)
  })

  test('an account nobody has is answered in the same words and about the same time', async () => {
    const teacher = await aTeacher()
    const times = { known: [] as number[], unknown: [] as number[] }
    for (let n = 0; n < 4; n++)
      for (const kind of ['known', 'unknown'] as const) {
        const begun = performance.now()
        const refused = await signIn(kind === 'known' ? teacher.account : 'nobody', 'wrong', { address: '10.1.0.1' })
        times[kind].push(performance.now() - begun)
        expect(await problem(refused)).toMatchObject({
          code: 'session/wrong-credentials',
          detail: `账号和密码对不上。再错 ${4 - n} 次，要等 10 分钟才能再试。`,
        })
      }
    const middle = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
    // Hashing takes tens of milliseconds; skipping it would answer in two or three.
    expect(middle(times.unknown)).toBeGreaterThan(middle(times.known) / 3)
  })

  test('many at the same moment get no more tries than one after another', async () => {
    const teacher = await aTeacher()
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => signIn(teacher.account, 'wrong', { address: '10.2.0.1' })),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(25)
  })

  test('an address in IPv6 is its household, and a client cannot choose its own by a header', async () => {
    const teacher = await aTeacher()
    for (let n = 1; n <= 5; n++) await signIn(teacher.account, 'wrong', { address: `1.2.3.4, 2001:db8:1:2::${n}` })
    expect((await signIn(teacher.account, 'right password', { address: '9.9.9.9, 2001:db8:1:2:ffff::1' })).status).toBe(
      429,
    )
    expect((await signIn(teacher.account, 'right password', { address: '2001:db8:1:3::1' })).status).toBe(200)
  })

  test('a disabled account is a wrong one, and its open sessions end', async () => {
    const teacher = await aTeacher()
    expect((await me(teacher.cookie)).status).toBe(200)
    await server.sql`UPDATE users SET disabled_at = now() WHERE id = ${teacher.id}`
    expect((await signIn(teacher.account, 'right password')).status).toBe(401)
    expect((await me(teacher.cookie)).status).toBe(401)
  })
})

describe('[SE3] the end of a session', () => {
  test('takes its sockets along, also when nobody signs out', async () => {
    const teacher = await aTeacher()
    const plan = await server.aPlan(teacher, school)
    const cookie = cookieOf(await signIn(teacher.account, 'right password')).split(';')[0] ?? ''
    const asked = await server.request('/api/v1/collab-tickets', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ document: `lessonPlan:${plan}` }),
    })
    const { ticket } = (await asked.json()) as { ticket: string }
    const { server: http, port } = await listen(server.app, server.collab, { port: 0, host: '127.0.0.1' })
    try {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/yjs/lessonPlan:${plan}?ticket=${ticket}`)
      await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject))
      const closed = new Promise((resolve) => {
        socket.once('close', (code, reason) => resolve([code, reason.toString()]))
      })
      server.advance(13 * 3600_000)
      await sweep(server.deps)
      expect(await closed).toEqual([4407, 'signed-out'])
    } finally {
      http.closeAllConnections()
      http.close()
    }
  })

  test('ends this session everywhere, leaves others, and takes the cookie away', async () => {
    const teacher = await aTeacher()
    const one = cookieOf(await signIn(teacher.account, 'right password')).split(';')[0] ?? ''
    const two = cookieOf(await signIn(teacher.account, 'right password')).split(';')[0] ?? ''
    const response = await server.request('/api/v1/session', { method: 'DELETE', headers: { cookie: one } })
    expect(response.status).toBe(204)
    expect(cookieOf(response)).toContain('Max-Age=0')
    expect((await me(one)).status).toBe(401)
    expect((await me(two)).status).toBe(200)
  })
})

describe('[SE4] requests from other sites', () => {
  const attempt = (headers: Record<string, string>, person: Person) =>
    server.request('/api/v1/lesson-plans', {
      method: 'POST',
      as: person,
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"title":"x"}',
    })

  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, 201],
    [{ 'sec-fetch-site': 'none' }, 201],
    [{}, 201],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://127.0.0.1:9999' }, 403],
    [{ origin: 'http://127.0.0.1:3000' }, 201],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:3000' }, 403],
  ])('%j gets %i', async (headers, status) => {
    const teacher = await aTeacher()
    const response = await attempt(headers, teacher)
    expect(response.status).toBe(status)
    if (status === 403) expect(await problem(response)).toMatchObject({ code: 'request/cross-site' })
  })

  test('a form of another site that posts text/plain gets nowhere either', async () => {
    const response = await attempt({ 'content-type': 'text/plain' }, await aTeacher())
    expect(response.status).toBe(415)
  })

  test('reading from another site is not refused here; the browser does not hand it over', async () => {
    const response = await server.request('/api/v1/me', {
      as: await aTeacher(),
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })
})
