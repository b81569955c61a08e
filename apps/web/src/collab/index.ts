/** The light side of collaboration: types and the register of local copies. The session itself is loaded when a plan opens. */
export { listUnsent, wipeLocalCopies } from './local-copies.ts'
export type { UnsentPlan } from './local-copies.ts'
export type { Rejection } from './close-reason.ts'
export type { LinkState } from './link.ts'
export type { SaveState } from './save-state.ts'
export type { PlanSession } from './plan-session.ts'
