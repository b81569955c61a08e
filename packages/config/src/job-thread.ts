import { parentPort, Worker } from 'node:worker_threads'
import { workInBackground } from './thread.ts'

/** A job that takes longer is ended with its thread. */
const JOB_TIMEOUT_MS = 60_000
/** Memory of a thread, MB: a document that needs more ends the thread and not the server. */
const MEMORY_MB = 512

/** What a thread is asked, by kind: plain data both ways. */
export type Jobs<Kinds> = { [K in keyof Kinds]: { readonly question: unknown; readonly answer: unknown } }
type Question<J extends Jobs<J>, K extends keyof J> = J[K]['question']
type Answer<J extends Jobs<J>, K extends keyof J> = J[K]['answer']

/** A thread could not answer: it ended, took too long, or what it needs failed it. */
export class WorkerFault extends Error {
  override readonly name = 'WorkerFault'
}

export interface JobThread<J extends Jobs<J>> {
  /** Puts a question behind those that wait; rejects with a WorkerFault. What is in `transfer` is given away. */
  ask<K extends keyof J>(kind: K, question: Question<J, K>, transfer?: readonly ArrayBuffer[]): Promise<Answer<J, K>>
  close(): Promise<void>
}

export interface JobThreadOptions {
  /** Calls `serveJobs`. */
  readonly script: URL
  /** As the system shows it. */
  readonly name: string
  readonly workerData?: unknown
  readonly jobTimeoutMs?: number | undefined
}

interface Request {
  readonly id: number
  readonly kind: PropertyKey
  readonly question: unknown
}
type Reply = { readonly id: number } & ({ readonly answer: unknown } | { readonly fault: string })

interface Job {
  readonly request: Request
  readonly transfer: readonly ArrayBuffer[]
  resolve(answer: never): void
  reject(fault: WorkerFault): void
}

/** One thread, started with the first question and again after it ended, which does one job at a time. */
export function createJobThread<J extends Jobs<J>>({
  script,
  name,
  workerData,
  jobTimeoutMs = JOB_TIMEOUT_MS,
}: JobThreadOptions): JobThread<J> {
  const waiting: Job[] = []
  let current: Job | null = null
  let worker: Worker | null = null
  let timer: NodeJS.Timeout | undefined
  let lastId = 0
  let isClosed = false

  function start(): Worker {
    const thread = new Worker(script, {
      workerData,
      execArgv: [],
      name,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    // The server lives as long as its listeners do, not as long as this.
    thread.unref()
    thread.on('message', (reply: Reply) => {
      if (reply.id !== current?.request.id) return
      const job = finish()
      if ('answer' in reply) job?.resolve(reply.answer as never)
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
    worker.postMessage(job.request, job.transfer)
    timer = setTimeout(() => {
      const late = worker
      if (!late) return
      ended(late, `no answer within ${jobTimeoutMs} ms`)
      void late.terminate()
    }, jobTimeoutMs)
    timer.unref()
  }

  return {
    ask: <K extends keyof J>(kind: K, question: Question<J, K>, transfer: readonly ArrayBuffer[] = []) =>
      new Promise<Answer<J, K>>((resolve, reject) => {
        if (isClosed) return reject(new WorkerFault('closed'))
        waiting.push({
          request: { id: ++lastId, kind, question },
          transfer,
          // The reply carries the id of this question, so it is of its kind.
          resolve,
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

/** Answers the questions of a `createJobThread`, one at a time, behind all who type. Called once, in the thread. */
export function serveJobs<J extends Jobs<J>>(perform: {
  [K in keyof J]: (question: Question<J, K>) => Answer<J, K> | Promise<Answer<J, K>>
}): void {
  const port = parentPort
  if (!port) throw new Error('this runs in a worker thread')
  workInBackground()
  port.on('message', (request: Request) => {
    const kind = request.kind as keyof J
    void Promise.resolve()
      .then(() => perform[kind](request.question as Question<J, typeof kind>))
      .then((answer): Reply => ({ id: request.id, answer }))
      .catch((error: unknown): Reply => ({ id: request.id, fault: describeFault(error) }))
      .then((reply) => port.postMessage(reply, []))
  })
}

/** The name and code of an error: a message, of the database for instance, may quote what people wrote. */
export const describeFault = (error: unknown): string =>
  error instanceof Error
    ? `${'code' in error && typeof error.code === 'string' ? `${error.code} ` : ''}${error.name}`
    : 'unknown'
