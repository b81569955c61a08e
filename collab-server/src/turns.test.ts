import { expect, test } from 'vitest'
import { ownTurn } from './turns.ts'

test('[FAN4] of many who go on at once each has a turn of the event loop for itself, in the order they came', async () => {
  let turn = 0
  const count = (): void => {
    turn += 1
    if (turn < 100) setImmediate(count)
  }
  setImmediate(count)
  const seen: { who: number; turn: number }[] = []
  await Promise.all(
    Array.from({ length: 20 }, async (_, who) => {
      await ownTurn()
      seen.push({ who, turn })
    }),
  )
  expect(seen.map(({ who }) => who)).toEqual(Array.from({ length: 20 }, (_, who) => who))
  expect(new Set(seen.map((one) => one.turn)).size).toBe(20)
  // And nobody is kept waiting by those who are through.
  const before = turn
  await ownTurn()
  expect(turn - before).toBeLessThanOrEqual(2)
})
