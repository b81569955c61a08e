import { describe, expect, test } from 'vitest'
import { CLOSE_REASONS } from '@gongyan/contract/client'
import { linkEventOf } from './close-reason.ts'
import { readHead } from './wire.ts'

describe('[CO-W1] the head of a message', () => {
  const name = [...new TextEncoder().encode('lessonPlan:1')]
  test('is read after a name of any length', () => {
    expect(readHead(Uint8Array.from([name.length, ...name, 0, 2, 9]))).toEqual({ kind: 0, detail: 2 })
    const long = Array.from({ length: 300 }, () => 97)
    expect(readHead(Uint8Array.from([0xac, 0x02, ...long, 8, 1]))).toEqual({ kind: 8, detail: 1 })
  })
  test('is null for bytes that are not a message', () => {
    for (const bytes of [[], [200], [5, 1, 2], [255, 255, 255, 255, 255, 255, 255, 255, 255]])
      expect(readHead(Uint8Array.from(bytes))).toBeNull()
  })
})

describe('[CO-W2] close reasons', () => {
  test('the word decides, then the code', () => {
    expect(linkEventOf({ code: 1000, reason: 'access-changed' })).toBe('accessChanged')
    expect(linkEventOf({ code: CLOSE_REASONS.forbidden })).toBe('refused')
    expect(linkEventOf({ reason: 'not-found' })).toBe('refused')
    expect(linkEventOf({ code: 4407 })).toBe('signedOut')
  })
  test('a used or old ticket, a proxy and a stopping server only mean: later again', () => {
    for (const reason of ['ticket-expired', 'ticket-used', 'server-stopping', 'something else', ''])
      expect(linkEventOf({ code: 1006, reason })).toBe('lost')
  })
})
