import { describe, expect, test } from 'vitest'
import { LONGEST_WORDING, MOST_WORDINGS, readPlacements, readWordings } from './wording.ts'

const teacher = { kind: 'column', words: '教师怎么教', means: 'teacher' }

describe('[WG1] words of a school', () => {
  test.each([
    [[]],
    [[teacher]],
    [[{ kind: 'column', words: '备注', means: 'extra' }]],
    [[{ kind: 'header', words: '包班老师', means: 'lead' }]],
    [[{ kind: 'section', words: '温馨提示', means: 'none' }]],
  ])('%j are taken', (wordings) => {
    expect(readWordings(wordings)).toEqual({ ok: true, value: wordings })
  })
  test.each([
    ['no list', { 0: teacher }, 'not-a-list', -1],
    ['too many', Array.from({ length: MOST_WORDINGS + 1 }, () => teacher), 'too-many', MOST_WORDINGS],
    ['no words', [{ ...teacher, words: ' ：' }], 'not-understood', 0],
    ['words too long', [teacher, { ...teacher, words: '教'.repeat(LONGEST_WORDING + 1) }], 'not-understood', 1],
    ['a meaning of another kind', [{ ...teacher, means: 'keyPoint' }], 'not-understood', 0],
    ['the heap as a meaning', [{ kind: 'section', words: '其他', means: 'unmapped' }], 'not-understood', 0],
    ['a kind inherited by every object', [{ ...teacher, kind: 'constructor' }], 'not-understood', 0],
    ['nothing', [null], 'not-understood', 0],
  ])('%s: refused with the place', (_, value, code, at) => {
    expect(readWordings(value)).toEqual({ ok: false, refusal: { code, at } })
  })
})

test('[WG2] a passage goes into a section of ours and nowhere else', () => {
  const placement = { passage: 'a1b2-2', section: 'reflection' }
  expect(readPlacements([placement])).toEqual({ ok: true, value: [placement] })
  for (const wrong of [{ ...placement, section: 'unmapped' }, { ...placement, passage: '../x' }, { section: 'board' }])
    expect(readPlacements([placement, wrong])).toEqual({ ok: false, refusal: { code: 'not-understood', at: 1 } })
})
