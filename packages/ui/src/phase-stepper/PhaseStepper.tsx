import './phase-stepper.css'
import { For } from 'solid-js'

export interface PhaseStepperProps {
  /** Such as 备课阶段：第 2 步，共 6 步，研讨. */
  label: string
  phases: readonly { key: string; label: string }[]
  /** The current phase's key. */
  current: string
  /** Only the current word, for tables. */
  mini?: boolean | undefined
}

/** 初备→研讨→定稿→个案→上课→反思: past ● · now ◉ with the word · later ○. */
export function PhaseStepper(props: PhaseStepperProps) {
  const now = () => props.phases.findIndex((phase) => phase.key === props.current)
  return (
    <ol class={`ui-phases ${props.mini ? 'mini' : ''}`} aria-label={props.label}>
      <For each={props.phases}>
        {(phase, at) => (
          <li
            data-when={at() < now() ? 'past' : at() === now() ? 'now' : 'later'}
            aria-current={at() === now() ? 'step' : undefined}
          >
            <span class="point" />
            <span class="word">{phase.label}</span>
          </li>
        )}
      </For>
    </ol>
  )
}
