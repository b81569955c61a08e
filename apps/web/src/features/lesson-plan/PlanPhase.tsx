import type { LessonPlanSummary } from '@gongyan/contract/client'
import { PhaseStepper, Tag } from '@gongyan/ui'
import { Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'

/** The way of a plan from the first draft to the reflection, `domain/model.md` 4.2; the two ends beside it are words of their own. */
const PHASES = ['drafting', 'studying', 'finalized', 'secondPrep', 'taught', 'reflected'] as const

/** Where a plan stands. */
export function PlanPhase(props: { state: LessonPlanSummary['state']; mini?: boolean | undefined }) {
  const i18n = useI18n()
  const word = () => i18n.t(`lessonPlan.state.${props.state}`)
  return (
    <Show when={props.state !== 'archived' && props.state !== 'abandoned'} fallback={<Tag look="line">{word()}</Tag>}>
      <PhaseStepper
        mini={props.mini}
        current={props.state}
        label={i18n.t('lessonPlan.phase.label', { phase: word() })}
        phases={PHASES.map((key) => ({ key, label: i18n.t(`lessonPlan.state.${key}`) }))}
      />
    </Show>
  )
}
