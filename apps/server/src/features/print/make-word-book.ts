import { ok, refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { createBook } from '@gongyan/word'
import type { Deps } from '../../deps.ts'
import { contentsBody } from './contents.ts'
import type { ContentsLine, MissingPlan } from './contents.ts'
import { MOST_BYTES } from './make-book.ts'
import type { BookMade, BookOrder, BookProblem, Progress } from './make-book.ts'
import { readPlan } from './plan-docx.ts'

/** One .docx of several plans, contents first; what cannot be read is named in the contents and the others go on. */
export async function makeWordBook(
  deps: Pick<Deps, 'sql' | 'collab' | 'files' | 'log'>,
  { title, entries, actor }: BookOrder,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<BookMade, BookProblem>> {
  const book = createBook()
  const lines: ContentsLine[] = []
  const missing: MissingPlan[] = []
  let bytes = 0
  for (const [index, { id, group }] of entries.entries()) {
    signal.throwIfAborted()
    const read = await readPlan(deps, id, actor)
    const size = read.ok ? sizeOf(read.value.media.values()) : 0
    if (!read.ok) missing.push({ position: index + 1, ...read.refusal })
    else if (bytes + size > MOST_BYTES)
      missing.push({ position: index + 1, title: read.value.title, problem: 'print/too-many' })
    else {
      bytes += size
      const { doc, media, title: name, plan } = read.value
      const at = book.add(doc, media)
      lines.push({ title: name, author: plan.owner.name, school: plan.orgName, group, at })
    }
    progress(index + 1, [...missing])
  }
  if (lines.length === 0)
    return refuse(missing.every((plan) => plan.title === null) ? 'lesson-plan/not-found' : 'print/unreadable')
  return ok({
    bytes: await book.bytes({ title, front: contentsBody({ title, lines, missing }) }, signal),
    pageCount: null,
  })
}

const sizeOf = (files: Iterable<{ readonly bytes: Uint8Array }>): number =>
  [...files].reduce((sum, file) => sum + file.bytes.byteLength, 0)
