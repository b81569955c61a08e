import type { Me } from '@gongyan/contract/client'
import { expect, test } from 'vitest'
import { createSession, type SessionState } from './session.ts'

const person = (id: string) => ({ id, name: id }) as Me

/** A session whose server answers `who`: a person, nobody (null), or nothing at all (`unreachable`). */
function aSession() {
  let who: string | null = 'zhou'
  let others = 0
  const reply = () => {
    if (who === 'unreachable') return { ok: false, problem: { code: 'network/unreachable' } }
    if (who === null) return { ok: false, problem: { code: 'session/required' } }
    return { ok: true, data: person(who) }
  }
  const ask = () => Promise.resolve(reply())
  const session = createSession({ getMe: ask, signIn: ask, signOut: ask } as never, () => {
    others++
  })
  return {
    session,
    kind: (): SessionState['kind'] => session.state().kind,
    others: () => others,
    answer: async (next: typeof who) => {
      who = next
      await session.refresh()
    },
  }
}

test('a session that ended while somebody worked says that it expired; a visitor without one does not', async () => {
  const visitor = aSession()
  await visitor.answer(null)
  expect(visitor.session.state()).toEqual({ kind: 'anonymous', hasExpired: false })
  const worker = aSession()
  await worker.answer('zhou')
  await worker.answer(null)
  expect(worker.session.state()).toEqual({ kind: 'anonymous', hasExpired: true })
})

test('a line that fails while somebody works does not take the page away', async () => {
  const { answer, kind } = aSession()
  await answer('unreachable')
  expect(kind()).toBe('unreachable')
  await answer('zhou')
  await answer('unreachable')
  expect(kind()).toBe('signedIn')
})

test('another person in the same browser is noticed, the same person is not', async () => {
  const { answer, others } = aSession()
  await answer('zhou')
  await answer('zhou')
  expect(others()).toBe(0)
  await answer('lin')
  expect(others()).toBe(1)
})

test('work that is nowhere else keeps the page until it is let go', async () => {
  const { session, answer, kind, others } = aSession()
  await answer('zhou')
  let isAtStake = true
  const plan = { planId: 'area', title: '平行四边形的面积', since: 0, count: 2 }
  const letGo = session.hold(() => (isAtStake ? plan : null))
  expect(session.held()).toEqual([plan])
  session.expire()
  await answer(null)
  await answer('lin')
  expect([kind(), others()]).toEqual(['signedIn', 0])
  isAtStake = false
  session.expire()
  expect(kind()).toBe('anonymous')
  await answer('zhou')
  isAtStake = true
  letGo()
  session.expire()
  expect(kind()).toBe('anonymous')
})
