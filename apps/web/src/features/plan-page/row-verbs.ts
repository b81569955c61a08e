import type { RowBox } from '../../editor/boxes.ts'
import type { IconName } from '@gongyan/ui'
import { explainRefusal } from './refusals.ts'
import type { PlanWorld } from './world.tsx'

/** Says what was just done to the text, with 撤销 for that very step; to be called right after it. */
export function noteStep(world: PlanWorld, text: string, icon: IconName = 'trash'): void {
  const { i18n, model, toaster } = world
  const takeBack = model.editor()?.actions.rememberStep()
  toaster.show({
    text,
    icon,
    action: {
      label: (seconds) => i18n.t('plan.row.undo', { seconds }),
      run: () => void takeBack?.(),
    },
  })
}

/** Removes a row and says so, or says why not. */
export function removeRow(world: PlanWorld, row: Pick<RowBox, 'rowId' | 'number' | 'phase'>): void {
  const { i18n, model } = world
  const result = model.editor()?.actions.deleteRow(row.rowId)
  if (!result || !explainRefusal(world, result)) return
  noteStep(world, i18n.t('plan.row.deleted', { number: row.number, phase: row.phase || i18n.t('plan.row.noPhase') }))
}
