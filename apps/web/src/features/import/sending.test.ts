import type { ProblemCode } from '@gongyan/contract/client'
import { expect, test } from 'vitest'
import { isStuck } from './sending.ts'

test('[WI14] what passes by itself is tried again; what does not ends, and the batch with it', () => {
  const failed = (code: ProblemCode | 'network/unreachable') => isStuck({ step: { kind: 'failed', problem: { code } } })
  for (const code of ['network/unreachable', 'request/rate-limited', 'request/in-progress'] as const)
    expect([code, failed(code)]).toEqual([code, false])
  for (const code of ['request/too-large', 'import/too-many-files', 'import/not-found', 'server/fault'] as const)
    expect([code, failed(code)]).toEqual([code, true])
  expect(isStuck({ step: { kind: 'tooLarge', mostBytes: 1 } })).toBe(true)
  expect(isStuck({ step: { kind: 'unreadable' } })).toBe(true)
  expect(isStuck({ step: { kind: 'sending', sentBytes: 0 } })).toBe(false)
})
