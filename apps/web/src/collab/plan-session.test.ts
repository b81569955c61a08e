import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { CLOSE_REASONS } from '@gongyan/contract/client'
import type { CloseReason } from '@gongyan/contract/client'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { createPlanSession } from './plan-session.ts'
import type { PlanSessionOptions } from './plan-session.ts'

const planId = '018f0000-0000-7000-8000-000000000001'
const user = { id: '018f0000-0000-7000-8000-000000000002', name: '何晓棠' }

beforeAll(() => {
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', new EventTarget())
})
afterAll(() => void vi.unstubAllGlobals())
afterEach(() => void vi.useRealTimers())

const open = (createCollabTicket: () => ReturnType<PlanSessionOptions['api']['createCollabTicket']>) => {
  const asked = vi.fn(createCollabTicket)
  const getMe: PlanSessionOptions['api']['getMe'] = () =>
    Promise.resolve({ ok: false, problem: { code: 'network/unreachable', status: 0 } })
  const session = createPlanSession({ api: { createCollabTicket: asked, getMe }, planId, title: '', user })
  onTestFinished(() => session.dispose())
  return { session, asked }
}

test('[CO-P4] a ticket request that is never answered is given up, and made again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { session, asked } = open(() => new Promise(() => undefined))
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
  await vi.advanceTimersByTimeAsync(15_000)
  expect(session.link()).toBe('waiting')
  await vi.advanceTimersByTimeAsync(800)
  expect(session.link()).toBe('attaching')
  expect(asked).toHaveBeenCalledTimes(2)
  // Somebody who does not want to wait begins it anew.
  session.retry()
  expect(asked).toHaveBeenCalledTimes(3)
})

/** A server that takes every socket and closes it at its first message. */
async function openRefusing(reason: CloseReason, layout = 1) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => {
    server.close()
  })
  await once(server, 'listening')
  let count = 0
  server.on('connection', (socket) => {
    count += 1
    socket.once('message', () => socket.close(CLOSE_REASONS[reason], reason))
  })
  const collabUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/collab`
  const data = {
    ticket: 'ticket',
    collabUrl,
    yjsUrl: collabUrl,
    expiresAt: '2026-01-01T00:00:00Z',
    canWrite: true,
    layout,
  }
  const { session } = open(() => Promise.resolve({ ok: true, data, etag: null }))
  return { session, count: () => count }
}

test.each([
  ['document-too-large', 'planTooLarge'],
  ['frame-too-large', 'pieceTooLarge'],
  ['too-many-sockets', 'tooManyPages'],
  ['clock-gap', 'gap'],
  ['bad-frame', 'notUnderstood'],
] as const)('[CO-L5] after %s nothing is sent again until somebody asks', async (reason, why) => {
  const { session, count } = await openRefusing(reason)
  await vi.waitFor(() => expect(session.link()).toBe('rejected'))
  expect(session.rejection()).toBe(why)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await vi.advanceTimersByTimeAsync(60_000)
  expect([session.link(), count()]).toEqual(['rejected', 1])
  vi.useRealTimers()
  session.ydoc.getText('t').insert(0, '照常写')
  expect(session.unsentCount()).toBe(1)
  session.retry()
  await vi.waitFor(() => expect(count()).toBe(2))
  await vi.waitFor(() => expect(session.link()).toBe('rejected'))
})

test('[CO-L5] after a passing fault the line is taken up again by itself', async () => {
  const { session, count } = await openRefusing('unavailable')
  await vi.waitFor(() => expect(count()).toBe(2), { timeout: 5_000 })
  expect(session.rejection()).toBeNull()
})

test('[LAY8] a plan in a layout this page does not know is not opened; what was typed stays, until the page is loaded anew', async () => {
  const { session, count } = await openRefusing('unavailable', 2)
  await vi.waitFor(() => expect(session.link()).toBe('rejected'))
  expect(session.rejection()).toBe('outdated')
  session.ydoc.getText('t').insert(0, '照常写')
  session.retry()
  await vi.waitFor(() => expect(session.link()).toBe('rejected'))
  expect([session.unsentCount(), session.rejection(), count()]).toEqual([1, 'outdated', 0])
})
