import type { Sql } from '@gongyan/db/client'
import { type LoggedUpdate, readHead, readLog } from '@gongyan/db/collab'
import { createReplica } from '@gongyan/documents/replica'
import * as Y from 'yjs'
import { type Authorship, authorshipOf } from './authorship.ts'
import { type Change, changesSince } from './changes.ts'
import { Replay } from './replay.ts'

/** After an update, or at a time: then the updates up to the last one that is not later, whatever clocks did. */
export type Moment = { readonly seq: number } | { readonly at: Date }

export interface StateAt {
  /** The last update in it; 0 before the first. */
  readonly seq: number
  /** When that was, as told by the latest time up to it; null before the first. */
  readonly at: Date | null
  /** A Yjs update, V1. */
  readonly update: Uint8Array
}

/** The document as it was; null when there is none. Throws when its log is damaged. */
export async function stateAt(sql: Sql, name: string, moment: Moment): Promise<StateAt | null> {
  const log = await logUpTo(sql, name, moment)
  if (!log) return null
  const ydoc = createReplica()
  let seq = 0
  let latest = -Infinity
  for await (const page of log)
    for (const update of page) {
      Y.applyUpdate(ydoc, update.bytes)
      seq = update.seq
      latest = Math.max(latest, Math.floor(update.atMicros / 1000))
    }
  if (ydoc.store.pendingStructs !== null || ydoc.store.pendingDs !== null)
    throw new Error(`the log of ${name} has a gap`)
  return { seq, at: seq === 0 ? null : new Date(latest), update: Y.encodeStateAsUpdate(ydoc) }
}

/** Who wrote what was in the document then; null when there is none. Throws when its log is damaged. */
export async function authorshipAt(sql: Sql, name: string, moment: Moment): Promise<Authorship | null> {
  const log = await logUpTo(sql, name, moment)
  if (!log) return null
  const replay = new Replay()
  for await (const page of log) replay.apply(page)
  return authorshipOf(replay)
}

/** What changed after one moment up to another; null when there is no such document. Throws when its log is damaged. */
export async function changesBetween(
  sql: Sql,
  name: string,
  from: Moment,
  to: Moment,
): Promise<readonly Change[] | null> {
  const log = await logUpTo(sql, name, to)
  if (!log) return null
  const replay = new Replay()
  const wasThen = isBy(from)
  let then = 0
  for await (const page of log) {
    replay.apply(page)
    for (const update of page) if (wasThen(update)) then = update.seq
  }
  return changesSince(replay, then)
}

/** Page by page; null when there is no such document. */
async function logUpTo(
  sql: Sql,
  name: string,
  moment: Moment,
): Promise<AsyncGenerator<readonly LoggedUpdate[]> | null> {
  const head = await readHead(sql, name)
  return head === null ? null : updatesUpTo(sql, name, head, moment)
}

async function* updatesUpTo(
  sql: Sql,
  name: string,
  head: bigint,
  moment: Moment,
): AsyncGenerator<readonly LoggedUpdate[]> {
  const isNotLater = isBy(moment)
  const upTo = 'seq' in moment && moment.seq < head ? BigInt(moment.seq) : head
  for await (const page of readLog(sql, name, 0n, upTo)) {
    const end = page.findIndex((update) => !isNotLater(update))
    yield end < 0 ? page : page.slice(0, end)
    if (end >= 0) return
  }
}

/** Asked of every update in order: whether it is not later. Servers' clocks differ, so a time is the latest seen so far. */
function isBy(moment: Moment): (update: LoggedUpdate) => boolean {
  if ('seq' in moment) return ({ seq }) => seq <= moment.seq
  let latest = -Infinity
  return ({ atMicros }) => {
    latest = Math.max(latest, Math.floor(atMicros / 1000))
    return latest <= moment.at.getTime()
  }
}
