import { expect, onTestFinished, test } from 'vitest'
import { createJobThread, WorkerFault } from './job-thread.ts'

interface Sums {
  add: { readonly question: readonly number[]; readonly answer: number }
  fail: { readonly question: string; readonly answer: never }
  hang: { readonly question: null; readonly answer: never }
  end: { readonly question: number; readonly answer: never }
  size: { readonly question: Uint8Array; readonly answer: number }
}

const SCRIPT = `
import { serveJobs } from ${JSON.stringify(new URL('job-thread.ts', import.meta.url).href)}
serveJobs({
  add: (numbers) => numbers.reduce((sum, one) => sum + one, 0),
  fail: (message) => { throw Object.assign(new RangeError(message), { code: 'E1' }) },
  hang: () => { for (;;); },
  end: (code) => process.exit(code),
  size: (bytes) => bytes.length,
})
`

function aThread(jobTimeoutMs?: number) {
  const script = new URL(`data:text/javascript,${encodeURIComponent(SCRIPT)}`)
  const thread = createJobThread<Sums>({ script, name: 'test', jobTimeoutMs })
  onTestFinished(() => thread.close())
  return thread
}

test('a job that fails, ends its thread or takes too long fails alone, and those behind it are answered', async () => {
  const thread = aThread(2_000)
  const asked = [
    thread.ask('add', [1, 2, 3]),
    thread.ask('fail', '学生的名字'),
    thread.ask('add', [4]),
    thread.ask('end', 3),
    thread.ask('add', [5]),
    thread.ask('hang', null),
    thread.ask('add', [6]),
  ]
  const told = (await Promise.allSettled(asked)).map((one) =>
    one.status === 'fulfilled' ? one.value : one.reason instanceof WorkerFault ? one.reason.message : one.reason,
  )
  // What an error says may quote what people wrote: only its name and code come over.
  expect(told).toEqual([6, 'E1 RangeError', 4, 'ended with 3', 5, 'no answer within 2000 ms', 6])
})

test('bytes that are given away are not copied, and after closing nothing is answered', async () => {
  const thread = aThread()
  const bytes = new Uint8Array(100_000)
  expect(await thread.ask('size', bytes, [bytes.buffer])).toBe(100_000)
  expect(bytes.length).toBe(0)
  const late = thread.ask('add', [1])
  await Promise.all([expect(late).rejects.toThrow('closed'), thread.close()])
  await expect(thread.ask('add', [1])).rejects.toThrow('closed')
})
