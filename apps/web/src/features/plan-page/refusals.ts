import type { RowResult } from '../../editor/table-command.ts'
import type { PlanWorld } from './world.tsx'

/** Says why a change of rows could not be made; answers whether it was. */
export function explainRefusal(world: PlanWorld, result: RowResult): boolean {
  if (result.ok) return true
  world.toaster.show({ text: world.i18n.t(`plan.row.refusal.${result.refusal}`), icon: 'info-circle' })
  return false
}
