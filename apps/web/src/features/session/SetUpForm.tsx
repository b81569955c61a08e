import { Banner, Button, PasswordField, TextField } from '@gongyan/ui'
import { createSignal, For, Show } from 'solid-js'
import { problemText, useI18n, useServices, type AnyProblem } from '../../shell/index.ts'

const FIELDS = [
  { name: 'code', key: 'session.setUp.code', hint: 'session.setUp.code.hint', autocomplete: 'one-time-code' },
  { name: 'countyName', key: 'session.setUp.county', hint: undefined, autocomplete: 'organization' },
  { name: 'name', key: 'session.setUp.name', hint: undefined, autocomplete: 'name' },
  { name: 'account', key: 'session.account', hint: 'session.setUp.account.hint', autocomplete: 'username' },
] as const
type FieldName = (typeof FIELDS)[number]['name'] | 'password'

/** The very first start: whoever has the code that the server printed becomes the first administrator. */
export function SetUpForm(props: { onDone: () => void }) {
  const i18n = useI18n()
  const { api, session } = useServices()
  const [values, setValues] = createSignal<Record<FieldName, string>>({
    code: '',
    countyName: '',
    name: '',
    account: '',
    password: '',
  })
  const [wasAsked, setAsked] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<AnyProblem | null>(null)
  const set = (name: FieldName, value: string) => setValues((all) => ({ ...all, [name]: value }))
  const errorOf = (name: FieldName) => {
    const refused = problem()?.errors?.find((error) => error.pointer.endsWith(`/${name}`))?.message
    if (refused) return refused
    if (!wasAsked()) return undefined
    if (values()[name].trim() === '') return i18n.t('session.setUp.missing')
    return name === 'password' && values().password.length < 8 ? i18n.t('session.setUp.password.short') : undefined
  }
  const general = () => {
    const current = problem()
    return current && !current.errors?.length ? current : null
  }
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    setAsked(true)
    setProblem(null)
    const wrong = ([...FIELDS.map((field) => field.name), 'password'] as const).find((name) => errorOf(name))
    if (wrong)
      return (
        event.target instanceof HTMLFormElement &&
        event.target.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus()
      )
    setBusy(true)
    const reply = await api.setUpInstallation({ body: values() })
    setBusy(false)
    if (!reply.ok) return setProblem(reply.problem)
    session.enter(reply.data)
    return props.onDone()
  }
  return (
    <>
      <h1>{i18n.t('session.setUp.title')}</h1>
      <p class="small soft">{i18n.t('session.setUp.body')}</p>
      <Show when={general()}>
        {(current) => (
          <Banner kind="error" role="alert">
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
        <For each={FIELDS}>
          {(field) => (
            <TextField
              label={i18n.t(field.key)}
              name={field.name}
              autocomplete={field.autocomplete}
              value={values()[field.name]}
              required
              onInput={(event) => set(field.name, event.currentTarget.value)}
              error={errorOf(field.name)}
              hint={field.hint && i18n.t(field.hint)}
            />
          )}
        </For>
        <PasswordField
          label={i18n.t('session.password')}
          name="password"
          autocomplete="new-password"
          required
          value={values().password}
          hint={i18n.t('session.setUp.password.hint')}
          showLabel={i18n.t('session.password.show')}
          hideLabel={i18n.t('session.password.hide')}
          onInput={(event) => set('password', event.currentTarget.value)}
          error={errorOf('password')}
        />
        <Button type="submit" look="primary" busy={isBusy()}>
          {i18n.t('session.setUp.do')}
        </Button>
      </form>
    </>
  )
}
