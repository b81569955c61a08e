import { expect, test } from 'vitest'
import { WorkShare } from './work-share.ts'

function aLine() {
  const told: string[] = []
  const line = {
    pause: () => void told.push('paused'),
    resume: () => void told.push('resumed'),
    cut: () => void told.push('cut'),
  }
  return { told, share: new WorkShare(line, 200) }
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Keeps the processor for so long, however long that takes on a busy machine. */
function compute(ms: number): void {
  const end = processorMs() + ms
  while (processorMs() < end);
}

/** Has no processor for so long, as a thread in whose place another process runs. */
const wait = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

test('[LIM12] whose messages are handled while another process has the machine is neither rested nor cut', () => {
  const { told, share } = aLine()
  share.begin()
  wait(2_100)
  share.charge()
  for (let message = 0; message < 20; message++) {
    share.begin()
    compute(1)
    wait(30)
    share.charge()
  }
  expect(told).toEqual([])
})

test('[LIM12] who keeps the processor at work rests, and is cut when what was read with it is as dear', () => {
  const { told, share } = aLine()
  for (let message = 0; message < 6; message++) {
    share.begin()
    compute(100)
    share.charge()
  }
  expect(told).toEqual(['paused'])
  for (let message = 0; message < 32 && !told.includes('cut'); message++) {
    share.begin()
    compute(100)
    share.charge()
  }
  expect(told).toEqual(['paused', 'cut'])
})
