import {
  SERVER_TTL_MS,
  type ServerAddress,
  type Sql,
  enterServer,
  keepServerAlive,
  listLost,
  readLives,
  removeServer,
} from '@gongyan/db'
import type { Log } from '../port.ts'
import { createSqlLine } from '../sql-line.ts'
import { within } from '../within.ts'

const BEAT_MS = 1_000
const BEAT_TIMEOUT_MS = 1_500
const RETRY_MS = 250
/** How often this process looks at its own clock. */
const LOOK_MS = 250
/** Beats between two looks at whether all that is held is still held. */
const CHECK_EVERY = 5
const LEAVE_MS = 500

export interface Held {
  readonly name: string
  readonly fence: bigint
}

/** This server's place among the others: alive as long as it says so, and the owner of what it holds as long as it is alive. */
export interface Ownership {
  /** Enters this server and keeps it alive from now on, trying as long as it takes. */
  join(url: string): void
  /** Resolves once this server is alive to the others. */
  ready(): Promise<void>
  /** Whether no other server can have taken what is held, unless by force. */
  isSure(): boolean
  /**
   * To be called before anything is done with a document: drops all of them when this process has not run for so long that
   * others may have taken over.
   */
  guard(): void
  /** Hands everything over at once. */
  leave(): Promise<void>
}

/**
 * Says once a second that this server lives. While the database does not hear it nothing is dropped: if the database is away
 * nobody else can take anything, and if only we are cut off our appends fail by their fence. Once heard again it looks what has
 * been taken meanwhile. A process that did not run itself, though, may still have work in hand that is no longer its own.
 */
export function createOwnership(options: {
  readonly serverId: string
  readonly sql: Sql
  readonly log: Log
  held(): readonly Held[]
  /** These are another's now. */
  drop(names: readonly string[]): void
  /** The servers whose documents our clients have open. */
  neighbours(): readonly string[]
  /** One of them does not live any more: its documents may be claimed. */
  onDead(id: string): void
}): Ownership {
  const { serverId, log } = options
  const line = createSqlLine(options.sql, { applicationName: 'gongyan-beat', lockTimeoutMs: BEAT_TIMEOUT_MS })
  const ask = <T>(question: (sql: Sql) => Promise<T>): Promise<T> => line.ask(BEAT_TIMEOUT_MS, question)
  let address: ServerAddress | null = null
  let hasEntered = false
  let isLeaving = false
  let sureUntil = -Infinity
  let isDoubtful = false
  let beats = 0
  let failures = 0
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  /** Since when the database has heard every beat. */
  let heardSince = performance.now()
  let again: NodeJS.Timeout | null = null
  let ranAt = performance.now()
  const entered = Promise.withResolvers<void>()

  async function beat(me: ServerAddress): Promise<void> {
    const begun = performance.now()
    if (begun > sureUntil) isDoubtful = true
    await ask((sql) => (hasEntered ? keepServerAlive(sql, me) : enterServer(sql, me)))
    hasEntered = true
    if (begun > sureUntil || failures > 0) heardSince = begun
    sureUntil = begun + SERVER_TTL_MS
    if (failures > 0) log.info('this server is known to be alive again', { failures })
    failures = 0
    entered.resolve()
    beats += 1
    await look(begun)
    if (!isDoubtful && beats % CHECK_EVERY !== 0) return
    const held = options.held()
    const lost = held.length === 0 ? [] : await ask((sql) => listLost(sql, held))
    isDoubtful = false
    if (lost.length > 0) options.drop(lost)
  }

  /**
   * Whether the neighbours live. One that was cut off from the database does not store, however well it answers. Who was cut
   * off himself does not judge before they have had the time to say that they are there.
   */
  async function look(now: number): Promise<void> {
    const ids = options.neighbours()
    if (ids.length === 0 || now - heardSince < SERVER_TTL_MS) return
    for (const [id, leftMs] of await ask((sql) => readLives(sql, ids))) {
      if (leftMs <= 0) {
        log.warn('a neighbour does not live any more')
        options.onDead(id)
      } else if (leftMs < BEAT_MS && !again) {
        // It will be over before the next beat, unless it says something.
        again = setTimeout(() => {
          again = null
          look(performance.now()).catch(() => null)
        }, leftMs + 5)
        again.unref()
      }
    }
  }

  function schedule(me: ServerAddress, delay: number): void {
    if (isLeaving) return
    timer = setTimeout(() => {
      const begun = performance.now()
      guard()
      running = beat(me)
        .then(() => schedule(me, Math.max(0, begun + BEAT_MS - performance.now())))
        .catch((error: unknown) => {
          failures += 1
          if (failures === 1)
            log.warn('this server could not say that it is alive, trying again', { error: nameOf(error) })
          schedule(me, RETRY_MS)
        })
    }, delay)
    timer.unref()
  }

  function guard(): void {
    const now = performance.now()
    const isOver = now - ranAt > SERVER_TTL_MS
    ranAt = now
    if (!isOver || !hasEntered) return
    log.warn('this process did not run for a while; what it held is given up')
    options.drop(options.held().map(({ name }) => name))
  }

  const watching = setInterval(guard, LOOK_MS)
  watching.unref()

  return {
    join(url) {
      address = { id: serverId, url }
      schedule(address, 0)
    },
    ready: () => entered.promise,
    isSure: () => performance.now() <= sureUntil,
    guard,
    async leave() {
      isLeaving = true
      clearInterval(watching)
      if (again) clearTimeout(again)
      if (timer) clearTimeout(timer)
      // Behind a beat that is under way, which would enter us anew. In vain, our time is up soon all the same.
      const removing = Promise.resolve(running).then(() =>
        hasEntered ? ask((sql) => removeServer(sql, serverId)) : null,
      )
      await within(LEAVE_MS, removing).catch(() => null)
      line.end()
    },
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error))
