import type { NewUpdate } from '@gongyan/db'
import type { Backlog } from './backlog.ts'

interface PendingUpdate extends NewUpdate {
  readonly appendedAt: number
}

interface Waiter {
  readonly position: number
  settle(outcome: 'committed' | 'lost'): void
}

/** What a document was when a batch was taken from its log. */
export interface Cut {
  readonly updates: readonly NewUpdate[]
  readonly title: string | null
}

/**
 * The log of one open document as this server knows it: what is committed, what waits for the next commit, and who waits
 * to be told. Positions count the updates since the document was opened.
 *
 *     appended ──cut──► in a commit ──► committed      a failed commit leaves everything where it was
 *         └───────────────┴──────────► lost            another server owns the document, or it cannot be stored at all
 */
export class DocumentLog {
  readonly name: string
  readonly fence: bigint
  /** Number of the last committed update. */
  head: bigint
  /** As stored in the title column. */
  title: string | null
  /** The place of the newest snapshot, and what it takes in the database. */
  snapshotSeq: bigint
  snapshotBytes: number
  appended = 0
  committed = 0
  isLost = false
  readonly #pending: PendingUpdate[] = []
  readonly #waiters: Waiter[] = []
  readonly #backlog: Backlog

  constructor(
    opened: {
      name: string
      fence: bigint
      seq: bigint
      snapshotSeq: bigint
      snapshotBytes: number
      title: string | null
    },
    backlog: Backlog,
  ) {
    this.#backlog = backlog
    this.name = opened.name
    this.fence = opened.fence
    this.head = opened.seq
    this.snapshotSeq = opened.snapshotSeq
    this.snapshotBytes = opened.snapshotBytes
    this.title = opened.title
  }

  get isClean(): boolean {
    return this.#pending.length === 0
  }

  append(update: NewUpdate): void {
    this.#pending.push({ ...update, appendedAt: performance.now() })
    this.appended += 1
    this.#backlog.add(update.bytes.length)
  }

  /** The oldest updates that wait, at least one, up to about `mostBytes` and no more than `most`. */
  oldest(mostBytes: number, most: number): readonly NewUpdate[] {
    let bytes = 0
    const end = this.#pending.findIndex((update, index) => {
      bytes += update.bytes.length
      return index > 0 && (bytes > mostBytes || index >= most)
    })
    return this.#pending.slice(0, end === -1 ? undefined : end)
  }

  /** Marks the `count` oldest updates as committed and tells those who waited for them; returns when each was appended. */
  commit(count: number): number[] {
    const done = this.#pending.splice(0, count)
    this.#backlog.take(done)
    this.head += BigInt(done.length)
    this.committed += done.length
    const end = this.#waiters.findIndex(({ position }) => position > this.committed)
    for (const waiter of this.#waiters.splice(0, end === -1 ? this.#waiters.length : end)) waiter.settle('committed')
    return done.map(({ appendedAt }) => appendedAt)
  }

  /** Gives up: what was not committed never will be, and nobody is told it was. */
  lose(): void {
    this.isLost = true
    this.#backlog.take(this.#pending.splice(0))
    for (const waiter of this.#waiters.splice(0)) waiter.settle('lost')
  }

  /** Calls `settle` when everything the document holds now is committed: at once when it is already. */
  whenStored(settle: Waiter['settle']): void {
    if (this.isLost) settle('lost')
    else if (this.committed >= this.appended) settle('committed')
    else this.#waiters.push({ position: this.appended, settle })
  }
}
