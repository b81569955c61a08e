import { expect, test } from 'vitest'
import { GatheringWindow } from './window.ts'

/** How long a change waits at last, of those that come every so many ms, where telling one reader costs so much, ms. */
function last(readers: number, everyMs: number, costMs: number): number {
  const window = new GatheringWindow()
  let ms = 0
  for (let i = 0; i < 400; i++) {
    ms = window.wait(i * everyMs, readers)
    window.learn(costMs * readers, readers)
  }
  return ms
}

test('[FAN1] telling keeps to its share of a processor, however fast that is, and nobody waits longer than fifty milliseconds', () => {
  for (const [readers, costMs] of [
    [200, 0.01],
    [200, 0.03],
    [600, 0.005],
  ] as const)
    expect((readers * costMs) / last(readers, 1, costMs)).toBeCloseTo(0.3, 2)
  expect(last(1_000, 1, 0.02)).toBe(50)
})

test('[FAN1] three changes go together where that takes eight milliseconds at most', () => {
  expect(last(200, 1, 0.001)).toBeCloseTo(3)
  expect(last(50, 1.5, 0.001)).toBeCloseTo(4.5)
  expect(last(50, 4, 0.001)).toBe(8)
})

test('[FAN1] changes are gathered only where many write for many', () => {
  expect(last(20, 1, 0.01)).toBe(0)
  // One person who types before a whole class.
  expect(last(200, 200, 0.01)).toBe(0)
})

test('[FAN1] the first changes after a pause go out at once', () => {
  const window = new GatheringWindow()
  expect([0, 1, 2].map((now) => window.wait(now, 200))).toEqual([0, 0, 0])
  expect(window.wait(3, 200)).toBe(8)
  expect(window.wait(1_000, 200)).toBe(0)
})
