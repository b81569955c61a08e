import { describe, expect, test } from 'vitest'
import { LINK_EVENTS, LINK_STATES, LINK_TRANSITIONS, waitBeforeRetry } from './link.ts'
import type { LinkEvent, LinkState } from './link.ts'

const nextLink = (state: LinkState, event: LinkEvent): LinkState => LINK_TRANSITIONS[state][event] ?? state

describe('[CO-L1] the link table', () => {
  test('answers every event in every state with a known state or nothing', () => {
    for (const state of LINK_STATES)
      for (const event of LINK_EVENTS) {
        const next = LINK_TRANSITIONS[state][event]
        expect(next === null || LINK_STATES.includes(next), `${state} × ${event}`).toBe(true)
      }
  })
  test('nothing leaves closed, and everything can be closed', () => {
    for (const event of LINK_EVENTS) expect(nextLink('closed', event)).toBe('closed')
    for (const state of LINK_STATES) expect(nextLink(state, 'dispose')).toBe('closed')
  })
  test('only a sync after an attempt makes a link live', () => {
    const before = LINK_STATES.filter((state) => state !== 'live' && nextLink(state, 'synced') === 'live')
    expect(before).toEqual(['opening', 'attaching'])
  })
  test('from every state but closed some walk leads back to live', () => {
    for (const start of LINK_STATES.filter((state) => state !== 'closed')) {
      const seen = new Set<LinkState>([start])
      const open: LinkState[] = [start]
      for (let state = open.pop(); state; state = open.pop())
        for (const event of LINK_EVENTS) {
          const next = nextLink(state, event)
          if (!seen.has(next)) {
            seen.add(next)
            open.push(next)
          }
        }
      expect(seen.has('live'), start).toBe(true)
    }
  })
  test('[CO-L2] changed rights re-attach at once, without the wait of a lost line', () => {
    expect(nextLink('live', 'accessChanged')).toBe('attaching')
    expect(nextLink('live', 'lost')).toBe('waiting')
  })
  test('[CO-L3] a withdrawn person is asked for again only when someone asks', () => {
    expect(nextLink('attaching', 'refused')).toBe('forbidden')
    expect(nextLink('forbidden', 'lost')).toBe('forbidden')
    expect(nextLink('forbidden', 'retry')).toBe('attaching')
  })
  test('[CO-L5] work the server cannot take is not sent again and again', () => {
    for (const state of ['opening', 'attaching', 'live'] as const) expect(nextLink(state, 'rejected')).toBe('rejected')
    expect(nextLink('rejected', 'lost')).toBe('rejected')
    expect(nextLink('rejected', 'retry')).toBe('attaching')
  })
  test('[CO-L6] an attempt that hangs can be begun anew', () => {
    expect(nextLink('attaching', 'retry')).toBe('attaching')
  })
})

test('[CO-L4] waiting doubles to at most 15 s and is spread', () => {
  expect(waitBeforeRetry(0, 0)).toBe(800)
  expect(waitBeforeRetry(3, 0)).toBe(6400)
  expect(waitBeforeRetry(50, 0)).toBe(15_000)
  expect(waitBeforeRetry(50, 1)).toBe(10_500)
})
