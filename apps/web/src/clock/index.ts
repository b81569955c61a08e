export { createLessonClock } from './lesson-clock.ts'
export type { LessonClockView } from './lesson-clock.ts'
