import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makePatience } from './patience.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('[CO-P1] an attempt without a word of the server is given up after 15 s, once', () => {
  const over = vi.fn<() => void>()
  makePatience(over).start()
  vi.advanceTimersByTime(14_999)
  expect(over).not.toHaveBeenCalled()
  vi.advanceTimersByTime(100_000)
  expect(over).toHaveBeenCalledTimes(1)
})
test('[CO-P2] 4 MB at 512 kbit/s are waited for; each word renews the patience', () => {
  const over = vi.fn<() => void>()
  const patience = makePatience(over)
  patience.start()
  vi.advanceTimersByTime(10_000)
  patience.heard()
  vi.advanceTimersByTime((4_000_000 * 8) / 512)
  patience.heard()
  vi.advanceTimersByTime(119_999)
  expect(over).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(over).toHaveBeenCalledTimes(1)
})
test('[CO-P3] what is heard when no attempt runs starts nothing', () => {
  const over = vi.fn<() => void>()
  const patience = makePatience(over)
  patience.heard()
  patience.start()
  patience.stop()
  patience.heard()
  vi.advanceTimersByTime(1_000_000)
  expect(over).not.toHaveBeenCalled()
})
