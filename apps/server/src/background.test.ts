import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createBackground } from './background.ts'

const aLog = () => {
  const lines: unknown[] = []
  return { lines, warn: (fields: unknown) => void lines.push(fields) }
}

test('[IN5] a stop tells what runs to give up, waits for its end, and lets nothing new begin', async () => {
  const log = aLog()
  const background = createBackground(log)
  const steps: string[] = []
  background.run('long', async (signal) => {
    await sleep(60_000, undefined, { signal }).catch(() => steps.push('told'))
    await new Promise((resolve) => void setImmediate(resolve))
    steps.push('ended')
  })
  await background.close()
  expect(steps).toEqual(['told', 'ended'])
  background.run('late', async () => void steps.push('late'))
  await background.close()
  expect(steps).toEqual(['told', 'ended'])
  expect(log.lines).toEqual([])
})

test('[IN5] a failure is logged by its name and ends nobody else; one that comes of the stop is none', async () => {
  const log = aLog()
  const background = createBackground(log)
  background.run('broken', () => Promise.reject(new TypeError('with content')))
  background.run('fine', () => Promise.resolve())
  await new Promise((resolve) => void setImmediate(resolve))
  expect(log.lines).toEqual([{ what: 'broken', error: 'TypeError' }])
  background.run('waiting', (signal) => sleep(60_000, undefined, { signal }))
  await background.close()
  expect(log.lines).toHaveLength(1)
})
