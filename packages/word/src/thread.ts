import { Worker } from 'node:worker_threads'
import type { TransferListItem } from 'node:worker_threads'
import { refuse } from '@gongyan/domain'
import type { ImportLimits, ImportRefusal } from './refusal.ts'

export interface ThreadJob {
  /** The module that runs: it gets `data` as its `workerData` and posts one message, the answer. */
  readonly module: URL
  readonly data: unknown
  /** What is handed over and not copied. */
  readonly transfer?: TransferListItem[]
  readonly limits: Pick<ImportLimits, 'seconds' | 'memoryMb'>
  /** Ends the thread; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs a module in a thread of its own, with a limit on its memory and its time: whatever a file does to its reader, the server
 * goes on. Time and memory exceeded are refusals; whatever else ends the thread without an answer rejects.
 */
export function runInThread<T>(job: ThreadJob): Promise<T | { ok: false; refusal: ImportRefusal }> {
  const { module, data, transfer = [], limits, signal } = job
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const worker = new Worker(module, {
      workerData: data,
      transferList: transfer,
      resourceLimits: {
        maxOldGenerationSizeMb: limits.memoryMb,
        maxYoungGenerationSizeMb: Math.max(16, Math.round(limits.memoryMb / 8)),
        stackSizeMb: 8,
      },
      // Nothing of the server's environment is needed there, so it does not get it.
      env: {},
      execArgv: [],
    })
    let isOver = false
    const end = (settle: () => void) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      void worker.terminate()
      settle()
    }
    const abort = () => end(() => reject(signal?.reason as Error))
    const timer = setTimeout(
      () => end(() => resolve(refuse({ code: 'word/timeout', detail: `${limits.seconds} s` }))),
      limits.seconds * 1000,
    )
    signal?.addEventListener('abort', abort, { once: true })
    worker.once('message', (answer: T) => end(() => resolve(answer)))
    worker.once('error', (error: Error & { code?: string }) =>
      end(() =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? resolve(refuse({ code: 'word/out-of-memory', detail: `${limits.memoryMb} MB` }))
          : reject(error),
      ),
    )
    worker.once('exit', (code) => end(() => reject(new Error(`a thread ended with ${code}`))))
  })
}
