import { findActor, findCards, findLessonPlanFacts, type Sql } from '@gongyan/db'
import type { UserId } from '@gongyan/domain'
import type { FindAsker } from './seats.ts'

/** Reads from the database what the policy asks for; nobody who is disabled, no plan that is gone. */
export const createFindAsker =
  (sql: Sql): FindAsker =>
  async (userId, planId) => {
    const [actor, plan, cards] = await Promise.all([
      findActor(sql, userId),
      findLessonPlanFacts(sql, planId, userId as UserId),
      findCards(sql, [userId]),
    ])
    const name = cards.get(userId)?.name
    return actor && plan && name !== undefined ? { actor, plan, name } : undefined
  }
