import { Button, ButtonLink, Notice } from '@gongyan/ui'
import { Show } from 'solid-js'
import { useI18n, usePageTitle } from './services.tsx'

/** A part of the app that is not on the server any more: it was updated under an open page. */
const isStale = (error: unknown) =>
  error instanceof Error &&
  /dynamically imported module|importing a module script|Failed to fetch.*module/i.test(error.message)

/** What is shown in place of a page that threw: what is safe, and one thing to do. */
export function Fault(props: { error: unknown; onRetry: () => void }) {
  const i18n = useI18n()
  usePageTitle(() => i18n.t(isStale(props.error) ? 'shell.stale.title' : 'shell.fault.title'))
  return (
    <main class="lone" id="main" tabindex="-1">
      <div class="paper">
        <Show
          when={isStale(props.error)}
          fallback={
            <Notice
              level={1}
              role="alert"
              icon="alert-hexagon"
              title={i18n.t('shell.fault.title')}
              actions={
                <>
                  <Button look="primary" onClick={() => props.onRetry()}>
                    {i18n.t('shell.retry')}
                  </Button>
                  <ButtonLink href="/" rel="external">
                    {i18n.t('shell.toHome')}
                  </ButtonLink>
                </>
              }
            >
              <p>{i18n.t('shell.fault.body')}</p>
              <p class="tiny muted fault-text">
                {String(props.error instanceof Error ? props.error.message : props.error)}
              </p>
            </Notice>
          }
        >
          <Notice
            level={1}
            role="alert"
            icon="refresh"
            title={i18n.t('shell.stale.title')}
            actions={
              <Button look="primary" onClick={() => location.reload()}>
                {i18n.t('shell.reload')}
              </Button>
            }
          >
            <p>{i18n.t('shell.stale.body')}</p>
          </Notice>
        </Show>
      </div>
    </main>
  )
}

/** No page has this address. */
export function NotFound() {
  const i18n = useI18n()
  usePageTitle(() => i18n.t('shell.missing.title'))
  return (
    <main class="lone" id="main" tabindex="-1">
      <div class="paper">
        <Notice
          level={1}
          title={i18n.t('shell.missing.title')}
          actions={
            <>
              <ButtonLink look="primary" href="/plans">
                {i18n.t('shell.nav.lessonPlans')}
              </ButtonLink>
              <ButtonLink href="/">{i18n.t('shell.toHome')}</ButtonLink>
            </>
          }
        >
          <p>{i18n.t('shell.missing.body')}</p>
        </Notice>
      </div>
    </main>
  )
}
