import { describe, expect, test } from 'vitest'
import { termOf, TERM_PATTERN } from './term.ts'

const at = (day: string) => new Date(`${day}T12:00:00+08:00`)
const term = (said: string, { volume, created = '2026-11-20' }: { volume?: string; created?: string } = {}) =>
  termOf({ said: [said], volume, createdAt: at(created) })

describe('[TO1] the term of a plan', () => {
  test.each([
    ['2024-2025学年第一学期', '2024-1'],
    ['2024—2025 学年度第二学期 第3周', '2024-2'],
    ['２０２４～２０２５学年（下）', '2024-2'],
    ['2024-25学年上学期', '2024-1'],
    ['2025年秋季', '2025-1'],
    ['2026年春', '2025-2'],
    ['2025年9月1日', '2025-1'],
    ['2026.1.12 周一', '2025-1'],
    ['2026-02-28', '2025-2'],
    ['2026年7月15日', '2025-2'],
    ['2026/7/16', '2026-1'],
    ['2026年3月', '2025-2'],
  ])('is what its head names: %s', (said, expected) => {
    expect(term(said, { volume: '全一册' })).toBe(expected)
  })

  test('is, where the head names a school year only, that of its volume', () => {
    expect(term('2024-2025学年', { volume: '五年级下册' })).toBe('2024-2')
    expect(term('2024-2025学年')).toBe('2026-1')
  })

  test('is, where nothing names one, that of its volume in the school year it was begun in, else of the day', () => {
    expect(term('第14周', { volume: '上册' })).toBe('2026-1')
    // Written in the winter holiday for the spring.
    expect(term('', { volume: '五年级下册', created: '2027-01-20' })).toBe('2026-2')
    expect(term('', { created: '2027-01-20' })).toBe('2026-1')
    expect(term('', { created: '2027-02-01' })).toBe('2026-2')
    expect(term('', { created: '2027-08-20' })).toBe('2027-1')
  })

  test('days are China’s, whatever the machine is set to', () => {
    const createdAt = new Date('2027-01-31T16:30:00Z')
    expect(termOf({ said: [], volume: undefined, createdAt })).toBe('2026-2')
  })

  test('a head of any length and kind names a term', () => {
    for (const said of [
      '2025'.repeat(50_000),
      ' '.repeat(200_000),
      `第${'1'.repeat(100_000)}`,
      '2025-2026',
      '2025-13-1',
    ])
      expect(term(said)).toMatch(TERM_PATTERN)
  })
})
