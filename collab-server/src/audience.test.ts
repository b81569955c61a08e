import { seeded } from '@gongyan/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Audience, type Reader } from './audience.ts'
import type { Packet } from './packet.ts'
import { Presence } from './presence.ts'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

/** Reads as a client does. */
function reader(): Reader & { readonly doc: Y.Doc; packets: number } {
  const doc = new Y.Doc()
  return {
    doc,
    packets: 0,
    deliver({ update }) {
      if (!update) return
      this.packets += 1
      Y.applyUpdate(doc, update)
    },
    lose() {},
  }
}

const audienceOf = (readers: readonly Reader[]): Audience => {
  const audience = new Audience(new Presence({ largestState: 100, mostClaims: 2 }))
  for (const one of readers) audience.add(one)
  return audience
}

test(`[FAN1] whoever reads is told everything in the end, and the author of all is told nothing (seed ${seed})`, async () => {
  const random = seeded(seed)
  for (const count of [1, 7, 130, 400, 900]) {
    const readers = Array.from({ length: count }, () => reader())
    const audience = audienceOf(readers)
    const writer = new Y.Doc()
    writer.on('update', (bytes: Uint8Array) => audience.tell(bytes, readers[0] ?? null))
    for (let n = 0; n < 60; n++) {
      writer.getText('t').insert(Math.floor(random() * (n + 1)), String(n % 10))
      if (random() < 0.5) await new Promise((resolve) => void setTimeout(resolve, random() * 4))
    }
    const whole = writer.getText('t').toString()
    const [author, ...others] = readers
    await expect.poll(() => others.every(({ doc }) => doc.getText('t').toString() === whole)).toBe(true)
    expect(author?.packets).toBe(0)
    audience.destroy()
  }
})

test('[FAN5] what many are told they are told at the same moment, as one', async () => {
  const packets = new Set<Packet>()
  let deliveries = 0
  const audience = audienceOf(
    Array.from({ length: 900 }, () => ({
      deliver(packet: Packet) {
        packets.add(packet)
        deliveries += 1
      },
      lose() {},
    })),
  )
  const writer = new Y.Doc()
  writer.on('update', (bytes: Uint8Array) => audience.tell(bytes, null))
  for (let n = 0; n < 30; n++) writer.getText('t').insert(0, 'x')
  await expect.poll(() => deliveries).toBe(900)
  expect(packets.size).toBe(1)
  audience.destroy()
})

test('[FAN1] what is gathered goes to whoever came while it was, and not to who left', async () => {
  const readers = Array.from({ length: 200 }, () => reader())
  const audience = audienceOf(readers)
  const writer = new Y.Doc()
  writer.on('update', (bytes: Uint8Array) => audience.tell(bytes, null))
  for (let n = 0; n < 10; n++) writer.getText('t').insert(0, 'x')
  const [leaver] = readers
  if (leaver) audience.delete(leaver)
  const late = reader()
  Y.applyUpdate(late.doc, Y.encodeStateAsUpdate(writer))
  audience.add(late)
  writer.getText('t').insert(0, 'y')
  await expect.poll(() => late.doc.getText('t').length).toBe(11)
  await expect.poll(() => readers.slice(1).every(({ doc }) => doc.getText('t').length === 11)).toBe(true)
  expect(leaver?.packets).toBe(0)
  expect(audience.size).toBe(200)
  audience.destroy()
})

test('[FAN1] when all have left while much was gathered, whoever comes then is told what happens from there on', async () => {
  const readers = Array.from({ length: 200 }, () => reader())
  const audience = audienceOf(readers)
  const writer = new Y.Doc()
  writer.on('update', (bytes: Uint8Array) => audience.tell(bytes, null))
  for (let n = 0; n < 10; n++) writer.getText('t').insert(0, 'x')
  for (const one of readers) audience.delete(one)
  const late = reader()
  Y.applyUpdate(late.doc, Y.encodeStateAsUpdate(writer))
  audience.add(late)
  writer.getText('t').insert(0, 'y')
  await expect.poll(() => late.doc.getText('t').toString()).toBe('yxxxxxxxxxx')
  expect(late.packets).toBe(1)
  expect(readers.every(({ packets }) => packets === 0)).toBe(true)
  audience.destroy()
})
