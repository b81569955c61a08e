import { ROUTES, type ProblemCode } from '@gongyan/contract/client'
import { createRoot, createSignal, type Accessor } from 'solid-js'
import { randomId } from '../../random-id.ts'
import type { AnyProblem } from '../../shell/index.ts'
import { forgetFile, keepFiles, listKept, type KeptFile } from './kept-files.ts'

/** How a file fares until the server has it. */
export type SendStep =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sending'; readonly sentBytes: number }
  | { readonly kind: 'failed'; readonly problem: AnyProblem }
  /** Larger than the server takes: it is not sent at all. */
  | { readonly kind: 'tooLarge'; readonly mostBytes: number }
  /** The browser cannot read it any more: moved, changed, or on a stick that is gone. */
  | { readonly kind: 'unreadable' }

export interface Outgoing {
  readonly key: string
  readonly file: File
  readonly step: SendStep
}

/** What may pass while nobody does anything; after it the next try begins by itself. */
const PASSING = new Set<AnyProblem['code']>([
  'network/unreachable',
  'request/rate-limited',
  'request/in-progress',
  'request/idempotency-mismatch',
])

/** Whether a file goes nowhere until somebody does something about it. */
export const isStuck = ({ step }: Pick<Outgoing, 'step'>): boolean =>
  step.kind === 'tooLarge' || step.kind === 'unreadable' || (step.kind === 'failed' && !PASSING.has(step.problem.code))

export interface Sending {
  /** What the server has not got yet. */
  readonly entries: Accessor<readonly Outgoing[]>
  /** Counts the files that arrived: whoever shows the batch asks again when it changes. */
  readonly arrived: Accessor<number>
  /** Takes files to send; one of more than `mostBytes` stays here and says so. */
  readonly add: (files: readonly File[], mostBytes: number) => void
  readonly retry: (key: string) => void
  /** Lets a file go that has not arrived. */
  readonly drop: (key: string) => void
  /** Sends and keeps nothing more of a batch that was thrown away, until it is had back. */
  readonly hold: () => void
  readonly release: () => void
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
    if ('code' in answer) return answer
  } catch {
    // What is not JSON comes from something between us and the server.
  }
  return { code: status === 413 ? 'request/too-large' : 'network/unreachable' }
}

/** Whether the file can still be read: what the browser cannot read looks like a line that is down. */
async function isReadable(file: File): Promise<boolean> {
  // All of it: a part of a file that is gone is no error but empty.
  const reader = file.stream().getReader()
  try {
    await reader.read()
    return true
  } catch {
    return false
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

/** Sends one file and says how far it is; XMLHttpRequest, because fetch cannot tell how much has been sent. */
function send(batchId: string, key: string, file: File, onSent: (bytes: number) => void) {
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
  /** How often a file was sent under a key that its request had not given back, as after a server that was killed. */
  const keysSpent = new Map<string, number>()
  let isHeld = false
  const set = (key: string, step: SendStep) =>
    setEntries((all) => all.map((entry) => (entry.key === key ? { ...entry, step } : entry)))
  const remove = (key: string) => {
    setEntries((all) => all.filter((entry) => entry.key !== key))
    void forgetFile(userId, key)
  }
  let pause: ReturnType<typeof setTimeout> | undefined
  let inVain = 0
  const isWaiting = (entry: Outgoing) => entry.step.kind === 'failed' && !isStuck(entry)
  const goOn = () => {
    clearTimeout(pause)
    pause = undefined
    setEntries((all) => all.map((entry) => (isWaiting(entry) ? { ...entry, step: { kind: 'queued' } } : entry)))
    startNext()
  }
  window.addEventListener('online', goOn)
  const failed = async ({ key, file }: Outgoing, problem: AnyProblem) => {
    if (problem.code === 'network/unreachable' && !(await isReadable(file))) return set(key, { kind: 'unreadable' })
    // A file is the same item however often it is sent: under another key nobody waits for a request that ended with its server.
    if (problem.code === 'request/in-progress' || problem.code === 'request/idempotency-mismatch')
      keysSpent.set(key, (keysSpent.get(key) ?? 0) + 1)
    const step: SendStep = { kind: 'failed', problem }
    set(key, step)
    // The others wait with it: what is sent into a line that is down is sent for nothing.
    if (!isStuck({ step })) pause ??= setTimeout(goOn, AGAIN_AFTER_MS[Math.min(inVain++, AGAIN_AFTER_MS.length - 1)])
  }
  const startNext = () => {
    if (pause !== undefined || isHeld) return
    while (running.size < AT_ONCE) {
      const entry = entries().find(({ step }) => step.kind === 'queued')
      if (!entry) return
      set(entry.key, { kind: 'sending', sentBytes: 0 })
      const spent = keysSpent.get(entry.key)
      const key = spent === undefined ? entry.key : `${entry.key}-${spent}`
      const { outcome, stop } = send(batchId, key, entry.file, (sentBytes) => {
        if (running.has(entry.key)) set(entry.key, { kind: 'sending', sentBytes })
      })
      running.set(entry.key, stop)
      void outcome.then(async (result) => {
        if (result === 'arrived') {
          inVain = 0
          setArrived((count) => count + 1)
          remove(entry.key)
        } else if (result !== 'stopped') await failed(entry, result)
        else if (isHeld) set(entry.key, { kind: 'queued' })
        else remove(entry.key)
        running.delete(entry.key)
        startNext()
      })
    }
  }
  const queue = (files: readonly Outgoing[]) => {
    setEntries((all) => [...all, ...files.filter(({ key }) => !all.some((entry) => entry.key === key))])
    startNext()
  }
  /** As the browser keeps it: of a file that is too large only that it was chosen. */
  const toKeep = ({ key, file, step }: Outgoing): KeptFile =>
    step.kind === 'tooLarge'
      ? { key, batchId, file: new File([], file.name), mostBytes: step.mostBytes }
      : { key, batchId, file }
  // Leaving while the browser keeps nothing would lose them; where it does, they go on at the next visit.
  let isKept = true
  window.addEventListener('beforeunload', (event) => {
    if (!isKept && !isHeld && entries().length > 0) event.preventDefault()
  })
  const keep = (some: readonly Outgoing[]) =>
    void keepFiles(userId, some.map(toKeep)).then((could) => {
      isKept &&= could
      // What arrived before it was kept must not be sent once more.
      const waiting = new Set(isHeld ? [] : entries().map(({ key }) => key))
      for (const { key } of some) if (!waiting.has(key)) void forgetFile(userId, key)
    })
  void listKept(userId, batchId).then((kept) =>
    queue(
      kept.map(({ key, file, mostBytes }) => ({
        key,
        file,
        step: mostBytes === undefined ? { kind: 'queued' } : { kind: 'tooLarge', mostBytes },
      })),
    ),
  )
  return {
    entries,
    arrived,
    add: (files, mostBytes) => {
      const named = files.map((file): Outgoing => ({
        key: randomId(),
        file,
        step: file.size > mostBytes ? { kind: 'tooLarge', mostBytes } : { kind: 'queued' },
      }))
      queue(named)
      keep(named)
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
    hold: () => {
      isHeld = true
      for (const stop of running.values()) stop()
      for (const { key } of entries()) void forgetFile(userId, key)
    },
    release: () => {
      isHeld = false
      keep(entries())
      startNext()
    },
  }
}
