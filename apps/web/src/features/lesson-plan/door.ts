/** What other features show of lesson plans. */
export { PlanPhase } from './PlanPhase.tsx'
export { PlanTable } from './PlanTable.tsx'
