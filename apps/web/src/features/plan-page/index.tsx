import type { LessonPlan } from '@gongyan/contract/client'
import type { DocJson } from '@gongyan/documents/read'
import { Button, ButtonLink, Notice, SkeletonPaper } from '@gongyan/ui'
import { useParams } from '@solidjs/router'
import { Match, Show, Switch, createEffect, createSignal, on } from 'solid-js'
import { preparedPage, problemText, useServices, usePageTitle } from '../../shell/index.ts'
import type { AnyProblem } from '../../shell/index.ts'
import './plan-doc.css'
import './plan-page.css'
import { Desk } from './Desk.tsx'
import { LeftBehind } from './LeftBehind.tsx'

type Opening =
  | { readonly kind: 'loading' }
  | { readonly kind: 'open'; readonly plan: LessonPlan; readonly doc: DocJson }
  | { readonly kind: 'failed'; readonly problem: AnyProblem }

/** The page of one lesson plan, /plans/:id. */
export default function PlanPage() {
  const params = useParams<{ id: string }>()
  const { api, i18n, session } = useServices()
  const [opening, setOpening] = createSignal<Opening>({ kind: 'loading' })
  usePageTitle(() => {
    const now = opening()
    return now.kind === 'open' ? now.plan.title || i18n.t('plan.untitled') : i18n.t('lessonPlan.one')
  })

  const open = async (id: string) => {
    setOpening({ kind: 'loading' })
    const input = { params: { id } }
    const [plan, document] = await Promise.all([api.getLessonPlan(input), api.getLessonPlanDocument(input)])
    if (id !== params.id) return
    if (!plan.ok) setOpening({ kind: 'failed', problem: plan.problem })
    else if (!document.ok) setOpening({ kind: 'failed', problem: document.problem })
    else setOpening({ kind: 'open', plan: plan.data, doc: document.data.doc as DocJson })
  }
  createEffect(
    on(
      () => params.id,
      (id) => {
        if (id) void open(id)
      },
    ),
  )

  const isMissing = (problem: AnyProblem) =>
    problem.code === 'lesson-plan/not-found' || problem.code === 'request/invalid'
  return (
    <Switch>
      <Match when={opening().kind === 'loading' || !session.me()}>
        {preparedPage() ?? (
          <main class="plan-wait" id="main" tabindex="-1">
            <SkeletonPaper class="paper" lines={8} label={i18n.t('plan.loading')} />
          </main>
        )}
      </Match>
      <Match when={opening().kind === 'failed' && (opening() as Opening & { kind: 'failed' })}>
        {(failed) => (
          <main class="plan-wait" id="main" tabindex="-1">
            <Show
              when={isMissing(failed().problem)}
              fallback={
                <Notice
                  level={1}
                  class="paper"
                  icon="wifi-off"
                  title={i18n.t('plan.unreachable.title')}
                  actions={
                    <Button look="primary" onClick={() => void open(params.id ?? '')}>
                      {i18n.t('plan.unreachable.retry')}
                    </Button>
                  }
                >
                  <p>{problemText(i18n, failed().problem)}</p>
                  <p>{i18n.t('plan.unreachable.detail')}</p>
                </Notice>
              }
            >
              <Notice
                level={1}
                class="paper"
                icon="lock"
                title={i18n.t('plan.notFound.title')}
                actions={
                  <ButtonLink href="/" look="primary">
                    {i18n.t('plan.notFound.home')}
                  </ButtonLink>
                }
              >
                <p>{i18n.t('plan.notFound.detail')}</p>
                <LeftBehind planId={params.id ?? ''} />
              </Notice>
            </Show>
          </main>
        )}
      </Match>
      <Match when={opening().kind === 'open' && session.me() && (opening() as Opening & { kind: 'open' })} keyed>
        {(now) => (
          <Desk plan={now.plan} doc={now.doc} me={{ id: session.me()?.id ?? '', name: session.me()?.name ?? '' }} />
        )}
      </Match>
    </Switch>
  )
}
