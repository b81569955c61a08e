import { Button, Icon } from '@gongyan/ui'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { useServices } from './services.tsx'

/** Said once it is certain: the server cannot be reached; and once more when it can. */
export function OfflineStrip() {
  const { reachability, i18n, announcer } = useServices()
  createEffect(
    on(
      reachability.isReachable,
      (isReachable) => {
        announcer.announce(
          isReachable ? i18n.t('shell.online') : `${i18n.t('shell.offline.title')}${i18n.t('shell.offline.body')}`,
        )
      },
      { defer: true },
    ),
  )
  return (
    <Show when={!reachability.isReachable()}>
      <section class="strip offline" aria-label={i18n.t('shell.offline.title')}>
        <Icon name="wifi-off" />
        <p>
          <b>{i18n.t('shell.offline.title')}</b>
          {i18n.t('shell.offline.body')}
        </p>
      </section>
    </Show>
  )
}

const HIDDEN_KEY = 'gongyan-demo-strip-hidden'

/** Says on a demonstration county that nothing here is real or private; may be put away for the visit. */
export function DemoStrip() {
  const { session, i18n } = useServices()
  const [isHidden, setHidden] = createSignal(sessionStorage.getItem(HIDDEN_KEY) !== null)
  return (
    <Show when={session.me()?.isDemonstration && !isHidden()}>
      <aside class="strip demo" aria-label={i18n.t('shell.demo.name')}>
        <Icon name="info-circle" />
        <p>{i18n.t('shell.demo')}</p>
        <Button
          small
          look="ghost"
          onClick={() => {
            sessionStorage.setItem(HIDDEN_KEY, '1')
            setHidden(true)
          }}
        >
          {i18n.t('shell.demo.hide')}
        </Button>
      </aside>
    </Show>
  )
}
