import { parentPort, workerData } from 'node:worker_threads'
import { workInBackground } from '@gongyan/config/thread'
import { ok } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { confirmForm, missingParts, readForm, writeForm } from '@gongyan/word'
import type { FormRefusal, LeftPart, WordForm } from '@gongyan/word'
import type { Fit, FormJob } from './form-jobs.ts'

type Job<K extends FormJob['kind']> = Extract<FormJob, { kind: K }>

/** The form with everything behind it that it has no place for. */
const withRest = (form: WordForm, missing: readonly LeftPart[]): WordForm =>
  confirmForm(
    form,
    missing.map(({ key }) => ({ part: key, rest: 'append' })),
  )

function fit({ bytes, form, doc, media, comments, appendsRest }: Job<'fit'>): Result<Fit, FormRefusal> {
  const source = (fileId: string) => media.get(fileId)
  const missing = missingParts(bytes, form, doc, source)
  if (!missing.ok) return missing
  const whole = writeForm(bytes, withRest(form, missing.value), doc, source, { comments })
  if (!whole.ok) return whole
  const lost = new Set(whole.value.left.map(({ key }) => key))
  const left = missing.value.map((part) => ({ ...part, mayAppend: !lost.has(part.key) }))
  if (appendsRest || comments.length === 0) return ok({ left, moved: whole.value.moved })
  const bare = writeForm(bytes, form, doc, source, { comments })
  return bare.ok ? ok({ left, moved: bare.value.moved }) : bare
}

function write({ bytes, form, doc, media, meta, appendsRest }: Job<'write'>) {
  const missing = appendsRest ? missingParts(bytes, form, doc, (fileId) => media.get(fileId)) : ok([])
  return missing.ok
    ? writeForm(bytes, withRest(form, missing.value), doc, (fileId) => media.get(fileId), meta)
    : missing
}

function answerTo(job: FormJob) {
  switch (job.kind) {
    case 'read':
      return readForm(job.bytes, { limits: job.limits, wordings: job.wordings })
    case 'fit':
      return fit(job)
    case 'write':
      return write(job)
  }
}

workInBackground()
/** The thread of `createFormJobs`: reads one form, or writes one plan into it, and says what came of it. */
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(answerTo(workerData as FormJob))
