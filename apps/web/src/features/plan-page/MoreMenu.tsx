import { Button, Menu, MenuItem, MenuSeparator } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { Show, type JSX } from 'solid-js'
import type { PlanDialog } from './dialogs.ts'
import { downloadSource } from './export-word.ts'
import { canWrite, usePlan } from './world.tsx'

/** The verbs of a plan that are seldom needed, behind ⋯: first what only this canvas has there, then what every canvas has. */
export function MoreMenu(props: {
  class: string
  onDialog: (dialog: PlanDialog) => void
  onReport: () => void
  children?: JSX.Element
}) {
  const world = usePlan()
  const { i18n, plan } = world
  const navigate = useNavigate()
  const canEdit = () => canWrite(world)
  return (
    <Menu
      label={i18n.t('plan.tool.menu')}
      align="end"
      trigger={(attributes) => (
        <Button {...attributes} class={props.class} look="ghost" icon="dots" aria-label={i18n.t('plan.tool.menu')} />
      )}
    >
      {props.children}
      <Show when={canEdit()}>
        <MenuItem icon="clock" onSelect={() => props.onDialog({ kind: 'period' })}>
          {i18n.t('plan.tool.period')}
        </MenuItem>
      </Show>
      <Show when={plan().importReport !== null}>
        <MenuItem icon="file-import" onSelect={() => props.onReport()}>
          {i18n.t('plan.tool.report')}
        </MenuItem>
      </Show>
      <Show when={plan().hasSourceFile}>
        <MenuItem icon="download" onSelect={() => void downloadSource(world)}>
          {i18n.t('plan.tool.source')}
        </MenuItem>
      </Show>
      <Show when={plan().abilities.audit}>
        <MenuItem icon="history" onSelect={() => navigate(`/recovery/${plan().id}`)}>
          {i18n.t('account.recovery')}
        </MenuItem>
      </Show>
      <Show when={plan().abilities.delete}>
        <MenuSeparator />
        <MenuItem icon="trash" onSelect={() => props.onDialog({ kind: 'delete' })}>
          {i18n.t('plan.tool.delete')}
        </MenuItem>
      </Show>
    </Menu>
  )
}
