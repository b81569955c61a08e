import type { LessonPlanId, MemberRole, UserId } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { cardOf } from '../org/people.ts'
import type { PersonCard } from '../org/people.ts'

export interface PlanMember {
  readonly person: PersonCard
  readonly role: MemberRole
  readonly invitedAt: Date
}

/** Everybody invited to a plan, in the order of invitation. */
export const listMembers = async (sql: Queryable, planId: LessonPlanId): Promise<readonly PlanMember[]> =>
  sql<PlanMember[]>`
    SELECT ${cardOf(sql)} AS person, m.role, m.created_at AS "invitedAt"
    FROM lesson_plan_members m JOIN users u ON u.id = m.user_id WHERE m.plan_id = ${planId} ORDER BY m.created_at, m.user_id`

/** Invites a person or changes what they were invited as; returns the role they had before. */
export async function putMember(
  tx: Queryable,
  member: { planId: LessonPlanId; userId: UserId; role: MemberRole; invitedBy: UserId; at: Date },
): Promise<MemberRole | null> {
  const [before] = await tx<{ role: MemberRole }[]>`
    SELECT role FROM lesson_plan_members WHERE plan_id = ${member.planId} AND user_id = ${member.userId} FOR UPDATE`
  await tx`
    INSERT INTO lesson_plan_members (plan_id, user_id, role, invited_by, created_at)
    VALUES (${member.planId}, ${member.userId}, ${member.role}, ${member.invitedBy}, ${member.at})
    ON CONFLICT (plan_id, user_id) DO UPDATE SET role = EXCLUDED.role`
  return before?.role ?? null
}

/** Withdraws an invitation; false when there was none. */
export async function deleteMember(tx: Queryable, planId: LessonPlanId, userId: UserId): Promise<boolean> {
  const rows =
    await tx`DELETE FROM lesson_plan_members WHERE plan_id = ${planId} AND user_id = ${userId} RETURNING user_id`
  return rows.length === 1
}
