import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LINK_EVENTS, LINK_STATES, LINK_TRANSITIONS, nextLink, waitBeforeAsking } from './link.ts'

describe('the tie to a room', () => {
  test('[ML1] leaving and being shown out end it from everywhere, and only joining begins it', () => {
    for (const state of LINK_STATES)
      for (const event of ['leave', 'expelled'] as const) expect(nextLink(state, event)).toBe('outside')
    expect(LINK_EVENTS.filter((event) => LINK_TRANSITIONS.outside[event] !== null)).toEqual(['join'])
  })

  test('[ML2] somebody who was inside and is dropped asks for a fresh ticket', () => {
    expect(nextLink('inside', 'dropped')).toBe('asking')
    expect(nextLink('resuming', 'dropped')).toBe('asking')
    expect(nextLink('connecting', 'dropped')).toBe('waiting')
  })

  test('[ML2] on every walk a state that is not outside or inside leads on by itself', () => {
    const onward = { asking: 'ticket', waiting: 'retry', connecting: 'connected', resuming: 'steady' } as const
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINK_EVENTS), { maxLength: 40 }), (events) => {
        let state = events.reduce(nextLink, LINK_STATES[0])
        for (let steps = 0; state in onward; steps++) {
          expect(steps).toBeLessThan(4)
          state = nextLink(state, onward[state as keyof typeof onward])
        }
      }),
    )
  })

  test('[ML3] waiting grows to fifteen seconds and not all wait alike', () => {
    expect([0, 1, 2, 3, 4, 20].map((n) => waitBeforeAsking(n, 0))).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000])
    expect(waitBeforeAsking(20, 0.999)).toBeGreaterThanOrEqual(10_000)
  })
})
