import { createI18n } from '@gongyan/i18n'
import { expect, test } from 'vitest'
import { daysLeftInBin, minutesOff, placeOfPlan, timeOfPlan } from './plan-words.ts'

const i18n = createI18n()

test.each([
  [40, 40, 0],
  [80, 40, 0],
  [42, 40, 2],
  [37, 40, -3],
  [77, 40, -3],
  [5, 40, -35],
  [0, 40, -40],
  [85, 40, 5],
])('[PL4] %d minutes in periods of %d are off by %d', (totalMinutes, periodMinutes, off) =>
  expect(minutesOff({ totalMinutes, periodMinutes })).toBe(off),
)

test('[PL5] a plan says its rows and minutes, and only a real mismatch', () => {
  const plan = { rowCount: 5, totalMinutes: 40, periodMinutes: 40, template: 'standard' } as const
  expect(timeOfPlan(i18n, plan)).toEqual({ text: '5 个环节，40 分钟', isOff: false })
  expect(timeOfPlan(i18n, { ...plan, totalMinutes: 43 })).toEqual({ text: '5 个环节，43 分钟，多 3 分钟', isOff: true })
  expect(timeOfPlan(i18n, { ...plan, template: 'unit', totalMinutes: 43 }).isOff).toBe(false)
  expect(timeOfPlan(i18n, { ...plan, rowCount: 0 })).toEqual({ text: '教学过程还没写', isOff: false })
})

test('[PL6] the bin counts whole days down to none', () => {
  const at = '2026-11-01T00:00:00.000Z'
  expect(daysLeftInBin(at, Date.parse(at))).toBe(30)
  expect(daysLeftInBin(at, Date.parse('2026-11-30T12:00:00.000Z'))).toBe(1)
  expect(daysLeftInBin(at, Date.parse('2027-01-01T00:00:00.000Z'))).toBe(0)
})

test('[PL7] grade and subject stand together, whichever is known', () => {
  expect(placeOfPlan(i18n, { grade: '五年级', subject: '数学' })).toBe('五年级数学')
  expect(placeOfPlan(i18n, { grade: null, subject: '数学' })).toBe('数学')
  expect(placeOfPlan(i18n, { grade: null, subject: null })).toBe('')
})
