import type { Result } from '@gongyan/domain'
import { refuse } from '@gongyan/domain'
import type { ImportedPlan, ImportOptions } from './import-docx.ts'
import type { ImportLimits, ImportRefusal } from './refusal.ts'
import { runInThread } from './thread.ts'

export interface WorkerImportOptions extends Omit<ImportOptions, 'limits' | 'newId'> {
  /** Ends the reading; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal
}

/** `importDocx` in a thread of its own: time and memory exceeded are refusals like the others. */
export async function importDocxInWorker(
  bytes: Uint8Array,
  limits: ImportLimits,
  options: WorkerImportOptions = {},
): Promise<Result<ImportedPlan, ImportRefusal>> {
  const { signal, ...rest } = options
  signal?.throwIfAborted()
  // Too large a file is refused before a copy of it is made for the thread.
  if (bytes.length > limits.fileBytes) return refuse({ code: 'word/too-large', detail: `${bytes.length} bytes` })
  const copy = bytes.slice()
  return runInThread<Result<ImportedPlan, ImportRefusal>>({
    module: new URL('./import-worker.ts', import.meta.url),
    data: { bytes: copy, options: { ...rest, limits } },
    transfer: [copy.buffer],
    limits,
    signal,
  })
}
