import { expect, test } from 'vitest'
import { slopeOf } from './slope.ts'

test('a line has its slope and nothing unsure about it; two points leave nothing to judge by', () => {
  const line = Array.from({ length: 6 }, (_, x) => [x, 3 + 2 * x] as const)
  expect(slopeOf(line)?.perUnit).toBeCloseTo(2)
  expect(slopeOf(line)?.margin).toBeCloseTo(0)
  expect(slopeOf(line.slice(0, 2))).toBeNull()
})

test('points about a line: slope and margin as worked out by hand', () => {
  // Sxx 10, Sxy 6, squares left 2.4, so 0.8 a degree of freedom: 3.182 · √(0.8 / 10).
  const slope = slopeOf([
    [1, 2],
    [2, 4],
    [3, 5],
    [4, 4],
    [5, 5],
  ])
  expect(slope?.perUnit).toBeCloseTo(0.6)
  expect(slope?.margin).toBeCloseTo(0.9)
})
