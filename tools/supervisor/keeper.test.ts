import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { ended } from '../process/index.ts'
import { backOff, Keeper } from './keeper.ts'
import type { RunningPart } from './keeper.ts'

/** A part that runs until it is killed. */
function makePart(): RunningPart {
  const child = spawn('sleep', ['60'])
  return {
    process: child,
    stop: async () => {
      child.kill('SIGKILL')
      await ended(child)
    },
  }
}

test('each failure in a row doubles the wait, from half a second to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map(backOff)).toEqual([
    500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ])
})

test('a part that dies is started again, also when starting it fails once, and a stopped one is not', async () => {
  const events: string[] = []
  const parts = [makePart()]
  let isBack: () => void = () => undefined
  const back = new Promise<void>((resolve) => (isBack = resolve))
  let attempts = 0
  const keeper = new Keeper({
    start: () => {
      attempts += 1
      if (attempts === 1) return Promise.reject(new Error('not yet'))
      const part = makePart()
      parts.push(part)
      return Promise.resolve(part)
    },
    onDeath: (how, delayMs) => events.push(`${how} ${delayMs}`),
    onBack: () => isBack(),
    onStartFailed: (error) => events.push(error instanceof Error ? error.message : 'unknown'),
  })
  const [first] = parts
  if (!first) throw new Error('no first part')
  keeper.keep(first)
  first.process.kill('SIGKILL')
  await back
  expect(events).toEqual(['SIGKILL 500', 'not yet', '未能启动 1000'])
  await keeper.stop(1000)
  expect(parts).toHaveLength(2)
  expect(parts.every((part) => part.process.signalCode === 'SIGKILL')).toBe(true)
})

test('stopping while waiting for the next attempt does not wait for it', async () => {
  const part = makePart()
  let died: () => void = () => undefined
  const death = new Promise<void>((resolve) => (died = resolve))
  const keeper = new Keeper({
    start: () => Promise.resolve(makePart()),
    onDeath: () => died(),
    onBack: () => undefined,
  })
  keeper.keep(part)
  part.process.kill('SIGKILL')
  await death
  const since = performance.now()
  await keeper.stop(1000)
  expect(performance.now() - since).toBeLessThan(400)
})
