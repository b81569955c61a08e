import { expect, test } from 'vitest'
import { GatheringWindow } from './window.ts'

/** How long a change waits at last, of those that come every so many ms. */
function last(readers: number, everyMs: number): number {
  const window = new GatheringWindow()
  let ms = 0
  for (let i = 0; i < 100; i++) ms = window.wait(i * everyMs, readers)
  return ms
}

test('[FAN1] changes are gathered only where many write for many, and never longer than twelve milliseconds', () => {
  expect(last(200, 1)).toBe(12)
  expect(last(1_000, 1)).toBe(12)
  expect(last(50, 4)).toBe(7)
  expect(last(20, 1)).toBe(0)
  // One person who types before a whole class.
  expect(last(200, 200)).toBe(0)
})

test('[FAN1] the first changes after a pause go out at once', () => {
  const window = new GatheringWindow()
  expect([0, 1, 2, 3].map((now) => window.wait(now, 200))).toEqual([0, 0, 0, 12])
  expect(window.wait(1_000, 200)).toBe(0)
})
