import type { OrgId, OrgKind, OrgLevel, Role, UserId } from '@gongyan/domain'
import type { TransactionSql } from '../client.ts'
import { orm } from '../orm.ts'
import {
  identities,
  lessonClocks,
  lessonEvents,
  lessonPlanMembers,
  orgUnits,
  pairings,
  prepGroupMembers,
  prepGroups,
  users,
} from '../schema/index.ts'

/** A unit as it is kept; parents stand before their children. */
export interface SeedUnit {
  readonly id: string
  readonly parentId: string | null
  /** Ids from the root to this unit, both included. */
  readonly path: readonly string[]
  readonly kind: OrgKind
  readonly level: OrgLevel
  readonly name: string
  readonly shortName: string
  readonly isRural: boolean
  /** Pupils; null where there are none. */
  readonly enrolment: number | null
  readonly stages: readonly string[]
}

export interface SeedIdentity {
  readonly id: string
  readonly role: Role
  readonly orgId: string
  readonly subject: string | null
  readonly stage: string | null
  readonly grade: string | null
  /** The identity under which the person signs in; each person has one. */
  readonly isDefault: boolean
}

export interface SeedPerson {
  readonly id: string
  /** In lower case. */
  readonly account: string
  readonly name: string
  /** 职称; null for those without one. */
  readonly title: string | null
  readonly identities: readonly SeedIdentity[]
}

export interface SeedPrepGroup {
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

export interface SeedPairing {
  readonly id: string
  readonly kind: 'schoolSchool' | 'schoolPoint' | 'teacherTeacher'
  readonly aidOrgId: string
  readonly recipientOrgId: string
  readonly aidUserId: string | null
  readonly recipientUserId: string | null
  readonly subject: string | null
  /** School dates, `YYYY-MM-DD`. */
  readonly startsOn: string
  readonly endsOn: string
}

export interface SeedCounty {
  readonly units: readonly SeedUnit[]
  readonly people: readonly SeedPerson[]
  readonly groups: readonly SeedPrepGroup[]
  readonly pairings: readonly SeedPairing[]
}

/** Takes the right to seed for this transaction; false when somebody has an account already, perhaps by another server just now. */
export async function claimSeeding(tx: TransactionSql): Promise<boolean> {
  await tx`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`
  const [row] = await tx<{ empty: boolean }[]>`SELECT NOT EXISTS (SELECT 1 FROM users) AS empty`
  return row?.empty ?? false
}

/** Keeps units, people, groups and pairings of a county; everybody has the same password. */
export async function insertCounty(tx: TransactionSql, county: SeedCounty, passwordHash: string): Promise<void> {
  const db = orm(tx)
  await db.insert(orgUnits).values(
    county.units.map((unit) => ({
      id: unit.id as OrgId,
      parentId: unit.parentId as OrgId | null,
      path: [...unit.path] as OrgId[],
      kind: unit.kind,
      level: unit.level,
      name: unit.name,
      shortName: unit.shortName,
      isRural: unit.isRural,
      enrolment: unit.enrolment,
      stages: [...unit.stages],
    })),
  )
  await db.insert(users).values(
    county.people.map((person) => ({
      id: person.id as UserId,
      account: person.account,
      name: person.name,
      title: person.title,
      passwordHash,
    })),
  )
  await db.insert(identities).values(
    county.people.flatMap((person) =>
      person.identities.map((identity) => ({
        id: identity.id,
        userId: person.id as UserId,
        orgId: identity.orgId as OrgId,
        role: identity.role,
        subject: identity.subject,
        stage: identity.stage,
        grade: identity.grade,
        isDefault: identity.isDefault,
      })),
    ),
  )
  if (county.groups.length > 0) {
    await db.insert(prepGroups).values(
      county.groups.map((group) => ({
        id: group.id,
        orgId: group.orgId as OrgId,
        name: group.name,
        subject: group.subject,
        stage: group.stage,
        grade: group.grade,
        leaderId: group.leaderId as UserId,
      })),
    )
    await db
      .insert(prepGroupMembers)
      .values(
        county.groups.flatMap((group) =>
          group.memberIds.map((userId) => ({ groupId: group.id, userId: userId as UserId })),
        ),
      )
  }
  if (county.pairings.length > 0)
    await db.insert(pairings).values(
      county.pairings.map((pairing) => ({
        id: pairing.id,
        kind: pairing.kind,
        subject: pairing.subject,
        startsOn: pairing.startsOn,
        endsOn: pairing.endsOn,
        aidOrgId: pairing.aidOrgId as OrgId,
        recipientOrgId: pairing.recipientOrgId as OrgId,
        aidUserId: pairing.aidUserId as UserId | null,
        recipientUserId: pairing.recipientUserId as UserId | null,
      })),
    )
}

/** Keeps the invitations of plans. */
export async function insertMembers(
  tx: TransactionSql,
  members: readonly (typeof lessonPlanMembers.$inferInsert)[],
): Promise<void> {
  if (members.length > 0)
    await orm(tx)
      .insert(lessonPlanMembers)
      .values([...members])
}

export interface SeedLessonEvent {
  readonly id: string
  readonly kind: string
  readonly rowId: string | null
  /** Milliseconds on the lesson's clock. */
  readonly tMs: number
  readonly actorId: string
  readonly source: 'page' | 'person'
  readonly payload: Readonly<Record<string, string | number>>
}

export interface SeedLesson {
  readonly lessonId: string
  readonly startedAt: Date
  readonly startedBy: UserId
  readonly events: readonly SeedLessonEvent[]
}

/** Keeps the clock of a lesson that was taught and what happened in it. */
export async function insertLesson(tx: TransactionSql, lesson: SeedLesson): Promise<void> {
  const db = orm(tx)
  await db.insert(lessonClocks).values({
    lessonId: lesson.lessonId,
    startedAt: lesson.startedAt,
    startedBy: lesson.startedBy,
    startedFrom: 'person',
  })
  if (lesson.events.length > 0)
    await db.insert(lessonEvents).values(
      lesson.events.map((event) => {
        const at = new Date(lesson.startedAt.getTime() + event.tMs)
        return { ...event, lessonId: lesson.lessonId, at, receivedAt: at, actorId: event.actorId as UserId }
      }),
    )
}
