import type { DocJson } from '@gongyan/documents'
import type { LessonPlanState, MemberRole, Role, TemplateKey } from '@gongyan/domain'

export type UnitKind = 'eduBureau' | 'researchOffice' | 'school' | 'teachingPoint'
export type UnitLevel = 'county' | 'school' | 'point'
export type PairingKind = 'schoolSchool' | 'schoolPoint' | 'teacherTeacher'

/** A unit of the county. Units stand parents first, so that they can be stored in the order given. */
export interface DemoUnit {
  readonly key: string
  readonly id: string
  readonly parentId: string | null
  /** Ids from the root to this unit, both included. */
  readonly path: readonly string[]
  readonly kind: UnitKind
  readonly level: UnitLevel
  readonly name: string
  readonly shortName: string
  readonly isRural: boolean
  /** Pupils; null where there are none. */
  readonly enrolment: number | null
  readonly stages: readonly string[]
}

export interface DemoIdentity {
  readonly id: string
  readonly role: Role
  readonly unitKey: string
  readonly orgId: string
  readonly subject: string | null
  readonly stage: string | null
  readonly grade: string | null
  /** The identity under which the person signs in; each person has one. */
  readonly isDefault: boolean
}

/** A person, known by the account: 工号 or one of the eight names of the sign-in page. */
export interface DemoPerson {
  readonly account: string
  readonly id: string
  readonly name: string
  /** 职称; null for those without one. */
  readonly title: string | null
  readonly identities: readonly DemoIdentity[]
}

export interface DemoPrepGroup {
  readonly key: string
  readonly id: string
  readonly orgId: string
  readonly name: string
  readonly subject: string
  readonly stage: string
  readonly grade: string | null
  readonly leaderId: string
  /** The leader included. */
  readonly memberIds: readonly string[]
}

export interface DemoPairing {
  readonly key: string
  readonly id: string
  readonly kind: PairingKind
  readonly aidOrgId: string
  readonly recipientOrgId: string
  readonly aidUserId: string | null
  readonly recipientUserId: string | null
  readonly subject: string | null
  /** School dates, `YYYY-MM-DD`. */
  readonly startsOn: string
  readonly endsOn: string
}

export interface DemoCounty {
  readonly units: readonly DemoUnit[]
  readonly people: readonly DemoPerson[]
  readonly groups: readonly DemoPrepGroup[]
  readonly pairings: readonly DemoPairing[]
}

export interface DemoPlanMember {
  readonly account: string
  readonly userId: string
  readonly role: MemberRole
  readonly invitedBy: string
}

/** One lesson plan with everything its row and its first update need. */
export interface DemoPlan {
  readonly key: string
  readonly id: string
  readonly title: string
  readonly ownerAccount: string
  readonly ownerId: string
  readonly unitKey: string
  readonly orgId: string
  readonly orgPath: readonly string[]
  readonly state: LessonPlanState
  readonly template: TemplateKey
  readonly subject: string
  readonly stage: string
  readonly grade: string
  readonly periodMinutes: number
  readonly members: readonly DemoPlanMember[]
  /** Whole days before the day of seeding; `updatedDaysAgo` ≤ `createdDaysAgo`. */
  readonly createdDaysAgo: number
  readonly updatedDaysAgo: number
  readonly doc: DocJson
}

export type DemoLessonEventKind = 'row.entered' | 'page.turned' | 'observation.note'

export interface DemoLessonEvent {
  readonly key: string
  readonly id: string
  readonly kind: DemoLessonEventKind
  readonly rowId: string | null
  /** Milliseconds on the lesson's clock. */
  readonly tMs: number
  readonly actorId: string
  readonly source: 'page' | 'person'
  readonly payload: Readonly<Record<string, string | number>>
}

/** A lesson that was taught and observed. Its id is the plan's. */
export interface DemoLesson {
  readonly lessonId: string
  readonly startedBy: string
  readonly startedFrom: 'person'
  readonly events: readonly DemoLessonEvent[]
}
