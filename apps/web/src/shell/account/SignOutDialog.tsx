import { Button, Dialog } from '@gongyan/ui'
import { For } from 'solid-js'
import type { UnsentPlan } from '../../collab/index.ts'
import { useI18n } from '../services.tsx'

/** Says what would be lost; the safe answer has the focus. */
export function SignOutDialog(props: {
  unsent: readonly UnsentPlan[] | null
  isLeaving: boolean
  onStay: () => void
  onLeave: () => void
}) {
  const i18n = useI18n()
  return (
    <Dialog
      isOpen={props.unsent !== null}
      onClose={() => props.onStay()}
      closeLabel={i18n.t('shell.close')}
      title={i18n.t('account.unsent.title', { count: props.unsent?.length ?? 0 })}
      footer={
        <>
          <Button busy={props.isLeaving} onClick={() => props.onLeave()}>
            {i18n.t('account.unsent.leave')}
          </Button>
          <Button look="primary" autofocus onClick={() => props.onStay()}>
            {i18n.t('account.unsent.wait')}
          </Button>
        </>
      }
    >
      <p>{i18n.t('account.unsent.body')}</p>
      <ul class="unsent-plans">
        <For each={props.unsent ?? []}>
          {(plan) => (
            <li>
              <a class="link" href={`/plans/${plan.planId}`} onClick={() => props.onStay()}>
                {i18n.t('account.unsent.plan', {
                  title: plan.title,
                  when: i18n.format.moment(plan.since),
                  count: plan.count,
                })}
              </a>
            </li>
          )}
        </For>
      </ul>
    </Dialog>
  )
}
