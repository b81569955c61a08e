import type { CloseReason, CollabRefusal } from '@gongyan/contract/collab'
import type { Limits } from '@gongyan/config'
import type { Sql } from '@gongyan/db'
import type { Layouts } from '@gongyan/documents'
import type { Result } from '@gongyan/domain'
import type { Bus } from './cluster/bus.ts'
import type { Pace } from './compaction/pace.ts'

/** What a ticket stands for. */
export interface Grant {
  readonly userId: string
  /** As others see it at the cursor. */
  readonly name: string
  readonly sessionId: string
  readonly canWrite: boolean
}

/** What a person may do with a document now. */
export type Access = 'write' | 'read' | 'none'

/** Whom a change of rights may concern; a connection is concerned when any of the lists names it. */
export interface AccessScope {
  /** Document names, such as `lessonPlan:{id}`. */
  readonly documents?: readonly string[]
  readonly userIds?: readonly string[]
  readonly sessionIds?: readonly string[]
}

/** A document could not be opened, or an edit of it not stored in time; trying again later may help unless it is missing. */
export class CollabFault extends Error {
  readonly reason: 'not-found' | 'unavailable'
  readonly retryable: boolean
  constructor(document: string, reason: 'not-found' | 'unavailable') {
    super(`${document}: ${reason}`)
    this.name = 'CollabFault'
    this.reason = reason
    this.retryable = reason === 'unavailable'
  }
}

type Fields = Readonly<Record<string, string | number | boolean | null>>
/** Structured log; never a person's name, never content. */
export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

/** What happens inside, in the order it happens: the source of the metrics. */
export type CollabEvent =
  | { readonly kind: 'appended'; readonly document: string; readonly bytes: number }
  | { readonly kind: 'committing'; readonly documents: number; readonly updates: number }
  /** PostgreSQL has confirmed the commit; nobody has been told yet. */
  | { readonly kind: 'stored' }
  | { readonly kind: 'committed'; readonly updates: number; readonly bytes: number; readonly seconds: number }
  | { readonly kind: 'storeFailed' }
  | { readonly kind: 'acknowledged'; readonly seconds: number }
  | { readonly kind: 'broadcast'; readonly bytes: number }
  | { readonly kind: 'received'; readonly bytes: number }
  | { readonly kind: 'snapshotting'; readonly document: string }
  | { readonly kind: 'snapshotted'; readonly document: string; readonly bytes: number }
  /** Old updates were packed. */
  | { readonly kind: 'sealed'; readonly document: string; readonly rows: number }
  | { readonly kind: 'loaded'; readonly document: string; readonly seconds: number }
  | { readonly kind: 'loadFailed'; readonly document: string }
  | { readonly kind: 'unloaded'; readonly document: string }
  /** Another server has the document now, or the database refuses what it holds. */
  | { readonly kind: 'lost'; readonly document: string }
  /** Sent to another server. */
  | { readonly kind: 'relayed'; readonly bytes: number }
  | { readonly kind: 'refused'; readonly reason: CloseReason }
  | { readonly kind: 'cut'; readonly reason: CloseReason }
  | { readonly kind: 'presenceDropped' }
export type Observe = (event: CollabEvent) => void

export interface CollabServerOptions {
  readonly sql: Sql
  /** For the worker thread, which reads whole documents over a connection of its own. */
  readonly databaseUrl: string
  /** When the state of a document is kept anew, where it is to differ from `PACE`. */
  readonly pace?: Partial<Pace>
  readonly limits: Limits
  /** Of the documents' layouts, where they are to differ from those of `@gongyan/documents`. */
  readonly layouts?: Layouts
  readonly log: Log
  /** Uses up a ticket for a document. */
  authorise(ticket: string, document: string): Promise<Result<Grant, CollabRefusal>>
  /** What a connected person may do now; asked again whenever rights may have changed. */
  recheck(grant: Grant, document: string): Promise<Access>
  /** To the other servers of the installation, ended with the server; without it there are none. */
  readonly bus?: Bus
  /**
   * Serves documents together with the other servers of the installation, which all have this key; without it this server
   * takes every document it is asked for.
   */
  readonly peerKey?: Uint8Array
  /** How long it takes until every connection has been decided anew without word from anybody, ms; a minute without it. */
  readonly reviewEveryMs?: number
  /** The instant an update is put on record; without it the machine's wall clock, which anybody may set. */
  now?(): Date
  /** Called after the commit that changed a document's title. */
  onTitle?(document: string, title: string): void
  /** Sees everything that happens; must not throw. */
  observe?: Observe
}
