import { Banner, hueOf, Icon, Seal } from '@gongyan/ui'
import { createSignal, For, Show } from 'solid-js'
import { problemText, useI18n, useServices, type AnyProblem } from '../../shell/index.ts'
import type { DemoAccount, Installation } from './installation.ts'

/** `清河小学·数学教师，主备…` is place and errand: the first clause stands above the rest. */
function splitDescription(description: string): { place: string; errand: string } {
  const [place = description, ...rest] = description.split(/[；;，]/u)
  return { place, errand: rest.join('，') }
}

/** The demonstration's people; one press signs in as one of them. */
export function DemoAccounts(props: { installation: Installation }) {
  const i18n = useI18n()
  const { session } = useServices()
  const [entering, setEntering] = createSignal<string | null>(null)
  const [problem, setProblem] = createSignal<AnyProblem | null>(null)
  const enter = async (account: DemoAccount) => {
    if (entering()) return
    setEntering(account.account)
    setProblem(await session.signIn({ account: account.account, password: props.installation.demoPassword ?? '', remember: false }))
    setEntering(null)
  }
  return (
    <section class="demo" aria-labelledby="demo-title">
      <h3 id="demo-title">{i18n.t('session.demo.title')}</h3>
      <p class="small muted">{i18n.t('session.demo.body')}</p>
      <Show when={problem()}>{(current) => <Banner kind="error" role="alert"><p>{problemText(i18n, current())}</p></Banner>}</Show>
      <ul>
        <For each={props.installation.demoAccounts}>
          {(account, at) => {
            const words = splitDescription(account.description)
            return (
              <li>
                <button type="button" class="demo-account" aria-label={`${i18n.t('session.demo.enterAs', { name: account.name })}：${account.description}`} aria-busy={entering() === account.account || undefined} onClick={() => { void enter(account) }}>
                  <Seal name={account.name} hue={[1, 2, 8, 10, 5, 4, 9, 12][at() % 8] ?? hueOf(account.account)} size="large" decorative />
                  <b>{account.name}</b>
                  <span class="what"><span>{words.place}</span><Show when={words.errand}><small>{words.errand}</small></Show></span>
                  <span class="go">{i18n.t(entering() === account.account ? 'session.demo.entering' : 'session.demo.enter')}<Icon name="arrow-right" /></span>
                </button>
              </li>
            )
          }}
        </For>
      </ul>
    </section>
  )
}
