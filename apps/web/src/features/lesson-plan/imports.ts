import { ROUTES, type ProblemCode } from '@gongyan/contract/client'
import { createSignal, onCleanup, type Accessor } from 'solid-js'
import { randomId } from '../../random-id.ts'
import type { AnyProblem } from '../../shell/index.ts'

/** How a file fares on its way to becoming a plan. */
export type ImportStep =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending'; readonly sentBytes: number }
  /** All of it is there; the server reads it. */
  | { readonly kind: 'reading' }
  | {
      readonly kind: 'done'
      readonly planId: string
      readonly title: string
      readonly unmapped: readonly { text: string; where: string }[]
    }
  | { readonly kind: 'failed'; readonly problem: AnyProblem }
  | { readonly kind: 'stopped' }

export interface ImportEntry {
  readonly key: string
  readonly file: File
  readonly step: ImportStep
}

export interface Imports {
  entries: Accessor<readonly ImportEntry[]>
  /** Files that wait or are under way. */
  openCount: Accessor<number>
  add: (files: Iterable<File>) => void
  retry: (key: string) => void
  stop: (key: string) => void
}

type Outcome = Extract<ImportStep, { kind: 'done' | 'failed' | 'stopped' }>

function outcomeOf(status: number, body: string): Outcome {
  try {
    const answer = JSON.parse(body) as
      | { id: string; title: string; unmapped: { text: string; where: string }[] }
      | { code: ProblemCode }
    if (status === 201 && 'id' in answer)
      return { kind: 'done', planId: answer.id, title: answer.title, unmapped: answer.unmapped }
    if ('code' in answer) return { kind: 'failed', problem: answer }
  } catch {
    // What is not JSON comes from something between us and the server.
  }
  return { kind: 'failed', problem: { code: status === 413 ? 'request/too-large' : 'network/unreachable' } }
}

/** Sends one file and says how far it is; XMLHttpRequest, because fetch cannot tell how much has been sent. */
function send(
  file: File,
  key: string,
  onStep: (step: ImportStep) => void,
): { outcome: Promise<Outcome>; stop: () => void } {
  const request = new XMLHttpRequest()
  const outcome = new Promise<Outcome>((resolve) => {
    request.upload.addEventListener('progress', (event) =>
      onStep({ kind: 'sending', sentBytes: Math.min(event.loaded, file.size) }),
    )
    request.upload.addEventListener('load', () => onStep({ kind: 'reading' }))
    request.addEventListener('load', () => resolve(outcomeOf(request.status, request.responseText)))
    request.addEventListener('error', () => resolve({ kind: 'failed', problem: { code: 'network/unreachable' } }))
    request.addEventListener('abort', () => resolve({ kind: 'stopped' }))
  })
  const form = new FormData()
  form.set('file', file, file.name)
  request.open(ROUTES.importLessonPlan.method.toUpperCase(), `/api/v1${ROUTES.importLessonPlan.path}`)
  request.setRequestHeader('accept', 'application/json')
  request.setRequestHeader('idempotency-key', key)
  request.send(form)
  return { outcome, stop: () => request.abort() }
}

/**
 * Files on their way to becoming plans, one after the other: a school's line is narrow, and a first result early is worth more than
 * all at once. A file sent again keeps its key, so that an answer lost on the way makes no second plan.
 */
export function createImports(onFinished: (entry: ImportEntry) => void): Imports {
  const [entries, setEntries] = createSignal<readonly ImportEntry[]>([])
  let running: { key: string; stop: () => void } | null = null
  let isOver = false
  const set = (key: string, step: ImportStep) =>
    setEntries((all) => all.map((entry) => (entry.key === key ? { ...entry, step } : entry)))

  const startNext = () => {
    const waiting = running ? undefined : entries().find((entry) => entry.step.kind === 'waiting')
    if (!waiting) return
    set(waiting.key, { kind: 'sending', sentBytes: 0 })
    const sent = send(waiting.file, waiting.key, (step) => {
      if (running?.key === waiting.key) set(waiting.key, step)
    })
    running = { key: waiting.key, stop: sent.stop }
    void sent.outcome.then((step) => {
      running = null
      // Closing stops those that wait as well: the window that said so is gone.
      if (isOver) return
      set(waiting.key, step)
      onFinished({ ...waiting, step })
      startNext()
    })
  }
  onCleanup(() => {
    isOver = true
    running?.stop()
  })

  return {
    entries,
    openCount: () => entries().filter((entry) => ['waiting', 'sending', 'reading'].includes(entry.step.kind)).length,
    add: (files) => {
      setEntries((all) => [
        ...all,
        ...[...files].map((file): ImportEntry => ({ key: randomId(), file, step: { kind: 'waiting' } })),
      ])
      startNext()
    },
    retry: (key) => {
      set(key, { kind: 'waiting' })
      startNext()
    },
    stop: (key) => {
      if (running?.key === key) running.stop()
      else set(key, { kind: 'stopped' })
    },
  }
}
