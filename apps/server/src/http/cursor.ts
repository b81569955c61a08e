import { createHmac, timingSafeEqual } from 'node:crypto'
import { ok } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import type { Refusal } from './operation.ts'
import { invalidField } from './problem.ts'
import { serverWord } from './words.ts'

/** Places in lists as opaque words that only we can make, each good for the list and filters it came from. */
export interface Cursors {
  encode(list: string, position: unknown): string
  /** What was encoded, null without a cursor, or a refusal for anything that did not come from `encode` for this list. */
  decode(list: string, cursor: string | undefined): Result<unknown, Refusal<'request/invalid'>>
}

const MAC_BYTES = 16

/** Cursors under one key, which every server of an installation shares. */
export function createCursors(key: Uint8Array): Cursors {
  const mac = (list: string, payload: Buffer): Buffer =>
    createHmac('sha256', key).update(list).update('\0').update(payload).digest().subarray(0, MAC_BYTES)
  return {
    encode(list, position) {
      const payload = Buffer.from(JSON.stringify(position))
      return Buffer.concat([mac(list, payload), payload]).toString('base64url')
    },
    decode(list: string, cursor: string | undefined) {
      if (cursor === undefined) return ok(null)
      const bytes = Buffer.from(cursor, 'base64url')
      const payload = bytes.subarray(MAC_BYTES)
      // The exact text, too: base64url has more than one way to write the same bytes.
      const isOurs =
        bytes.byteLength > MAC_BYTES &&
        bytes.toString('base64url') === cursor &&
        timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac(list, payload))
      if (!isOurs) return { ok: false, refusal: invalidField(['cursor'], 'unknown', serverWord('server.badCursor')) }
      return ok(JSON.parse(payload.toString()) as unknown)
    },
  }
}
