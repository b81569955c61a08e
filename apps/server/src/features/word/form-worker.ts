import { parentPort, workerData } from 'node:worker_threads'
import { workInBackground } from '@gongyan/config/thread'
import { ok } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { confirmForm, missingParts, readForm, writeForm } from '@gongyan/word'
import type { FormRefusal, LeftPart, WordForm } from '@gongyan/word'
import type { FormJob, UnplacedPart } from './form-jobs.ts'

type Job<K extends FormJob['kind']> = Extract<FormJob, { kind: K }>

/** The form with everything behind it that it has no place for. */
const withRest = (form: WordForm, missing: readonly LeftPart[]): WordForm =>
  confirmForm(
    form,
    missing.map(({ key }) => ({ part: key, rest: 'append' })),
  )

function fit({ bytes, form, doc }: Job<'fit'>): Result<readonly UnplacedPart[], FormRefusal> {
  const missing = missingParts(bytes, form, doc)
  if (!missing.ok || missing.value.length === 0) return missing.ok ? ok([]) : missing
  const never = missingParts(bytes, withRest(form, missing.value), doc)
  if (!never.ok) return never
  const lost = new Set(never.value.map(({ key }) => key))
  return ok(missing.value.map((part) => ({ ...part, mayAppend: !lost.has(part.key) })))
}

function write({ bytes, form, doc, media, meta, appendsRest }: Job<'write'>) {
  const missing = appendsRest ? missingParts(bytes, form, doc) : ok([])
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
