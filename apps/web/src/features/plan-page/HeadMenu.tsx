import { PROCESS_FIELDS } from '@gongyan/domain'
import type { ProcessField } from '@gongyan/domain'
import { Icon, Menu, MenuGroup, MenuItem, MenuSeparator } from '@gongyan/ui'
import { For, Show } from 'solid-js'
import type { HeadBox } from '../../editor/boxes.ts'
import type { PlanEditor } from '../../editor/create-editor.ts'
import { noteStep } from './row-verbs.ts'
import { usePlan } from './world.tsx'

/** What a column means, and columns beside it. */
export function HeadMenu(props: { head: HeadBox; editor: PlanEditor }) {
  const world = usePlan()
  const { i18n } = world
  const actions = () => props.editor.actions
  const fields = Object.entries(PROCESS_FIELDS) as [ProcessField, string][]
  const remove = () => {
    if (actions().deleteColumn(props.head.tablePos, props.head.index))
      noteStep(world, i18n.t('plan.column.deleted', { label: props.head.label }))
  }
  return (
    <div
      class="head-menu"
      style={{
        left: `${props.head.right - 22}px`,
        top: `${props.head.top + 3}px`,
        height: `${props.head.height - 6}px`,
      }}
    >
      <Menu
        label={i18n.t('plan.column.menu', { label: props.head.label })}
        align="end"
        trigger={(attributes) => (
          <button type="button" {...attributes} aria-label={i18n.t('plan.column.menu', { label: props.head.label })}>
            <Icon name="chevron-down" size={14} />
          </button>
        )}
      >
        <MenuGroup label={i18n.t('plan.column.means')}>
          <For each={fields}>
            {([field, label]) => (
              <MenuItem
                group
                checked={(props.head.field ?? 'extra') === field}
                onSelect={() => actions().setColumnField(props.head.headPos, field)}
              >
                {label}
              </MenuItem>
            )}
          </For>
        </MenuGroup>
        <MenuSeparator />
        <MenuItem
          icon="plus"
          onSelect={() =>
            actions().insertColumn(props.head.tablePos, props.head.index, 'extra', i18n.t('plan.column.new'))
          }
        >
          {i18n.t('plan.column.addRight')}
        </MenuItem>
        <Show when={props.head.columns > 1}>
          <MenuItem icon="trash" onSelect={remove}>
            {i18n.t('plan.column.delete')}
          </MenuItem>
        </Show>
      </Menu>
    </div>
  )
}
