/** The door for the browser: the client and its types, none of zod. */
export { createApi } from './client.ts'
export type { Api, Reply, Unreachable } from './client.ts'
export { ROUTES } from './routes.ts'
export type { ProblemCode } from './problems.ts'
export type {
  CollabTicket,
  Home,
  LessonPlan,
  LessonPlanSummary,
  Me,
  Member,
  Person,
  PlanChoices,
  Problem,
} from './schemas.ts'
export { CLOSE_REASONS, isCloseReason, PRESENCE_COLOURS } from './collab.ts'
export type { CloseReason, PresenceUser } from './collab.ts'
