import { expect, test } from 'vitest'
import { LINK_STATES } from './link.ts'
import { nextChangeIn, saveStateOf } from './save-state.ts'

const at = 1_000_000
const of = (link: (typeof LINK_STATES)[number], age: number | null, isStored = true) =>
  saveStateOf({ link, since: age === null ? null : at - age, isStored, now: at })

test('[CO-S1] nothing of mine is waiting: saved, whatever the line does', () => {
  for (const link of LINK_STATES) expect(of(link, null)).toEqual({ kind: 'saved' })
})
test('[CO-S2] a live link stays quiet for a second, then says it is saving', () => {
  expect(of('live', 999)).toEqual({ kind: 'saved' })
  expect(of('live', 1_000)).toEqual({ kind: 'saving' })
})
test('[CO-S3] a broken link says at once where the work is', () => {
  expect(of('waiting', 10)).toEqual({ kind: 'waiting', isStored: true })
  expect(of('attaching', 10, false)).toEqual({ kind: 'waiting', isStored: false })
})
test('[CO-S4] after a minute the work is called by its age, also on a live link', () => {
  expect(of('live', 60_000)).toEqual({ kind: 'unsent', minutes: 1, isStored: true })
  expect(of('waiting', 3 * 60_000 + 5)).toEqual({ kind: 'unsent', minutes: 3, isStored: true })
})
test('[CO-S5] the next change is announced in time', () => {
  expect(nextChangeIn({ link: 'live', since: at - 400, isStored: true, now: at })).toBe(600)
  expect(nextChangeIn({ link: 'live', since: at - 61_000, isStored: true, now: at })).toBe(59_000)
  expect(nextChangeIn({ link: 'live', since: null, isStored: true, now: at })).toBeNull()
})
