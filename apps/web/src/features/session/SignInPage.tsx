import './session.css'
import { LOCALES } from '@gongyan/i18n'
import { DoubleRule, Icon, SegmentedControl } from '@gongyan/ui'
import { Navigate, useSearchParams } from '@solidjs/router'
import { Match, Show, Switch } from 'solid-js'
import { createAnswer, useApi, useI18n, usePageTitle, useServices } from '../../shell/index.ts'
import { DemoAccounts } from './DemoAccounts.tsx'
import { askInstallation } from './installation.ts'
import { returnAddress } from './return-address.ts'
import { SetUpForm } from './SetUpForm.tsx'
import { SignInForm } from './SignInForm.tsx'

/** The door: what this is on the left, signing in on the right; on a phone one under the other, signing in first. */
export function SignInPage() {
  const i18n = useI18n()
  const { session } = useServices()
  const api = useApi()
  const [search] = useSearchParams<{ to?: string }>()
  const answer = createAnswer(
    () => 'installation',
    () => askInstallation(api),
  )
  const installation = () => answer.value()?.installation
  usePageTitle(() => i18n.t('session.title'))
  return (
    <Show
      when={session.state().kind !== 'signedIn'}
      fallback={<Navigate href={returnAddress(search.to, location.origin)} />}
    >
      <main class="door-page" id="main" tabindex="-1">
        <section class="door" data-region="door">
          <Show when={installation()?.needsSetUp} fallback={<SignInForm />}>
            <SetUpForm
              onDone={() => {
                void answer.reload()
              }}
            />
          </Show>
          <div class="door-foot">
            <Switch>
              <Match when={answer.value()}>
                {(known) => (
                  <p>
                    <Icon name="server" size={14} />
                    {known().installation.countyName
                      ? i18n.t('session.server', { county: known().installation.countyName ?? '', ms: known().tookMs })
                      : i18n.t('session.serverUnnamed', { ms: known().tookMs })}
                  </p>
                )}
              </Match>
              <Match when={!answer.isLoading()}>
                <p class="attention">
                  <Icon name="wifi-off" size={14} />
                  {i18n.t('session.unreachable')}
                </p>
              </Match>
            </Switch>
            <p>
              <Icon name="shield-check" size={14} />
              {i18n.t('session.shared')}
            </p>
            <SegmentedControl
              label={i18n.t('account.language')}
              value={i18n.locale}
              onChoose={(locale) => void i18n.setLocale(locale)}
              options={LOCALES.map((value) => ({ value, label: i18n.t(`account.language.${value}`) }))}
            />
          </div>
        </section>
        <section class="intro" data-region="intro">
          <h2>{i18n.t('shell.name')}</h2>
          <DoubleRule />
          <p class="lead">
            {i18n.t('session.lead.1')}
            <br />
            {i18n.t('session.lead.2')}
          </p>
          <Show when={installation()?.isDemonstration && installation()}>
            {(known) => <DemoAccounts installation={known()} />}
          </Show>
        </section>
      </main>
    </Show>
  )
}
