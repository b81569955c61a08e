import './import.css'
import { Banner, Button, ButtonLink, Notice, SegmentedControl, SkeletonPaper } from '@gongyan/ui'
import { A, useNavigate, useParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, Match, on, onCleanup, Show, Switch } from 'solid-js'
import { createMediaQuery, problemText, ProblemNotice, usePageTitle, useServices } from '../../shell/index.ts'
import { stateOf, type Doubt, type ImportItem, type WordingKind } from './answers.ts'
import { createBatch } from './batch.ts'
import { withPlacement, withWording, wordingOf } from './corrections.ts'
import { Doubts } from './Doubts.tsx'
import { DraftPaper } from './DraftPaper.tsx'
import { createLeftoverDrag } from './drag-leftover.ts'
import { createItemWork } from './item-work.ts'
import { Leftover } from './Leftover.tsx'
import { Mapping } from './Mapping.tsx'
import { Meaning } from './Meaning.tsx'
import { choiceName, sectionName } from './names.ts'
import { Original } from './Original.tsx'
import { readReport } from './report.ts'
import { createVerbs } from './verbs.ts'

/** Below this there is room for the original or for what was recognised, not for both. */
const ONE_COLUMN = '(max-width: 60em)'
/** How often a file that is being read is asked for, ms. */
const ASK_EVERY_MS = 1_000

/** /import/:batch/:position: one file beside its original, what went where, and putting it right. */
export default function ItemPage() {
  const params = useParams<{ batch: string; position: string }>()
  const services = useServices()
  const { i18n, announcer, toaster } = services
  const navigate = useNavigate()
  const isNarrow = createMediaQuery(ONE_COLUMN)
  const [side, setSide] = createSignal<'result' | 'original'>('result')
  const [isTaking, setTaking] = createSignal(false)
  const work = createItemWork(services)
  const batch = createBatch(services, () => params.batch)
  const verbs = createVerbs(services, () => void batch.reload())
  const load = () => work.load(params.batch, params.position)
  createEffect(
    on(
      () => `${params.batch}/${params.position}`,
      () => void load(),
    ),
  )

  const preview = () => {
    const now = work.preview()
    return now?.item.importId === params.batch && String(now.item.position) === params.position ? now : undefined
  }
  const item = () => preview()?.item
  const kind = () => item()?.state.kind
  // A file that is being read is shown as soon as it has been.
  createEffect(() => {
    if (kind() !== 'waiting' && kind() !== 'reading') return
    void work.preview()
    const timer = setTimeout(() => void load(), ASK_EVERY_MS)
    onCleanup(() => clearTimeout(timer))
  })
  const report = createMemo(() => readReport(preview()?.report))
  const isReadOnly = () => kind() !== 'ready'
  usePageTitle(() => item()?.name ?? i18n.t('import.title'))
  const next = (): ImportItem | undefined =>
    (batch.value()?.items ?? []).find(
      (one) => one.position !== item()?.position && one.state.kind === 'ready' && one.doubtCount > 0,
    )

  createEffect(
    on(
      () => preview()?.doubts.length,
      (count, before) => {
        if (count !== undefined && before !== undefined && count !== before)
          announcer.announce(
            count > 0 ? i18n.t('import.doubts.title', { count }) : i18n.t('import.doubts.none'),
            'form',
          )
      },
    ),
  )

  const choose = (of: WordingKind, words: string, means: string) => {
    const now = preview()
    if (!now) return
    void work.correct(
      withWording(now.corrections, { kind: of, words, means }),
      i18n.t('import.map.changed', { words, means: choiceName(of, means, i18n) }),
    )
  }
  const put = (key: string, to: string) => {
    const now = preview()
    if (!now) return
    void work.correct(
      withPlacement(now.corrections, key, to),
      i18n.t('import.leftover.put', { place: sectionName(to) }),
    )
  }
  const drag = createLeftoverDrag(put)

  const meaning = (
    of: WordingKind,
    one: { readonly words: string; readonly means: string; readonly sure: boolean },
    excerpt?: string,
  ) => {
    const wording = () => {
      const now = preview()
      return now ? wordingOf(now.corrections, of, one.words) : undefined
    }
    return (
      <Meaning
        kind={of}
        words={one.words}
        means={one.means}
        sure={one.sure}
        excerpt={excerpt}
        isReadOnly={isReadOnly()}
        isCorrected={wording() !== undefined}
        mayRemember={work.mayRemember()}
        isRemembered={((said) => said !== undefined && work.isRemembered(said))(wording())}
        onChoose={(means) => choose(of, one.words, means)}
        onRemember={() => {
          const said = wording()
          if (said) void work.remember(said)
        }}
      />
    )
  }
  const choiceOf = (doubt: Doubt) => {
    const column = report().columns.find(
      ({ table, index, header }) =>
        (table === doubt.table && index === doubt.column) || (doubt.table === null && header === doubt.words),
    )
    if (doubt.kind === 'column')
      return meaning('column', {
        words: column?.header ?? doubt.words,
        means: column?.field ?? doubt.detail ?? 'extra',
        sure: false,
      })
    const field = report().header.find(({ label }) => label === doubt.words)
    if (field) return meaning('header', { words: field.label, means: field.key, sure: false }, field.text)
    const section = report().sections.find(({ label }) => label === doubt.words)
    return meaning('section', {
      words: doubt.words,
      means: section?.key ?? doubt.detail ?? `extra:${doubt.words}`,
      sure: false,
    })
  }
  const leftoverOf = (key: string) => (
    <Show when={report().leftovers.find((one) => one.key === key)}>
      {(piece) => (
        <Leftover
          piece={piece()}
          sections={[...new Set(report().sections.map((one) => one.key))].filter(
            (one) => one !== 'unmapped' && !one.startsWith('extra:'),
          )}
          isReadOnly={isReadOnly() || !piece().isMovable}
          drag={drag}
          onPut={put}
        />
      )}
    </Show>
  )

  const take = async (goOn: boolean) => {
    const now = item()
    if (!now) return
    const following = next()
    setTaking(true)
    const taken = await verbs.take(now)
    setTaking(false)
    const plans = (taken && stateOf(taken, 'taken')?.plans) ?? []
    if (!taken) return
    if (goOn && following) {
      toaster.show({ text: i18n.t('import.takenOne', { file: now.name }), icon: 'check' })
      navigate(`/import/${params.batch}/${following.position}`)
    } else if (plans.length === 1 && plans[0]) navigate(`/plans/${plans[0].id}`)
    else navigate(`/import/${params.batch}`)
  }

  return (
    <main class="import-item" id="main" tabindex="-1" data-dragging={drag.dragged() === null ? undefined : ''}>
      <header class="import-head" data-region="head">
        <A class="link" href={`/import/${params.batch}`}>
          {i18n.t('import.toBatch')}
        </A>
        <h1 class="page-title ellipsis">{item()?.name ?? i18n.t('import.title')}</h1>
        <Show when={kind() === 'ready'}>
          <span class="import-head-verbs">
            <Show when={next()}>
              <Button busy={isTaking() || work.isReading()} onClick={() => void take(true)}>
                {i18n.t('import.takeNext')}
              </Button>
            </Show>
            <Button look="primary" icon="check" busy={isTaking() || work.isReading()} onClick={() => void take(false)}>
              {(preview()?.drafts.length ?? 1) > 1
                ? i18n.t('import.takeSeveral', { count: preview()?.drafts.length ?? 1 })
                : i18n.t('import.takeOpen')}
            </Button>
          </span>
        </Show>
      </header>
      <Switch>
        <Match when={work.problem()}>
          {(problem) => (
            <section class="paper import-lone">
              <Show
                when={problem().code === 'import/not-found'}
                fallback={
                  <ProblemNotice title={i18n.t('import.notAsked')} problem={problem()} onRetry={() => void load()} />
                }
              >
                <Notice title={i18n.t('import.gone.title')}>
                  <p>{i18n.t('import.gone.body')}</p>
                </Notice>
              </Show>
            </section>
          )}
        </Match>
        <Match when={!preview()}>
          <section class="paper import-lone">
            <SkeletonPaper label={i18n.t('import.loadingItem')} lines={6} />
          </section>
        </Match>
        <Match when={kind() === 'waiting' || kind() === 'reading'}>
          <section class="paper import-lone">
            <SkeletonPaper label={i18n.t('import.line.reading')} lines={6} />
          </section>
        </Match>
        <Match when={((now) => (now ? stateOf(now, 'refused') : undefined))(item())}>
          {(state) => (
            <section class="paper import-lone">
              <Notice
                icon="alert-hexagon"
                title={i18n.t('import.line.refused')}
                actions={
                  <ButtonLink look="primary" href={`/import/${params.batch}`}>
                    {i18n.t('import.toBatch')}
                  </ButtonLink>
                }
              >
                <p>{problemText(i18n, { code: state().code })}</p>
              </Notice>
            </section>
          )}
        </Match>
        <Match when={preview()}>
          {(now) => (
            <>
              <Show when={stateOf(now().item, 'taken')}>
                {(taken) => (
                  <Banner kind="info" icon="lock" title={i18n.t('import.readOnly.title')}>
                    <p>
                      {i18n.t('import.readOnly.body')}{' '}
                      <For each={taken().plans}>
                        {(plan) => (
                          <a class="link" href={`/plans/${plan.id}`}>
                            {i18n.t('import.line.open', { title: plan.title })}
                          </a>
                        )}
                      </For>
                    </p>
                  </Banner>
                )}
              </Show>
              <Show when={isNarrow()}>
                <SegmentedControl
                  label={i18n.t('import.sides')}
                  value={side()}
                  onChoose={setSide}
                  options={[
                    { value: 'original', label: i18n.t('import.original.short') },
                    { value: 'result', label: i18n.t('import.result') },
                  ]}
                />
              </Show>
              <div class="import-beside">
                <Show when={!isNarrow() || side() === 'original'}>
                  <Original preview={now()} />
                </Show>
                <Show when={!isNarrow() || side() === 'result'}>
                  <section
                    class="import-result"
                    aria-label={i18n.t('import.result')}
                    aria-busy={work.isReading()}
                    data-region="result"
                  >
                    <Doubts
                      preview={now()}
                      isReadOnly={isReadOnly()}
                      choice={choiceOf}
                      leftover={leftoverOf}
                      onPeriods={(periods) =>
                        void work.correct(
                          { ...now().corrections, periods },
                          i18n.t(periods === 'one' ? 'import.periods.oneDone' : 'import.periods.severalDone'),
                        )
                      }
                      onMinutes={(periodMinutes) =>
                        void work.correct(
                          { ...now().corrections, periodMinutes },
                          i18n.t('import.periods.lengthDone', { minutes: periodMinutes }),
                        )
                      }
                    />
                    <Mapping
                      report={report()}
                      column={(one) => meaning('column', { words: one.header, means: one.field, sure: one.sure })}
                      section={(one) => meaning('section', { words: one.label, means: one.key, sure: one.sure })}
                      header={(one) =>
                        meaning('header', { words: one.label, means: one.key, sure: one.sure }, one.text)
                      }
                    />
                    <For each={now().drafts}>
                      {(draft) => (
                        <section class="paper import-draft" aria-label={draft.title}>
                          <p class="tiny muted">
                            {i18n.t('import.draft', { rows: draft.rowCount, minutes: draft.totalMinutes })}
                          </p>
                          <DraftPaper doc={draft.doc} />
                        </section>
                      )}
                    </For>
                  </section>
                </Show>
              </div>
            </>
          )}
        </Match>
      </Switch>
    </main>
  )
}
