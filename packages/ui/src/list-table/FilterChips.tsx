import './filter-chips.css'
import { For, Show } from 'solid-js'
import { Icon } from '../icon/Icon.tsx'

export interface FilterChipsProps {
  label: string
  chips: readonly { key: string; label: string; removeLabel: string }[]
  onRemove: (key: string) => void
  clearLabel: string
  onClear: () => void
}

/** The chosen filters again above the list, each with its own cross, and one way to clear them all. */
export function FilterChips(props: FilterChipsProps) {
  return (
    <Show when={props.chips.length > 0}>
      <ul class="ui-chips" aria-label={props.label}>
        <For each={props.chips}>
          {(chip) => (
            <li>
              <button
                type="button"
                class="ui-chip"
                aria-label={chip.removeLabel}
                onClick={() => props.onRemove(chip.key)}
              >
                {chip.label}
                <Icon name="x" size={14} />
              </button>
            </li>
          )}
        </For>
        <li>
          <button type="button" class="link tiny" onClick={() => props.onClear()}>
            {props.clearLabel}
          </button>
        </li>
      </ul>
    </Show>
  )
}
