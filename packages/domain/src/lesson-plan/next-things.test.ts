import { describe, expect, test } from 'vitest'
import { nextThings } from './next-things.ts'
import type { PlanAtHand } from './next-things.ts'

const at = (day: number) => new Date(Date.UTC(2026, 10, day))
const aPlan = (id: string, change: Partial<PlanAtHand> = {}): PlanAtHand => ({
  id,
  title: id,
  state: 'drafting',
  isOwn: true,
  isMember: false,
  canEdit: true,
  updatedAt: at(1),
  content: { unmapped: 0, missing: [], hasReflection: false },
  ...change,
})
const kinds = (plans: readonly PlanAtHand[], canCreate = true) =>
  nextThings(plans, { canCreate }).map(({ kind, planId }) => [kind, planId])

describe('[HM1] the three next things', () => {
  test('what follows a lesson comes first, then what is unfinished, then what is there to read', () => {
    expect(
      kinds([
        aPlan('drafting'),
        aPlan('read', { isOwn: false, state: 'studying' }),
        aPlan('missing', { content: { unmapped: 0, missing: ['作业'], hasReflection: false } }),
        aPlan('leftover', { content: { unmapped: 2, missing: ['作业'], hasReflection: false } }),
        aPlan('taught', { state: 'taught' }),
      ]),
    ).toEqual([
      ['writeReflection', 'taught'],
      ['clearUnmapped', 'leftover'],
      ['fillMissing', 'missing'],
    ])
  })
  test('of one kind the newest comes first', () => {
    expect(kinds([aPlan('old'), aPlan('new', { updatedAt: at(9) }), aPlan('middle', { updatedAt: at(5) })])).toEqual([
      ['continueDrafting', 'new'],
      ['continueDrafting', 'middle'],
      ['continueDrafting', 'old'],
    ])
  })
  test('a plan gives one thing at most, and one that is done gives none', () => {
    expect(
      kinds([
        aPlan('a', { state: 'archived' }),
        aPlan('b', { state: 'taught', content: { unmapped: 0, missing: [], hasReflection: true } }),
      ]),
    ).toEqual([])
  })
  test('whoever was invited is asked to take part as they may', () => {
    const invited = { isOwn: false, isMember: true }
    expect(
      kinds(
        [
          aPlan('study', { ...invited, state: 'studying' }),
          aPlan('write', { ...invited }),
          aPlan('comment', { ...invited, canEdit: false }),
          aPlan('take', { ...invited, state: 'finalized' }),
        ],
        false,
      ),
    ).toEqual([
      ['joinStudying', 'study'],
      ['continueDrafting', 'write'],
      ['takeSecondPrep', 'take'],
    ])
  })
  test('without a plan of one’s own: begin one, if one may', () => {
    expect(kinds([])).toEqual([['createFirst', null]])
    expect(kinds([], false)).toEqual([])
    expect(kinds([aPlan('read', { isOwn: false, state: 'studying' })])).toEqual([
      ['readStudying', 'read'],
      ['createFirst', null],
    ])
  })
})
