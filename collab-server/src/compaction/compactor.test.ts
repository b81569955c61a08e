import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createCompactor, type PacedLog } from './compactor.ts'
import type { Jobs } from './jobs.ts'
import { PACE } from './pace.ts'
import type { WorkerThread } from './thread.ts'

test('[CMP3] a document that hundreds write is kept no more often than its pace allows', async () => {
  const keptAt: number[] = []
  const paced: { -readonly [K in keyof PacedLog]: PacedLog[K] } = {
    name: 'lessonPlan:1',
    head: 0n,
    snapshotSeq: 0n,
    snapshotBytes: 1_000,
  }
  const thread: WorkerThread = {
    ask: async <K extends keyof Jobs>() => {
      keptAt.push(performance.now())
      return { kind: 'kept', seq: paced.head, bytes: 1_000, rawSize: 1_000 } as unknown as Jobs[K]['answer']
    },
    close: async () => {},
  }
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  const compactor = createCompactor({
    thread,
    pace: { ...PACE, leastMs: 100 },
    log: quiet,
    observe: () => {},
    now: () => new Date(),
  })
  while (keptAt.length < 3) {
    paced.head += 600n
    compactor.stored(paced)
    await sleep(5)
  }
  compactor.close()
  const gaps = keptAt.slice(1).map((at, index) => at - (keptAt[index] ?? at))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100)
})
