import { randomUUID } from 'node:crypto'
import { within } from '../within.ts'
import type { AccessScope, Log } from '../port.ts'

/** How often a server says something to itself, and the silence after which it takes its line for dead. */
const BEAT_MS = 1_000
const SILENCE_MS = 3_000
const OPEN_TIMEOUT_MS = 2_000
const SEND_TIMEOUT_MS = 500
const SEND_ATTEMPTS = 3
/** Ids in one message: PostgreSQL carries 8,000 bytes. */
const MOST_IDS = 100

/** How texts get from each server to all. */
export interface BusLine {
  /** Hears everything that is sent from the moment it resolves; `onGap`: something may have been missed. */
  open(onText: (text: string) => void, onGap: () => void): Promise<{ close(): Promise<void> }>
  send(text: string): Promise<void>
  close(): Promise<void>
}

export interface BusListener {
  /** Another server says whose rights may have changed. */
  onAccess(scope: AccessScope): void
  /** Something may have been missed, so everything has to be decided anew. */
  onGap(): void
}

/** Carries changes of rights between the servers of one installation. */
export interface Bus {
  /** Begins to hear; a line that breaks or falls silent is opened anew, as often as it takes. */
  start(listener: BusListener): void
  /** Tells the other servers; false when they could not be told: then they learn it in their next round. */
  publish(scope: AccessScope): Promise<boolean>
  close(): Promise<void>
}

type BusMessage =
  | { readonly from: string; readonly kind: 'beat' }
  | { readonly from: string; readonly kind: 'access'; readonly scope: AccessScope }

/**
 * A bus over a line. Each server hears its own beats, over the whole way a change of rights takes: that nothing comes
 * means that nothing can come, however healthy the connection looks.
 */
export function createBus({ line, log }: { readonly line: BusLine; readonly log: Log }): Bus {
  const me = randomUUID()
  let listener: BusListener | null = null
  let opened: { close(): Promise<void> } | null = null
  let isOpening = false
  let isClosed = false
  let heardAt = -Infinity
  let timer: NodeJS.Timeout | null = null

  const say = (message: BusMessage): Promise<void> => within(SEND_TIMEOUT_MS, line.send(JSON.stringify(message)))

  function hear(text: string): void {
    const message = readBusMessage(text)
    if (!message) return log.warn('a message between servers could not be read')
    if (message.from === me) heardAt = performance.now()
    else if (message.kind === 'access') listener?.onAccess(message.scope)
  }

  async function open(): Promise<void> {
    isOpening = true
    const before = opened
    opened = null
    try {
      await before?.close().catch(() => null)
      const opening = line.open(hear, () => listener?.onGap())
      opened = await within(OPEN_TIMEOUT_MS, opening).catch((error: unknown) => {
        // One that comes too late would be heard beside the next.
        opening.then(
          (late) => late.close(),
          () => null,
        )
        throw error
      })
      if (isClosed) {
        await opened.close()
        return
      }
      heardAt = performance.now()
      listener?.onGap()
    } catch (error) {
      log.warn('the line between servers could not be opened, trying again', {
        error: error instanceof Error ? error.name : String(error),
      })
    } finally {
      isOpening = false
    }
  }

  function beat(): void {
    if (isClosed || isOpening) return
    if (performance.now() - heardAt > SILENCE_MS) {
      if (opened) log.warn('the line between servers is silent, opening it anew')
      void open()
    } else say({ from: me, kind: 'beat' }).catch(() => null)
  }

  return {
    start(given) {
      listener = given
      beat()
      timer = setInterval(beat, BEAT_MS)
      timer.unref()
    },

    async publish(scope) {
      const sent = await Promise.all(
        partsOf(scope).map(async (part) => {
          for (let attempt = 0; attempt < SEND_ATTEMPTS; attempt++) {
            const isSent = await say({ from: me, kind: 'access', scope: part }).then(
              () => true,
              () => false,
            )
            if (isSent) return true
          }
          return false
        }),
      )
      const isTold = sent.every(Boolean)
      if (!isTold) log.warn('other servers could not be told of a change of rights; they learn it in their next round')
      return isTold
    },

    async close() {
      isClosed = true
      if (timer) clearInterval(timer)
      await opened?.close().catch(() => null)
      await line.close().catch(() => null)
    },
  }
}

/** A scope in parts that fit into a message each; together they name the same. */
export function partsOf(scope: AccessScope): AccessScope[] {
  return (['documents', 'userIds', 'sessionIds'] as const).flatMap((key) => {
    const ids = scope[key] ?? []
    return Array.from({ length: Math.ceil(ids.length / MOST_IDS) }, (_, part) => ({
      [key]: ids.slice(part * MOST_IDS, (part + 1) * MOST_IDS),
    }))
  })
}

const isIds = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((id) => typeof id === 'string'))

/** What another server said; null for what no server of ours says. */
export function readBusMessage(text: string): BusMessage | null {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof message !== 'object' || message === null || !('from' in message) || !('kind' in message)) return null
  const { from, kind } = message
  if (typeof from !== 'string') return null
  if (kind === 'beat') return { from, kind }
  if (kind !== 'access' || !('scope' in message)) return null
  const { scope } = message
  if (typeof scope !== 'object' || scope === null) return null
  const { documents, userIds, sessionIds }: { documents?: unknown; userIds?: unknown; sessionIds?: unknown } = scope
  return isIds(documents) && isIds(userIds) && isIds(sessionIds) ? { from, kind, scope } : null
}
