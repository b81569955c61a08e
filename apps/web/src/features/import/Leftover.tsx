import { Button, Icon, Menu, MenuGroup, MenuItem } from '@gongyan/ui'
import { For, Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { LeftoverDrag } from './drag-leftover.ts'
import { SECTION_CHOICES, sectionName } from './names.ts'

/** A piece of the file without a place: dragged to one, or sent there by a menu. */
export function Leftover(props: {
  piece: { readonly key: string; readonly text: string; readonly where: string }
  /** The parts the plan has: the likeliest places. */
  sections: readonly string[]
  isReadOnly: boolean
  drag: LeftoverDrag
  onPut: (key: string, place: string) => void
}) {
  const i18n = useI18n()
  const others = () => SECTION_CHOICES.filter(({ value }) => !props.sections.includes(value))
  const place = (value: string, label: string) => (
    <MenuItem onSelect={() => props.onPut(props.piece.key, value)}>{label}</MenuItem>
  )
  return (
    <div class="import-leftover" data-dragged={props.drag.dragged() === props.piece.key ? '' : undefined}>
      <Show when={!props.isReadOnly}>
        <span
          class="import-grip"
          aria-hidden="true"
          title={i18n.t('import.leftover.drag')}
          onPointerDown={(event) => props.drag.begin(event, props.piece.key)}
        >
          <Icon name="grip-vertical" />
        </span>
      </Show>
      <p class="import-quote">{props.piece.text}</p>
      <Show when={!props.isReadOnly}>
        <Menu
          label={i18n.t('import.leftover.where')}
          align="end"
          trigger={(attributes) => (
            <Button
              small
              {...attributes}
              aria-label={i18n.t('import.leftover.moveOf', { text: [...props.piece.text].slice(0, 12).join('') })}
            >
              {i18n.t('import.leftover.move')}
            </Button>
          )}
        >
          <MenuGroup label={i18n.t('import.leftover.here')}>
            <For each={props.sections}>{(key) => place(key, sectionName(key))}</For>
          </MenuGroup>
          <MenuGroup label={i18n.t('import.leftover.newSection')}>
            <For each={others()}>{({ value, label }) => place(value, label)}</For>
          </MenuGroup>
        </Menu>
      </Show>
    </div>
  )
}
