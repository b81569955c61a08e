import { parentPort } from 'node:worker_threads'
import { workInBackground } from '@gongyan/config/thread'
import { createBook, exportDocx } from '@gongyan/word'
import type { BookAnswer, BookQuestion } from './book-thread.ts'

workInBackground()
const book = createBook()

async function answerTo(question: BookQuestion): Promise<BookAnswer> {
  switch (question.kind) {
    case 'add':
      return book.add(question.doc, question.media)
    case 'bytes':
      return book.bytes(question.meta)
    case 'contents':
      return createBook().bytes(question.meta)
    case 'alone':
      return exportDocx(question.doc, (fileId) => question.media.get(fileId))
  }
}

/** The thread of `createBookThread`: writes one book, question by question. */
let before: Promise<void> = Promise.resolve()
parentPort?.on('message', (question: BookQuestion) => {
  before = before.then(async () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
    parentPort?.postMessage(await answerTo(question))
  })
})
