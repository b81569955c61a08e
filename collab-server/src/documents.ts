import { type NewUpdate, type ServerAddress, type Sql, ownDocument, releaseDocument, titleForColumn } from '@gongyan/db'
import { titleOf } from '@gongyan/documents'
import { type Document, Hocuspocus } from '@hocuspocus/server'
import * as Y from 'yjs'
import { Backlog } from './backlog.ts'
import { type Committer, createCommitter, within } from './committer.ts'
import type { Compactor } from './compaction/compactor.ts'
import { readState } from './compaction/state.ts'
import { type Cut, DocumentLog } from './document-log.ts'
import { MEASURING_AT_ONCE_MS, type OpenDocument, takePending } from './open-document.ts'
import type { Log, Observe } from './port.ts'
import { GatheringWindow } from './window.ts'

/** For each query of an opening: a long log is several. */
const LOAD_TIMEOUT_MS = 5_000

/** Origin of a transaction whose effect is to be logged: on whose behalf and through what. */
export interface UpdateOrigin {
  readonly authorId: string | null
  readonly source: string
}
const isUpdateOrigin = (origin: unknown): origin is UpdateOrigin =>
  typeof origin === 'object' && origin !== null && 'authorId' in origin && 'source' in origin

/** Why a document could not be opened; thrown through the engine, which logs only what has a message. */
export class OpenFailure {
  readonly reason: 'not-found' | 'unavailable'
  constructor(reason: 'not-found' | 'unavailable') {
    this.reason = reason
  }
}

/** A living server has the document; thrown like OpenFailure. */
export class Elsewhere {
  readonly server: ServerAddress
  constructor(server: ServerAddress) {
    this.server = server
  }
}

export interface Documents {
  /**
   * Opens a document or joins the one in memory; throws OpenFailure, and Elsewhere unless it may be taken by `force`. Every
   * `acquire` is paid back by one `release`.
   */
  acquire(name: string, force?: boolean): Promise<OpenDocument>
  release(name: string): void
  /** The document in memory, if it is there and nothing of it waits to be stored. */
  storedInMemory(name: string): OpenDocument | null
  isCurrent(open: OpenDocument): boolean
  /** What is in memory, and with which fence it was opened. */
  held(): { readonly name: string; readonly fence: bigint }[]
  /** Forgets documents that are another server's now, unstored updates with them; nobody was told that they were stored. */
  drop(names: readonly string[]): void
  readonly count: number
  readonly committer: Committer
  readonly backlog: Backlog
  destroy(): void
}

export interface DocumentsOptions {
  readonly sql: Sql
  readonly mostUnstoredBytes: number
  readonly log: Log
  readonly observe: Observe
  readonly compactor: Compactor
  /** This server among its neighbours; null: it has none. */
  readonly serverId: string | null
  now(): Date
  onTitle(document: string, title: string): void
  /** Called before a document that was lost to another owner leaves memory. */
  onLost(open: OpenDocument): void
}

class Engine extends Hocuspocus {
  readonly mayUnload: (name: string) => boolean
  constructor(mayUnload: (name: string) => boolean, configuration: ConstructorParameters<typeof Hocuspocus>[0]) {
    super(configuration)
    this.mayUnload = mayUnload
  }

  /** The engine asks again, in the same turn in which it destroys the document: nobody can slip in between. */
  override shouldUnloadDocument(document: Document): boolean {
    return super.shouldUnloadDocument(document) && this.mayUnload(document.name)
  }
}

/** The shelf of open documents: opening from snapshot and tail, logging every effective update, closing when idle and stored. */
export function createDocuments(options: DocumentsOptions): Documents {
  const { sql, log, observe, compactor } = options
  const opened = new Map<string, OpenDocument>()
  const uses = new Map<string, number>()
  /** What is being taken by force. */
  const forced = new Set<string>()
  const backlog = new Backlog(options.mostUnstoredBytes)
  let isDestroyed = false
  const request = new Request('http://localhost/collab')

  const engine = new Engine((name) => (uses.get(name) ?? 0) === 0 && (opened.get(name)?.log.isClean ?? true), {
    quiet: true,
    onLoadDocument: async ({ document, documentName }) => {
      try {
        await load(document, documentName)
      } catch (error) {
        // The engine would forget the half-made document with its timers running.
        document.destroy()
        opened.delete(documentName)
        if (error instanceof OpenFailure || error instanceof Elsewhere) throw error
        observe({ kind: 'loadFailed', document: documentName })
        log.warn('a document could not be opened', {
          document: documentName,
          error: error instanceof Error ? error.name : String(error),
        })
        throw new OpenFailure('unavailable')
      }
    },
    // Takes the place of the engine's own change and store hooks: the log must know an update before anything is answered.
    afterLoadDocument: async ({ document, documentName }) => {
      const open = opened.get(documentName)
      if (!open) return
      // After a change the library tidies what it made superfluous, and names nobody: that is a part of the change.
      let latest: unknown
      document.onUpdate((_, origin, update) => append(open, (latest = origin ?? latest), update))
    },
    afterUnloadDocument: async ({ documentName }) => {
      const open = opened.get(documentName)
      if (open?.document.isDestroyed) {
        opened.delete(documentName)
        giveBack(open.log)
      }
      observe({ kind: 'unloaded', document: documentName })
    },
  })

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

  async function load(document: Document, name: string): Promise<void> {
    const begun = performance.now()
    const owned = await own(name)
    if (!owned) throw new OpenFailure('not-found')
    if ('elsewhere' in owned) throw new Elsewhere(owned.elsewhere)
    const state = await readState(sql, name, {
      timed: (query) => within(LOAD_TIMEOUT_MS, query),
      onDamaged: () => log.warn('a snapshot is damaged and passed over', { document: name }),
    })
    if (!state) throw new OpenFailure('not-found')
    if (isDestroyed) throw new OpenFailure('unavailable')
    const bytes = fill(document, name, state.updates)
    const documentLog = new DocumentLog({ ...owned, ...state, name }, backlog)
    opened.set(name, {
      document,
      log: documentLog,
      window: new GatheringWindow(),
      lastOrigin: null,
      owners: new Map(),
      colours: new Map(),
      stateBytes: bytes,
      measuredAt: begun,
      measuringLeft: MEASURING_AT_ONCE_MS,
    })
    compactor.stored(documentLog)
    observe({ kind: 'loaded', document: name, seconds: (performance.now() - begun) / 1000 })
  }

  async function own(name: string) {
    const giveUp = new AbortController()
    const claimant = { serverId: options.serverId, force: forced.has(name) }
    const owning = ownDocument(sql, name, claimant, giveUp.signal)
    try {
      return await within(LOAD_TIMEOUT_MS, owning)
    } catch (error) {
      giveUp.abort()
      // Taken back, it still fails once more, to nobody.
      owning.catch(() => null)
      throw error
    }
  }

  /** Fills a fresh document; returns the bytes read. */
  function fill(document: Document, name: string, updates: readonly Uint8Array[]): number {
    document.transact(() => {
      for (const update of updates) Y.applyUpdate(document, update)
    })
    if (takePending(document)) throw new Error(`the log of ${name} has a gap`)
    // Nobody listens yet; left to the end of the turn, the first to join would be sent the whole document twice.
    document.flush()
    return updates.reduce((sum, update) => sum + update.length, 0)
  }

  /** Whoever asks for it next has it; what comes of it matters to nobody, a claim does not need it. */
  function giveBack({ name, fence }: DocumentLog): void {
    const { serverId } = options
    if (serverId !== null && !isDestroyed) releaseDocument(sql, { name, fence, serverId }).catch(() => null)
  }

  function append(open: OpenDocument, origin: unknown, bytes: Uint8Array): void {
    // Marks that two people set at once Yjs tidies by itself, in a transaction of its own right after the one that met them.
    const cause = origin === null ? open.lastOrigin : origin
    if (!isUpdateOrigin(cause)) throw new Error('every change of a document has an author and a source')
    open.lastOrigin = cause
    open.log.append({ authorId: cause.authorId, source: cause.source, at: options.now(), bytes })
    open.stateBytes += bytes.length
    observe({ kind: 'appended', document: open.log.name, bytes: bytes.length })
    committer.wake(open.log)
  }

  function cut(documentLog: DocumentLog, updates: readonly NewUpdate[]): Cut {
    const open = opened.get(documentLog.name)
    const isOurs = open !== undefined && open.log === documentLog && documentLog.title !== null
    return { updates, title: isOurs ? readTitle(open) : null }
  }

  function readTitle(open: OpenDocument): string | null {
    try {
      return titleForColumn(titleOf(open.document))
    } catch {
      // A document of another shape, made by a foreign client: the column keeps what it has.
      return null
    }
  }

  function considerUnload(name: string): void {
    const open = opened.get(name)
    if (!open || (uses.get(name) ?? 0) > 0 || !open.log.isClean) return
    void unload(open)
  }

  function release(name: string): void {
    const left = (uses.get(name) ?? 0) - 1
    if (left > 0) uses.set(name, left)
    else {
      uses.delete(name)
      considerUnload(name)
    }
  }

  async function unload(open: OpenDocument): Promise<void> {
    const { log: documentLog, document } = open
    if (opened.get(documentLog.name) === open) await engine.unloadDocument(document)
  }

  function onLost(documentLog: DocumentLog): void {
    const open = opened.get(documentLog.name)
    if (!open || open.log !== documentLog) return
    options.onLost(open)
    opened.delete(documentLog.name)
    if (engine.documents.get(documentLog.name) === open.document) engine.documents.delete(documentLog.name)
    open.document.destroy()
    observe({ kind: 'unloaded', document: documentLog.name })
  }

  return {
    committer,
    backlog,
    get count() {
      return opened.size
    },
    async acquire(name, force = false) {
      uses.set(name, (uses.get(name) ?? 0) + 1)
      if (force) forced.add(name)
      try {
        const document = await engine.createDocument(name, request, 'collab-server', {
          readOnly: false,
          isAuthenticated: true,
        })
        const open = opened.get(name)
        // Lost to another owner while we waited for it.
        if (!open || open.document !== document) throw new OpenFailure('unavailable')
        return open
      } catch (error) {
        release(name)
        throw error
      } finally {
        forced.delete(name)
      }
    },
    release,
    storedInMemory(name) {
      const open = opened.get(name)
      return open && open.log.isClean && !engine.loadingDocuments.has(name) ? open : null
    },
    isCurrent: (open) => opened.get(open.log.name) === open,
    held: () => [...opened.values()].map((open) => ({ name: open.log.name, fence: open.log.fence })),
    drop(names) {
      for (const name of names) {
        const documentLog = opened.get(name)?.log
        if (documentLog) committer.lose(documentLog)
      }
    },
    destroy() {
      isDestroyed = true
      committer.stop()
      for (const { document } of opened.values()) document.destroy()
      opened.clear()
      engine.documents.clear()
    },
  }
}
