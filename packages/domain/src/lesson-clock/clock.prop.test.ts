import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateOffset, tMsAt, type ClockSample } from './clock.ts'

const instant = fc.integer({ min: 1_700_000_000_000, max: 2_000_000_000_000 })
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const runs = { seed, verbose: 1 } as const

/** An exchange over a network with these delays, as a device whose own clock is `skew` away from the server's sees it. */
const exchange = (askedAt: number, there: number, back: number, skew: number): ClockSample => ({
  askedAt,
  serverMs: askedAt + there + skew,
  answeredAt: askedAt + there + back,
})
const delays = fc.record({
  at: fc.integer({ min: 0, max: 600_000 }),
  there: fc.integer({ min: 0, max: 4000 }),
  back: fc.integer({ min: 0, max: 4000 }),
})

describe(`the lesson clock (seed ${seed})`, () => {
  test('[CL2] tMs grows with the server instant and is negative before the start', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: -86_400_000, max: 86_400_000 }),
        fc.nat(10_000),
        (startedAtMs, offset, later) => {
          const clock = { lessonId: 'any', startedAtMs }
          expect(tMsAt(clock, startedAtMs + offset)).toBe(offset)
          expect(tMsAt(clock, startedAtMs + offset + later)).toBeGreaterThanOrEqual(tMsAt(clock, startedAtMs + offset))
        },
      ),
      runs,
    )
  })

  test('[CL4] the estimate is never further off than the error it states', () => {
    fc.assert(
      fc.property(
        fc.array(delays, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: -1e12, max: 1e12 }),
        (network, skew) => {
          const estimate = estimateOffset(network.map(({ at, there, back }) => exchange(at, there, back, skew)))
          expect(Math.abs((estimate?.offsetMs ?? Number.NaN) - skew)).toBeLessThanOrEqual(
            (estimate?.errorMs ?? Number.NaN) + 1e-3,
          )
          expect(estimate?.errorMs).toBeLessThanOrEqual(
            Math.min(...network.map(({ there, back }) => (there + back) / 2)),
          )
        },
      ),
      runs,
    )
  })

  test('[CL4] an answer before its question is no sample', () => {
    expect(estimateOffset([{ askedAt: 10, serverMs: 5, answeredAt: 9 }])).toBeNull()
    expect(estimateOffset([])).toBeNull()
  })
})
