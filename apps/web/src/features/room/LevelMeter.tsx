import { For } from 'solid-js'

const CELLS = 12

/** How loud it is now, as cells that fill up; `level` is 0 to 1. */
export function LevelMeter(props: { level: number; label: string }) {
  const filled = () => Math.round(props.level * CELLS)
  return (
    <div
      class="room-level"
      role="meter"
      aria-label={props.label}
      aria-valuemin="0"
      aria-valuemax={CELLS}
      aria-valuenow={filled()}
    >
      <For each={Array.from({ length: CELLS }, (_, index) => index)}>
        {(index) => <i data-on={index < filled() ? '' : undefined} />}
      </For>
    </div>
  )
}
