import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProblemCode } from '@gongyan/contract'
import type { UserId } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { createQueue } from '../../queue.ts'
import type { MissingPlan } from './contents.ts'
import { makeBook } from './make-book.ts'
import type { BookOrder } from './make-book.ts'
import { makeWordBook } from './make-word-book.ts'

/** Work nobody has asked about for so long is given up. */
export const ASKED_WITHIN_MS = 60_000
/** A file that is ready stays so long after it was last asked about. */
export const KEEP_BOOKS_MS = 10 * 60_000
/** Files that may be in the making or kept on one server; each person has one. */
const MOST_BOOKS = 40

/** A book is printed, or goes on living in Word. */
export type BookFormat = 'pdf' | 'docx'

export interface Book {
  readonly id: string
  readonly ownerId: UserId
  readonly title: string
  readonly format: BookFormat
  readonly total: number
  readonly done: number
  readonly missing: readonly MissingPlan[]
  readonly state:
    | { readonly kind: 'making' }
    | { readonly kind: 'ready'; readonly pageCount: number | null }
    | { readonly kind: 'failed'; readonly problem: ProblemCode }
}

/** Files of several plans, made one after the other on this server and kept for minutes. */
export interface Books {
  /** Begins a file; the one this person had is given up. null where too many people have one. */
  begin(order: BookOrder, format: BookFormat): Promise<Book | null>
  /** A file of this person, which counts as asking about it. */
  find(id: string, ownerId: UserId): Book | undefined
  /** The bytes of one that is ready. */
  read(book: Book): Promise<Uint8Array | null>
  discard(id: string): Promise<void>
  /** Gives up what nobody asks about and removes what was kept long enough. */
  sweep(): Promise<void>
}

interface Entry {
  book: Book
  askedAt: number
  readonly giveUp: AbortController
}

/** Keeps the files below the data folder; what a server that was killed had made goes with the first sweep. */
export function createBooks(
  deps: Pick<Deps, 'config' | 'sql' | 'plans' | 'files' | 'office' | 'clock' | 'background' | 'log'>,
): Books {
  const { clock, background, log } = deps
  const root = join(deps.config.dataDir, 'print-books')
  const pathOf = ({ id, format }: Pick<Book, 'id' | 'format'>) => join(root, `${id}.${format}`)
  const oneByOne = createQueue(1)
  const entries = new Map<string, Entry>()

  async function make(entry: Entry, order: BookOrder, signal: AbortSignal): Promise<void> {
    const { id, format } = entry.book
    try {
      const made = await (format === 'pdf' ? makeBook : makeWordBook)(
        deps,
        order,
        (done, missing) => {
          entry.book = { ...entry.book, done, missing }
        },
        signal,
      )
      if (made.ok) {
        await mkdir(root, { recursive: true, mode: 0o700 })
        await writeFile(pathOf(entry.book), made.value.bytes, { mode: 0o600 })
        // Whoever gave it up meanwhile found nothing to remove.
        if (!entries.has(id)) return await rm(pathOf(entry.book), { force: true })
      }
      entry.book = {
        ...entry.book,
        state: made.ok ? { kind: 'ready', pageCount: made.value.pageCount } : { kind: 'failed', problem: made.refusal },
      }
    } catch (error) {
      if (signal.aborted) return
      log.warn({ error: error instanceof Error ? error.name : String(error) }, 'plans were not made into one file')
      entry.book = { ...entry.book, state: { kind: 'failed', problem: 'server/fault' } }
    }
  }

  const discard = async (id: string): Promise<void> => {
    const entry = entries.get(id)
    if (!entry) return
    entry.giveUp.abort()
    entries.delete(id)
    await rm(pathOf(entry.book), { force: true })
  }

  return {
    discard,
    async begin(order, format) {
      const { userId } = order.actor
      const former = [...entries].filter(([, { book }]) => book.ownerId === userId).map(([id]) => id)
      if (entries.size - former.length >= MOST_BOOKS) return null
      const book: Book = {
        id: randomUUID(),
        ownerId: userId,
        title: order.title,
        format,
        total: order.entries.length,
        done: 0,
        missing: [],
        state: { kind: 'making' },
      }
      const entry: Entry = { book, askedAt: clock.nowMs(), giveUp: new AbortController() }
      // Before anything is waited for, so that the next order of this person finds this one.
      entries.set(book.id, entry)
      background.run('making one file of plans', (stopping) => {
        const signal = AbortSignal.any([stopping, entry.giveUp.signal])
        return oneByOne(() => (signal.aborted ? Promise.resolve() : make(entry, order, signal)))
      })
      await Promise.all(former.map(discard))
      return book
    },
    find(id, ownerId) {
      const entry = entries.get(id)
      if (!entry || entry.book.ownerId !== ownerId) return undefined
      entry.askedAt = clock.nowMs()
      return entry.book
    },
    read: (book) => readFile(pathOf(book)).catch(() => null),
    async sweep() {
      const now = clock.nowMs()
      for (const [id, { book, askedAt }] of entries)
        if (now - askedAt > (book.state.kind === 'making' ? ASKED_WITHIN_MS : KEEP_BOOKS_MS)) await discard(id)
      for (const name of await readdir(root).catch((): string[] => []))
        if (!entries.has(name.replace(/\.\w+$/, ''))) await rm(join(root, name), { force: true })
    },
  }
}
