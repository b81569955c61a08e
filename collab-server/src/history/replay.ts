import { BODY } from '@gongyan/documents/body'
import type { LoggedUpdate } from '@gongyan/db/collab'
import { createReplica } from '@gongyan/documents/replica'
import * as Y from 'yjs'
import { scanUpdate } from '../scan.ts'
import { type Cause, Runs } from './runs.ts'

const AT_ONCE = 500

/** A run of one struct that came with one update and, if it is gone, went with one. */
export interface Piece {
  /** Within the struct. */
  readonly offset: number
  readonly length: number
  readonly brought: Cause
  readonly took: Cause | null
}

/**
 * A document with everything that ever was in it, and for each piece the update that brought it and the one that took it
 * away. Fed with the log from its beginning.
 */
export class Replay {
  readonly #ydoc = createReplica({ gc: false })
  readonly #brought = new Runs()
  readonly #took = new Runs()
  #cause: Cause = { seq: 0, authorId: null, at: 0 }

  get body(): Y.XmlFragment {
    return this.#ydoc.getXmlFragment(BODY)
  }

  /** The number of the last update. */
  get seq(): number {
    return this.#cause.seq
  }

  /**
   * Takes the next updates of the log, many in one transaction: for each transaction Yjs counts all clients the document ever
   * had. Throws when one lacks its predecessors.
   */
  apply(updates: readonly LoggedUpdate[]): void {
    for (let at = 0; at < updates.length; at += AT_ONCE)
      this.#ydoc.transact(({ deleteSet }) => {
        /** How many ranges each client lost so far. */
        const told = new Map<number, number>()
        for (const update of updates.slice(at, at + AT_ONCE)) {
          this.#applyOne(update)
          for (const [client, gone] of deleteSet.clients) {
            const from = told.get(client) ?? 0
            if (from === gone.length) continue
            for (const { clock, len } of gone.slice(from)) this.#took.add(client, clock, clock + len, this.#cause)
            told.set(client, gone.length)
          }
        }
      })
  }

  #applyOne({ seq, authorId, atMicros, bytes }: LoggedUpdate): void {
    this.#cause = { seq, authorId, at: Math.floor(atMicros / 1000) }
    const { store } = this.#ydoc
    const clients = new Set(scanUpdate(bytes, Number.POSITIVE_INFINITY).inserts.map(({ client }) => client))
    const before = [...clients].map((client) => [client, Y.getState(store, client)] as const)
    Y.applyUpdate(this.#ydoc, bytes)
    if (store.pendingStructs !== null || store.pendingDs !== null)
      throw new Error(`update ${seq} lacks its predecessors`)
    for (const [client, start] of before) {
      const end = Y.getState(store, client)
      if (end > start) this.#brought.add(client, start, end, this.#cause)
    }
  }

  /** The struct in pieces, in order. */
  *pieces({ id, length, deleted }: Y.Item): Generator<Piece> {
    for (let offset = 0; offset < length;) {
      const clock = id.clock + offset
      const brought = this.#brought.find(id.client, clock)
      const took = deleted ? this.#took.find(id.client, clock) : null
      if (!brought || (deleted && !took)) throw new Error('a piece of the document that no update explains')
      const end = Math.min(id.clock + length, brought.end, took?.end ?? Infinity)
      yield { offset, length: end - clock, brought: brought.cause, took: took?.cause ?? null }
      offset += end - clock
    }
  }
}

/** Whether a piece was in the document after update `seq`. */
export const wasThere = ({ brought, took }: Piece, seq: number): boolean =>
  brought.seq <= seq && (took === null || took.seq > seq)
