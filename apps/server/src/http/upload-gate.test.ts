import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createUploadGate } from './upload-gate.ts'

/** Work that ends when told to. */
function aWork() {
  let end = () => {}
  let isRunning = false
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return {
    run: async () => {
      isRunning = true
      await ended
      return 'done'
    },
    end: () => end(),
    isRunning: () => isRunning,
  }
}

describe('[FI4] uploads in memory are bounded', () => {
  test('those that do not fit wait unread, in order, and small ones do not overtake', async () => {
    const gate = createUploadGate(100, 10)
    const [first, second, third] = [aWork(), aWork(), aWork()]
    const results = [gate.pass('a', 60, first.run), gate.pass('b', 60, second.run), gate.pass('c', 10, third.run)]
    await turn()
    expect([first, second, third].map((work) => work.isRunning())).toEqual([true, false, false])
    first.end()
    await results[0]
    await turn()
    expect([second, third].map((work) => work.isRunning())).toEqual([true, true])
    second.end()
    third.end()
    expect(await Promise.all(results)).toEqual(['done', 'done', 'done'])
  })

  test('one larger than the whole room gets it alone; a made-up length counts as the whole room', async () => {
    const gate = createUploadGate(100, 10)
    expect(await gate.pass('a', 500, async () => 1)).toBe(1)
    const [liar, other] = [aWork(), aWork()]
    const results = [gate.pass('a', Number.NaN, liar.run), gate.pass('b', 1, other.run)]
    await turn()
    expect([liar.isRunning(), other.isRunning()]).toEqual([true, false])
    liar.end()
    other.end()
    await Promise.all(results)
  })

  test('one session has so many at a time, and its place back after a failure', async () => {
    const gate = createUploadGate(100, 2)
    const [one, two] = [aWork(), aWork()]
    const running = [gate.pass('a', 1, one.run), gate.pass('a', 1, two.run)]
    expect(await gate.pass('a', 1, async () => 3)).toBeNull()
    expect(await gate.pass('b', 1, async () => 4)).toBe(4)
    one.end()
    await running[0]
    await expect(gate.pass('a', 1, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await gate.pass('a', 1, async () => 5)).toBe(5)
    two.end()
    await running[1]
  })
})
