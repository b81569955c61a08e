import './word-form.css'
import { Banner, Button, Checkbox, DoubleRule, Notice, SkeletonPaper, Tag, TextField } from '@gongyan/ui'
import { A, useNavigate, useParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, Index, Match, on, Show, Switch } from 'solid-js'
import { problemText, ProblemNotice, saveFile, usePageTitle, useServices, type AnyProblem } from '../../shell/index.ts'
import type { Change, Form } from './answers.ts'
import { FormSketch } from './FormSketch.tsx'
import { choiceFor, choicesBack, missingIn, optionsFor, sketchOf, type Place } from './slots.ts'

/** /forms/:id: what was found in a form, to be put right by choosing and confirmed for the whole school. */
export default function FormPage() {
  const params = useParams<{ id: string }>()
  const { api, i18n, toaster, announcer } = useServices()
  const navigate = useNavigate()
  const [form, setForm] = createSignal<Form>()
  const [problem, setProblem] = createSignal<AnyProblem>()
  const [isBusy, setBusy] = createSignal(false)
  usePageTitle(() => form()?.name ?? i18n.t('form.title'))
  const id = () => ({ formId: params.id })
  const load = async () => {
    const reply = await api.getForm({ params: id() })
    if (reply.ok) setForm(reply.data)
    setProblem(reply.ok ? undefined : reply.problem)
  }
  createEffect(
    on(
      () => params.id,
      () => void load(),
    ),
  )
  const fail = (why: AnyProblem) =>
    toaster.show({ text: i18n.t('form.failed', { reason: problemText(i18n, why) }), icon: 'alert-hexagon' })
  const change = async (body: Change): Promise<boolean> => {
    setBusy(true)
    const reply = await api.updateForm({ params: id(), body })
    setBusy(false)
    if (reply.ok) setForm(reply.data)
    else fail(reply.problem)
    return reply.ok
  }
  /** What was chosen and is on its way, by place: a choice that is refused shows again what was there before. */
  const [chosen, setChosen] = createSignal<ReadonlyMap<string, string | null>>(new Map())
  const choose = async (slot: Place, means: string | null) => {
    const before = form()
    setChosen((all) => new Map(all).set(slot.key, means))
    const isTaken = await change({ choices: [choiceFor(slot.key, means)] })
    setChosen((all) => new Map([...all].filter(([key, other]) => key !== slot.key || other !== means)))
    const after = form()
    if (!isTaken || !before || !after) return
    const label =
      optionsFor({ ...slot, means }, i18n.t('form.slot.leave'), i18n.t('form.slot.title')).find(
        ({ value }) => value === (means ?? ''),
      )?.label ?? ''
    toaster.show({
      text: i18n.t('form.slot.changed', { words: slot.words || i18n.t('form.slot.noWords'), means: label }),
      icon: 'check',
      action: {
        label: (seconds) => i18n.t('shell.undo', { seconds }),
        run: () => void change({ choices: choicesBack({ key: slot.key, means }, before, after) }),
      },
    })
  }
  const confirm = async () => {
    if (!(await change({ state: 'confirmed' }))) return
    announcer.announce(i18n.t('form.confirmedNote'), 'form')
    toaster.show({ text: i18n.t('form.confirmedNote'), icon: 'check' })
  }
  const retire = async () => {
    if (!(await change({ state: 'retired' }))) return
    toaster.show({
      text: i18n.t('form.retiredNote'),
      icon: 'check',
      action: {
        label: (seconds) => i18n.t('shell.undo', { seconds }),
        run: () => void change({ state: 'confirmed' }),
      },
    })
  }
  const restore = async (formId: string) => {
    const reply = await api.restoreForm({ params: { formId } })
    if (!reply.ok) return void fail(reply.problem)
    toaster.show({ text: i18n.t('form.restored', { form: reply.data.name }), icon: 'restore' })
    // Whoever has gone on elsewhere meanwhile finds it in the list.
    if (window.location.pathname === '/forms') navigate(`/forms/${formId}`)
  }
  const remove = async () => {
    const { formId } = id()
    const reply = await api.deleteForm({ params: { formId } })
    if (!reply.ok) return void fail(reply.problem)
    toaster.show({
      text: i18n.t('form.deleted', { form: form()?.name ?? '' }),
      icon: 'trash',
      action: { label: (seconds) => i18n.t('shell.undo', { seconds }), run: () => void restore(formId) },
    })
    navigate('/forms')
  }
  const save = async () => {
    const reply = await api.getFormSource({ params: id() })
    if (reply.ok) saveFile(reply.data, `${form()?.name ?? ''}.docx`)
    else fail(reply.problem)
  }
  const parts = createMemo(() => {
    const now = form()
    return now ? sketchOf(now) : []
  })
  const missing = createMemo(() => {
    const now = form()
    return now ? missingIn(now) : []
  })
  const unsure = () =>
    parts()
      .flatMap((part) => (part.kind === 'table' ? part.columns : [part.place]))
      .filter(({ sure }) => !sure)
  const isReadOnly = () => form()?.mayManage !== true
  return (
    <main class="form-page" id="main" tabindex="-1">
      <Switch>
        <Match when={problem()}>
          {(why) => (
            <section class="paper">
              <Show
                when={why().code === 'form/not-found'}
                fallback={
                  <ProblemNotice title={i18n.t('form.notFetched')} problem={why()} onRetry={() => void load()} />
                }
              >
                <Notice
                  level={1}
                  title={i18n.t('form.gone.title')}
                  actions={
                    <A class="link" href="/forms">
                      {i18n.t('form.toForms')}
                    </A>
                  }
                >
                  <p>{i18n.t('form.gone.body')}</p>
                </Notice>
              </Show>
            </section>
          )}
        </Match>
        <Match when={!form()}>
          <section class="paper">
            <SkeletonPaper label={i18n.t('form.loading')} lines={6} />
          </section>
        </Match>
        <Match when={form()}>
          {(now) => (
            <>
              <section class="paper form-main" aria-labelledby="form-title" data-region="form">
                <p class="small">
                  <A class="link" href="/forms">
                    {i18n.t('form.toForms')}
                  </A>
                  <span class="form-state">
                    <Tag look={now().state === 'confirmed' ? 'done' : now().state === 'found' ? 'attention' : 'plain'}>
                      {i18n.t(`form.state.${now().state}`)}
                    </Tag>
                  </span>
                </p>
                <h1 id="form-title" class="page-title">
                  {now().name}
                </h1>
                <p class="soft small">{i18n.t(isReadOnly() ? 'form.lookLead' : 'form.setUpLead')}</p>
                <DoubleRule thin />
                <Show when={isReadOnly()}>
                  <Banner kind="info" icon="lock" title={i18n.t('form.readOnly.title')}>
                    <p>{i18n.t('form.readOnly.body')}</p>
                  </Banner>
                </Show>
                <Show when={unsure().length > 0}>
                  <div class="form-unsure">
                    <p class="attention small" role="status">
                      {i18n.t('form.unsure', { count: unsure().length })}
                    </p>
                    <Show when={!isReadOnly()}>
                      <Button
                        small
                        onClick={() => document.querySelector<HTMLElement>('.form-slot[data-unsure] select')?.focus()}
                      >
                        {i18n.t('form.toUnsure')}
                      </Button>
                    </Show>
                  </div>
                </Show>
                <FormSketch
                  parts={parts()}
                  chosen={chosen()}
                  isReadOnly={isReadOnly()}
                  onChoose={(slot, means) => void choose(slot, means)}
                />
              </section>
              <aside class="form-side" aria-label={i18n.t('form.side')} data-region="side">
                <section class="paper">
                  <h2 class="section-title">{i18n.t(`form.state.${now().state}`)}</h2>
                  <Show when={!isReadOnly()}>
                    <TextField
                      label={i18n.t('form.name')}
                      value={now().name}
                      maxlength="60"
                      onChange={(event) => {
                        const name = event.currentTarget.value.trim()
                        if (name !== '' && name !== now().name) void change({ name })
                        else event.currentTarget.value = now().name
                      }}
                    />
                    <Show
                      when={now().state === 'confirmed'}
                      fallback={
                        <Button look="primary" icon="check" busy={isBusy()} onClick={() => void confirm()}>
                          {i18n.t(now().state === 'found' ? 'form.confirm' : 'form.confirmAgain')}
                        </Button>
                      }
                    >
                      <Button busy={isBusy()} onClick={() => void retire()}>
                        {i18n.t('form.retire')}
                      </Button>
                    </Show>
                    <Show when={now().state === 'found'}>
                      <Button look="ghost" onClick={() => void remove()}>
                        {i18n.t('form.delete')}
                      </Button>
                    </Show>
                  </Show>
                  <Button look="ghost" icon="download" onClick={() => void save()}>
                    {i18n.t('form.source')}
                  </Button>
                  <Show when={missing().length > 0}>
                    <h3>{i18n.t('form.missing')}</h3>
                    <p class="small soft">{i18n.t('form.missingHelp')}</p>
                    <ul class="form-missing small">
                      <Index each={missing()}>
                        {(one) => (
                          <li>
                            <Checkbox
                              checked={one().isAppended}
                              disabled={isReadOnly()}
                              onToggle={(isOn) =>
                                void change({ choices: [{ part: one().key, rest: isOn ? 'append' : 'leave' }] })
                              }
                            >
                              {one().label}
                            </Checkbox>
                          </li>
                        )}
                      </Index>
                    </ul>
                  </Show>
                </section>
              </aside>
            </>
          )}
        </Match>
      </Switch>
    </main>
  )
}
