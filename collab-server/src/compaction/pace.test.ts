import { expect, test } from 'vitest'
import { PACE, SNAPSHOT_BYTES_PER_UPDATE, isDue } from './pace.ts'

test('[CMP3] however large a state is, keeping it writes no more than its share per update', () => {
  for (const bytes of [0, 1_000, 50_000, 100_000, 1_000_000, 20_000_000]) {
    let rows = 0
    while (!isDue(PACE, rows, bytes, false)) rows += 1
    expect(rows).toBeGreaterThanOrEqual(PACE.leastRows)
    expect(bytes / rows).toBeLessThanOrEqual(SNAPSHOT_BYTES_PER_UPDATE)
    expect(isDue(PACE, rows, bytes, true)).toBe(true)
  }
})

test('[CMP3] when nobody writes any more a shorter tail is enough, and next to nothing is not', () => {
  expect(isDue(PACE, 250, 1_000, false)).toBe(false)
  expect(isDue(PACE, 250, 1_000, true)).toBe(true)
  expect(isDue(PACE, 20, 0, true)).toBe(false)
  expect(isDue(PACE, 250, 1_000_000, true)).toBe(false)
})
