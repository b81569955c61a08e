import { Banner, hueOf, Icon, Seal } from '@gongyan/ui'
import { createSignal, For, Show } from 'solid-js'
import { problemText, useI18n, useServices, type AnyProblem } from '../../shell/index.ts'
import type { DemoAccount, Installation } from './installation.ts'

/** The demonstration's people; one press signs in as one of them. */
export function DemoAccounts(props: { installation: Installation }) {
  const i18n = useI18n()
  const { session } = useServices()
  const [entering, setEntering] = createSignal<string | null>(null)
  const [problem, setProblem] = createSignal<AnyProblem | null>(null)
  const enter = async (account: DemoAccount) => {
    if (entering()) return
    setEntering(account.account)
    setProblem(
      await session.signIn({
        account: account.account,
        password: props.installation.demoPassword ?? '',
        remember: false,
      }),
    )
    setEntering(null)
  }
  return (
    <section class="demo-people" aria-labelledby="demo-title">
      <h3 id="demo-title">{i18n.t('session.demo.title')}</h3>
      <p class="small muted">{i18n.t('session.demo.body')}</p>
      <Show when={problem()}>
        {(current) => (
          <Banner kind="error" role="alert">
            <p>{problemText(i18n, current())}</p>
          </Banner>
        )}
      </Show>
      <ul>
        <For each={props.installation.demoAccounts}>
          {(account, at) => (
            <li>
              <button
                type="button"
                class="demo-account"
                aria-busy={entering() === account.account || undefined}
                onClick={() => {
                  void enter(account)
                }}
              >
                <Seal
                  name={account.name}
                  hue={[1, 2, 8, 10, 5, 4, 9, 12][at() % 8] ?? hueOf(account.account)}
                  size="large"
                  decorative
                />
                <span class="what">
                  <b>{account.name}</b>
                  <small>{account.description}</small>
                </span>
                <span class="go">
                  {i18n.t(entering() === account.account ? 'session.demo.entering' : 'session.demo.enter')}
                  <Icon name="arrow-right" />
                </span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}
