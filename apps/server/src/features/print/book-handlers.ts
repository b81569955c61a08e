import { DOCX } from '@gongyan/contract'
import { ok, searchTerms } from '@gongyan/domain'
import type { Actor } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { attachment, fileNameOf } from '../../http/disposition.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Call, Handlers } from '../../http/operation.ts'
import { serverWord } from '../../http/words.ts'
import { filterFor } from '../lesson-plan/index.ts'
import type { Projector } from '../lesson-plan/index.ts'
import type { Book, Books } from './books.ts'
import { entriesOf } from './ordered.ts'
import type { BookEntry } from './ordered.ts'

const MEDIA_TYPES = { pdf: 'application/pdf', docx: DOCX } as const
type Ordered = Call<'createPrintBook'>['body']

const present = ({ id, format, total, done, missing, state }: Book) => ({
  id,
  format,
  total,
  done,
  missing: [...missing],
  state: state.kind,
  problem: state.kind === 'failed' ? state.problem : null,
  pageCount: state.kind === 'ready' ? state.pageCount : null,
})

/** Several plans as one file: begun, asked about, taken away or given up by the person who began it. */
export function createBookHandlers({
  config,
  sql,
  office,
  books,
  projector,
}: Pick<Deps, 'config' | 'sql' | 'office'> & { readonly books: Books; readonly projector: Projector }): Pick<
  Handlers,
  'createPrintBook' | 'getPrintBook' | 'getPrintBookFile' | 'discardPrintBook'
> {
  /** The plans that were named, in that order, or all of a list in the order of teaching. */
  async function entriesFor({ planIds, list }: Ordered, actor: Actor) {
    if (!list) return ok([...new Set(planIds)].map((id): BookEntry => ({ id, group: null })))
    const { q = '', ...asked } = list
    const terms = searchTerms(q)
    // Nothing but punctuation was asked for: nothing can be found.
    if (q.trim() !== '' && terms.length === 0) return ok<BookEntry[]>([])
    const filter = await filterFor(sql, actor, asked, terms)
    if (!filter.ok) return filter
    await (terms.length > 0 ? projector.refreshForSearch(actor) : projector.refreshFor(actor))
    return ok(await entriesOf(sql, actor, filter.value))
  }

  return {
    async createPrintBook({ body, caller: { actor } }) {
      const { title, format } = body
      if (format === 'pdf' && !(office.canConvert && office.canJoin)) return deny('office/absent')
      const entries = await entriesFor(body, actor)
      if (!entries.ok) return entries
      const count = entries.value.length
      if (count === 0) return deny('print/empty')
      const most = config.limits.LIMIT_PRINT_PLANS
      if (count > most) return deny('print/too-many', { detail: serverWord('server.print.many', { most, count }) })
      const book = await books.begin({ title, entries: entries.value, actor }, format)
      return book ? reply(present(book), { location: `/api/v1/print-books/${book.id}` }) : deny('office/busy')
    },

    async getPrintBook({ params, caller }) {
      const book = books.find(params.bookId, caller.actor.userId)
      return book ? reply(present(book)) : deny('print/not-found')
    },

    async getPrintBookFile({ params, caller }) {
      const book = books.find(params.bookId, caller.actor.userId)
      if (!book) return deny('print/not-found')
      if (book.state.kind !== 'ready') return deny('print/not-ready')
      const bytes = await books.read(book)
      if (!bytes) return deny('print/not-found')
      return reply(bytes, {
        'content-type': MEDIA_TYPES[book.format],
        'content-disposition': attachment(fileNameOf(book.title, book.format)),
        'content-length': String(bytes.byteLength),
      })
    },

    async discardPrintBook({ params, caller }) {
      const book = books.find(params.bookId, caller.actor.userId)
      if (!book) return deny('print/not-found')
      await books.discard(book.id)
      return reply(undefined)
    },
  }
}
