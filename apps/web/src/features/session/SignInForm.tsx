import { Banner, Button, Checkbox, PasswordField, TextField } from '@gongyan/ui'
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { problemText, useI18n, useServices, type AnyProblem } from '../../shell/index.ts'

/** Signing in. Never says which half was wrong; after too many tries it counts the minutes down. */
export function SignInForm() {
  const i18n = useI18n()
  const { session, announcer } = useServices()
  const [account, setAccount] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [isRemembered, setRemembered] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [wasAsked, setAsked] = createSignal(false)
  const [problem, setProblem] = createSignal<AnyProblem | null>(null)
  const [waitUntil, setWaitUntil] = createSignal(0)
  const [now, setNow] = createSignal(Date.now())
  let accountInput: HTMLInputElement | undefined
  let passwordInput: HTMLInputElement | undefined
  // A phone would open its keyboard over the page before anyone has read it.
  onMount(() => {
    if (matchMedia('(pointer: fine)').matches) accountInput?.focus({ preventScroll: true })
  })
  const clock = setInterval(() => setNow(Date.now()), 1000)
  onCleanup(() => clearInterval(clock))

  const waitMinutes = () => Math.ceil((waitUntil() - now()) / 60_000)
  const hasExpired = () => {
    const state = session.state()
    return state.kind === 'anonymous' && state.hasExpired
  }
  const isNetwork = () =>
    problem()?.code === 'network/unreachable' ||
    problem()?.code === 'server/unavailable' ||
    problem()?.code === 'server/fault'
  const passwordError = () => {
    const current = problem()
    if (current?.code === 'session/throttled')
      return waitMinutes() > 0 ? i18n.t('session.waitMinutes', { minutes: waitMinutes() }) : undefined
    if (current && !isNetwork()) return problemText(i18n, current)
    return wasAsked() && password() === '' ? i18n.t('session.password.missing') : undefined
  }
  const accountError = () => (wasAsked() && account().trim() === '' ? i18n.t('session.account.missing') : undefined)

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    // Fill-in by the browser's own password keeper does not always raise input events.
    setAccount(accountInput?.value ?? account())
    setPassword(passwordInput?.value ?? password())
    setAsked(true)
    setProblem(null)
    if (accountError()) return accountInput?.focus()
    if (password() === '') return passwordInput?.focus()
    setBusy(true)
    const refusal = await session.signIn({ account: account().trim(), password: password(), remember: isRemembered() })
    setBusy(false)
    if (!refusal) return undefined
    setProblem(refusal)
    if (refusal.code === 'session/throttled') setWaitUntil(Date.now() + (refusal.retryAfterSeconds ?? 60) * 1000)
    announcer.announce(passwordError() ?? problemText(i18n, refusal), 'form')
    passwordInput?.focus()
    passwordInput?.select()
    return undefined
  }

  return (
    <>
      <h1>{i18n.t('session.title')}</h1>
      <Show when={hasExpired() && !problem()}>
        <Banner kind="attention" role="status">
          <p>{i18n.t('session.expired')}</p>
        </Banner>
      </Show>
      <Show when={isNetwork() && problem()}>
        {(current) => (
          <Banner kind="error">
            <p>{problemText(i18n, current())}</p>
          </Banner>
        )}
      </Show>
      <form
        class="door-form"
        noValidate
        onSubmit={(event) => {
          void submit(event)
        }}
      >
        <TextField
          ref={(input) => {
            accountInput = input
          }}
          label={i18n.t('session.account')}
          name="username"
          autocomplete="username"
          autocapitalize="off"
          spellcheck={false}
          value={account()}
          onInput={(event) => setAccount(event.currentTarget.value)}
          error={accountError()}
          required
        />
        <PasswordField
          ref={(input) => {
            passwordInput = input
          }}
          label={i18n.t('session.password')}
          name="password"
          autocomplete="current-password"
          required
          showLabel={i18n.t('session.password.show')}
          hideLabel={i18n.t('session.password.hide')}
          value={password()}
          onInput={(event) => {
            setPassword(event.currentTarget.value)
            if (!isNetwork() && problem()?.code !== 'session/throttled') setProblem(null)
          }}
          error={passwordError()}
        />
        <Checkbox checked={isRemembered()} onToggle={setRemembered}>
          {i18n.t('session.remember')}
        </Checkbox>
        <Button type="submit" look="primary" busy={isBusy()}>
          {i18n.t(isBusy() ? 'session.signingIn' : 'session.signIn')}
        </Button>
      </form>
    </>
  )
}
