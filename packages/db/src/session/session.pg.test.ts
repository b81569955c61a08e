import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { UserId } from '@gongyan/domain'
import { createTestDatabase } from '@gongyan/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  claimIdempotencyKey,
  clearThrottle,
  createSession,
  createSql,
  createTicket,
  deleteSession,
  keepReply,
  releaseIdempotencyKey,
  takeAttempt,
  useTicket,
} from '../index.ts'
import type { Sql } from '../index.ts'

let sql: Sql
let database: Awaited<ReturnType<typeof createTestDatabase>>
let userId: UserId
const NOW = new Date('2026-11-24T02:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

beforeAll(async () => {
  database = await createTestDatabase()
  sql = createSql(database.url, { max: 10 })
})
afterAll(async () => {
  await sql?.end({ timeout: 5 })
  await database?.drop()
})
beforeEach(async () => {
  userId = randomUUID() as UserId
  await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${userId}, ${userId}, '何老师', '')`
})

describe('sign-in attempts', () => {
  const rule = { failures: 5, waitSeconds: 600 }

  test('five are judged, the sixth waits ten minutes from the fifth, and knocking does not make it longer', async () => {
    const key = randomUUID()
    for (let n = 1; n <= 5; n++)
      expect(await takeAttempt(sql, key, rule, later(n))).toEqual({ allowed: true, failures: n })
    expect(await takeAttempt(sql, key, rule, later(6))).toEqual({ allowed: false, retryAfterSeconds: 599 })
    expect(await takeAttempt(sql, key, rule, later(500))).toEqual({ allowed: false, retryAfterSeconds: 105 })
    expect(await takeAttempt(sql, key, rule, later(605))).toEqual({ allowed: true, failures: 1 })
  })

  test('of many at the same moment no more than five are judged', async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 40 }, () => takeAttempt(sql, key, rule, NOW)))
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5)
  })

  test('a success forgets the failures', async () => {
    const key = randomUUID()
    await takeAttempt(sql, key, rule, NOW)
    await clearThrottle(sql, key)
    expect(await takeAttempt(sql, key, rule, NOW)).toEqual({ allowed: true, failures: 1 })
  })
})

describe('collaboration tickets', () => {
  const document = `lessonPlan:${randomUUID()}`
  async function aTicket(expiresAt = later(60)) {
    const sessionId = randomBytes(8).toString('hex')
    await createSession(sql, {
      id: sessionId,
      secretHash: randomBytes(32),
      userId,
      createdAt: NOW,
      expiresAt: later(3600),
      remember: false,
    })
    const hash = createHash('sha256').update(randomBytes(8)).digest()
    await createTicket(sql, { hash, userId, sessionId, document, expiresAt })
    return { hash, sessionId }
  }

  test('a ticket opens one socket: of twenty that show it at once one is let in', async () => {
    const { hash, sessionId } = await aTicket()
    const answers = await Promise.all(Array.from({ length: 20 }, () => useTicket(sql, hash, document, NOW)))
    expect(answers.filter(({ ok }) => ok)).toEqual([{ ok: true, userId, sessionId, name: '何老师' }])
    expect(answers.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 19 }, () => ({ ok: false, reason: 'ticket-used' })),
    )
  })

  test('expired, unknown, of another document, of a session that ended: each is told apart', async () => {
    const { hash } = await aTicket()
    expect(await useTicket(sql, hash, `lessonPlan:${randomUUID()}`, NOW)).toEqual({
      ok: false,
      reason: 'ticket-other-document',
    })
    expect(await useTicket(sql, hash, document, later(60))).toEqual({ ok: false, reason: 'ticket-expired' })
    expect(await useTicket(sql, randomBytes(32), document, NOW)).toEqual({ ok: false, reason: 'ticket-invalid' })
    // Shown at the wrong door it was not used up.
    expect(await useTicket(sql, hash, document, NOW)).toMatchObject({ ok: true })
    const other = await aTicket()
    await sql`UPDATE users SET disabled_at = now() WHERE id = ${userId}`
    expect(await useTicket(sql, other.hash, document, NOW)).toEqual({ ok: false, reason: 'signed-out' })
  })

  test('signing out takes the tickets along', async () => {
    const { hash, sessionId } = await aTicket()
    await deleteSession(sql, sessionId)
    expect(await useTicket(sql, hash, document, NOW)).toEqual({ ok: false, reason: 'ticket-invalid' })
  })
})

describe('idempotency keys', () => {
  const scope = () => ({ userId, operation: 'createLessonPlan', key: 'k' })
  const hash = (text: string) => createHash('sha256').update(text).digest()
  const times = (now: Date) => ({
    now,
    keepSince: new Date(now.getTime() - 24 * 3600_000),
    abandonedSince: new Date(now.getTime() - 300_000),
  })

  test('of many requests at once one is claimed, the others wait; later they get its reply', async () => {
    const claims = await Promise.all(
      Array.from({ length: 15 }, () => claimIdempotencyKey(sql, scope(), hash('a'), times(NOW))),
    )
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1)
    expect(claims.filter(({ kind }) => kind === 'inProgress')).toHaveLength(14)
    await keepReply(sql, scope(), { status: 201, headers: { etag: '"1"' }, body: { id: 'x', text: '“中文”' } })
    expect(await claimIdempotencyKey(sql, scope(), hash('a'), times(NOW))).toEqual({
      kind: 'kept',
      reply: { status: 201, headers: { etag: '"1"' }, body: { id: 'x', text: '“中文”' } },
    })
    expect(await claimIdempotencyKey(sql, scope(), hash('b'), times(NOW))).toEqual({ kind: 'mismatch' })
  })

  test('a refused request gives the key back; one cut off gives it back after five minutes; a reply is kept a day', async () => {
    await claimIdempotencyKey(sql, scope(), hash('a'), times(NOW))
    await releaseIdempotencyKey(sql, scope())
    expect(await claimIdempotencyKey(sql, scope(), hash('b'), times(NOW))).toEqual({ kind: 'claimed' })
    expect(await claimIdempotencyKey(sql, scope(), hash('b'), times(later(299)))).toEqual({ kind: 'inProgress' })
    expect(await claimIdempotencyKey(sql, scope(), hash('b'), times(later(301)))).toEqual({ kind: 'claimed' })
    await keepReply(sql, scope(), { status: 201, headers: {}, body: 1 })
    expect(await claimIdempotencyKey(sql, scope(), hash('b'), times(later(23 * 3600)))).toMatchObject({ kind: 'kept' })
    expect(await claimIdempotencyKey(sql, scope(), hash('c'), times(later(25 * 3600)))).toEqual({ kind: 'claimed' })
  })
})
