import { createJobThread, type JobThread } from '@gongyan/config/job-thread'
import type { Jobs } from './jobs.ts'

export { WorkerFault } from '@gongyan/config/job-thread'

export type WorkerThread = JobThread<Jobs>

export interface WorkerThreadOptions {
  readonly databaseUrl: string
  readonly jobTimeoutMs?: number
}

/** The thread that works on whole documents, over a connection of its own. */
export const createWorkerThread = ({ databaseUrl, jobTimeoutMs }: WorkerThreadOptions): WorkerThread =>
  createJobThread<Jobs>({
    script: new URL('./worker.ts', import.meta.url),
    name: 'gongyan-compaction',
    workerData: { databaseUrl },
    jobTimeoutMs,
  })
