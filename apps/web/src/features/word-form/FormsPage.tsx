import './word-form.css'
import { Button, DoubleRule, Icon, Notice, SkeletonRows, Tag } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { createAnswer, problemText, ProblemNotice, usePageTitle, useServices } from '../../shell/index.ts'
import type { FormSummary } from './answers.ts'

/** /forms: the forms of the school; who manages them adds one here. */
export default function FormsPage() {
  const { api, i18n, announcer } = useServices()
  const navigate = useNavigate()
  const [isSending, setSending] = createSignal(false)
  const [refusal, setRefusal] = createSignal<string | null>(null)
  let input!: HTMLInputElement
  usePageTitle(() => i18n.t('form.title'))
  const answer = createAnswer(
    () => 'mine',
    () => api.listForms({}),
  )
  const found = () => {
    const reply = answer.value()
    return reply?.ok ? reply.data : undefined
  }
  const problem = () => {
    const reply = answer.value()
    return reply && !reply.ok ? reply.problem : undefined
  }
  const send = async (file: File | undefined) => {
    if (!file) return
    const form = new FormData()
    form.set('file', file, file.name)
    setRefusal(null)
    setSending(true)
    announcer.announce(i18n.t('form.reading'), 'form')
    const reply = await api.createForm({ form })
    setSending(false)
    if (reply.ok) navigate(`/forms/${reply.data.id}`)
    else setRefusal(i18n.t('form.refused', { file: file.name, reason: problemText(i18n, reply.problem) }))
  }
  const add = () => (
    <Button look="primary" icon="file-import" busy={isSending()} onClick={() => input.click()}>
      {i18n.t(isSending() ? 'form.reading' : 'form.add')}
    </Button>
  )
  return (
    <main class="forms" id="main" tabindex="-1">
      <section class="paper" aria-labelledby="forms-title">
        <div class="forms-head">
          <h1 id="forms-title" class="page-title">
            {i18n.t('form.title')}
          </h1>
          <Show when={found()?.mayManage && (found()?.items.length ?? 0) > 0}>{add()}</Show>
        </div>
        <p class="soft small">{i18n.t(found()?.mayManage ? 'form.leadManager' : 'form.lead')}</p>
        <DoubleRule thin />
        <input
          ref={input}
          type="file"
          accept=".docx,.doc,.wps"
          class="visually-hidden"
          tabindex="-1"
          aria-hidden="true"
          onChange={() => {
            const file = input.files?.[0]
            input.value = ''
            void send(file)
          }}
        />
        <p class="form-refusal small" role="alert">
          <Show when={refusal()}>
            {(words) => (
              <>
                <Icon name="alert-hexagon" size={14} /> {words()}
              </>
            )}
          </Show>
        </p>
        <Switch>
          <Match when={problem()}>
            {(why) => (
              <ProblemNotice title={i18n.t('form.notFetched')} problem={why()} onRetry={() => void answer.reload()} />
            )}
          </Match>
          <Match when={!found()}>
            <SkeletonRows rows={3} label={i18n.t('form.loading')} />
          </Match>
          <Match when={found()?.items.length === 0}>
            <Notice title={i18n.t('form.empty.title')} actions={found()?.mayManage ? add() : undefined}>
              <p>{i18n.t(found()?.mayManage ? 'form.empty.bodyManager' : 'form.empty.body')}</p>
            </Notice>
          </Match>
          <Match when={found()}>
            {(data) => (
              <ul class="forms-list" aria-label={i18n.t('form.title')}>
                <For each={data().items}>{(form) => <Line form={form} />}</For>
              </ul>
            )}
          </Match>
        </Switch>
      </section>
    </main>
  )
}

function Line(props: { form: FormSummary }) {
  const { i18n } = useServices()
  return (
    <li>
      <a href={`/forms/${props.form.id}`}>{props.form.name}</a>
      <Tag look={props.form.state === 'confirmed' ? 'done' : props.form.state === 'found' ? 'attention' : 'plain'}>
        {i18n.t(`form.state.${props.form.state}`)}
      </Tag>
      <span class="tiny muted">
        {props.form.confirmedAt && props.form.confirmedBy
          ? i18n.t('form.confirmedBy', {
              org: props.form.orgName,
              name: props.form.confirmedBy.name,
              when: i18n.format.when(props.form.confirmedAt),
            })
          : i18n.t('form.addedAt', { org: props.form.orgName, when: i18n.format.when(props.form.createdAt) })}
      </span>
    </li>
  )
}
