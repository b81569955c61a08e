import { parentPort, workerData } from 'node:worker_threads'
import { readForm, writeForm } from '@gongyan/word'
import type { FormJob } from './form-jobs.ts'

/** The thread of `runFormJob`: reads one form, or writes one plan into it, and says what came of it. */
const job = workerData as FormJob
const answer =
  job.kind === 'read'
    ? readForm(job.bytes, { limits: job.limits, wordings: job.wordings })
    : writeForm(job.bytes, job.form, job.doc, (fileId) => job.media.get(fileId), job.meta)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(answer)
