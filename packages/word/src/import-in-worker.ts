import { Worker } from 'node:worker_threads'
import type { Result } from '@gongyan/domain'
import { refuse } from '@gongyan/domain'
import type { ImportedPlan, ImportOptions } from './import-docx.ts'
import type { ImportLimits, ImportRefusal } from './refusal.ts'

export interface WorkerImportOptions extends Omit<ImportOptions, 'limits' | 'newId'> {
  /** Ends the reading; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * `importDocx` in a thread of its own, with a limit on its memory and its time: whatever a file does to the reader, the
 * server goes on. Time and memory exceeded are refusals like the others.
 */
export function importDocxInWorker(
  bytes: Uint8Array,
  limits: ImportLimits,
  options: WorkerImportOptions = {},
): Promise<Result<ImportedPlan, ImportRefusal>> {
  const { signal, ...rest } = options
  signal?.throwIfAborted()
  // Too large a file is refused before a copy of it is made for the thread.
  if (bytes.length > limits.fileBytes)
    return Promise.resolve(refuse({ code: 'word/too-large', detail: `${bytes.length} bytes` }))
  return new Promise((resolve, reject) => {
    const copy = bytes.slice()
    const worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
      workerData: { bytes: copy, options: { ...rest, limits } },
      transferList: [copy.buffer],
      resourceLimits: {
        maxOldGenerationSizeMb: limits.memoryMb,
        maxYoungGenerationSizeMb: Math.max(16, Math.round(limits.memoryMb / 8)),
        stackSizeMb: 8,
      },
      // The reader needs nothing of the server's environment, so it does not get it.
      env: {},
      execArgv: [],
    })
    const timer = setTimeout(
      () => end(() => resolve(refuse({ code: 'word/timeout', detail: `${limits.seconds} s` }))),
      limits.seconds * 1000,
    )
    const abort = () => end(() => reject(signal?.reason as Error))
    let ended = false
    const end = (settle: () => void) => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      void worker.terminate()
      settle()
    }
    signal?.addEventListener('abort', abort, { once: true })
    worker.once('message', (result: Result<ImportedPlan, ImportRefusal>) => end(() => resolve(result)))
    worker.once('error', (error: Error & { code?: string }) =>
      end(() =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? resolve(refuse({ code: 'word/out-of-memory', detail: `${limits.memoryMb} MB` }))
          : reject(error),
      ),
    )
    worker.once('exit', (code) => end(() => reject(new Error(`import worker ended with ${code}`))))
  })
}
