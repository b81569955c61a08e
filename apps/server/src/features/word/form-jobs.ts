import type { DocJson } from '@gongyan/documents'
import { refuse } from '@gongyan/domain'
import type { Result, Wording } from '@gongyan/domain'
import type {
  FormMeta,
  FormReading,
  FormRefusal,
  ImportLimits,
  LeftPart,
  PlanComment,
  StoredMedia,
  WordForm,
  WrittenForm,
} from '@gongyan/word'
import { runInThread } from '@gongyan/word'
import { createQueue } from '../../queue.ts'

interface ReadJob {
  readonly kind: 'read'
  readonly bytes: Uint8Array
  readonly limits: ImportLimits
  readonly wordings: readonly Wording[]
}
interface PlanInForm {
  readonly bytes: Uint8Array
  readonly form: WordForm
  readonly doc: DocJson
}
interface FitJob extends PlanInForm {
  readonly kind: 'fit'
  readonly media: ReadonlyMap<string, StoredMedia>
  readonly comments: readonly PlanComment[]
  readonly appendsRest: boolean
}
interface WriteJob extends PlanInForm {
  readonly kind: 'write'
  readonly media: ReadonlyMap<string, StoredMedia>
  readonly meta: FormMeta
  /** Whether everything without a place is written behind the form, whatever the form is set up for. */
  readonly appendsRest: boolean
}
export type FormJob = ReadJob | FitJob | WriteJob

/** A part of a plan without a place in a form, and whether it can be written behind the form. */
export type UnplacedPart = LeftPart & { readonly mayAppend: boolean }

/** How a plan fits into a form. */
export interface Fit {
  /** What of the plan the form has no place for. */
  readonly left: readonly UnplacedPart[]
  /** Comments, by their place in the list, that stand elsewhere than they stood. */
  readonly moved: readonly number[]
}

/** Forms read or written side by side on one server; each may take LIMIT_IMPORT_MEMORY_MB. */
const AT_ONCE = 2

export interface FormJobs {
  read(bytes: Uint8Array, wordings: readonly Wording[], signal: AbortSignal): Promise<Result<FormReading, FormRefusal>>
  fit(job: Omit<FitJob, 'kind'>, signal: AbortSignal): Promise<Result<Fit, FormRefusal>>
  write(job: Omit<WriteJob, 'kind'>, signal: AbortSignal): Promise<Result<WrittenForm, FormRefusal>>
}

/** Forms come from people like plans do, so they are read and written in threads with the same bounds. */
export function createFormJobs(limits: ImportLimits): FormJobs {
  const atOnce = createQueue(AT_ONCE)
  return {
    read: (bytes, wordings, signal) =>
      bytes.byteLength > limits.fileBytes
        ? Promise.resolve(refuse({ code: 'word/too-large', detail: `${bytes.byteLength} bytes` }))
        : atOnce(() => run<FormReading>({ kind: 'read', bytes, limits, wordings }, limits, signal)),
    fit: (job, signal) => atOnce(() => run<Fit>({ kind: 'fit', ...job }, limits, signal)),
    write: (job, signal) => atOnce(() => run<WrittenForm>({ kind: 'write', ...job }, limits, signal)),
  }
}

const run = <T>(job: FormJob, limits: ImportLimits, signal: AbortSignal): Promise<Result<T, FormRefusal>> =>
  runInThread<Result<T, FormRefusal>>({
    module: new URL('./form-worker.ts', import.meta.url),
    data: job,
    limits,
    signal,
  })
