import { ROUTES, type ProblemCode } from '@gongyan/contract/client'
import { createRoot, createSignal, type Accessor } from 'solid-js'
import { randomId } from '../../random-id.ts'
import type { AnyProblem } from '../../shell/index.ts'
import { forgetFile, keepFiles, listKept } from './kept-files.ts'

/** How a file fares until the server has it. */
export type SendStep =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sending'; readonly sentBytes: number }
  | { readonly kind: 'failed'; readonly problem: AnyProblem }

export interface Outgoing {
  readonly key: string
  readonly file: File
  readonly step: SendStep
}

export interface Sending {
  /** What the server has not got yet. */
  readonly entries: Accessor<readonly Outgoing[]>
  /** Counts the files that arrived: whoever shows the batch asks again when it changes. */
  readonly arrived: Accessor<number>
  readonly add: (files: readonly File[]) => void
  readonly retry: (key: string) => void
  /** Lets a file go that has not arrived. */
  readonly drop: (key: string) => void
}

/** Two at a time: the server reads one while the line carries the other. */
const AT_ONCE = 2
/** How long a line that is down is left alone before the next try, ms: the more tries were in vain, the longer. */
const AGAIN_AFTER_MS = [2_000, 5_000, 15_000, 30_000] as const

type Outcome = 'arrived' | 'stopped' | AnyProblem

function outcomeOf(status: number, body: string): Outcome {
  if (status >= 200 && status < 300) return 'arrived'
  try {
    const answer = JSON.parse(body) as { code: ProblemCode }
    // Another window of the same person sends the same file.
    if (answer.code === 'request/in-progress') return 'arrived'
    if ('code' in answer) return answer
  } catch {
    // What is not JSON comes from something between us and the server.
  }
  return { code: status === 413 ? 'request/too-large' : 'network/unreachable' }
}

/** Sends one file and says how far it is; XMLHttpRequest, because fetch cannot tell how much has been sent. */
function send(batchId: string, { key, file }: Outgoing, onSent: (bytes: number) => void) {
  const request = new XMLHttpRequest()
  const outcome = new Promise<Outcome>((resolve) => {
    request.upload.addEventListener('progress', (event) => onSent(Math.min(event.loaded, file.size)))
    request.addEventListener('load', () => resolve(outcomeOf(request.status, request.responseText)))
    request.addEventListener('error', () => resolve({ code: 'network/unreachable' }))
    request.addEventListener('abort', () => resolve('stopped'))
  })
  const form = new FormData()
  form.set('file', file, file.name)
  const { method, path } = ROUTES.uploadImportFile
  const folder = file.webkitRelativePath.split('/').slice(0, -1).join('/').slice(0, 400)
  const query = folder === '' ? '' : `?${new URLSearchParams({ folder }).toString()}`
  request.open(method.toUpperCase(), `/api/v1${path.replace('{importId}', encodeURIComponent(batchId))}${query}`)
  request.setRequestHeader('accept', 'application/json')
  request.setRequestHeader('idempotency-key', key)
  request.send(form)
  return { outcome, stop: () => request.abort() }
}

/** Everything that is on its way in this window, by batch: it goes on while the person looks at another page. */
const underWay = new Map<string, Sending>()

/** The sending of one batch, with what an earlier window left behind. */
export function sendingOf(userId: string, batchId: string): Sending {
  const known = underWay.get(`${userId}/${batchId}`)
  if (known) return known
  const made = createRoot(() => createSending(userId, batchId))
  underWay.set(`${userId}/${batchId}`, made)
  return made
}

function createSending(userId: string, batchId: string): Sending {
  const [entries, setEntries] = createSignal<readonly Outgoing[]>([])
  const [arrived, setArrived] = createSignal(0)
  const running = new Map<string, () => void>()
  const set = (key: string, step: SendStep) =>
    setEntries((all) => all.map((entry) => (entry.key === key ? { ...entry, step } : entry)))
  const remove = (key: string) => {
    setEntries((all) => all.filter((entry) => entry.key !== key))
    void forgetFile(userId, key)
  }
  let pause: ReturnType<typeof setTimeout> | undefined
  let inVain = 0
  const isLineDown = ({ step }: Outgoing) => step.kind === 'failed' && step.problem.code === 'network/unreachable'
  const goOn = () => {
    clearTimeout(pause)
    pause = undefined
    setEntries((all) => all.map((entry) => (isLineDown(entry) ? { ...entry, step: { kind: 'queued' } } : entry)))
    startNext()
  }
  window.addEventListener('online', goOn)
  const startNext = () => {
    if (pause !== undefined) return
    while (running.size < AT_ONCE) {
      const next = entries().find(({ step }) => step.kind === 'queued')
      if (!next) return
      set(next.key, { kind: 'sending', sentBytes: 0 })
      const { outcome, stop } = send(batchId, next, (sentBytes) => {
        if (running.has(next.key)) set(next.key, { kind: 'sending', sentBytes })
      })
      running.set(next.key, stop)
      void outcome.then((result) => {
        running.delete(next.key)
        if (result === 'arrived') {
          inVain = 0
          setArrived((count) => count + 1)
          remove(next.key)
        } else if (result === 'stopped') remove(next.key)
        else {
          set(next.key, { kind: 'failed', problem: result })
          // The others wait with it: what is sent into a line that is down is sent for nothing.
          if (result.code === 'network/unreachable')
            pause ??= setTimeout(goOn, AGAIN_AFTER_MS[Math.min(inVain++, AGAIN_AFTER_MS.length - 1)])
        }
        startNext()
      })
    }
  }
  const queue = (files: readonly { key: string; file: File }[]) => {
    setEntries((all) => [
      ...all,
      ...files
        .filter(({ key }) => !all.some((entry) => entry.key === key))
        .map(({ key, file }): Outgoing => ({ key, file, step: { kind: 'queued' } })),
    ])
    startNext()
  }
  // Leaving while the browser keeps nothing would lose them; where it does, they go on at the next visit.
  let isKept = true
  window.addEventListener('beforeunload', (event) => {
    if (!isKept && entries().length > 0) event.preventDefault()
  })
  void listKept(userId, batchId).then(queue)
  return {
    entries,
    arrived,
    add: (files) => {
      const named = files.map((file) => ({ key: randomId(), batchId, file }))
      queue(named)
      void keepFiles(userId, named).then((could) => {
        isKept &&= could
        // What arrived before it was kept must not be sent once more.
        const waiting = new Set(entries().map(({ key }) => key))
        for (const { key } of named) if (!waiting.has(key)) void forgetFile(userId, key)
      })
    },
    retry: (key) => {
      set(key, { kind: 'queued' })
      goOn()
    },
    drop: (key) => {
      const stop = running.get(key)
      if (stop) stop()
      else remove(key)
    },
  }
}
