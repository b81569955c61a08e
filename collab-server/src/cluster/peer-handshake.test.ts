import { expect, test } from 'vitest'
import { callPeer, createCallJudge } from './peer-handshake.ts'

const KEY = Buffer.from('the key of the installation')
const NOW = 1_800_000_000_000
const call = (more: { readonly to?: string; readonly nowMs?: number } = {}, key: Uint8Array = KEY) =>
  callPeer(key, { from: 'one', to: 'two', nowMs: NOW, ...more })

test('[SRV10] a good call is answered so that the caller knows the other has the key too', () => {
  const { header, isAnswer } = call()
  const answer = createCallJudge(KEY, 'two')(header, NOW + 29_000)
  expect(isAnswer(answer)).toBe(true)
  for (const other of [undefined, '', 'x', header, call().header]) expect(isAnswer(other)).toBe(false)
  expect(call().isAnswer(answer)).toBe(false)
})

test('[SRV10] a call is answered once, while it is fresh, by the server it is meant for, and only with the key', () => {
  const judge = createCallJudge(KEY, 'two')
  const { header } = call()
  expect(judge(header, NOW)).not.toBeNull()
  expect(judge(header, NOW)).toBeNull()
  expect(judge(header, NOW + 59_000)).toBeNull()
  expect(judge(call().header, NOW + 31_000)).toBeNull()
  expect(judge(call({ nowMs: NOW + 31_000 }).header, NOW)).toBeNull()
  expect(judge(call({ nowMs: Number.NaN }).header, NOW)).toBeNull()
  expect(judge(call({ to: 'three' }).header, NOW)).toBeNull()
  expect(judge(call({}, Buffer.from('another key')).header, NOW)).toBeNull()
  const bent = call().header
  for (let at = 0; at < bent.length; at++) {
    const other = bent[at] === 'x' ? 'y' : 'x'
    expect(judge(bent.slice(0, at) + other + bent.slice(at + 1), NOW)).toBeNull()
  }
  for (const nothing of [undefined, '', ' ', [], 7]) expect(judge(nothing, NOW)).toBeNull()
})
