import { Worker } from 'node:worker_threads'
import type { Answer, JobKind, Question, WorkerReply, WorkerRequest } from './jobs.ts'

/** A job that takes longer is ended with its thread. */
const JOB_TIMEOUT_MS = 60_000
/** Memory of the thread, MB: a document that needs more ends the thread and not the server. */
const MEMORY_MB = 512

/** The worker could not answer: it ended, took too long, or the database failed it. */
export class WorkerFault extends Error {
  override readonly name = 'WorkerFault'
}

export interface WorkerThread {
  /** Puts a question behind those that wait; rejects with a WorkerFault. */
  ask<K extends JobKind>(kind: K, question: Question<K>): Promise<Answer<K>>
  close(): Promise<void>
}

export interface WorkerThreadOptions {
  readonly databaseUrl: string
  readonly jobTimeoutMs?: number
}

interface Job {
  readonly request: WorkerRequest
  resolve(answer: Answer<JobKind>): void
  reject(fault: WorkerFault): void
}

/** One thread, started with the first question and again after it ended, which does one job at a time. */
export function createWorkerThread({ databaseUrl, jobTimeoutMs = JOB_TIMEOUT_MS }: WorkerThreadOptions): WorkerThread {
  const waiting: Job[] = []
  let current: Job | null = null
  let worker: Worker | null = null
  let timer: NodeJS.Timeout | undefined
  let lastId = 0
  let isClosed = false

  function start(): Worker {
    const thread = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { databaseUrl },
      execArgv: [],
      name: 'gongyan-compaction',
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    // The server lives as long as its listeners do, not as long as this.
    thread.unref()
    thread.on('message', (reply: WorkerReply) => {
      if (reply.id !== current?.request.id) return
      const job = finish()
      if ('answer' in reply) job?.resolve(reply.answer)
      else job?.reject(new WorkerFault(reply.fault))
      next()
    })
    thread.on('error', (error) => ended(thread, error.name))
    thread.on('exit', (code) => ended(thread, `ended with ${code}`))
    return thread
  }

  function finish(): Job | null {
    clearTimeout(timer)
    const job = current
    current = null
    return job
  }

  function ended(thread: Worker, why: string): void {
    if (worker !== thread) return
    worker = null
    finish()?.reject(new WorkerFault(why))
    next()
  }

  function next(): void {
    if (current || isClosed) return
    const job = waiting.shift()
    if (!job) return
    current = job
    worker ??= start()
    worker.postMessage(job.request, [])
    timer = setTimeout(() => {
      const late = worker
      if (!late) return
      ended(late, `no answer within ${jobTimeoutMs} ms`)
      void late.terminate()
    }, jobTimeoutMs)
    timer.unref()
  }

  return {
    ask: <K extends JobKind>(kind: K, question: Question<K>) =>
      new Promise<Answer<K>>((resolve, reject) => {
        if (isClosed) return reject(new WorkerFault('closed'))
        waiting.push({
          request: { id: ++lastId, kind, question },
          // The reply carries the id of this question, so it is of its kind.
          resolve: (answer: Answer<K>) => resolve(answer),
          reject,
        })
        next()
      }),
    async close() {
      isClosed = true
      const thread = worker
      worker = null
      finish()?.reject(new WorkerFault('closed'))
      for (const job of waiting.splice(0)) job.reject(new WorkerFault('closed'))
      await thread?.terminate()
    },
  }
}
