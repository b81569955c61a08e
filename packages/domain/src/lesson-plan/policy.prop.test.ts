import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ROLES, treesOf } from '../org/actor.ts'
import { ORG_KINDS } from '../org/unit.ts'
import type { Actor } from '../org/actor.ts'
import type { LessonPlanId, OrgId, UserId } from '../shared/ids.ts'
import { LESSON_PLAN_STATES, MEMBER_ROLES } from './model.ts'
import type { LessonPlanFacts } from './model.ts'
import { canLessonPlan, lessonPlanAbilities } from './policy.ts'

const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const runs = { seed, numRuns: 2000 }

const path = (root: string) =>
  fc
    .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 })
    .map((names) => names.reduce<OrgId[]>((ids, name) => [...ids, `${ids.at(-1)}/${name}` as OrgId], [root as OrgId]))
const perhaps = (...values: string[]) => fc.constantFrom(...values, null)
const identity = (root: fc.Arbitrary<string>) =>
  fc
    .record({
      role: fc.constantFrom(...ROLES),
      orgPath: root.chain(path),
      orgKind: fc.constantFrom(...ORG_KINDS),
      subject: perhaps('数学', '语文'),
      stage: perhaps('小学', '初中'),
    })
    .map((one) => ({ ...one, orgId: one.orgPath.at(-1) ?? ('' as OrgId) }))
const actor = (root: fc.Arbitrary<string>): fc.Arbitrary<Actor> =>
  fc.record({
    userId: fc.constantFrom('x', 'y').map((id) => id as UserId),
    identities: fc.array(identity(root), { maxLength: 4 }),
  })
const plan: fc.Arbitrary<LessonPlanFacts> = fc.record({
  id: fc.constant('p' as LessonPlanId),
  ownerId: fc.constantFrom('x', 'z').map((id) => id as UserId),
  orgPath: path('one'),
  state: fc.constantFrom(...LESSON_PLAN_STATES),
  subject: perhaps('数学', '语文'),
  stage: perhaps('小学', '初中'),
  deletedAt: fc.constantFrom(null, new Date(0)),
  membership: fc.constantFrom(...MEMBER_ROLES, null),
})

describe(`the policy of plans (seed ${seed})`, () => {
  test('[LP3] no action crosses the tree, not even for an owner or an invited person', () => {
    fc.assert(
      fc.property(actor(fc.constantFrom('two', 'three')), plan, (asker, facts) => {
        expect(treesOf(asker)).not.toContain(facts.orgPath[0])
        expect(Object.values(lessonPlanAbilities(asker, facts))).not.toContain(true)
      }),
      runs,
    )
  })

  test('[LP1] whoever may do anything may read', () => {
    fc.assert(
      fc.property(actor(fc.constantFrom('one', 'two')), plan, (asker, facts) => {
        const { read, ...others } = lessonPlanAbilities(asker, facts)
        if (Object.values(others).includes(true)) expect(read).toBe(true)
      }),
      runs,
    )
  })

  test('[LP1] who speaks is in the room, who writes may comment', () => {
    fc.assert(
      fc.property(actor(fc.constant('one')), plan, (asker, facts) => {
        const can = lessonPlanAbilities(asker, facts)
        if (can.speakInRoom) expect(can.joinRoom).toBe(true)
        if (can.edit) expect(can.comment).toBe(true)
      }),
      runs,
    )
  })

  test('[LP1] one more identity never takes anything away', () => {
    fc.assert(
      fc.property(
        actor(fc.constantFrom('one', 'two')),
        identity(fc.constantFrom('one', 'two')),
        plan,
        (asker, more, facts) => {
          const [before, after] = [
            lessonPlanAbilities(asker, facts),
            lessonPlanAbilities({ ...asker, identities: [...asker.identities, more] }, facts),
          ]
          for (const [action, allowed] of Object.entries(before))
            if (allowed) expect(after[action as keyof typeof after]).toBe(true)
        },
      ),
      runs,
    )
  })

  test('[LP4] in the bin nobody but the owner may do anything, and the owner only read, take out and take back', () => {
    fc.assert(
      fc.property(actor(fc.constant('one')), plan, (asker, facts) => {
        const binned = { ...facts, deletedAt: new Date(0) }
        const allowed = Object.entries(lessonPlanAbilities(asker, binned))
          .filter(([, can]) => can)
          .map(([action]) => action)
        if (asker.userId !== facts.ownerId) expect(allowed).toEqual([])
        else for (const action of allowed) expect(['read', 'export', 'restore']).toContain(action)
      }),
      runs,
    )
  })

  test('[LP5] only the owner invites, deletes and takes back', () => {
    fc.assert(
      fc.property(actor(fc.constant('one')), plan, (asker, facts) => {
        for (const action of ['invite', 'delete', 'restore'] as const)
          if (canLessonPlan(asker, action, facts)) expect(asker.userId).toBe(facts.ownerId)
      }),
      runs,
    )
  })
})
