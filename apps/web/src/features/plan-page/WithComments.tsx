import { MenuItem } from '@gongyan/ui'
import { Show } from 'solid-js'
import { exportWithComments } from './export-word.ts'
import { readReport } from './report.ts'
import { usePlan } from './world.tsx'

/** Takes the plan away with the comments of the file it came from; only where this person sees any. */
export function WithComments() {
  const world = usePlan()
  return (
    <Show when={readReport(world.plan().importReport).comments.length > 0}>
      <MenuItem icon="message-2" onSelect={() => void exportWithComments(world)}>
        {world.i18n.t('plan.comments.export')}
      </MenuItem>
    </Show>
  )
}
