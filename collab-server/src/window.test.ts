import { expect, test } from 'vitest'
import { GatheringWindow } from './window.ts'

/** How long the changes that come every so many ms wait to be told together, at most. */
function longest(readers: number, everyMs: number): number {
  const window = new GatheringWindow()
  let tellAt: number | null = null
  let most = 0
  for (let i = 0; i < 200; i++) {
    const now = i * everyMs
    if (tellAt !== null && tellAt <= now) {
      window.told(tellAt)
      tellAt = null
    }
    const wait = window.wait(now, readers)
    most = Math.max(most, wait)
    tellAt ??= now + wait
  }
  return most
}

test('[FAN1] changes are gathered only where many write for many, and never longer than seven milliseconds', () => {
  expect(longest(200, 1)).toBe(7)
  expect(longest(1_000, 1)).toBe(7)
  expect(longest(50, 1)).toBe(2)
  expect(longest(20, 1)).toBe(0)
  // One person who types before a whole class.
  expect(longest(200, 200)).toBe(0)
})

test('[FAN1] the first changes after a pause go out at once, and so does one when the last are long told', () => {
  const window = new GatheringWindow()
  window.told(0)
  expect([0, 1, 2, 3].map((now) => window.wait(now, 200))).toEqual([0, 0, 0, 4])
  window.told(7)
  expect(window.wait(13, 200)).toBe(1)
  expect(window.wait(14, 200)).toBe(0)
  expect(window.wait(1_000, 200)).toBe(0)
})
