import { CLOSE_REASONS, type CloseReason } from '@gongyan/contract/collab'
import fc from 'fast-check'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { type PeerFrame, readFrame, writeFrame } from './peer-frames.ts'

const number = fc.nat(2 ** 31 - 1)
const body = fc.uint8Array({ maxLength: 40 })
const part = fc.option(body, { nil: null })
const frame: fc.Arbitrary<PeerFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('open' as const),
    channel: number,
    document: number,
    opening: fc.record({
      address: fc.string({ unit: 'binary' }),
      door: fc.constantFrom('collab' as const, 'yjs' as const),
      source: fc.uuid(),
      grant: fc.record({
        userId: fc.uuid(),
        name: fc.string({ unit: 'grapheme' }),
        sessionId: fc.string(),
        canWrite: fc.boolean(),
      }),
    }),
    prelude: fc.record({
      step1: part,
      awareness: part,
      updates: fc
        .record({ kept: fc.array(body, { maxLength: 4 }), isMore: fc.boolean() })
        .map(({ kept, isMore }) => ({ kept, isMore, bytes: kept.reduce((sum, update) => sum + update.length, 0) })),
    }),
  }),
  fc.record({ kind: fc.constant('message' as const), channel: number, body }),
  fc.record({ kind: fc.constant('state' as const), channel: number, updates: fc.array(body, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('broadcast' as const),
    document: number,
    isAllBut: fc.boolean(),
    channels: fc.array(number, { maxLength: 5 }),
    body,
  }),
  fc.record({ kind: fc.constant('leave' as const), channel: number }),
  fc.record({
    kind: fc.constant('closed' as const),
    channel: number,
    reason: fc.constantFrom(...(Object.keys(CLOSE_REASONS) as CloseReason[])),
    isRefusal: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('flow' as const), channel: number, isPaused: fc.boolean() }),
  fc.record({
    kind: fc.constant('edit' as const),
    number,
    document: fc.string(),
    origin: fc.record({ authorId: fc.option(fc.uuid(), { nil: null }), source: fc.string() }),
    update: body,
  }),
  fc.record({ kind: fc.constant('edited' as const), number, seq: fc.option(fc.bigInt({ min: 0n }), { nil: null }) }),
)

test('[SRV11] what a server says in one message is what the other reads, frame after frame', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 6 }), (frames) => {
      const encoder = encoding.createEncoder()
      for (const one of frames) writeFrame(encoder, one)
      const decoder = decoding.createDecoder(encoding.toUint8Array(encoder))
      const read: PeerFrame[] = []
      while (decoding.hasContent(decoder)) read.push(readFrame(decoder))
      expect(read.map(plain)).toEqual(frames.map(plain))
    }),
  )
})

/** Byte strings compare by what they hold, whichever buffer they lie in. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'bigint' ? `${one}n` : one instanceof Uint8Array ? Buffer.from(one).toString('hex') : one,
    ),
  )
