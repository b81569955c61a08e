import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answered, changeMade, messageSent, NOTHING_MADE, socketGone, unacknowledgedCount } from './acknowledgement.ts'

const seed = Math.trunc(Math.random() * 2 ** 31)

test('[CO-A1] one acknowledgement covers exactly what had been made when its message was sent', () => {
  let state = changeMade(NOTHING_MADE, 0)
  state = messageSent(state)
  state = changeMade(state, 5_000)
  state = answered(state, true)
  expect(unacknowledgedCount(state)).toBe(1)
  expect(state.since).toBe(5_000)
})

test('[CO-A2] an answer that belongs to a lost socket acknowledges nothing', () => {
  let state = messageSent(changeMade(NOTHING_MADE, 0))
  state = answered(socketGone(state), true)
  expect(unacknowledgedCount(state)).toBe(1)
})

test('[CO-A3] a refusal keeps the work and says so', () => {
  const state = answered(messageSent(changeMade(NOTHING_MADE, 7)), false)
  expect(state.isRefused).toBe(true)
  expect(state.since).toBe(7)
})

test('[CO-A4] against a server that commits: acknowledged work is committed work, on any walk', () => {
  console.info(`seed ${seed}`)
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constant('type' as const) },
    { weight: 3, arbitrary: fc.constant('serve' as const) },
    { weight: 1, arbitrary: fc.constant('break' as const) },
    { weight: 2, arbitrary: fc.constant('connect' as const) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      let state = NOTHING_MADE
      let isOpen = false
      let committed = 0
      let onTheWire: number[] = []
      let now = 0
      const send = () => {
        state = messageSent(state)
        onTheWire.push(state.made)
      }
      for (const what of steps) {
        now += 700
        if (what === 'type') {
          state = changeMade(state, now)
          if (isOpen) send()
        } else if (what === 'connect') {
          if (!isOpen) {
            isOpen = true
            send()
          }
        } else if (what === 'break') {
          isOpen = false
          onTheWire = []
          state = socketGone(state)
        } else {
          const message = onTheWire.shift()
          if (message !== undefined) {
            committed = Math.max(committed, message)
            state = answered(state, true)
          }
        }
        expect(state.acknowledged).toBeLessThanOrEqual(committed)
        expect(state.since === null).toBe(unacknowledgedCount(state) === 0)
      }
      if (isOpen) {
        while (onTheWire.shift() !== undefined) state = answered(state, true)
        expect(unacknowledgedCount(state)).toBe(0)
      }
    }),
    { seed, numRuns: 500 },
  )
})
