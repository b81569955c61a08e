import {
  claimSeeding,
  createLog,
  insertCounty,
  insertLesson,
  insertLessonPlan,
  insertMembers,
  putFact,
} from '@gongyan/db'
import type { Sql } from '@gongyan/db'
import { createUpdate, LESSON_PLAN_LAYOUT } from '@gongyan/documents'
import { documentName } from '@gongyan/domain'
import type { LessonPlanId, OrgId, UserId } from '@gongyan/domain'
import { DEMO_COUNTY, DEMO_LESSON, DEMO_PLANS, demoLessonStartedAt } from '../../demo/index.ts'
import { project } from '../lesson-plan/index.ts'
import { hashPassword } from '../session/index.ts'
import { FACTS } from '../../facts.ts'

/** Everybody of the demonstration county signs in with it; the sign-in page says so. */
export const DEMO_PASSWORD = 'gongyan-demo'
const DAY_MS = 24 * 3600_000

/** Makes the demonstration county on an installation nobody has an account on, all of it or nothing; true when it did. */
export async function seedDemonstration(sql: Sql, now: Date): Promise<boolean> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS)
  return sql.begin(async (tx) => {
    if (!(await claimSeeding(tx))) return false
    await insertCounty(tx, DEMO_COUNTY, passwordHash)
    for (const plan of DEMO_PLANS) {
      const id = plan.id as LessonPlanId
      const updatedAt = daysAgo(plan.updatedDaysAgo)
      await insertLessonPlan(tx, {
        id,
        orgId: plan.orgId as OrgId,
        orgPath: [...plan.orgPath] as OrgId[],
        ownerId: plan.ownerId as UserId,
        title: plan.title,
        template: plan.template,
        subject: plan.subject,
        stage: plan.stage,
        grade: plan.grade,
        periodMinutes: plan.periodMinutes,
        state: plan.state,
        createdAt: daysAgo(plan.createdDaysAgo),
        updatedAt,
      })
      await createLog(tx, {
        name: documentName({ kind: 'lessonPlan', id }),
        layout: LESSON_PLAN_LAYOUT,
        authorId: plan.ownerId,
        source: 'template',
        at: updatedAt,
        bytes: createUpdate(plan.doc),
      })
      await project(tx, id, { seq: 1, doc: plan.doc })
    }
    await insertMembers(
      tx,
      DEMO_PLANS.flatMap((plan) =>
        plan.members.map((member) => ({
          planId: plan.id as LessonPlanId,
          userId: member.userId as UserId,
          role: member.role,
          invitedBy: member.invitedBy as UserId,
          createdAt: daysAgo(plan.createdDaysAgo),
        })),
      ),
    )
    await insertLesson(tx, {
      ...DEMO_LESSON,
      startedAt: demoLessonStartedAt(now),
      startedBy: DEMO_LESSON.startedBy as UserId,
    })
    await putFact(tx, FACTS.demonstration, true)
    return true
  })
}
