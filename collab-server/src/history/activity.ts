import type { Sql } from '@gongyan/db/client'
import { LogDamage, type LoggedUpdate, readHead, readLog } from '@gongyan/db/collab'
import * as Y from 'yjs'

/** What was done in one stretch of time. */
export interface ActivityCell {
  readonly updates: number
  /** Characters. */
  readonly written: number
  /** Characters, nodes and attributes. */
  readonly erased: number
}
export interface ActivityOf extends ActivityCell {
  readonly authorId: string | null
  /** By number from the beginning of the time asked about; only those with something in them. */
  readonly cells: readonly (ActivityCell & {
    readonly index: number
    /** The first update in it that erased something, and when; null when none did. */
    readonly firstErasing: { readonly seq: number; readonly at: number } | null
  })[]
}
export interface Activity {
  /** All updates of the document. */
  readonly count: number
  /** Times of the first and the last update, ms since 1970; null when there is none. */
  readonly first: number | null
  readonly last: number | null
  readonly from: number
  readonly to: number
  /** The first update that is missing or damaged: nothing after it is told. */
  readonly missing: number | null
  /** In the order in which they first wrote in that time. */
  readonly authors: readonly ActivityOf[]
}
/** Without a time of its own a question is about all the time there is. */
export interface ActivityAsked {
  readonly from: number | null
  readonly to: number | null
  readonly cells: number
}

type Counted = { -readonly [K in keyof ActivityCell]: number }
type CountedCell = Counted & { firstErasing: { readonly seq: number; readonly at: number } | null }
interface Update extends ActivityCell {
  readonly seq: number
  readonly at: number
  readonly authorId: string | null
}

/** Who wrote and erased how much when; null when there is no such document. What comes before a hole in the log is told. */
export async function activityOf(sql: Sql, name: string, asked: ActivityAsked): Promise<Activity | null> {
  const head = await readHead(sql, name)
  if (head === null) return null
  const updates: Update[] = []
  let latest = -Infinity
  const take = async (upTo: bigint): Promise<void> => {
    for await (const page of readLog(sql, name, BigInt(updates.length), upTo))
      for (const update of page) {
        // Servers' clocks differ: a time is the latest seen so far, as everywhere in the history.
        latest = Math.max(latest, Math.floor(update.atMicros / 1000))
        updates.push({ seq: update.seq, at: latest, authorId: update.authorId, updates: 1, ...sizeOf(update) })
      }
  }
  let missing: number | null = null
  try {
    await take(head)
  } catch (error) {
    if (!(error instanceof LogDamage)) throw error
    missing = error.seq
    await take(BigInt(missing - 1))
  }
  const [first, last] = [updates[0]?.at ?? null, updates.at(-1)?.at ?? null]
  const from = asked.from ?? first ?? 0
  const to = Math.max(from + 1, asked.to ?? (last ?? 0) + 1)
  return { count: Number(head), first, last, from, to, missing, authors: countByAuthor(updates, from, to, asked.cells) }
}

function countByAuthor(updates: readonly Update[], from: number, to: number, cells: number): ActivityOf[] {
  const authors = new Map<string | null, { total: Counted; cells: Map<number, CountedCell> }>()
  for (const update of updates) {
    if (update.at < from || update.at >= to) continue
    let author = authors.get(update.authorId)
    if (!author) authors.set(update.authorId, (author = { total: nothing(), cells: new Map() }))
    const index = Math.floor(((update.at - from) / (to - from)) * cells)
    let cell = author.cells.get(index)
    if (!cell) author.cells.set(index, (cell = { ...nothing(), firstErasing: null }))
    add(author.total, update)
    add(cell, update)
    if (update.erased > 0) cell.firstErasing ??= { seq: update.seq, at: update.at }
  }
  return [...authors].map(([authorId, counted]) => ({
    authorId,
    ...counted.total,
    cells: [...counted.cells].map(([index, cell]) => ({ index, ...cell })),
  }))
}

const nothing = (): Counted => ({ updates: 0, written: 0, erased: 0 })
function add(sum: Counted, { updates, written, erased }: ActivityCell): void {
  sum.updates += updates
  sum.written += written
  sum.erased += erased
}

/** How much one update brings and takes, as it says itself. */
export function sizeOf({ bytes }: Pick<LoggedUpdate, 'bytes'>): { written: number; erased: number } {
  const { structs, ds } = Y.decodeUpdate(bytes)
  let [written, erased] = [0, 0]
  for (const struct of structs)
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) written += struct.length
  for (const gone of ds.clients.values()) for (const { len } of gone) erased += len
  return { written, erased }
}
