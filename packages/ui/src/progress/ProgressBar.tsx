import './progress.css'

/** Work that takes time: solid = done, hatched = needs someone, empty = to come. `value` and `attention` are fractions 0–1; null: length unknown. */
export function ProgressBar(props: {
  label: string
  value: number | null
  attention?: number | undefined
  valueText?: string | undefined
}) {
  const percent = () => (props.value === null ? undefined : Math.round(Math.max(0, Math.min(1, props.value)) * 100))
  return (
    <div
      class="ui-progress"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={percent()}
      aria-valuetext={props.valueText}
    >
      <i class="solid" style={{ width: `${percent() ?? 100}%` }} data-unknown={props.value === null ? '' : undefined} />
      <i class="hatched" style={{ width: `${Math.round((props.attention ?? 0) * 100)}%` }} />
    </div>
  )
}
