import type { LessonPlanId, OrgId, UserId } from '../shared/ids.ts'

/** States of a lesson plan, `domain/model.md` 4.2. */
export const LESSON_PLAN_STATES = [
  'drafting', // 初备
  'studying', // 研讨
  'finalized', // 定稿
  'secondPrep', // 个案（复备）
  'taught', // 上课
  'reflected', // 反思
  'archived', // 归档
  'abandoned', // 作废
] as const
export type LessonPlanState = (typeof LESSON_PLAN_STATES)[number]

/** What a member was invited as. */
export const MEMBER_ROLES = ['editor', 'commenter'] as const
export type MemberRole = (typeof MEMBER_ROLES)[number]

/** The facts that permission needs about one plan. */
export interface LessonPlanFacts {
  readonly id: LessonPlanId
  readonly ownerId: UserId
  /** The owner's unit at creation, from the root. */
  readonly orgPath: readonly OrgId[]
  readonly state: LessonPlanState
  readonly subject: string | null
  readonly stage: string | null
  readonly deletedAt: Date | null
  /** The asker's own membership, if any. */
  readonly membership: MemberRole | null
}
