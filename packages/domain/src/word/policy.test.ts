import { describe, expect, test } from 'vitest'
import { ROLES } from '../org/actor.ts'
import type { Actor, Role } from '../org/actor.ts'
import type { OrgId, UserId } from '../shared/ids.ts'
import { canImport, canKeepForms, canSettleWording, canTeachWording, isServedBy } from './policy.ts'

const [county, school, other, elsewhere] = ['county', 'school', 'other', 'elsewhere'] as unknown as [
  OrgId,
  OrgId,
  OrgId,
  OrgId,
]
const me = 'me' as UserId
const actor = (role: Role, ...orgPath: OrgId[]): Actor => ({
  userId: me,
  identities: [{ role, orgId: orgPath.at(-1) ?? county, orgPath, orgKind: 'school', subject: null, stage: null }],
})
const facts = { orgPath: [county, school] }
const KEEPERS = ['orgAdmin', 'leader', 'backboneLeader']

describe('[IM1] an import', () => {
  test('is its owner’s, in the county they work in, and nobody else’s whatever their role', () => {
    for (const role of ROLES) {
      const own = { ...facts, ownerId: me }
      expect(canImport(actor(role, county, school), own), role).toBe(true)
      expect(canImport(actor(role, county, other), own), role).toBe(true)
      expect(canImport(actor(role, elsewhere), own), role).toBe(false)
      expect(canImport(actor(role, county, school), { ...facts, ownerId: 'you' as UserId }), role).toBe(false)
    }
  })
})

describe('[WG3] words of a school', () => {
  test('are taught by everybody who writes plans there, and by nobody from elsewhere', () => {
    for (const role of ROLES) {
      const onlooker = role === 'supervisor' || role === 'platformAdmin'
      expect(canTeachWording(actor(role, county, school), facts), role).toBe(!onlooker)
      expect(canTeachWording(actor(role, county, other), facts), role).toBe(false)
      expect(canTeachWording(actor(role, county), facts), role).toBe(KEEPERS.includes(role))
      expect(canTeachWording(actor(role, elsewhere), facts), role).toBe(false)
    }
  })
  test('are settled by whoever taught them and by those who keep the forms', () => {
    for (const role of ROLES) {
      const here = actor(role, county, school)
      expect(canSettleWording(here, { ...facts, taughtBy: 'you' as UserId }), role).toBe(KEEPERS.includes(role))
      expect(canSettleWording(here, { ...facts, taughtBy: me }), role).toBe(
        role !== 'supervisor' && role !== 'platformAdmin',
      )
      // Whoever has left the school has no say in it any more.
      expect(canSettleWording(actor(role, county, other), { ...facts, taughtBy: me }), role).toBe(false)
    }
  })
})

describe('[FM1] forms of a school', () => {
  test('are kept by 管理员, 校长 and 教研组长 of the school or of what is above it', () => {
    for (const role of ROLES) {
      const keeps = KEEPERS.includes(role)
      expect(canKeepForms(actor(role, county, school), facts), role).toBe(keeps)
      expect(canKeepForms(actor(role, county), facts), role).toBe(keeps)
      expect(canKeepForms(actor(role, county, other), facts), role).toBe(false)
      expect(canKeepForms(actor(role, elsewhere), facts), role).toBe(false)
    }
  })
  test('serve those who work there or below, whatever their role', () => {
    for (const role of ROLES) {
      expect(isServedBy(actor(role, county, school), facts), role).toBe(true)
      expect(isServedBy(actor(role, county, school), { orgPath: [county] }), role).toBe(true)
      expect(isServedBy(actor(role, county), facts), role).toBe(false)
      expect(isServedBy(actor(role, county, other), facts), role).toBe(false)
    }
  })
})
