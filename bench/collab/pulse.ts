/**
 * Two people on a document, in a thread that has nothing else to do. Told to begin, one writes every ten milliseconds; told to
 * end, it answers how long it took at most until the other had it.
 */
import { parentPort, workerData } from 'node:worker_threads'
import * as Y from 'yjs'
import type { Entrance } from '../school.ts'
import { openReader, openSink, wire } from './sinks.ts'

const EVERY_MS = 10

const { document, writer, reader } = workerData as { document: string; writer: Entrance; reader: Entrance }
const sink = await openSink(writer, document)
const [mine, other] = [new Y.Doc(), new Y.Doc()]
const sentAt: number[] = []
let [seen, longest] = [0, 0]
mine.on('update', (update: Uint8Array) => sink.send(wire(document, 0, 2, update)))
other.on('update', () => {
  for (const { length } = other.getText('pulse'); seen < length; seen++)
    longest = Math.max(longest, performance.now() - (sentAt[seen] ?? 0))
})
await openReader(reader, document, other)
let timer: NodeJS.Timeout | undefined
parentPort?.on('message', (word: 'begin' | 'end') => {
  clearInterval(timer)
  if (word === 'begin') {
    longest = 0
    timer = setInterval(() => {
      sentAt.push(performance.now())
      mine.getText('pulse').insert(mine.getText('pulse').length, '教')
    }, EVERY_MS)
    return
  }
  // What has not come yet counts as well.
  for (const at of sentAt.slice(seen)) longest = Math.max(longest, performance.now() - at)
  parentPort?.postMessage(longest, [])
})
parentPort?.postMessage('ready', [])
