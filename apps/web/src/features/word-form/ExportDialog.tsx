import './word-form.css'
import { Button, Checkbox, Dialog, Notice, SkeletonRows } from '@gongyan/ui'
import { createSignal, For, Match, onMount, Show, Switch } from 'solid-js'
import {
  createAnswer,
  fileNameOf,
  problemText,
  ProblemNotice,
  saveFile,
  useServices,
  type AnyProblem,
} from '../../shell/index.ts'
import { LeftParts } from './LeftParts.tsx'
import { MovedComments } from './MovedComments.tsx'

/** Takes a plan away on one of the school's own forms. */
export function ExportDialog(props: {
  planId: string
  title: string
  /** Comments that came with the plan's file, as far as this person sees them. */
  comments: number
  /** Resolves once the server has the last keys. */
  settle: () => Promise<unknown>
  onClose: () => void
}) {
  const { api, i18n, toaster } = useServices()
  const [chosen, setChosen] = createSignal<string | null>(null)
  const [second, setSecond] = createSignal(true)
  const [said, setSaid] = createSignal(false)
  const [appends, setAppends] = createSignal(true)
  const [isBusy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<AnyProblem | null>(null)
  const answer = createAnswer(
    () => 'mine',
    () => api.listForms({}),
  )
  const reply = () => answer.value()
  const forms = () => {
    const now = reply()
    return now?.ok ? now.data.items.filter(({ state }) => state === 'confirmed') : undefined
  }
  const listProblem = () => {
    const now = reply()
    return now && !now.ok ? now.problem : undefined
  }
  const withComments = () => (said() ? ({ comments: 'yes' } as const) : {})
  const formId = () => chosen() ?? forms()?.[0]?.id
  const fit = createAnswer(
    () => {
      const form = formId()
      return form === undefined
        ? null
        : ({
            form,
            second: second() ? 'yes' : 'no',
            ...(said() ? ({ comments: 'yes', rest: appends() ? 'append' : 'leave' } as const) : {}),
          } as const)
    },
    async (query) => {
      await props.settle()
      return api.listLeftParts({ params: { id: props.planId }, query })
    },
  )
  const left = () => {
    const now = fit.value()
    return now?.ok && !fit.isLoading() ? now.data.items : undefined
  }
  const moved = () => {
    const now = fit.value()
    return now?.ok && !fit.isLoading() ? now.data.moved : []
  }
  const fitProblem = () => {
    const now = fit.value()
    return now && !now.ok && !fit.isLoading() ? now.problem : undefined
  }
  let body!: HTMLDivElement
  onMount(() => body.closest('dialog')?.querySelector<HTMLElement>('input, button')?.focus())
  const take = async () => {
    const form = formId()
    if (form === undefined) return
    setBusy(true)
    setProblem(null)
    await props.settle()
    const file = await api.exportLessonPlan({
      params: { id: props.planId },
      query: { form, second: second() ? 'yes' : 'no', ...withComments(), rest: appends() ? 'append' : 'leave' },
    })
    setBusy(false)
    if (!file.ok) return void setProblem(file.problem)
    const name = forms()?.find(({ id }) => id === form)?.name ?? ''
    saveFile(file.data, `${fileNameOf(`${props.title} ${name}`, i18n.t('plan.untitled'))}.docx`)
    const without = (left() ?? []).filter(({ mayAppend }) => !appends() || !mayAppend).map(({ label }) => label)
    const text =
      without.length === 0
        ? i18n.t('plan.forms.done', { form: name })
        : i18n.t('plan.forms.doneWithout', { form: name, parts: i18n.format.list(without) })
    toaster.show({ text, icon: 'file-export' })
    props.onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={i18n.t('plan.forms.title')}
      closeLabel={i18n.t('shell.close')}
      footer={
        <>
          <Button onClick={() => props.onClose()}>{i18n.t('plan.forms.cancel')}</Button>
          <Show when={(forms()?.length ?? 0) > 0}>
            <Button look="primary" icon="file-export" busy={isBusy() || fit.isLoading()} onClick={() => void take()}>
              {i18n.t(isBusy() ? 'plan.forms.busy' : 'plan.forms.take')}
            </Button>
          </Show>
        </>
      }
    >
      <div ref={body} class="form-export">
        <Switch>
          <Match when={listProblem()}>
            {(why) => (
              <ProblemNotice
                title={i18n.t('plan.forms.notFetched')}
                problem={why()}
                onRetry={() => void answer.reload()}
              />
            )}
          </Match>
          <Match when={!forms()}>
            <SkeletonRows rows={3} label={i18n.t('plan.forms.loading')} />
          </Match>
          <Match when={forms()?.length === 0}>
            <Notice level={3} title={i18n.t('plan.forms.none')}>
              <p>{i18n.t('plan.forms.noneHelp')}</p>
            </Notice>
          </Match>
          <Match when={forms()}>
            {(all) => (
              <>
                <fieldset>
                  <legend>{i18n.t('plan.forms.which')}</legend>
                  <For each={all()}>
                    {(form) => (
                      <Checkbox
                        kind="radio"
                        name="form"
                        value={form.id}
                        checked={formId() === form.id}
                        onToggle={() => setChosen(form.id)}
                      >
                        {form.name}
                        <span class="tiny muted form-org">{form.orgName}</span>
                      </Checkbox>
                    )}
                  </For>
                </fieldset>
                <fieldset>
                  <legend>{i18n.t('plan.forms.with')}</legend>
                  <Checkbox checked={second()} onToggle={setSecond}>
                    {i18n.t('plan.forms.second')}
                  </Checkbox>
                  <Show when={props.comments > 0}>
                    <Checkbox checked={said()} onToggle={setSaid}>
                      {i18n.t('plan.forms.comments', { count: props.comments })}
                    </Checkbox>
                  </Show>
                </fieldset>
                <div aria-live="polite">
                  <Switch fallback={<p class="small muted">{i18n.t('plan.forms.left.checking')}</p>}>
                    <Match when={fitProblem()}>
                      {(why) => (
                        <ProblemNotice
                          title={i18n.t('plan.forms.left.notChecked')}
                          problem={why()}
                          onRetry={() => void fit.reload()}
                        />
                      )}
                    </Match>
                    <Match when={left()}>
                      {(parts) => <LeftParts parts={parts()} appends={appends()} onChoose={setAppends} />}
                    </Match>
                  </Switch>
                  <MovedComments moved={moved()} />
                </div>
                <Show when={problem()}>
                  {(why) => (
                    <p class="form-refusal small" role="alert">
                      {i18n.t('plan.failed', { reason: problemText(i18n, why()) })}
                    </p>
                  )}
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </div>
    </Dialog>
  )
}
