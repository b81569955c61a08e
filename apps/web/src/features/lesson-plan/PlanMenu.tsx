import type { LessonPlanSummary } from '@gongyan/contract/client'
import { Icon, Menu, MenuItem, MenuSeparator } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { PlanActions } from './plan-actions.ts'

/** The verbs of one plan in a list; only what this person may do. */
export function PlanMenu(props: { plan: LessonPlanSummary; actions: PlanActions }) {
  const i18n = useI18n()
  const navigate = useNavigate()
  return (
    <Menu
      label={i18n.t('lessonPlan.actions', { title: props.plan.title })}
      align="end"
      trigger={(attributes) => (
        <button
          type="button"
          class="plan-menu"
          {...attributes}
          aria-label={i18n.t('lessonPlan.actions', { title: props.plan.title })}
        >
          <Icon name="dots" />
        </button>
      )}
    >
      <Show
        when={props.plan.deletedAt === null}
        fallback={
          <Show when={props.plan.abilities.restore}>
            <MenuItem
              icon="restore"
              onSelect={() => {
                void props.actions.restore(props.plan)
              }}
            >
              {i18n.t('lessonPlan.restore')}
            </MenuItem>
          </Show>
        }
      >
        <MenuItem
          icon="notebook"
          onSelect={() => {
            window.open(`/plans/${props.plan.id}`, '_blank', 'noopener')
          }}
        >
          {i18n.t('lessonPlan.openNewTab')}
        </MenuItem>
        <Show when={props.plan.abilities.export}>
          <MenuItem
            icon="file-export"
            onSelect={() => {
              void props.actions.exportWord(props.plan)
            }}
          >
            {i18n.t('lessonPlan.export')}
          </MenuItem>
        </Show>
        <Show when={props.plan.abilities.audit}>
          <MenuItem icon="history" onSelect={() => navigate(`/recovery/${props.plan.id}`)}>
            {i18n.t('account.recovery')}
          </MenuItem>
        </Show>
        <Show when={props.plan.abilities.delete}>
          <MenuSeparator />
          <MenuItem
            icon="trash"
            onSelect={() => {
              void props.actions.remove(props.plan)
            }}
          >
            {i18n.t('lessonPlan.delete')}
          </MenuItem>
        </Show>
      </Show>
    </Menu>
  )
}
