import {
  type NewUpdate,
  type ServerAddress,
  type Sql,
  ownDocument,
  raiseDocument,
  releaseDocument,
  titleForColumn,
} from '@gongyan/db'
import type { Limits } from '@gongyan/config'
import type { Layouts } from '@gongyan/documents'
import { Backlog } from './backlog.ts'
import { type Committer, createCommitter } from './committer.ts'
import type { Compactor } from './compaction/compactor.ts'
import { type CommittedState, unpackState } from './compaction/state.ts'
import { Content } from './content.ts'
import { type Cut, DocumentLog } from './document-log.ts'
import type { Log, Observe } from './port.ts'
import { Presence } from './presence.ts'
import { raisingOf, raisingUpdate } from './raising.ts'
import { Room, type UpdateOrigin } from './room.ts'
import { ownTurn } from './turns.ts'
import { within } from './within.ts'

/** For each query of an opening: a long log is several. */
const LOAD_TIMEOUT_MS = 5_000

/** How often rooms are tidied, and for how long a Y.Doc is kept that nobody needs, ms. */
const TIDY_MS = 5_000
const IDLE_MS = 30_000

/** Why a document could not be opened. */
export class OpenFailure extends Error {
  readonly reason: 'not-found' | 'unavailable'
  constructor(reason: 'not-found' | 'unavailable') {
    super(reason)
    this.reason = reason
  }
}

/** A living server has the document; thrown like OpenFailure. */
export class Elsewhere extends Error {
  readonly server: ServerAddress
  constructor(server: ServerAddress) {
    super('another server has the document')
    this.server = server
  }
}

export interface Documents {
  /**
   * Opens a document or joins the one in memory; throws OpenFailure, and Elsewhere unless it may be taken by `force`. Every
   * `acquire` is paid back by one `release`.
   */
  acquire(name: string, force?: boolean): Promise<Room>
  release(name: string): void
  /** The document in memory, if it is there and nothing of it waits to be stored. */
  storedInMemory(name: string): Room | null
  isCurrent(room: Room): boolean
  /** What is in memory, and with which fence it was opened. */
  held(): { readonly name: string; readonly fence: bigint }[]
  /** Forgets documents that are another server's now, unstored updates with them; nobody was told that they were stored. */
  drop(names: readonly string[]): void
  readonly count: number
  readonly committer: Committer
  readonly backlog: Backlog
  destroy(): void
}

/** What was read lies there as text: unpacking it has a turn of its own, and so has laying it together, or others wait for both. */
async function inTurns<T>(query: Promise<T>): Promise<T> {
  const found = await query
  await ownTurn()
  return found
}

export interface DocumentsOptions {
  readonly sql: Sql
  readonly limits: Limits
  readonly layouts: Layouts
  readonly log: Log
  readonly observe: Observe
  readonly compactor: Compactor
  /** This server among its neighbours; null: it has none. */
  readonly serverId: string | null
  now(): Date
  onTitle(document: string, title: string): void
}

/**
 * The shelf of open documents: opening from snapshot and tail, logging every change, closing when nobody uses it and all is
 * stored.
 *
 *     opening ──read──► in memory ──last user gone, all stored──► gone
 *        └──failed──► gone  └──another server owns it──► lost, gone
 */
export function createDocuments(options: DocumentsOptions): Documents {
  const { sql, log, observe, compactor, limits } = options
  const rooms = new Map<string, Room>()
  const opening = new Map<string, Promise<Room>>()
  const uses = new Map<string, number>()
  const backlog = new Backlog(limits.LIMIT_UNSTORED_BYTES)
  let isDestroyed = false

  const committer = createCommitter({
    sql,
    log,
    observe,
    cut,
    onTitle: (document, title) => options.onTitle(document, title),
    onStored: (documentLog) => compactor.stored(documentLog),
    onClean: ({ name }) => considerUnload(name),
    onLost,
  })

  const tidying = setInterval(() => {
    for (const room of rooms.values()) room.tidy(IDLE_MS)
  }, TIDY_MS)
  tidying.unref()

  async function open(name: string, force: boolean): Promise<Room> {
    try {
      return await load(name, force)
    } catch (error) {
      if (error instanceof OpenFailure || error instanceof Elsewhere) throw error
      observe({ kind: 'loadFailed', document: name })
      log.warn('a document could not be opened', {
        document: name,
        error: error instanceof Error ? error.name : String(error),
      })
      throw new OpenFailure('unavailable')
    } finally {
      opening.delete(name)
    }
  }

  async function load(name: string, force: boolean): Promise<Room> {
    const begun = performance.now()
    const owned = await inTurns(own(name, force))
    if (!owned) throw new OpenFailure('not-found')
    if ('elsewhere' in owned) throw new Elsewhere(owned.elsewhere)
    const found = await unpackState(sql, name, owned.committed, {
      timed: (query) => inTurns(within(LOAD_TIMEOUT_MS, query)),
      onDamaged: () => log.warn('a snapshot is damaged and passed over', { document: name }),
    })
    await ownTurn()
    const state = await raise(name, owned.fence, found)
    const content = new Content(state.updates)
    content.whole()
    await ownTurn()
    if (isDestroyed) throw new OpenFailure('unavailable')
    const room = new Room({
      log: new DocumentLog({ ...state, fence: owned.fence, title: owned.title, name }, backlog),
      content,
      presence: new Presence({
        largestState: limits.LIMIT_AWARENESS_BYTES,
        mostClaims: limits.LIMIT_AWARENESS_CLIENTS,
      }),
      append,
    })
    rooms.set(name, room)
    compactor.stored(room.log)
    observe({ kind: 'loaded', document: name, seconds: (performance.now() - begun) / 1000 })
    return room
  }

  /** Takes a document of an older layout upward, on record before anybody has it. */
  async function raise(name: string, fence: bigint, state: CommittedState): Promise<CommittedState> {
    const { layouts } = options
    const raising = raisingOf(state, layouts)
    if (raising.kind === 'nothing') return state
    if (raising.kind === 'too-new') {
      log.warn('a document has a layout of a newer server', { document: name, layout: state.layout })
      throw new OpenFailure('unavailable')
    }
    const bytes = raisingUpdate(state.updates, raising.from, layouts)
    if (!bytes && state.layout === layouts.current) return state
    const layout = layouts.current
    const raised = raiseDocument(sql, { document: name, after: state.seq, fence, layout, at: options.now(), bytes })
    if (!(await within(LOAD_TIMEOUT_MS, raised))) throw new OpenFailure('unavailable')
    log.info('a document was raised to the newest layout', { document: name, layout })
    return bytes ? { ...state, seq: state.seq + 1n, updates: [...state.updates, bytes] } : state
  }

  async function own(name: string, force: boolean) {
    const giveUp = new AbortController()
    const owning = ownDocument(sql, name, { serverId: options.serverId, force }, giveUp.signal)
    try {
      return await within(LOAD_TIMEOUT_MS, owning)
    } catch (error) {
      giveUp.abort()
      // Taken back, it still fails once more, to nobody.
      owning.catch(() => null)
      throw error
    }
  }

  function append(room: Room, { authorId, source }: UpdateOrigin, bytes: Uint8Array): void {
    room.log.append({ authorId, source, at: options.now(), bytes })
    observe({ kind: 'appended', document: room.log.name, bytes: bytes.length })
    committer.wake(room.log)
  }

  function cut(documentLog: DocumentLog, updates: readonly NewUpdate[]): Cut {
    const room = rooms.get(documentLog.name)
    const isOurs = room !== undefined && room.log === documentLog && documentLog.title !== null
    return { updates, title: isOurs ? readTitle(room) : null }
  }

  function readTitle({ title }: Room): string | null {
    try {
      return titleForColumn(title.read())
    } catch {
      // A document of another shape, made by a foreign client: the column keeps what it has.
      return null
    }
  }

  function considerUnload(name: string): void {
    const room = rooms.get(name)
    if (!room || uses.has(name) || !room.log.isClean) return
    unload(room)
    giveBack(room.log)
  }

  function release(name: string): void {
    const left = (uses.get(name) ?? 0) - 1
    if (left > 0) uses.set(name, left)
    else {
      uses.delete(name)
      considerUnload(name)
    }
  }

  function unload(room: Room): void {
    rooms.delete(room.log.name)
    room.destroy()
    observe({ kind: 'unloaded', document: room.log.name })
  }

  /** Whoever asks for it next has it; what comes of it matters to nobody, a claim does not need it. */
  function giveBack({ name, fence }: DocumentLog): void {
    const { serverId } = options
    if (serverId !== null && !isDestroyed) releaseDocument(sql, { name, fence, serverId }).catch(() => null)
  }

  function onLost(documentLog: DocumentLog): void {
    const room = rooms.get(documentLog.name)
    if (!room || room.log !== documentLog) return
    for (const reader of room.audience) reader.lose()
    // Its last user may have taken it away with him.
    if (rooms.get(documentLog.name) === room) unload(room)
  }

  return {
    committer,
    backlog,
    get count() {
      return rooms.size
    },
    async acquire(name, force = false) {
      uses.set(name, (uses.get(name) ?? 0) + 1)
      try {
        const known = rooms.get(name)
        if (known) return known
        let loading = opening.get(name)
        if (!loading) {
          loading = open(name, force)
          opening.set(name, loading)
        }
        const room = await loading
        // Lost to another owner while we waited for it.
        if (rooms.get(name) !== room) throw new OpenFailure('unavailable')
        return room
      } catch (error) {
        release(name)
        throw error
      }
    },
    release,
    storedInMemory(name) {
      const room = rooms.get(name)
      return room?.log.isClean ? room : null
    },
    isCurrent: (room) => rooms.get(room.log.name) === room,
    held: () => [...rooms.values()].map(({ log: { name, fence } }) => ({ name, fence })),
    drop(names) {
      for (const name of names) {
        const documentLog = rooms.get(name)?.log
        if (documentLog) committer.lose(documentLog)
      }
    },
    destroy() {
      isDestroyed = true
      clearInterval(tidying)
      committer.stop()
      for (const room of rooms.values()) room.destroy()
      rooms.clear()
    },
  }
}
