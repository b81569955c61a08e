import { createHash } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { packSnapshot, type PackedSnapshot, unpackSnapshot } from './snapshots.ts'

const STATE = Buffer.from('一份教案的全部内容，'.repeat(40))
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
const kept: readonly PackedSnapshot[] = [
  { seq: 1n, codec: 0, rawSize: STATE.length, sha256: sha256(STATE), bytes: STATE },
  { seq: 1n, codec: 1, rawSize: STATE.length, sha256: sha256(STATE), bytes: zstdCompressSync(STATE) },
  packSnapshot(1n, STATE),
]

test.each(kept)('[LOG6] a snapshot of codec $codec is read as it was kept, by whichever server kept it', (snapshot) => {
  expect(Buffer.from(unpackSnapshot(snapshot) ?? []).equals(STATE)).toBe(true)
})

test.each(kept)(
  '[LOG6] a snapshot of codec $codec with any bit turned, cut short, or of another size is known as damaged',
  (snapshot) => {
    const { bytes, rawSize } = snapshot
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const turned = Buffer.from(bytes)
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const state = unpackSnapshot({ ...snapshot, bytes: turned })
      // What zstd ignores, as a flag of its header that is reserved, may be turned: the state is checked.
      expect(state === null || Buffer.from(state).equals(STATE), `bit ${bit}`).toBe(true)
    }
    for (let length = 0; length < bytes.length; length++)
      expect(unpackSnapshot({ ...snapshot, bytes: bytes.subarray(0, length) })).toBeNull()
    for (const size of [0, rawSize - 1, rawSize + 1, 2 ** 31 - 1])
      expect(unpackSnapshot({ ...snapshot, rawSize: size })).toBeNull()
    expect(unpackSnapshot({ ...snapshot, sha256: sha256(Buffer.from('another')) })).toBeNull()
  },
)
