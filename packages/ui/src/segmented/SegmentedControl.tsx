import './segmented.css'
import { For, Show, createUniqueId } from 'solid-js'
import { Icon, type IconName } from '../icon/Icon.tsx'

export interface SegmentedControlProps<V extends string> {
  label: string
  value: V
  options: readonly { value: V; label: string; icon?: IconName | undefined; disabled?: boolean | undefined }[]
  onChoose: (value: V) => void
}

/** One of a few views of the same thing; native radios, so arrows and screen readers work by themselves. */
export function SegmentedControl<V extends string>(props: SegmentedControlProps<V>) {
  const name = createUniqueId()
  return (
    <span class="ui-segmented" role="radiogroup" aria-label={props.label}>
      <For each={props.options}>
        {(option) => (
          <label>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === props.value}
              disabled={option.disabled}
              onChange={() => props.onChoose(option.value)}
            />
            <span>
              <Show when={option.icon}>{(icon) => <Icon name={icon()} size={14} />}</Show>
              {option.label}
            </span>
          </label>
        )}
      </For>
    </span>
  )
}
