import type { Deps } from '../../deps.ts'
import { attachment, fileNameOf } from '../../http/disposition.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { serverWord } from '../../http/words.ts'
import type { Book, Books } from './books.ts'

const present = ({ id, total, done, missing, state }: Book) => ({
  id,
  total,
  done,
  missing: [...missing],
  state: state.kind,
  problem: state.kind === 'failed' ? state.problem : null,
  pageCount: state.kind === 'ready' ? state.pageCount : null,
})

/** Several plans as one PDF: begun, asked about, taken away or given up by the person who began it. */
export function createBookHandlers({
  config,
  office,
  books,
}: Pick<Deps, 'config' | 'office'> & { readonly books: Books }): Pick<
  Handlers,
  'createPrintBook' | 'getPrintBook' | 'getPrintBookFile' | 'discardPrintBook'
> {
  return {
    async createPrintBook({ body, caller }) {
      if (!office.canConvert || !office.canJoin) return deny('office/absent')
      const planIds = [...new Set(body.planIds)]
      const most = config.limits.LIMIT_PRINT_PLANS
      if (planIds.length > most)
        return deny('print/too-many', { detail: serverWord('server.print.many', { most, count: planIds.length }) })
      const book = await books.begin({ title: body.title, planIds, actor: caller.actor })
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
      const bytes = await books.read(book.id)
      if (!bytes) return deny('print/not-found')
      return reply(bytes, {
        'content-type': 'application/pdf',
        'content-disposition': attachment(fileNameOf(book.title, 'pdf')),
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
