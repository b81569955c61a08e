import { unpackSnapshot } from '@gongyan/db'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { buildSnapshot } from './build.ts'

const anEdit = fc.record({
  who: fc.nat({ max: 2 }),
  at: fc.nat(),
  text: fc.string({ maxLength: 6 }),
  cut: fc.nat({ max: 5 }),
  isSeen: fc.boolean(),
})

/** What several people write who see each other late, as the updates of the log. */
function history(
  edits: readonly { who: number; at: number; text: string; cut: number; isSeen: boolean }[],
): Uint8Array[] {
  const log: Uint8Array[] = []
  const docs = [0, 1, 2].map((client) => {
    const doc = new Y.Doc()
    doc.clientID = client + 1
    doc.on('update', (update: Uint8Array, origin) => origin !== 'other' && log.push(update))
    return doc
  })
  for (const { who, at, text, cut, isSeen } of edits) {
    const doc = docs[who]
    if (!doc) continue
    if (isSeen) for (const update of log.slice()) Y.applyUpdate(doc, update, 'other')
    const body = doc.getXmlFragment('body')
    doc.transact(() => {
      if (body.length > 0 && cut > 2) body.delete(at % body.length, 1)
      const node = new Y.XmlElement('paragraph')
      const content = new Y.XmlText()
      content.insert(0, text)
      if (cut > 0 && text.length > 0) content.format(0, 1, { bold: cut })
      node.insert(0, [content])
      body.insert(at % (body.length + 1), [node])
    })
  }
  return log
}

test('[CMP2] whatever people did, a snapshot is kept, reads as their updates do, and is the same when written again', () => {
  fc.assert(
    fc.property(fc.array(anEdit, { minLength: 1, maxLength: 40 }), fc.nat(), (edits, cutAt) => {
      const updates = history(edits)
      const whole = new Y.Doc()
      for (const update of updates) Y.applyUpdate(whole, update)
      const head = buildSnapshot(1n, updates.slice(0, cutAt % updates.length))
      const base = head.kind === 'built' ? unpackSnapshot(head.packed) : null
      if (!base) throw new Error('the first part was not kept')
      const built = buildSnapshot(2n, [base, ...updates.slice(cutAt % updates.length)])
      const state = built.kind === 'built' ? unpackSnapshot(built.packed) : null
      if (!state) throw new Error(`not kept: ${built.kind}`)
      const read = new Y.Doc()
      Y.applyUpdate(read, state)
      expect(read.getXmlFragment('body').toString()).toBe(whole.getXmlFragment('body').toString())
      expect(Y.equalSnapshots(Y.snapshot(read), Y.snapshot(whole))).toBe(true)
      expect(Buffer.compare(Y.encodeStateAsUpdate(read), state)).toBe(0)
    }),
    { verbose: true },
  )
})

test('[CMP2] updates with one missing are kept in no snapshot', () => {
  const updates = history([0, 1, 2].map((at) => ({ who: 0, at, text: `${at}`, cut: 0, isSeen: false })))
  expect(buildSnapshot(3n, [updates[0] ?? new Uint8Array(), updates[2] ?? new Uint8Array()])).toEqual({ kind: 'gap' })
})
