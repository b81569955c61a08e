import { ok, refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { pagesInContents } from '@gongyan/word'
import type { Deps } from '../../deps.ts'
import { createBookThread } from './book-thread.ts'
import type { BookThread } from './book-thread.ts'
import { contentsBody } from './contents.ts'
import type { ContentsLine, MissingPlan } from './contents.ts'
import { MOST_BYTES } from './make-book.ts'
import type { BookMade, BookOrder, BookProblem, Progress } from './make-book.ts'
import { createPageCounter } from './page-counter.ts'
import { readPlan } from './plan-docx.ts'

/** Plans of a book that LibreOffice lays out as a whole: beyond that it takes a minute and more, and longer with every plan. */
export const MOST_COUNTED = 40

type BookDeps = Pick<Deps, 'sql' | 'plans' | 'files' | 'office' | 'log'>

/** One .docx of several plans, contents first; what cannot be read is named in the contents and the others go on. */
export async function makeWordBook(
  deps: BookDeps,
  order: BookOrder,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<BookMade, BookProblem>> {
  const book = createBookThread(signal)
  try {
    return await bind(deps, book, order, progress, signal)
  } finally {
    book.close()
  }
}

async function bind(
  deps: BookDeps,
  book: BookThread,
  { title, entries, actor }: BookOrder,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<BookMade, BookProblem>> {
  const { office } = deps
  const lines: (Omit<ContentsLine, 'at'> & { readonly bookmark: string })[] = []
  const missing: MissingPlan[] = []
  // A long book is counted plan by plan while it is read: each begins on a page of its own.
  const counter = entries.length > MOST_COUNTED ? createPageCounter(office, signal) : null
  let size = 0
  for (const [index, { id, group }] of entries.entries()) {
    signal.throwIfAborted()
    const read = await readPlan(deps, id, actor)
    const more = read.ok ? sizeOf(read.value.media.values()) : 0
    if (!read.ok) missing.push({ position: index + 1, ...read.refusal })
    else if (size + more > MOST_BYTES)
      missing.push({ position: index + 1, title: read.value.title, problem: 'print/too-many' })
    else {
      size += more
      const { doc, media, title: name, plan } = read.value
      const bookmark = await book.add(doc, media)
      await counter?.add(bookmark, () => book.alone(doc, media))
      lines.push({ title: name, author: plan.owner.name, school: plan.orgName, group, bookmark })
    }
    progress(index + 1, [...missing])
  }
  if (lines.length === 0)
    return refuse(missing.every((plan) => plan.title === null) ? 'lesson-plan/not-found' : 'print/unreadable')
  const metaWith = (pages: ReadonlyMap<string, number>) => {
    const paged = lines.map(({ bookmark, ...line }) => ({
      ...line,
      at: { bookmark, page: pages.get(bookmark) ?? null },
    }))
    return { title, front: contentsBody({ title, lines: paged, missing }) }
  }
  const unpaged = metaWith(new Map())
  if (counter) {
    const pages = await counter.begin(() => book.contents(unpaged))
    return ok({ bytes: await book.bytes(metaWith(pages)), pageCount: null })
  }
  const bytes = await book.bytes(unpaged)
  const pages = await pagesOf(deps, bytes, signal)
  return ok({ bytes: pages.size > 0 ? await book.bytes(metaWith(pages)) : bytes, pageCount: null })
}

/** The pages on which the plans begin as LibreOffice lays them out; none where it is not, or has no time for the book. */
async function pagesOf(
  { office, log }: Pick<Deps, 'office' | 'log'>,
  book: Uint8Array,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  if (!office.canConvert) return new Map()
  const [saved] = await office.convert([book], 'docx', signal)
  signal.throwIfAborted()
  if (saved?.ok) return pagesInContents(saved.value)
  log.info({ code: saved?.refusal.code }, 'the pages of a book were not counted')
  return new Map()
}

const sizeOf = (files: Iterable<{ readonly bytes: Uint8Array }>): number =>
  [...files].reduce((sum, file) => sum + file.bytes.byteLength, 0)
