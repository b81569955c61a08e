import { expect, test } from 'vitest'
import { addressOf, changed, filtersOf, isNarrowed, queryOf, UNCHOSEN } from './filters.ts'
import { markedPieces } from './marked-pieces.ts'

test('[PL1] the address says the filters, and what makes no sense in it is ignored', () => {
  const filters = filtersOf({
    q: '面积',
    scope: 'owned',
    state: 'studying',
    subject: '数学',
    grade: '五年级',
    group: '3f1c2d4e-0000-4000-8000-000000000001',
    term: '2026-1',
    unit: '上册第6单元',
  })
  expect(Object.values(filters)).not.toContain(null)
  expect(filtersOf(addressOf(filters))).toEqual(filters)
  expect(filtersOf({ scope: 'everyone', state: 'lost', group: '五数组', term: '2026-3' })).toEqual({
    scope: 'all',
    ...UNCHOSEN,
  })
  expect(filtersOf({ subject: '数'.repeat(500) }).subject).toHaveLength(40)
})

test('[PL2] only what was chosen is asked of the server, blank queries not at all', () => {
  expect(queryOf(filtersOf({}))).toEqual({})
  expect(queryOf(filtersOf({ q: '  ', scope: 'bin' }))).toEqual({ bin: 'true' })
  expect(queryOf(filtersOf({ q: ' 面积 ', scope: 'shared' }))).toEqual({ q: '面积', mine: 'shared' })
  expect(isNarrowed(filtersOf({ q: ' ', scope: 'owned' }))).toBe(false)
  expect(isNarrowed(filtersOf({ grade: '五年级' }))).toBe(true)
})

test('[PL2] a unit goes with its subject and grade, and comes with them', () => {
  const filters = filtersOf({ subject: '数学', grade: '五年级', unit: '上册第6单元', term: '2026-1' })
  expect(changed(filters, { term: null })).toMatchObject({ unit: '上册第6单元', term: null })
  expect(changed(filters, { grade: null })).toMatchObject({ subject: '数学', grade: null, unit: null, term: '2026-1' })
  expect(changed(filters, { subject: '语文', grade: '三年级', unit: '第1单元' })).toMatchObject({ unit: '第1单元' })
})

test('[PL3] hits are set off, and stray marks are text', () => {
  expect(markedPieces('求⟪面积⟫和⟪周长⟫')).toEqual([
    { text: '求', isHit: false },
    { text: '面积', isHit: true },
    { text: '和', isHit: false },
    { text: '周长', isHit: true },
  ])
  expect(markedPieces('⟪没完')).toEqual([{ text: '⟪没完', isHit: false }])
  expect(markedPieces('')).toEqual([])
})
