import type { LessonClock, UserId } from '@gongyan/domain'
import type { Queryable } from '../client.ts'

export interface ClockStart {
  readonly lessonId: string
  /** Server instant, ms since the epoch. */
  readonly atMs: number
  readonly from: 'room' | 'person'
  readonly startedBy: UserId | null
}

/** The clock of a lesson, or undefined before it was started. */
export async function findLessonClock(sql: Queryable, lessonId: string): Promise<LessonClock | undefined> {
  const [row] = await sql<{ startedAt: Date }[]>`
    SELECT started_at AS "startedAt" FROM lesson_clocks WHERE lesson_id = ${lessonId}`
  return row && { lessonId, startedAtMs: row.startedAt.getTime() }
}

/**
 * Starts the clock of a lesson unless it runs already, and answers the clock that runs: whoever comes first sets it, and
 * nobody after (CL1). `started` tells whether it was this call.
 */
export async function startLessonClock(
  sql: Queryable,
  start: ClockStart,
): Promise<{ clock: LessonClock; started: boolean }> {
  const inserted = await sql`
    INSERT INTO lesson_clocks (lesson_id, started_at, started_by, started_from)
    VALUES (${start.lessonId}, ${new Date(Math.round(start.atMs))}, ${start.startedBy}, ${start.from})
    ON CONFLICT (lesson_id) DO NOTHING`
  const clock = await findLessonClock(sql, start.lessonId)
  if (!clock) throw new Error(`the clock of lesson ${start.lessonId} was removed, which nothing does`)
  return { clock, started: inserted.count === 1 }
}
