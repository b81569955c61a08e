import type { Queryable } from '@gongyan/db/client'
import {
  type CommittedDocument,
  type PackedSnapshot,
  findSnapshot,
  readCommitted,
  readLog,
  unpackSnapshot,
} from '@gongyan/db/collab'
import * as Y from 'yjs'

/** A document as committed, as the updates that make it. */
export interface CommittedState {
  readonly seq: bigint
  readonly layout: number
  /** The layout it was made in, if it has been raised since. */
  readonly raisedFrom: number | null
  readonly updates: readonly Uint8Array[]
  /** The place of the newest snapshot that is kept; 0 when there is none. */
  readonly snapshotSeq: bigint
  /** What it takes in the database; before the first one what the updates take, which is more. */
  readonly snapshotBytes: number
}

export interface UnpackOptions {
  /** Wraps every single query, to give each a time of its own: a long log is many of them. */
  readonly timed?: <T>(query: Promise<T>) => Promise<T>
  /** A snapshot was passed over because it is damaged. */
  readonly onDamaged?: () => void
}

/** Reads a document as committed; null when there is none. Throws when its log has a hole. */
export async function readState(sql: Queryable, name: string, options?: UnpackOptions): Promise<CommittedState | null> {
  const committed = await readCommitted(sql, name)
  return committed && unpackState(sql, name, committed, options)
}

/**
 * What was read of a document, as updates. A damaged snapshot is passed over for the one before it, and then for the whole
 * log, which is the truth. Throws when the log has a hole.
 */
export async function unpackState(
  sql: Queryable,
  name: string,
  { seq, layout, raisedFrom, snapshot, tail }: CommittedDocument,
  { timed = (query) => query, onDamaged = () => undefined }: UnpackOptions = {},
): Promise<CommittedState> {
  const keep = (updates: readonly Uint8Array[]): CommittedState => ({
    seq,
    layout,
    raisedFrom,
    updates,
    snapshotSeq: snapshot?.seq ?? 0n,
    snapshotBytes: snapshot?.bytes.length ?? updates.reduce((sum, { length }) => sum + length, 0),
  })
  const base = snapshot && unpack(snapshot)
  if (snapshot && !base) onDamaged()
  if (tail && (base || !snapshot)) return keep(base ? [base, ...tail] : tail)
  const older = base ? snapshot : await timed(findSnapshot(sql, name, (snapshot?.seq ?? 1n) - 1n))
  const state = base ?? (older && unpack(older))
  const rest = await readBytes(sql, name, state && older ? older.seq : 0n, seq, timed)
  return keep(state ? [state, ...rest] : rest)
}

async function readBytes(
  sql: Queryable,
  name: string,
  after: bigint,
  upTo: bigint,
  timed: NonNullable<UnpackOptions['timed']>,
): Promise<Uint8Array[]> {
  const found: Uint8Array[] = []
  const pages = readLog(sql, name, after, upTo)
  for (;;) {
    const page = await timed(pages.next())
    if (page.done) return found
    for (const { bytes } of page.value) found.push(bytes)
  }
}

function unpack(snapshot: PackedSnapshot): Uint8Array | null {
  const state = unpackSnapshot(snapshot)
  // Only those of the worker were read once before they were kept.
  return state && snapshot.codec === 0 && !isReadable(state) ? null : state
}

function isReadable(update: Uint8Array): boolean {
  try {
    Y.decodeUpdate(update)
    return true
  } catch {
    return false
  }
}
