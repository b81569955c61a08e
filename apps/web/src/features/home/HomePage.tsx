import './home.css'
import type { Home } from '@gongyan/contract/client'
import { Button, hueOf, Notice, Seal, SegmentedControl, SkeletonPaper } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import { createAnswer, ProblemNotice, useApi, useI18n, usePageTitle } from '../../shell/index.ts'
import { PlanTable } from '../lesson-plan/door.ts'
import { NextThings } from './NextThings.tsx'

/** Phases in which a plan still asks something of its writers. */
const WORKING = new Set(['drafting', 'studying', 'secondPrep', 'taught'])

/** The desk in the morning: three things to do, my plans, and what colleagues wrote meanwhile. */
export function HomePage() {
  const api = useApi()
  const i18n = useI18n()
  const answer = createAnswer(
    () => 'home',
    () => api.getHome({}),
  )
  const home = () => {
    const reply = answer.value()
    return reply?.ok ? reply.data : undefined
  }
  const problem = () => {
    const reply = answer.value()
    return reply && !reply.ok ? reply.problem : undefined
  }
  usePageTitle(() => i18n.t('home.title'))
  return (
    <main class="home" id="main" tabindex="-1">
      <Switch
        fallback={
          <div class="paper home-main">
            <SkeletonPaper label={i18n.t('shell.openingPage', { page: i18n.t('home.title') })} lines={7} />
          </div>
        }
      >
        <Match when={home()}>
          {(loaded) => (
            <>
              <div class="paper home-main">
                <NextThings things={loaded().next} />
                <MyPlans
                  plans={loaded().plans}
                  onChange={() => {
                    void answer.reload()
                  }}
                />
              </div>
              <Colleagues colleagues={loaded().colleagues} />
            </>
          )}
        </Match>
        <Match when={problem()}>
          {(current) => (
            <div class="home-main paper failed">
              <ProblemNotice
                title={i18n.t('home.failed.title')}
                problem={current()}
                onRetry={() => {
                  void answer.reload()
                }}
              />
            </div>
          )}
        </Match>
      </Switch>
    </main>
  )
}

function MyPlans(props: { plans: Home['plans']; onChange: () => void }) {
  const i18n = useI18n()
  const navigate = useNavigate()
  const [view, setView] = createSignal<'working' | 'every'>('working')
  const working = createMemo(() => props.plans.filter((plan) => WORKING.has(plan.state)))
  const shown = () => (view() === 'working' ? working() : props.plans)
  return (
    <section class="home-plans" aria-labelledby="home-plans">
      <div class="home-bar">
        <h2 class="section-title" id="home-plans">
          {i18n.t('home.plans')}
        </h2>
        <Show when={props.plans.length > 0}>
          <a class="link small" href="/plans">
            {i18n.t('home.plans.all')}
          </a>
        </Show>
        <span class="gap" />
        <Show when={props.plans.length > 0}>
          <SegmentedControl
            label={i18n.t('home.plans.show')}
            value={view()}
            onChoose={setView}
            options={[
              { value: 'working', label: `${i18n.t('home.plans.working')} ${i18n.format.number(working().length)}` },
              { value: 'every', label: `${i18n.t('home.plans.every')} ${i18n.format.number(props.plans.length)}` },
            ]}
          />
        </Show>
        <Button small icon="file-import" onClick={() => navigate('/import')}>
          {i18n.t('lessonPlan.import')}
        </Button>
        <Button small icon="plus" onClick={() => navigate('/plans?do=new')}>
          {i18n.t('lessonPlan.new')}
        </Button>
      </div>
      <Show
        when={shown().length > 0}
        fallback={
          <Show
            when={props.plans.length === 0}
            fallback={<p class="small soft home-none">{i18n.t('home.plans.noneWorking')}</p>}
          >
            <Notice level={3} title={i18n.t('home.plans.empty.title')}>
              <p>{i18n.t('home.plans.empty.body')}</p>
            </Notice>
          </Show>
        }
      >
        <PlanTable label={i18n.t('home.plans')} plans={shown()} onChange={() => props.onChange()} />
      </Show>
    </section>
  )
}

function Colleagues(props: { colleagues: Home['colleagues'] }) {
  const i18n = useI18n()
  return (
    <aside class="home-side" aria-labelledby="home-colleagues" data-region="side">
      <div class="home-bar">
        <h2 class="section-title" id="home-colleagues">
          {i18n.t('home.colleagues')}
        </h2>
        <span class="small muted">{i18n.t('home.colleagues.body')}</span>
      </div>
      <Show
        when={props.colleagues.length > 0}
        fallback={<p class="small soft home-none">{i18n.t('home.colleagues.empty')}</p>}
      >
        <ul>
          <For each={props.colleagues}>
            {(line) => (
              <li>
                <Seal name={line.person.name} hue={hueOf(line.person.id)} state="away" decorative />
                <span class="who">
                  <span>
                    <b>{line.person.name}</b>
                    <span class="tiny muted"> {line.person.orgName}</span>
                  </span>
                  <a class="link" href={`/plans/${line.planId}`}>
                    {line.planTitle}
                  </a>
                </span>
                <time class="tiny muted nowrap" dateTime={line.at}>
                  {i18n.format.when(line.at)}
                </time>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </aside>
  )
}
