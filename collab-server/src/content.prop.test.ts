import { createReplica } from '@gongyan/documents/replica'
import { seededBelow } from '@gongyan/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Content } from './content.ts'
import { scanUpdate } from './scan.ts'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
console.log(`content: seed ${seed}`)

/** One step of somebody who writes, at random; most of them type. */
function step(doc: Y.Doc, random: (below: number) => number): void {
  const body = doc.getXmlFragment('body')
  if (body.length === 0 || random(30) === 0) {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('首')])
    return body.insert(random(body.length + 1), [paragraph])
  }
  const paragraph = body.get(random(body.length))
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
  if (!(text instanceof Y.XmlText)) return
  const { length } = text
  const at = random(length + 1)
  const kind = random(12)
  if (kind < 7) text.insert(at, random(5) === 0 ? '😀拼音' : '字')
  else if (kind < 9 && length > 1) text.delete(random(length - 1), 1)
  else if (kind === 9 && length > 1) text.format(0, 1 + random(length - 1), { bold: random(2) === 0 || null })
  else if (kind === 10) text.insertEmbed(at, { image: 1 })
  else
    doc.transact(() => {
      // Written over: taken out and put in at once.
      if (length > 2) text.delete(1, 1)
      text.insert(Math.min(1, text.length), '换')
    })
}

const take = (content: Content, update: Uint8Array) => content.take(update, scanUpdate(update, 100_000))

const stateOf = (content: Content): Uint8Array => {
  const doc = createReplica()
  Y.applyUpdate(doc, content.state())
  return Y.encodeStateAsUpdate(doc)
}

test('[FAN2] whatever arrives in whatever order, the document, its bytes and its log are what Yjs makes of it', () => {
  for (let run = 0; run < 40; run++) {
    const random = seededBelow(seed + run * 7919)
    const reference = createReplica()
    reference.clientID = 1
    const content = new Content([])
    const log: Uint8Array[] = []
    // Each has a copy of his own and hears of the others late; what he sends may come late, twice, or not at all.
    const writers = Array.from({ length: 5 }, (_, index) => {
      const doc = new Y.Doc()
      doc.clientID = 1000 + index
      const outbox: Uint8Array[] = []
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin !== 'server') outbox.push(update)
      })
      return { doc, outbox, heard: 0 }
    })
    for (let i = 0; i < 300; i++) {
      const writer = writers[random(writers.length)]
      if (!writer) continue
      const kind = random(20)
      if (kind < 10) step(writer.doc, random)
      else if (kind < 17) {
        const [update] = writer.outbox.splice(random(12) === 0 ? random(writer.outbox.length + 1) : 0, 1)
        if (!update) continue
        for (let times = random(15) === 0 ? 2 : 1; times > 0; times--) {
          const before = Y.encodeStateVector(reference)
          Y.applyUpdate(reference, update)
          const isGap = reference.store.pendingStructs !== null || reference.store.pendingDs !== null
          reference.store.pendingStructs = null
          reference.store.pendingDs = null
          const taken = take(content, update)
          expect(taken.isGap).toBe(isGap)
          if (taken.bytes) log.push(taken.bytes)
          const isNew = Buffer.compare(before, Y.encodeStateVector(reference)) !== 0
          if (isNew) expect(taken.bytes).not.toBeNull()
        }
      } else if (kind === 17) {
        // A reconnection: all they have, in both directions.
        const whole = Y.encodeStateAsUpdate(writer.doc, Y.encodeStateVector(reference))
        Y.applyUpdate(reference, whole)
        const taken = take(content, whole)
        expect(taken.isGap).toBe(false)
        if (taken.bytes) log.push(taken.bytes)
        writer.outbox.length = 0
        for (const update of content.missing(Y.encodeStateVector(writer.doc)))
          Y.applyUpdate(writer.doc, update, 'server')
        writer.heard = log.length
      } else if (kind === 18) {
        for (; writer.heard < log.length; writer.heard++)
          Y.applyUpdate(writer.doc, log[writer.heard] ?? new Uint8Array(), 'server')
      } else if (random(4) === 0) content.sleep(Number.POSITIVE_INFINITY)
      else if (random(2) === 0) content.whole()
      else expect(Y.encodeStateAsUpdate(content.doc)).toEqual(Y.encodeStateAsUpdate(reference))
    }
    const replayed = createReplica()
    for (const bytes of log) Y.applyUpdate(replayed, bytes)
    const expected = Y.encodeStateAsUpdate(reference)
    expect(Y.encodeStateAsUpdate(replayed)).toEqual(expected)
    expect(stateOf(content)).toEqual(expected)
    const fresh = createReplica()
    for (const update of content.missing(Uint8Array.of(0))) Y.applyUpdate(fresh, update)
    expect(Y.encodeStateAsUpdate(fresh)).toEqual(expected)
  }
})

/** The beginning of a text by client 7 and an update that goes on with it. */
function typed(): { before: Uint8Array; more: Uint8Array } {
  const doc = new Y.Doc()
  doc.clientID = 7
  doc.getText('t').insert(0, '上课')
  const before = Y.encodeStateAsUpdate(doc)
  const vector = Y.encodeStateVector(doc)
  doc.getText('t').insert(2, '铃')
  return { before, more: Y.encodeStateAsUpdate(doc, vector) }
}

test('[FAN2] text beside other text is put on record as it came, and wakes nobody who looks on', () => {
  const { before, more } = typed()
  const content = new Content([before])
  expect(content.isAwake).toBe(false)
  expect(take(content, more)).toEqual({ bytes: more, isGap: false, isPlain: true })
  expect(content.doc.getText('t').toJSON()).toBe('上课铃')
  // What came again is not put on record again.
  expect(take(content, more)).toMatchObject({ bytes: null, isGap: false })
})

test('[FAN2] a change that says nothing, and a reader with nothing, wake nobody', () => {
  const { before } = typed()
  const content = new Content([before])
  expect(take(content, Uint8Array.of(0, 0))).toEqual({ bytes: null, isGap: false, isPlain: true })
  expect(content.missing(Uint8Array.of(0))).toEqual([before])
  expect(content.vectorFor(Uint8Array.of(0))).toEqual(Uint8Array.of(0))
  expect(content.covers(Uint8Array.of(0, 0), scanUpdate(Uint8Array.of(0, 0), 10))).toBe(true)
  expect(content.isAwake).toBe(false)
})

test('[FAN2] bent updates do to the document what they do to Yjs, and those it cannot read do nothing', () => {
  const random = seededBelow(seed)
  let refused = 0
  for (let run = 0; run < 3_000; run++) {
    const { before, more } = typed()
    const bent = more.slice()
    for (let n = 1 + random(2); n > 0; n--) bent[random(bent.length)] = random(256)
    const content = new Content([before])
    const reference = createReplica()
    Y.applyUpdate(reference, before)
    const whole = Y.encodeStateAsUpdate(reference)
    try {
      take(content, bent)
    } catch {
      refused += 1
      expect(stateOf(content)).toEqual(whole)
      continue
    }
    // What was taken can be read by everybody, also from the bytes alone.
    Y.applyUpdate(reference, bent)
    reference.store.pendingStructs = null
    reference.store.pendingDs = null
    const expected = Y.encodeStateAsUpdate(reference)
    expect(Y.encodeStateAsUpdate(content.doc)).toEqual(expected)
    expect(stateOf(content)).toEqual(expected)
  }
  expect(refused).toBeGreaterThan(100)
})
