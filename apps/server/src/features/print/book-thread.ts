import { Worker } from 'node:worker_threads'
import type { DocJson } from '@gongyan/documents'
import type { BookMeta, StoredMedia } from '@gongyan/word'

/** What the thread of a book is asked. */
export type BookQuestion =
  | { readonly kind: 'add'; readonly doc: DocJson; readonly media: ReadonlyMap<string, StoredMedia> }
  | { readonly kind: 'bytes'; readonly meta: BookMeta }
  | { readonly kind: 'contents'; readonly meta: BookMeta }
  | { readonly kind: 'alone'; readonly doc: DocJson; readonly media: ReadonlyMap<string, StoredMedia> }
export type BookAnswer = string | Uint8Array

/** A book of plans that is written and packed away from the server's own thread. */
export interface BookThread {
  /** Puts a plan at the end; answers the bookmark at which it begins. */
  add(doc: DocJson, media: ReadonlyMap<string, StoredMedia>): Promise<string>
  /** The file. */
  bytes(meta: BookMeta): Promise<Uint8Array>
  /** What stands before the first plan, as a file by itself. */
  contents(meta: BookMeta): Promise<Uint8Array>
  /** A plan as a file by itself. */
  alone(doc: DocJson, media: ReadonlyMap<string, StoredMedia>): Promise<Uint8Array>
  close(): void
}

/** Begins a book; an abort ends its thread, and whatever it was asked is rejected with the signal's reason. */
export function createBookThread(signal: AbortSignal): BookThread {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./book-worker.ts', import.meta.url), { env: {}, execArgv: [] })
  const waiting: { readonly resolve: (answer: BookAnswer) => void; readonly reject: (error: Error) => void }[] = []
  let failure: Error | null = null
  const fail = (error: Error) => {
    failure ??= error
    for (const { reject } of waiting.splice(0)) reject(error)
    signal.removeEventListener('abort', abort)
    void worker.terminate()
  }
  const abort = () => fail(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  // Questions are answered in the order in which they were asked.
  worker.on('message', (answer: BookAnswer) => waiting.shift()?.resolve(answer))
  worker.once('error', fail)
  worker.once('exit', (code) => fail(new Error(`the thread of a book ended with ${code}`)))
  const ask = <T extends BookAnswer>(question: BookQuestion): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (failure) return reject(failure)
      waiting.push({ resolve: resolve as (answer: BookAnswer) => void, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
      worker.postMessage(question)
    })
  return {
    add: (doc, media) => ask<string>({ kind: 'add', doc, media }),
    bytes: (meta) => ask<Uint8Array>({ kind: 'bytes', meta }),
    contents: (meta) => ask<Uint8Array>({ kind: 'contents', meta }),
    alone: (doc, media) => ask<Uint8Array>({ kind: 'alone', doc, media }),
    close: () => fail(new Error('the book is closed')),
  }
}
