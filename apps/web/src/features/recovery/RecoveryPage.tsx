import '../plan-page/plan-doc.css'
import './recovery.css'
import { Banner, Button, ButtonLink, DoubleRule, Notice, SegmentedControl, SkeletonPaper } from '@gongyan/ui'
import { useParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, Match, on, Show, Switch } from 'solid-js'
import { createAnswer, problemText, ProblemNotice, usePageTitle, useServices } from '../../shell/index.ts'
import { bigErasures, CELLS, ZOOMS, type Activity, type Zoom } from './answers.ts'
import { LaterChanges } from './LaterChanges.tsx'
import { MomentPaper } from './MomentPaper.tsx'
import { NotAllowed } from './NotAllowed.tsx'
import { createHands } from './people.ts'
import { createRebuild } from './rebuild.ts'
import { Timeline } from './Timeline.tsx'
import { UpdateList } from './UpdateList.tsx'
import { fromField, secondOf, toField } from './when.ts'

/** The moment somebody looks at: after one change, or at a second. */
type Wanted = { readonly seq: number } | { readonly at: number }
/** Changes put together in a second, about: what waiting is announced by. */
const PER_SECOND = 40_000

/** /recovery/:id: what was received of a plan, how it stood at any second, and giving it back. */
export default function RecoveryPage() {
  const params = useParams<{ id: string }>()
  const services = useServices()
  const { api, i18n, announcer } = services
  const handOf = createHands(() => i18n.t('recovery.system'))
  const [zoom, setZoom] = createSignal<Zoom>('all')
  const [middle, setMiddle] = createSignal(0)
  const [wanted, setWanted] = createSignal<Wanted | null>(null)
  const [side, setSide] = createSignal<'changes' | 'updates'>('changes')
  const rebuild = createRebuild(services)

  const activity = createAnswer(
    () => {
      const span = ZOOMS[zoom()]
      const [from, to] = span === null ? [null, null] : [middle() - span / 2, middle() + span / 2]
      return `${params.id} ${from} ${to}`
    },
    (key) => {
      const [id = '', from, to] = key.split(' ')
      const iso = (ms: string | undefined) => (ms === 'null' ? undefined : new Date(Number(ms)).toISOString())
      return api.getPlanActivity({ params: { id }, query: { from: iso(from), to: iso(to), cells: CELLS } })
    },
  )
  const counted = createMemo<Activity | undefined>((before) => {
    const reply = activity.value()
    return reply === undefined ? before : reply.ok ? reply.data : undefined
  })
  const problem = () => {
    const reply = activity.value()
    return reply && !reply.ok ? reply.problem : undefined
  }
  const title = () => counted()?.plan.title || i18n.t('plan.untitled')
  usePageTitle(() => (counted() ? `${i18n.t('recovery.title')} ${title()}` : i18n.t('recovery.title')))
  /** The last change that can be reached: a hole ends it. */
  const lastSeq = () => {
    const now = counted()
    return now ? (now.missingSeq === null ? now.count : now.missingSeq - 1) : 0
  }

  const state = createAnswer(
    () => {
      if (lastSeq() < 1) return null
      const now = wanted() ?? { seq: lastSeq() }
      return `${params.id} ${'seq' in now ? `seq ${now.seq}` : `at ${now.at}`}`
    },
    (key) => {
      const [id = '', kind, value] = key.split(' ')
      return api.getPlanState({
        params: { id },
        query: kind === 'seq' ? { seq: Number(value) } : { at: new Date(Number(value)).toISOString() },
      })
    },
  )
  const shown = () => {
    const reply = state.value()
    return reply?.ok ? reply.data : undefined
  }
  const shownAt = () => {
    const at = shown()?.at
    return at ? Date.parse(at) : null
  }
  const stateProblem = () => {
    const reply = state.value()
    return reply && !reply.ok ? reply.problem : undefined
  }
  const isNow = () => shown()?.seq === counted()?.count
  const chosen = () => {
    const now = wanted()
    return now && 'at' in now ? now.at : (shownAt() ?? Date.parse(counted()?.lastAt ?? '') ?? 0)
  }
  createEffect(
    on(shown, (now, before) => {
      const at = shownAt()
      if (!now || at === null) return
      if (before) announcer.announce(i18n.t('recovery.moment.announce', { when: secondOf(at) }))
      // The window follows a needle that has left it.
      const span = ZOOMS[zoom()]
      if (span !== null && Math.abs(chosen() - middle()) > span / 2) setMiddle(chosen())
    }),
  )
  const goTo = (seq: number) => setWanted({ seq: Math.min(lastSeq(), Math.max(1, seq)) })
  /** What was pressed goes away with its list: reading goes on at the moment's name. */
  const focusMoment = () => document.getElementById('recovery-moment')?.focus({ preventScroll: true })
  const readFrom = (seq: number) => {
    focusMoment()
    goTo(seq)
  }
  const look = (next: Zoom) => {
    setMiddle(chosen())
    setZoom(next)
  }
  const erasures = createMemo(() => {
    const now = counted()
    return now ? bigErasures(now, (author) => handOf(author.person).name) : []
  })
  const seconds = () => Math.ceil(lastSeq() / PER_SECOND)

  return (
    <Switch
      fallback={
        <main class="recovery-lone" id="main" tabindex="-1">
          <SkeletonPaper class="paper" lines={7} label={i18n.t('recovery.loading')} />
        </main>
      }
    >
      <Match when={problem()?.code === 'permission/denied' || problem()?.code === 'lesson-plan/not-found'}>
        <main class="recovery-lone" id="main" tabindex="-1">
          <Show
            when={services.session.me()?.mayAudit && problem()?.code === 'lesson-plan/not-found'}
            fallback={<NotAllowed />}
          >
            <Notice
              level={1}
              class="paper"
              icon="lock"
              title={i18n.t('recovery.notFound.title')}
              actions={
                <ButtonLink look="primary" href="/recovery">
                  {i18n.t('recovery.back')}
                </ButtonLink>
              }
            >
              <p>{i18n.t('recovery.notFound.body')}</p>
            </Notice>
          </Show>
        </main>
      </Match>
      <Match when={!counted() && problem()}>
        {(why) => (
          <main class="recovery-lone" id="main" tabindex="-1">
            <Notice
              level={1}
              class="paper"
              icon="wifi-off"
              title={i18n.t('recovery.failed')}
              actions={
                <Button
                  look="primary"
                  icon="refresh"
                  onClick={() => {
                    void activity.reload()
                  }}
                >
                  {i18n.t('shell.retry')}
                </Button>
              }
            >
              <p>{problemText(i18n, why())}</p>
            </Notice>
          </main>
        )}
      </Match>
      <Match when={counted()?.count === 0}>
        <main class="recovery-lone" id="main" tabindex="-1">
          <Notice level={1} class="paper" icon="history" title={i18n.t('recovery.empty.title')}>
            <p>{i18n.t('recovery.empty.body')}</p>
          </Notice>
        </main>
      </Match>
      <Match when={counted()}>
        {(now) => (
          <main class="recovery" id="main" tabindex="-1">
            <section class="paper recovery-when" data-region="timeline" aria-labelledby="recovery-title">
              <div class="recovery-head">
                <div>
                  <h1 id="recovery-title">{title()}</h1>
                  <p class="small muted">
                    {i18n.t('recovery.owner', { name: now().plan.owner.name, org: now().plan.orgName })}，
                    {i18n.t('recovery.summary', {
                      count: now().count,
                      from: secondOf(Date.parse(now().firstAt ?? now().from)),
                      to: secondOf(Date.parse(now().lastAt ?? now().to)),
                    })}
                  </p>
                </div>
                <span class="recovery-ways">
                  <ButtonLink look="ghost" small icon="search" href="/recovery">
                    {i18n.t('recovery.back')}
                  </ButtonLink>
                  <Show when={now().plan.mayRead}>
                    <ButtonLink look="ghost" small icon="notebook" href={`/plans/${now().plan.id}`}>
                      {i18n.t('recovery.toPlan')}
                    </ButtonLink>
                  </Show>
                  <SegmentedControl
                    label={i18n.t('recovery.zoom')}
                    value={zoom()}
                    options={(Object.keys(ZOOMS) as Zoom[]).map((value) => ({
                      value,
                      label: i18n.t(`recovery.zoom.${value}`),
                    }))}
                    onChoose={look}
                  />
                </span>
              </div>
              <DoubleRule />
              <Show when={now().missingSeq}>
                {(seq) => (
                  <Banner kind="attention" title={i18n.t('recovery.hole.title', { seq: seq() - 1 })}>
                    <p>{i18n.t('recovery.hole.body', { seq: seq() })}</p>
                  </Banner>
                )}
              </Show>
              <Show when={problem()}>
                {(why) => (
                  <ProblemNotice
                    title={i18n.t('recovery.failed')}
                    problem={why()}
                    onRetry={() => {
                      void activity.reload()
                    }}
                  />
                )}
              </Show>
              <Timeline
                activity={now()}
                handOf={(author) => handOf(author.person)}
                chosen={chosen()}
                onChoose={(at) => setWanted({ at })}
              />
              <Show when={erasures().length > 0}>
                <p class="recovery-big small">
                  <span class="muted">{i18n.t('recovery.big')}</span>
                  <For each={erasures()}>
                    {(one) => (
                      <Button small look="ghost" onClick={() => goTo(one.before)}>
                        {i18n.t('recovery.big.one', { when: secondOf(one.at), name: one.name, count: one.count })}
                      </Button>
                    )}
                  </For>
                </p>
              </Show>
            </section>

            <section class="paper recovery-moment" data-region="moment" aria-labelledby="recovery-moment">
              <div class="moment-bar">
                <div class="moment-name">
                  <h2 id="recovery-moment" tabindex="-1">
                    {shown()?.seq === 0
                      ? i18n.t('recovery.moment.before')
                      : isNow()
                        ? i18n.t('recovery.moment.now')
                        : i18n.t('recovery.moment.then', { when: secondOf(shownAt() ?? chosen()) })}
                  </h2>
                  <p class="small muted">
                    <Show when={shown()}>
                      {(one) => <>{i18n.t('recovery.moment.which', { seq: one().seq, count: now().count })}</>}
                    </Show>
                  </p>
                </div>
                <span class="moment-steps">
                  <Button small icon="chevron-left" onClick={() => goTo((shown()?.seq ?? 2) - 1)}>
                    {i18n.t('recovery.moment.previous')}
                  </Button>
                  <Button small icon="chevron-right" onClick={() => goTo((shown()?.seq ?? 0) + 1)}>
                    {i18n.t('recovery.moment.next')}
                  </Button>
                  <label class="moment-at">
                    <span>{i18n.t('recovery.moment.at')}</span>
                    <span class="ui-input">
                      {' '}
                      <input
                        type="datetime-local"
                        step="1"
                        value={toField(chosen())}
                        onChange={(event) => {
                          const at = fromField(event.currentTarget.value)
                          // A second is over when the next begins.
                          if (at !== null) setWanted({ at: at + 999 })
                        }}
                      />
                    </span>
                  </label>
                </span>
                <Button
                  look="primary"
                  icon="restore"
                  busy={rebuild.isBusy()}
                  disabled={!shown() || shown()?.seq === 0 || state.isLoading()}
                  onClick={() => {
                    const seq = shown()?.seq
                    if (seq) void rebuild.run(now().plan, seq)
                  }}
                >
                  {i18n.t(rebuild.isBusy() ? 'recovery.rebuild.busy' : 'recovery.rebuild')}
                </Button>
              </div>
              <Switch>
                <Match when={stateProblem()}>
                  {(why) => (
                    <ProblemNotice
                      title={i18n.t('recovery.moment.failed')}
                      problem={why()}
                      onRetry={() => {
                        focusMoment()
                        void state.reload()
                      }}
                    />
                  )}
                </Match>
                <Match when={!shown()}>
                  <SkeletonPaper
                    lines={8}
                    label={
                      seconds() > 1
                        ? i18n.t('recovery.moment.loadingLong', { count: lastSeq(), seconds: seconds() })
                        : i18n.t('recovery.moment.loading', { count: lastSeq() })
                    }
                  />
                </Match>
                <Match when={shown()?.seq === 0}>
                  <p class="side-words">{i18n.t('recovery.moment.beforeBody')}</p>
                </Match>
                <Match when={shown()}>
                  {(one) => (
                    <div aria-busy={state.isLoading()} classList={{ 'moment-stale': state.isLoading() }}>
                      <MomentPaper state={one()} handOf={handOf} />
                    </div>
                  )}
                </Match>
              </Switch>
            </section>

            <aside class="recovery-side" data-region="side" aria-label={i18n.t('recovery.side')}>
              <SegmentedControl
                label={i18n.t('recovery.side')}
                value={side()}
                options={[
                  { value: 'changes', label: i18n.t('recovery.side.changes') },
                  { value: 'updates', label: i18n.t('recovery.side.updates') },
                ]}
                onChoose={setSide}
              />
              <Show when={shown()}>
                {(one) => (
                  <Show
                    when={side() === 'changes'}
                    fallback={
                      <UpdateList
                        planId={now().plan.id}
                        seq={one().seq}
                        count={now().count}
                        handOf={handOf}
                        onSeq={goTo}
                      />
                    }
                  >
                    <LaterChanges
                      planId={now().plan.id}
                      after={one().seq}
                      count={now().count}
                      hasHole={now().missingSeq !== null}
                      handOf={handOf}
                      onSeq={readFrom}
                    />
                  </Show>
                )}
              </Show>
            </aside>
          </main>
        )}
      </Match>
    </Switch>
  )
}
