import { Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { LeftoverDrag } from './drag-leftover.ts'
import { sectionName } from './names.ts'

/** Goes along with what is dragged and says where it would be put. */
export function DragWord(props: { drag: LeftoverDrag }) {
  const i18n = useI18n()
  return (
    <Show when={props.drag.at()}>
      {(point) => (
        <p
          class="import-drag small"
          aria-hidden="true"
          data-over={props.drag.over() === null ? undefined : ''}
          style={{ left: `${point().x}px`, top: `${point().y}px` }}
        >
          {props.drag.over() === null
            ? i18n.t('import.leftover.seek')
            : i18n.t('import.leftover.drop', { place: sectionName(props.drag.over() ?? '') })}
        </p>
      )}
    </Show>
  )
}
