import './skeleton.css'
import { For, Show } from 'solid-js'
import { DoubleRule } from '../rule/DoubleRule.tsx'

/** The paper's own outline while its content is on the way: no spinner, nothing moves. */
export function SkeletonPaper(props: {
  label: string
  lines?: number | undefined
  titled?: boolean | undefined
  class?: string | undefined
}) {
  const widths = ['92%', '78%', '85%', '64%', '88%', '72%', '81%', '58%']
  return (
    <div class={`ui-skeleton ${props.class ?? ''}`}>
      <Show when={props.titled ?? true}>
        <i style={{ width: '46%', height: '18px' }} />
        <DoubleRule thin />
      </Show>
      <For each={Array.from({ length: props.lines ?? 3 }, (_, at) => widths[at % widths.length])}>
        {(width) => <i style={{ width }} />}
      </For>
      <span class="tiny muted" role="status">
        {props.label}
      </span>
    </div>
  )
}

/** Grey lines in place of the rows of a list. */
export function SkeletonRows(props: { label: string; rows?: number | undefined }) {
  return (
    <div class="ui-skeleton rows">
      <For each={Array.from({ length: props.rows ?? 5 })}>
        {() => (
          <div>
            <i style={{ width: '34%' }} />
            <i style={{ width: '18%' }} />
            <i style={{ width: '12%' }} />
          </div>
        )}
      </For>
      <span class="visually-hidden" role="status">
        {props.label}
      </span>
    </div>
  )
}
