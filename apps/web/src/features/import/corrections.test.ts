import { expect, test } from 'vitest'
import type { Corrections } from './answers.ts'
import { formerWording, takenBack, withPlacement, withWording } from './corrections.ts'

const NONE: Corrections = { wordings: [], placements: [], periods: 'one', periodMinutes: null }
const media = { kind: 'column', words: '资源媒体', means: 'second' } as const
const why = { kind: 'column', words: '为什么', means: 'intent' } as const

test('[WI4] a correction is taken back and what was corrected since stays', () => {
  const first = withWording(NONE, media)
  const second = withPlacement(withWording(first, why), 'p1', 'board')
  expect(takenBack(second, NONE, first)).toEqual({
    ...NONE,
    wordings: [why],
    placements: [{ passage: 'p1', section: 'board' }],
  })
})

test('[WI4] what a correction replaced comes back with it, once', () => {
  const first = withWording(NONE, media)
  const second = withWording(first, { ...media, means: 'resources' })
  expect(takenBack(second, first, second)).toEqual(first)
  expect(takenBack(first, first, second)).toEqual(first)
})

test('[WI4] how many plans and how long a period is go back only where they still are as the step made them', () => {
  const each: Corrections = { ...NONE, periods: 'each' }
  expect(takenBack({ ...each, periodMinutes: 45 }, NONE, each)).toEqual({ ...NONE, periodMinutes: 45 })
  expect(takenBack({ ...NONE, periodMinutes: 45 }, NONE, each)).toEqual({ ...NONE, periodMinutes: 45 })
})

test('[WI4] a school that called it something before calls it that again, one that did not forgets it', () => {
  const known = [
    { ...why, id: 'w1', by: null },
    { ...media, id: 'w2', by: null },
  ]
  // What was taught anew has the id of what it replaced.
  expect(formerWording(known, 'w2')).toEqual(media)
  expect(formerWording(known, 'w3')).toBeNull()
})
