import { BODY } from '@gongyan/documents/body'
import type { LoggedUpdate } from '@gongyan/db/collab'
import { createReplica } from '@gongyan/documents/replica'
import * as Y from 'yjs'
import { type Cause, Runs } from './runs.ts'

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

  constructor() {
    // Also what Yjs tidies up after an update is that update's doing.
    this.#ydoc.on('afterTransaction', ({ beforeState, afterState, deleteSet }) => {
      for (const [client, end] of afterState) {
        const start = beforeState.get(client) ?? 0
        if (end > start) this.#brought.add(client, start, end, this.#cause)
      }
      for (const [client, gone] of deleteSet.clients)
        for (const { clock, len } of gone) this.#took.add(client, clock, clock + len, this.#cause)
    })
  }

  get body(): Y.XmlFragment {
    return this.#ydoc.getXmlFragment(BODY)
  }

  /** The number of the last update. */
  get seq(): number {
    return this.#cause.seq
  }

  /** Takes the next update of the log. Throws when it lacks its predecessors. */
  apply({ seq, authorId, atMicros, bytes }: LoggedUpdate): void {
    this.#cause = { seq, authorId, at: Math.floor(atMicros / 1000) }
    Y.applyUpdate(this.#ydoc, bytes)
    const { pendingStructs, pendingDs } = this.#ydoc.store
    if (pendingStructs !== null || pendingDs !== null) throw new Error(`update ${seq} lacks its predecessors`)
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
