import { within } from '../within.ts'
import type { Access, Grant } from '../port.ts'

/** Rights also end by time, of which nobody sends word. */
const REVIEW_MS = 60_000
const RECHECK_TIMEOUT_MS = 2_000
const URGENT_LANES = 8
const URGENT_RETRY_MS = 1_000

/** An open document of a socket, as far as rights go. */
export interface Reviewed {
  readonly name: string
  readonly grant: Grant | null
  readonly socket: { cut(reason: 'access-changed'): void }
}

export interface Review {
  /** Decides all of them now, and again until each could be decided. */
  urgently(): void
  stop(): void
}

/**
 * Decides every attachment anew, round after round, each round in half of its time so that no moment bears them all.
 * One that cannot be decided stays as it is until it can: the store being away takes nobody's rights.
 */
export function createReview(options: {
  attachments(): readonly Reviewed[]
  recheck(grant: Grant, document: string): Promise<Access>
  /** Time of a round, ms; give or take a tenth, so that servers started together do not stay together. */
  readonly everyMs?: number
}): Review {
  const everyMs = options.everyMs ?? REVIEW_MS
  const stopping = new AbortController()
  let isUrgentRunning = false
  let isUrgentWanted = false
  let timer: NodeJS.Timeout | null = null

  /** Returns whether it could be decided. One question serves all sockets of a session on a document. */
  async function decide(alike: readonly Reviewed[]): Promise<boolean> {
    const [first] = alike
    if (!first?.grant) return true
    let access: Access
    try {
      access = await within(RECHECK_TIMEOUT_MS, options.recheck(first.grant, first.name))
    } catch {
      return false
    }
    for (const { grant, socket } of alike)
      if (grant && access !== (grant.canWrite ? 'write' : 'read')) socket.cut('access-changed')
    return true
  }

  function groups(): Reviewed[][] {
    const alike = new Map<string, Reviewed[]>()
    for (const attachment of options.attachments()) {
      if (!attachment.grant) continue
      const key = JSON.stringify([attachment.name, attachment.grant.userId, attachment.grant.sessionId])
      const group = alike.get(key)
      if (group) group.push(attachment)
      else alike.set(key, [attachment])
    }
    return [...alike.values()]
  }

  async function routine(): Promise<void> {
    const all = groups()
    for (const group of all) {
      if (stopping.signal.aborted) return
      await decide(group)
      await sleep(everyMs / 2 / all.length)
    }
  }

  function schedule(): void {
    timer = setTimeout(
      () => void routine().finally(() => stopping.signal.aborted || schedule()),
      everyMs * (0.9 + Math.random() / 5),
    )
    timer.unref()
  }

  async function urgent(): Promise<void> {
    const all = groups()
    const lanes = Array.from({ length: URGENT_LANES }, async () => {
      for (let group = all.pop(); group && !stopping.signal.aborted; group = all.pop())
        if (!(await decide(group))) isUrgentWanted = true
    })
    await Promise.all(lanes)
  }

  async function runUrgent(): Promise<void> {
    while (isUrgentWanted && !stopping.signal.aborted) {
      isUrgentWanted = false
      await urgent()
      if (isUrgentWanted) await sleep(URGENT_RETRY_MS)
    }
    isUrgentRunning = false
  }

  schedule()
  return {
    urgently() {
      isUrgentWanted = true
      if (isUrgentRunning) return
      isUrgentRunning = true
      void runUrgent()
    },
    stop() {
      stopping.abort()
      if (timer) clearTimeout(timer)
    },
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref())
