import type {
  SeedIdentity,
  SeedLesson,
  SeedLessonEvent,
  SeedPairing,
  SeedPerson,
  SeedPrepGroup,
  SeedUnit,
} from '@gongyan/db'
import type { DocJson } from '@gongyan/documents'
import type { LessonPlanState, MemberRole, TemplateKey } from '@gongyan/domain'

/** A unit of the county, known by its key among the sources of the demonstration. */
export interface DemoUnit extends SeedUnit {
  readonly key: string
}

export interface DemoIdentity extends SeedIdentity {
  readonly unitKey: string
}

/** A person, known by the account: 工号 or one of the eight names of the sign-in page. */
export interface DemoPerson extends SeedPerson {
  readonly identities: readonly DemoIdentity[]
}

export interface DemoPrepGroup extends SeedPrepGroup {
  readonly key: string
}

export interface DemoPairing extends SeedPairing {
  readonly key: string
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

export interface DemoLessonEvent extends SeedLessonEvent {
  readonly key: string
  readonly kind: 'row.entered' | 'page.turned' | 'observation.note'
}

/** A lesson that was taught and observed, whenever it began. Its id is the plan's. */
export interface DemoLesson extends Omit<SeedLesson, 'startedAt' | 'startedBy'> {
  readonly startedBy: string
  readonly events: readonly DemoLessonEvent[]
}
