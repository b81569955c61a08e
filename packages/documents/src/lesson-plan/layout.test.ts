import { describe, expect, test } from 'vitest'
import { columnShares, longestWord, saysLiteracy, saysNumber } from './layout.ts'

const TWIN = ['phase', 'minutes', 'teacher', 'assistant', 'students', 'resources']
const sum = (shares: readonly number[]) => shares.reduce((all, share) => all + share, 0)
const at = (shares: readonly number[], field: string) => shares[TWIN.indexOf(field)] ?? 0

describe('widths of the columns of a 教学过程', () => {
  test('Chinese and short words leave the design as it is', () => {
    expect(longestWord('导入新课，巩固')).toBe(0)
    expect(columnShares(TWIN, [longestWord('导入'), longestWord('5分钟'), 12, 12, 12, 12])).toEqual(columnShares(TWIN))
  })
  test('a long English word widens its narrow column at the others’ cost, and all together stay the width of the paper', () => {
    const before = columnShares(TWIN)
    const after = columnShares(TWIN, [longestWord('Step 2 Presentation'), longestWord('约12min'), 0, 0, 0, 0])
    // Twelve letters of 13 px bold with the padding, on a table of 720 px beside the report.
    expect((at(after, 'phase') / 100) * 720).toBeGreaterThanOrEqual(12 * 7.7 + 8)
    expect((at(after, 'minutes') / 100) * 720).toBeGreaterThanOrEqual(5 * 7.7 + 8)
    expect(at(after, 'teacher')).toBeLessThan(at(before, 'teacher'))
    expect(at(after, 'teacher') / at(after, 'students')).toBeCloseTo(at(before, 'teacher') / at(before, 'students'), 1)
    expect(sum(after)).toBeCloseTo(100, 0)
  })
  test('a word without end does not eat the table', () => {
    const after = columnShares(TWIN, [400, 400, 400, 400, 400, 400])
    expect(at(after, 'phase')).toBe(16)
    expect(at(after, 'minutes')).toBe(9)
    expect(sum(after)).toBeCloseTo(100, 0)
  })
  test('a table of narrow columns only, and a table without columns', () => {
    expect(sum(columnShares(['phase', 'minutes'], [30, 30]))).toBeLessThanOrEqual(100.1)
    expect(columnShares([])).toEqual([])
  })
})

test('an objective that names its 核心素养 itself needs no second naming', () => {
  expect(saysLiteracy('【量感】知道 1 平方米有多大', '量感')).toBe(true)
  expect(saysLiteracy('知道 1 平方米有多大', '量感')).toBe(false)
  expect(saysLiteracy('知道 1 平方米有多大', null)).toBe(false)
})

test.each([
  ['1. Pupils can listen', true],
  ['（二）会算面积', true],
  ['③ 乐于表达', true],
  ['12、说出理由', true],
  ['一、知道', true],
  ['1.5 倍的含义', false],
  ['2025 年的变化', false],
  ['一个数的几倍', false],
  ['【量感】知道', false],
  ['会算面积', false],
  ['', false],
])('an objective that begins with %j brings its own number: %s', (text, expected) => {
  expect(saysNumber(text)).toBe(expected)
})
