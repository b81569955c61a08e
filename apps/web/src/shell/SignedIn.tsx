import { Button, Notice } from '@gongyan/ui'
import { Navigate, useLocation } from '@solidjs/router'
import { Match, Switch, type JSX } from 'solid-js'
import { problemText } from './problem-text.ts'
import { Opening } from './Root.tsx'
import { useServices } from './services.tsx'

/** Pages for people who are signed in; others are sent to the door and come back afterwards. */
export function SignedIn(props: { children?: JSX.Element }) {
  const { session, i18n } = useServices()
  const location = useLocation()
  const wanted = () => `${location.pathname}${location.search}`
  const unreachable = () => {
    const state = session.state()
    return state.kind === 'unreachable' ? state : undefined
  }
  return (
    <Switch fallback={<Opening />}>
      <Match when={session.state().kind === 'signedIn'}>{props.children}</Match>
      <Match when={session.state().kind === 'anonymous'}>
        <Navigate href={wanted() === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(wanted())}`} />
      </Match>
      <Match when={unreachable()}>
        {(state) => (
          <main class="lone" id="main" tabindex="-1">
            <div class="paper">
              <Notice
                level={1}
                role="alert"
                icon="wifi-off"
                title={i18n.t('shell.unreachable.title')}
                actions={
                  <Button
                    look="primary"
                    icon="refresh"
                    onClick={() => {
                      void session.refresh()
                    }}
                  >
                    {i18n.t('shell.retry')}
                  </Button>
                }
              >
                <p>
                  {state().problem.code === 'network/unreachable'
                    ? i18n.t('shell.unreachable.body')
                    : problemText(i18n, state().problem)}
                </p>
              </Notice>
            </div>
          </main>
        )}
      </Match>
    </Switch>
  )
}
