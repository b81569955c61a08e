import { describe, expect, test } from 'vitest'
import { createServerClock } from './clock.ts'

/** A machine whose clocks are set by hand; the database answers half-way through each exchange. */
function machine(databaseMs: number) {
  const state = { monotonic: 500, database: databaseMs, asleep: 90_000, set: 0 }
  const pass = (ms: number) => {
    state.monotonic += ms
    state.database += ms
  }
  return {
    state,
    pass,
    sources: {
      monotonicMs: () => state.monotonic,
      wallMs: () => state.monotonic + state.asleep + state.set,
      uptimeMs: () => state.monotonic + state.asleep,
      async readDatabaseNow() {
        pass(3)
        const answer = state.database
        pass(3)
        return answer
      },
    },
  }
}

describe('the server clock', () => {
  test('[CL3] it begins at the database time', async () => {
    const { state, sources } = machine(1_800_000_000_000)
    const clock = await createServerClock(sources)
    expect(clock.nowMs()).toBe(state.database)
  })

  test.each([300_000, -300_000])('[CL3] a wall clock set by %i ms changes nothing', async (jump) => {
    const { state, pass, sources } = machine(1_800_000_000_000)
    const clock = await createServerClock(sources)
    const before = clock.nowMs()
    state.database += jump
    state.set += jump
    pass(1000)
    expect(clock.nowMs() - before).toBe(1000)
  })

  test('[CL3] a nap is counted within a second though the wall clock was set to hide it', async () => {
    const { state, pass, sources } = machine(1_800_000_000_000)
    const clock = await createServerClock(sources)
    const before = clock.nowMs()
    state.asleep += 60_000
    state.set -= 60_000
    pass(1_001)
    expect(clock.nowMs() - before).toBe(61_001)
  })

  test('[CL3] real time passes on the real clocks, whatever Date says', async () => {
    const clock = await createServerClock({ readDatabaseNow: async () => 1_800_000_000_000 })
    const realNow = Date.now
    try {
      const earliest = performance.now()
      const before = clock.nowMs()
      const began = performance.now()
      Date.now = () => realNow() + 300_000
      while (performance.now() - began < 20);
      const ended = performance.now()
      const passed = clock.nowMs() - before
      const latest = performance.now()
      // Between what surely passed and what may have: the machine may stop for a while between any two lines.
      expect(passed).toBeGreaterThan(ended - began - 0.1)
      expect(passed).toBeLessThan(latest - earliest + 0.1)
    } finally {
      Date.now = realNow
    }
  })

  test('[CL3] a nap of the machine is counted, and the clock never goes back', async () => {
    const { state, pass, sources } = machine(1_800_000_000_000)
    const clock = await createServerClock(sources)
    const before = clock.nowMs()
    state.asleep += 3_600_000
    pass(50)
    expect(clock.nowMs() - before).toBe(3_600_050)
    state.monotonic -= 40
    expect(clock.nowMs() - before).toBe(3_600_050)
  })
})
