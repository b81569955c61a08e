import type { OrgId, UserId } from '../shared/ids.ts'
import type { OrgKind } from './unit.ts'

/** Roles a person may hold in a unit; the letters of the permission matrix stand beside each. */
export const ROLES = [
  'platformAdmin', // PA
  'orgAdmin', // OA 县级、校级管理员
  'leader', // LD 局长、校长
  'researcher', // RS 教研员
  'coreReviewer', // CR 核心组审核员
  'backboneLeader', // BL 教研组长、备课组长
  'masterTeacher', // 名师
  'teacher', // T
  'supervisor', // SU 督导
] as const
export type Role = (typeof ROLES)[number]

/** One working identity: a role in a unit, perhaps for one subject and stage only. */
export interface Identity {
  readonly role: Role
  readonly orgId: OrgId
  /** Materialised path of the unit from its root, as ids: `['county','school']`. Its first entry is the tree. */
  readonly orgPath: readonly OrgId[]
  readonly orgKind: OrgKind
  /** null: every subject. */
  readonly subject: string | null
  /** 学段: 小学, 初中 …; null: every stage. */
  readonly stage: string | null
}

/** Roles in which the people of a 教研室 work for the schools around it; in every other they belong to the office alone. */
const SERVING: ReadonlySet<Role> = new Set<Role>(['researcher', 'coreReviewer'])

/**
 * The unit below which a role reaches: its own. A 教研室 has no schools below itself and serves the unit it is attached to
 * (model.md, ResearchOffice), so its researchers and core reviewers reach as far as that one.
 */
export const reachOf = ({ role, orgId, orgPath, orgKind }: Identity): OrgId =>
  orgKind === 'researchOffice' && SERVING.has(role) ? (orgPath.at(-2) ?? orgId) : orgId

/** The person who asks. Everything permission needs is loaded before the question is put. */
export interface Actor {
  readonly userId: UserId
  readonly identities: readonly Identity[]
}

/** The trees (root units) in which a person has an identity. */
export const treesOf = (actor: Actor): readonly OrgId[] => [
  ...new Set(actor.identities.flatMap((identity) => identity.orgPath[0] ?? [])),
]
