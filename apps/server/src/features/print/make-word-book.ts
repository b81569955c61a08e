import { ok, refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { createBook, pagesInContents } from '@gongyan/word'
import type { Deps } from '../../deps.ts'
import { contentsBody } from './contents.ts'
import type { ContentsLine, MissingPlan } from './contents.ts'
import { MOST_BYTES } from './make-book.ts'
import type { BookMade, BookOrder, BookProblem, Progress } from './make-book.ts'
import { readPlan } from './plan-docx.ts'

/** Plans of a book whose pages are counted: beyond that LibreOffice takes a minute and more, and longer with every plan. */
export const MOST_COUNTED = 40

/** One .docx of several plans, contents first; what cannot be read is named in the contents and the others go on. */
export async function makeWordBook(
  deps: Pick<Deps, 'sql' | 'plans' | 'files' | 'office' | 'log'>,
  { title, entries, actor }: BookOrder,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<BookMade, BookProblem>> {
  const book = createBook()
  const lines: (Omit<ContentsLine, 'at'> & { readonly bookmark: string })[] = []
  const missing: MissingPlan[] = []
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
      const bookmark = book.add(doc, media)
      lines.push({ title: name, author: plan.owner.name, school: plan.orgName, group, bookmark })
    }
    progress(index + 1, [...missing])
  }
  if (lines.length === 0)
    return refuse(missing.every((plan) => plan.title === null) ? 'lesson-plan/not-found' : 'print/unreadable')
  const write = (pages: ReadonlyMap<string, number>) => {
    const paged = lines.map(({ bookmark, ...line }) => ({
      ...line,
      at: { bookmark, page: pages.get(bookmark) ?? null },
    }))
    return book.bytes({ title, front: contentsBody({ title, lines: paged, missing }) }, signal)
  }
  const bytes = await write(new Map())
  const pages = lines.length > MOST_COUNTED ? new Map<string, number>() : await pagesOf(deps, bytes, signal)
  return ok({ bytes: pages.size > 0 ? await write(pages) : bytes, pageCount: null })
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
