import { parentPort, workerData } from 'node:worker_threads'
import { workInBackground } from '@gongyan/config/thread'
import { importDocx } from './import-docx.ts'
import type { ImportOptions } from './import-docx.ts'

/** The thread of `importDocxInWorker`: reads one file and says what it found. */
workInBackground()
const { bytes, options } = workerData as { bytes: Uint8Array; options: ImportOptions }
const result = importDocx(bytes, options)
// Pictures go over as they are: a copy of them would lie in this thread's memory and in the server's.
const pictures = result.ok ? [...new Set(result.value.media.map((picture) => picture.bytes.buffer as ArrayBuffer))] : []
parentPort?.postMessage(result, pictures)
