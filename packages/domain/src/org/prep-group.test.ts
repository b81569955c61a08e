import { expect, test } from 'vitest'
import type { OrgId, UserId } from '../shared/ids.ts'
import type { Actor, Identity, Role } from './actor.ts'
import { ROLES } from './actor.ts'
import { canSeePrepGroup } from './prep-group.ts'

const path = (...units: string[]) => units as OrgId[]
const someone = (role: Role, orgPath: OrgId[], more: Partial<Identity> = {}): Actor => ({
  userId: 'u' as UserId,
  identities: [
    { role, orgId: orgPath.at(-1) as OrgId, orgPath, orgKind: 'school', subject: null, stage: null, ...more },
  ],
})
const group = { orgPath: path('county', 'school'), subject: '数学', stage: '小学', isMember: false }

test('[PG1] who belongs to a group may ask for its plans, whatever their role; nobody of another county', () => {
  for (const role of ROLES) {
    expect(canSeePrepGroup(someone(role, path('county', 'other')), { ...group, isMember: true }), role).toBe(true)
    expect(canSeePrepGroup(someone(role, path('elsewhere')), { ...group, isMember: true }), role).toBe(false)
    expect(canSeePrepGroup({ userId: 'u' as UserId, identities: [] }, { ...group, isMember: true }), role).toBe(false)
  }
})

test('[PG1] whose role covers the unit, subject and stage of a group may ask for its plans, a teacher may not', () => {
  const may = ROLES.filter((role) => canSeePrepGroup(someone(role, path('county', 'school')), group))
  expect(may).toEqual(['orgAdmin', 'leader', 'researcher', 'coreReviewer', 'backboneLeader', 'supervisor'])
  const of = (more: Partial<Identity>) => canSeePrepGroup(someone('researcher', path('county'), more), group)
  expect([of({}), of({ subject: '数学', stage: '小学' }), of({ subject: '语文' }), of({ stage: '初中' })]).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(canSeePrepGroup(someone('leader', path('county', 'other')), group)).toBe(false)
  const office = someone('researcher', path('county', 'office'), { orgKind: 'researchOffice' })
  expect(canSeePrepGroup(office, group)).toBe(true)
})
