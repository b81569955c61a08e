import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tMsAt } from '@gongyan/domain'
import { makeServerTime } from './server-time.ts'

const FIVE_MINUTES = 300_000
const seed = Date.now() % 1_000_000

/** A device and a server whose wall clocks are wrong in their own ways, with a network between them. Time is one number. */
function world(network: { there: number; back: number }) {
  let truth = 1_000_000
  const server = { anchorTruth: truth, anchorMs: 1_800_000_000_000 }
  const device = { wallSkew: 0, stoodStill: 0 }
  let isReachable = true
  const pass = (ms: number) => {
    truth += ms
  }
  const serverMs = () => server.anchorMs + truth - server.anchorTruth
  const time = makeServerTime({
    async askServer() {
      if (!isReachable) throw new TypeError('Failed to fetch')
      pass(network.there)
      const answer = serverMs()
      pass(network.back)
      return answer
    },
    monotonicMs: () => truth - device.stoodStill - 900_000,
    wallMs: () => truth + 1_700_000_000_000 + device.wallSkew,
  })
  return {
    time,
    pass,
    serverMs,
    jump: (ms: number) => {
      device.wallSkew += ms
    },
    sleep: (ms: number) => {
      pass(ms)
      device.stoodStill += ms
    },
    cut: (is: boolean) => {
      isReachable = !is
    },
  }
}
const clock = { lessonId: 'any', startedAtMs: 1_800_000_000_000 }
const difference = ({ time, serverMs }: ReturnType<typeof world>) =>
  tMsAt(clock, time.nowMs() ?? Number.NaN) - tMsAt(clock, serverMs())

describe(`the server's time in a page (seed ${seed})`, () => {
  test('[CL4] unknown until the server has answered, and a dead network does not reject', async () => {
    const here = world({ there: 1, back: 1 })
    here.cut(true)
    await here.time.exchange()
    expect([here.time.nowMs(), here.time.errorMs()]).toEqual([null, null])
  })

  test.each([FIVE_MINUTES, -FIVE_MINUTES])(
    '[CL5] a wall clock set by %i ms gives the same tMs within 50 ms',
    async (jump) => {
      const here = world({ there: 30, back: 40 })
      here.jump(jump)
      await here.time.exchange()
      expect(Math.abs(difference(here))).toBeLessThanOrEqual(50)
      here.jump(-2 * jump)
      here.pass(7_000)
      expect(Math.abs(difference(here))).toBeLessThanOrEqual(50)
      expect(here.time.isShaken()).toBe(true)
      expect(here.time.isShaken()).toBe(false)
    },
  )

  test('[CL5] after a sleep in which the monotonic clock stood still it is right again with the next exchange', async () => {
    const here = world({ there: 20, back: 20 })
    await here.time.exchange()
    here.sleep(3_600_000)
    expect(here.time.isShaken()).toBe(true)
    await here.time.exchange()
    expect(Math.abs(difference(here))).toBeLessThanOrEqual(50)
  })

  test('[CL5] an offline device keeps counting', async () => {
    const here = world({ there: 20, back: 60 })
    await here.time.exchange()
    here.cut(true)
    here.pass(1_800_000)
    here.jump(FIVE_MINUTES)
    here.time.isShaken()
    await here.time.exchange()
    expect(Math.abs(difference(here))).toBeLessThanOrEqual(50)
  })

  test('[CL5] the clock of a page never goes back by a correction, whatever the network and the wall clock do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            there: fc.nat(90),
            back: fc.nat(90),
            pass: fc.nat(90_000),
            jump: fc.integer({ min: -FIVE_MINUTES, max: FIVE_MINUTES }),
          }),
          { maxLength: 20 },
        ),
        async (steps) => {
          const network = { there: 0, back: 0 }
          const here = world(network)
          let before = Number.NEGATIVE_INFINITY
          for (const step of steps) {
            Object.assign(network, step)
            here.jump(step.jump)
            here.time.isShaken()
            await here.time.exchange()
            const now = here.time.nowMs() ?? Number.NaN
            expect(now).toBeGreaterThanOrEqual(before)
            expect(Math.abs(difference(here))).toBeLessThanOrEqual(91)
            before = now
            here.pass(step.pass)
          }
        },
      ),
      { seed, numRuns: 200 },
    )
  })
})
