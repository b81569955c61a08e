import { readPeriodMinutes, TEMPLATES, type TemplateKey } from '@gongyan/domain'
import { Banner, Button, Checkbox, Dialog, Select, TextField } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import { randomId } from '../../random-id.ts'
import { problemText, useServices, type AnyProblem } from '../../shell/index.ts'
import { GRADES, SUBJECTS } from './filters.ts'

const TEMPLATE_KEYS = Object.keys(TEMPLATES) as TemplateKey[]

/** A new plan: only its topic is needed; the rest is guessed from who is asking and can be changed later. */
export function CreateDialog(props: { onClose: () => void }) {
  const { api, i18n, session } = useServices()
  const navigate = useNavigate()
  const identity = session.me()?.identities.find((each) => each.isDefault) ?? session.me()?.identities[0]
  const [title, setTitle] = createSignal('')
  const [template, setTemplate] = createSignal<TemplateKey>('standard')
  const [subject, setSubject] = createSignal(identity?.subject ?? '')
  const [grade, setGrade] = createSignal(identity?.grade ?? '')
  const [minutes, setMinutes] = createSignal('40')
  const [wasAsked, setAsked] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<AnyProblem | null>(null)
  // The same wish keeps its key however often it is tried, so that an answer lost on the way makes no second plan.
  let wish = { body: '', key: '' }
  const keyFor = (body: object) => {
    const text = JSON.stringify(body)
    if (text !== wish.body) wish = { body: text, key: randomId() }
    return wish.key
  }
  let titleInput: HTMLInputElement | undefined
  let minutesInput: HTMLInputElement | undefined

  const refusalOf = (field: string) => problem()?.errors?.find((error) => error.pointer.endsWith(`/${field}`))?.message
  const titleError = () =>
    refusalOf('title') ?? (wasAsked() && title().trim() === '' ? i18n.t('lessonPlan.create.name.missing') : undefined)
  const minutesError = () =>
    wasAsked() && readPeriodMinutes(minutes()) === null
      ? i18n.t('lessonPlan.create.period.bad')
      : refusalOf('periodMinutes')
  const general = () => {
    const current = problem()
    return current && !refusalOf('title') && !refusalOf('periodMinutes') ? current : null
  }

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    if (isBusy()) return
    setAsked(true)
    setProblem(null)
    if (titleError()) return titleInput?.focus()
    if (minutesError()) return minutesInput?.focus()
    setBusy(true)
    const body = {
      title: title().trim(),
      template: template(),
      periodMinutes: readPeriodMinutes(minutes()) ?? 0,
      ...(subject() ? { subject: subject() } : {}),
      ...(grade() ? { grade: grade() } : {}),
      ...(identity?.stage ? { stage: identity.stage } : {}),
    }
    const reply = await api.createLessonPlan({ headers: { 'idempotency-key': keyFor(body) }, body })
    setBusy(false)
    if (reply.ok) return navigate(`/plans/${reply.data.id}`)
    setProblem(reply.problem)
    if (titleError()) titleInput?.focus()
    return undefined
  }

  const options = (values: readonly string[], chosen: string) => [
    { value: '', label: i18n.t('lessonPlan.create.unset') },
    ...[...new Set([...values, ...(chosen ? [chosen] : [])])].map((value) => ({ value, label: value })),
  ]
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={i18n.t('lessonPlan.create.title')}
      closeLabel={i18n.t('shell.close')}
      class="create"
      footer={
        <>
          <span class="tiny muted grow">{i18n.t('lessonPlan.create.private')}</span>
          <Button onClick={() => props.onClose()}>{i18n.t('lessonPlan.create.cancel')}</Button>
          <Button look="primary" type="submit" form="create-plan" busy={isBusy()}>
            {i18n.t(isBusy() ? 'lessonPlan.create.doing' : 'lessonPlan.create.do')}
          </Button>
        </>
      }
    >
      <form
        id="create-plan"
        class="create-form"
        noValidate
        onSubmit={(event) => {
          void submit(event)
        }}
      >
        <Show when={general()}>
          {(current) => (
            <Banner kind="error" role="alert">
              <p>{i18n.t('lessonPlan.create.failed', { reason: problemText(i18n, current()) })}</p>
            </Banner>
          )}
        </Show>
        <TextField
          ref={(input) => {
            titleInput = input
          }}
          label={i18n.t('lessonPlan.create.name')}
          placeholder={i18n.t('lessonPlan.create.name.placeholder')}
          autofocus
          required
          autocomplete="off"
          value={title()}
          onInput={(event) => {
            setTitle(event.currentTarget.value)
            setProblem(null)
          }}
          error={titleError()}
        />
        <fieldset class="create-templates">
          <legend>{i18n.t('lessonPlan.create.template')}</legend>
          <For each={TEMPLATE_KEYS}>
            {(key) => (
              <Checkbox kind="radio" name="template" checked={template() === key} onToggle={() => setTemplate(key)}>
                {i18n.t(`lessonPlan.template.${key}`)}
                <small>{i18n.t(`lessonPlan.template.${key}.body`)}</small>
              </Checkbox>
            )}
          </For>
        </fieldset>
        <div class="create-facts">
          <Select
            label={i18n.t('lessonPlan.create.subject')}
            value={subject()}
            onChoose={setSubject}
            options={options(SUBJECTS, subject())}
          />
          <Select
            label={i18n.t('lessonPlan.create.grade')}
            value={grade()}
            onChoose={setGrade}
            options={options(GRADES, grade())}
          />
          <TextField
            ref={(input) => {
              minutesInput = input
            }}
            label={i18n.t('lessonPlan.create.period')}
            inputMode="numeric"
            autocomplete="off"
            value={minutes()}
            onInput={(event) => setMinutes(event.currentTarget.value)}
            error={minutesError()}
          />
        </div>
      </form>
    </Dialog>
  )
}
