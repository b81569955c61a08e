import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { scanUpdate } from './scan.ts'
import { Tally, keepEarly, noEarlyUpdates } from './tally.ts'

const scan = (update: Uint8Array) => scanUpdate(update, 1_000)
const typed = (count: number) => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update) => void updates.push(update))
  for (let i = 0; i < count; i++) doc.getText('t').insert(i, 'x')
  const at = (index: number) => scan(updates[index] ?? new Uint8Array())
  return { doc, updates, at }
}
const vectorAfter = (updates: readonly Uint8Array[]): Uint8Array => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return Y.encodeStateVector(doc)
}

test('[ACK15] what was typed offline and comes out of the queue after the first step is not counted', () => {
  const { updates, at } = typed(5)
  const tally = new Tally()
  tally.begin(vectorAfter(updates.slice(0, 3)))
  for (const index of [0, 1, 2]) expect(tally.isCounted(at(index))).toBe(false)
  // Typed after the first step.
  for (const index of [3, 4]) expect(tally.isCounted(at(index))).toBe(true)
  expect(tally.settle()).toBe(1)
  expect(tally.isUnsure).toBe(false)
})

test('[ACK15] a second step brings what was put off, once', () => {
  const { at } = typed(2)
  const tally = new Tally()
  tally.begin(vectorAfter([]))
  tally.postpone()
  expect(tally.settle()).toBe(2)
  expect(tally.isCounted(at(0))).toBe(true)
  tally.postpone()
  expect(tally.settle()).toBe(1)
  expect(tally.settle()).toBe(0)
})

test('[ACK15] a deletion during the handshake tells no time: it is not counted, and is known to be unsure', () => {
  const { doc, updates } = typed(3)
  doc.getText('t').delete(0, 1)
  const deletion = scan(updates.at(-1) ?? new Uint8Array())
  expect(deletion.inserts).toEqual([])
  const tally = new Tally()
  tally.begin(vectorAfter(updates))
  expect(tally.isCounted(deletion)).toBe(false)
  expect(tally.settle()).toBe(1)
  expect(tally.isUnsure).toBe(true)
  expect(tally.isCounted(deletion)).toBe(true)
  tally.begin(vectorAfter(updates))
  expect(tally.isUnsure).toBe(false)
})

test('[ACK15] early updates are kept within bounds; beyond them the count is unsure', () => {
  const { updates } = typed(100)
  const early = noEarlyUpdates()
  for (const update of updates) keepEarly(early, update)
  expect(early.kept.length).toBe(64)
  const tally = new Tally()
  tally.begin(vectorAfter([]))
  tally.countEarly(early, scan)
  expect(tally.settle()).toBe(65)
  expect(tally.isUnsure).toBe(true)
  const large = noEarlyUpdates()
  keepEarly(large, new Uint8Array(64_001))
  expect(large).toMatchObject({ kept: [], isMore: true })
})
