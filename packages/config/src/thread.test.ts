import { once } from 'node:events'
import { getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

const SCRIPT = `
import { readlinkSync } from 'node:fs'
import { getPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { workInBackground } from ${JSON.stringify(new URL('thread.ts', import.meta.url).href)}
workInBackground()
parentPort.postMessage(getPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1))))
`

test.runIf(process.platform === 'linux')(
  'a thread that works in the background leaves the process where it was',
  async () => {
    const before = getPriority()
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(SCRIPT)}`), { execArgv: [] })
    const [priority] = await once(worker, 'message')
    await worker.terminate()
    expect(priority).toBe(Math.max(10, before))
    expect(getPriority()).toBe(before)
  },
)
