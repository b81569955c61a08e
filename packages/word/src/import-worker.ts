import { parentPort, workerData } from 'node:worker_threads'
import { workInBackground } from '@gongyan/config/thread'
import { importDocx } from './import-docx.ts'
import type { ImportOptions } from './import-docx.ts'

/** The thread of `importDocxInWorker`: reads one file and says what it found. */
workInBackground()
const { bytes, options } = workerData as { bytes: Uint8Array; options: ImportOptions }
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(importDocx(bytes, options))
