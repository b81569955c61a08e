import { request as httpRequest } from 'node:http'
import { createServer, connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createSql } from '@gongyan/db'
import { createTestDatabase, startTestPostgres, startTestServer } from '@gongyan/testing'
import type { TestServer } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEMO_COUNTY } from '../src/demo/index.ts'
import { gone, json, knock, signIn } from './real-server.ts'

describe('[IN1] an empty installation', () => {
  test('prints a one-time code with which the first administrator sets up, once', async () => {
    const server = await startTestServer()
    try {
      const code = server.notices.join('\n').match(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)?.[0] ?? ''
      expect(code).not.toBe('')
      const installation = async () => (await (await fetch(`${server.url}/api/v1/installation`)).json()) as unknown
      expect(await installation()).toEqual({
        isDemonstration: false,
        needsSetUp: true,
        countyName: null,
        demoPassword: null,
        demoAccounts: [],
      })
      const setUp = (given: string) =>
        fetch(`${server.url}/api/v1/installation`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify({
            code: given,
            countyName: '青山县',
            account: 'Admin',
            name: '雷老师',
            password: 'long enough',
          }),
        })
      expect((await setUp('AAAA-AAAA-AAAA')).status).toBe(401)
      const done = await setUp(` ${code.toLowerCase().replaceAll('-', ' ')} `)
      expect(done.status).toBe(201)
      expect(await done.json()).toMatchObject({
        account: 'admin',
        name: '雷老师',
        tree: { name: '青山县' },
        identities: [{ role: 'orgAdmin' }],
      })
      expect((await setUp(code)).status).toBe(401)
      expect(await installation()).toMatchObject({ needsSetUp: false, countyName: '青山县' })
      expect(await signIn(server, 'admin', 'long enough')).toContain('gongyan_session=')
    } finally {
      await server.stop()
    }
  })
})

describe('[IN2] the demonstration county', () => {
  test('is made once and whole by however many servers start at once, in seconds, and stays', async () => {
    const database = await createTestDatabase({ empty: true })
    const begun = performance.now()
    const servers = await Promise.all(
      [1, 2].map(() => startTestServer({ databaseUrl: database.url, env: { GONGYAN_SEED: 'demo' } })),
    )
    try {
      expect(performance.now() - begun).toBeLessThan(15_000)
      expect(servers.filter(({ notices }) => notices.some((line) => line.includes('gongyan-demo')))).toHaveLength(1)
      const sql = createSql(database.url, { max: 2 })
      const count =
        () => sql`SELECT (SELECT count(*)::int FROM users) AS people, (SELECT count(*)::int FROM lesson_plans) AS plans, (SELECT count(*)::int FROM collab_updates) AS updates,
        (SELECT count(DISTINCT state)::int FROM lesson_plans) AS states, (SELECT count(*)::int FROM lesson_events) AS events`
      const [before] = await count()
      expect(before?.['people']).toBe(DEMO_COUNTY.people.length)
      expect(before?.['states']).toBe(8)
      const [server] = servers
      if (!server) throw new Error('no server')
      const { demoAccounts, demoPassword } = (await (await fetch(`${server.url}/api/v1/installation`)).json()) as {
        demoAccounts: { account: string }[]
        demoPassword: string
      }
      expect(demoAccounts.map(({ account }) => account)).toEqual([
        'admin',
        'jyy',
        'hexin',
        'mingshi',
        'zhubei',
        'jiaoshi',
        'xiaozhang',
        'dudao',
      ])
      for (const { account } of demoAccounts) {
        const cookie = await signIn(server, account, demoPassword)
        const home = await fetch(`${server.url}/api/v1/home`, { headers: { cookie } })
        expect(home.status, account).toBe(200)
      }
      const again = await startTestServer({ databaseUrl: database.url, env: { GONGYAN_SEED: 'demo' } })
      expect(again.notices).toEqual([])
      expect((await count())[0]).toEqual(before)
      await again.stop()
      await sql.end()
    } finally {
      await Promise.all(servers.map((server) => server.stop()))
      await database.drop()
    }
  })
})

describe('[IN3] what keeps it from starting is said with its remedy', () => {
  test('the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve)
    })
    const { port } = other.address() as AddressInfo
    await expect(startTestServer({ env: { PORT: String(port) } })).rejects.toThrow(
      new RegExp(`端口 ${port} .*PORT=${port + 1} npm start`),
    )
    other.close()
  })

  test('the data are of a newer version', async () => {
    const database = await createTestDatabase({ empty: true })
    const first = await startTestServer({ databaseUrl: database.url })
    await first.stop()
    const sql = createSql(database.url, { max: 1 })
    await sql`INSERT INTO schema_migrations (name, checksum) VALUES ('9999_future.sql', 'x')`
    await expect(startTestServer({ databaseUrl: database.url })).rejects.toThrow(/9999_future\.sql.*换回那个更新的版本/)
    await sql.end()
    await database.drop()
  })

  test('a variable has a value that cannot be used', async () => {
    await expect(startTestServer({ env: { LIMIT_TICKET_SECONDS: 'soon' } })).rejects.toThrow(/LIMIT_TICKET_SECONDS/)
  })

  test('the database does not let us in', async () => {
    const database = await createTestDatabase({ empty: true })
    const wrong = new URL(database.url)
    wrong.password = 'wrong'
    await expect(startTestServer({ databaseUrl: wrong.href })).rejects.toThrow(/数据库不让进.*DATABASE_URL/)
    await database.drop()
  })
})

describe('a running server', () => {
  let server: TestServer
  let cookie: string
  let planId: string
  beforeAll(async () => {
    server = await startTestServer({ env: { GONGYAN_SEED: 'demo' } })
    cookie = await signIn(server, 'zhubei')
    const response = await fetch(`${server.url}/api/v1/lesson-plans`, {
      method: 'POST',
      headers: { ...json, cookie },
      body: '{"title":"票"}',
    })
    planId = ((await response.json()) as { id: string }).id
  })
  afterAll(() => server?.stop())

  const ticket = async (document = `lessonPlan:${planId}`, as = cookie) => {
    const response = await fetch(`${server.url}/api/v1/collab-tickets`, {
      method: 'POST',
      headers: { ...json, cookie: as },
      body: JSON.stringify({ document }),
    })
    return (await response.json()) as {
      ticket: string
      yjsUrl: string
      collabUrl: string
      canWrite: boolean
      code?: string
    }
  }
  test('[TI1] a ticket opens one socket of one document for a short time', async () => {
    const first = await ticket()
    expect(first).toMatchObject({
      canWrite: true,
      yjsUrl: `${server.url.replace('http', 'ws')}/yjs`,
      collabUrl: `${server.url.replace('http', 'ws')}/collab`,
    })
    const url = `${first.yjsUrl}/lessonPlan:${planId}?ticket=${first.ticket}`
    const opened = await knock(url)
    expect(opened.open).toBe(true)
    expect(await knock(url)).toEqual({ open: false, code: 4405, reason: 'ticket-used' })
    const other = await ticket()
    const plans = (await (await fetch(`${server.url}/api/v1/lesson-plans`, { headers: { cookie } })).json()) as {
      items: { id: string }[]
    }
    const otherId = plans.items.find(({ id }) => id !== planId)?.id ?? ''
    expect(await knock(`${other.yjsUrl}/lessonPlan:${otherId}?ticket=${other.ticket}`)).toEqual({
      open: false,
      code: 4406,
      reason: 'ticket-other-document',
    })
    expect(await knock(`${other.yjsUrl}/lessonPlan:${planId}?ticket=made-up`)).toEqual({
      open: false,
      code: 4401,
      reason: 'ticket-invalid',
    })
    const sql = createSql(server.databaseUrl, { max: 1 })
    await sql`UPDATE collab_tickets SET expires_at = now() - interval '1 second' WHERE used_at IS NULL`
    expect(await knock(`${other.yjsUrl}/lessonPlan:${planId}?ticket=${other.ticket}`)).toEqual({
      open: false,
      code: 4402,
      reason: 'ticket-expired',
    })
    await sql.end()
    if (opened.open) opened.socket.close()
  })

  test('[TI2] nobody gets a ticket for a plan they may not read', async () => {
    const stranger = await signIn(server, 'hexin')
    expect(await ticket(`lessonPlan:${planId}`, stranger)).toMatchObject({ code: 'collab/unknown-document' })
    expect(await ticket('lessonPlan:nonsense')).toMatchObject({ code: 'collab/unknown-document' })
  })

  test('[TI3] an invitation withdrawn, and a sign-out, close the open sockets within a second', async () => {
    const people = (await (await fetch(`${server.url}/api/v1/people?q=jiaoshi`, { headers: { cookie } })).json()) as {
      items: { id: string }[]
    }
    const guestId = people.items[0]?.id ?? ''
    const member = `${server.url}/api/v1/lesson-plans/${planId}/members/${guestId}`
    const invited = await fetch(member, { method: 'PUT', headers: { ...json, cookie }, body: '{"role":"editor"}' })
    expect(invited.status).toBe(200)
    const guest = await signIn(server, 'jiaoshi')
    const open = async () => {
      const { ticket: word, yjsUrl } = await ticket(`lessonPlan:${planId}`, guest)
      const opened = await knock(`${yjsUrl}/lessonPlan:${planId}?ticket=${word}`)
      if (!opened.open) throw new Error(opened.reason)
      return opened.socket
    }
    const socket = await open()
    const closed = gone(socket)
    const begun = performance.now()
    expect((await fetch(member, { method: 'DELETE', headers: { cookie } })).status).toBe(204)
    expect(await closed).toEqual([4409, 'access-changed'])
    expect(performance.now() - begun).toBeLessThan(1000)
    await fetch(member, { method: 'PUT', headers: { ...json, cookie }, body: '{"role":"editor"}' })
    const second = await open()
    const out = gone(second)
    const leaving = performance.now()
    expect((await fetch(`${server.url}/api/v1/session`, { method: 'DELETE', headers: { cookie: guest } })).status).toBe(
      204,
    )
    expect(await out).toEqual([4407, 'signed-out'])
    expect(performance.now() - leaving).toBeLessThan(1000)
  })

  test('[FI2] a 60 MB file is told that it is too large, in words, instead of a broken connection', async () => {
    const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
      const request = httpRequest(
        `${server.url}/api/v1/lesson-plans/import`,
        {
          method: 'POST',
          headers: { cookie, 'content-type': 'multipart/form-data; boundary=x', 'content-length': '60000200' },
        },
        (response) => {
          let body = ''
          response.on('data', (chunk: Buffer) => {
            body += chunk.toString()
          })
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
        },
      )
      request.on('error', reject)
      const head = Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="big.docx"\r\n\r\n')
      const chunk = Buffer.alloc(1_000_000)
      const tail = Buffer.from('\r\n--x--\r\n')
      request.write(head)
      let left = 60_000_200 - head.byteLength - tail.byteLength
      const pump = () => {
        while (left > 0) {
          const piece = chunk.subarray(0, Math.min(left, chunk.byteLength))
          left -= piece.byteLength
          if (!request.write(piece)) return request.once('drain', pump)
        }
        return request.end(tail)
      }
      pump()
    })
    expect(answer.status).toBe(413)
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'request/too-large',
      detail: '文件太大，最多 50 MB。把里面的图片压小一点再试。',
    })
  })

  test('[HT1] what is no HTTP is answered as a problem, and an upgrade elsewhere is refused', async () => {
    const say = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.write(text))
        let got = ''
        socket.on('data', (chunk) => {
          got += chunk.toString()
        })
        socket.on('end', () => resolve(got))
        socket.on('error', reject)
      })
    expect(await say('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*request\/malformed/)
    expect(await say(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
    expect(
      await say(
        'GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
      ),
    ).toMatch(/^HTTP\/1\.1 404 /)
  })

  test('[HT6] PostgreSQL killed under it: not ready and 503 with words; PostgreSQL back: everything as before, without a restart', async () => {
    const postgres = await startTestPostgres()
    const alone = await startTestServer({ databaseUrl: postgres.url, env: { GONGYAN_SEED: 'demo' } })
    try {
      const mine = await signIn(alone, 'zhubei')
      const status = async (path: string) => (await fetch(`${alone.url}${path}`, { headers: { cookie: mine } })).status
      expect([await status('/readyz'), await status('/api/v1/me')]).toEqual([200, 200])
      // In the middle of transactions, and more of them than there are connections.
      const creating = Array.from({ length: 60 }, async () => {
        const response = await fetch(`${alone.url}/api/v1/lesson-plans`, {
          method: 'POST',
          headers: { ...json, cookie: mine },
          body: '{"title":"正在建"}',
        })
        return response.status
      })
      await Promise.race(creating)
      postgres.kill()
      for (const answer of await Promise.all(creating)) expect([201, 503]).toContain(answer)
      await waitUntil('it to notice', async () => (await status('/readyz')) === 503)
      expect([await status('/healthz'), await status('/api/v1/me'), await status('/api/v1/home')]).toEqual([
        200, 503, 503,
      ])
      await postgres.restart()
      await waitUntil('it to be ready again', async () => (await status('/readyz')) === 200, { timeoutMs: 15_000 })
      expect(await status('/api/v1/home')).toBe(200)
    } finally {
      await alone.stop()
      await postgres.stop()
    }
  })

  test('the log has neither names nor content', () => {
    expect(server.log()).toContain('signed in')
    for (const word of ['周远', '何晓棠', 'gongyan-demo', '平行四边形', 'gongyan_session'])
      expect(server.log()).not.toContain(word)
  })
})
