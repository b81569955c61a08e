import './item.css'
import type { DocJson } from '@gongyan/documents/read'
import { ButtonLink, Notice, SegmentedControl, SkeletonPaper } from '@gongyan/ui'
import { useNavigate, useParams } from '@solidjs/router'
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Match,
  on,
  onCleanup,
  Show,
  Switch,
  type Accessor,
} from 'solid-js'
import { createMediaQuery, problemText, ProblemNotice, usePageTitle, useServices } from '../../shell/index.ts'
import { stateOf, type Doubt, type ImportItem, type WordingKind } from './answers.ts'
import { createBatch } from './batch.ts'
import { beginningsOf } from './beginnings.ts'
import { withPlacement, withWording, wordingOf } from './corrections.ts'
import { Doubts } from './Doubts.tsx'
import { DragWord } from './DragWord.tsx'
import { DraftPaper } from './DraftPaper.tsx'
import { createLeftoverDrag } from './drag-leftover.ts'
import { ASK_EVERY_MS, createItemWork, isMoving } from './item-work.ts'
import { ItemBanner } from './ItemBanner.tsx'
import { ItemHead } from './ItemHead.tsx'
import { Kept } from './Kept.tsx'
import { Leftover } from './Leftover.tsx'
import { Mapping } from './Mapping.tsx'
import { Meaning } from './Meaning.tsx'
import { choiceName, sectionName } from './names.ts'
import { ONE_COLUMN } from './one-column.ts'
import { Original } from './Original.tsx'
import { readReport } from './report.ts'
import { createTaking } from './taking.ts'
import { createVerbs } from './verbs.ts'

/** What the file says somewhere and what it is taken for; a column says which of which table it is, a field its text. */
interface Said {
  readonly words: string
  readonly means: string
  readonly sure: boolean
  readonly text?: string
  readonly table?: number
  readonly index?: number
}

/** /import/:batch/:position: one file beside its original, what went where, and putting it right. */
export default function ItemPage() {
  const params = useParams<{ batch: string; position: string }>()
  const services = useServices()
  const { i18n, announcer, toaster } = services
  const navigate = useNavigate()
  const isNarrow = createMediaQuery(ONE_COLUMN)
  const [side, setSide] = createSignal<'result' | 'original'>('result')
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
    const now = item()
    if (!now || !isMoving(now)) return
    void work.preview()
    const timer = setTimeout(() => void load(), ASK_EVERY_MS)
    onCleanup(() => clearTimeout(timer))
  })
  const report = createMemo(() => readReport(preview()?.report))
  const beginnings = createMemo(() => beginningsOf((preview()?.drafts ?? []).map(({ doc }) => doc as DocJson)))
  const isReadOnly = () => kind() !== 'ready'
  /** Whether there is an original beside what was recognised. */
  const hasSides = () => {
    const now = item()
    return now !== undefined && !work.problem() && !isMoving(now) && now.state.kind !== 'refused'
  }
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

  const choose = (of: WordingKind, words: string, means: string) =>
    void work.correct(
      (now) => withWording(now, { kind: of, words, means }),
      i18n.t('import.map.changed', { words, means: choiceName(of, means, i18n) }),
    )
  const put = (key: string, to: string) =>
    void work.correct((now) => withPlacement(now, key, to), i18n.t('import.leftover.put', { place: sectionName(to) }))
  const drag = createLeftoverDrag(put)

  const beginningOf = (of: WordingKind, { words, means, text, table, index }: Said) => {
    if (of === 'header') return text
    return of === 'column' ? beginnings().column(table ?? 0, index ?? 0) : beginnings().section(means, words)
  }
  const meaning = (of: WordingKind, one: Accessor<Said>, { isDoubt = false } = {}) => {
    const wording = () => {
      const now = work.corrections()
      return now ? wordingOf(now, of, one().words) : undefined
    }
    const means = () => (work.isReading() ? wording()?.means : undefined) ?? one().means
    return (
      <Meaning
        kind={of}
        words={one().words}
        means={means()}
        sure={one().sure}
        excerpt={beginningOf(of, one())}
        isReadOnly={isReadOnly()}
        isDoubt={isDoubt}
        isCorrected={wording() !== undefined}
        mayRemember={work.mayRemember()}
        isRemembered={((said) => said !== undefined && work.isRemembered(said))(wording())}
        onChoose={(means) => choose(of, one().words, means)}
        onRemember={() => {
          const said = wording()
          if (said) void work.remember(said)
        }}
      />
    )
  }
  const choiceOf = (doubt: Accessor<Doubt>) => {
    const column = () =>
      report().columns.find(
        ({ table, index, header }) =>
          (table === doubt().table && index === doubt().column) || (doubt().table === null && header === doubt().words),
      )
    const field = createMemo(() => report().header.find(({ label }) => label === doubt().words))
    const section = () => report().sections.find(({ label }) => label === doubt().words)
    return (
      <Switch
        fallback={meaning(
          'section',
          () => ({
            words: doubt().words,
            means: section()?.key ?? doubt().detail ?? `extra:${doubt().words}`,
            sure: false,
          }),
          { isDoubt: true },
        )}
      >
        <Match when={doubt().kind === 'column'}>
          {meaning(
            'column',
            () => ({
              ...column(),
              words: column()?.header ?? doubt().words,
              means: column()?.field ?? doubt().detail ?? 'extra',
              sure: false,
            }),
            { isDoubt: true },
          )}
        </Match>
        <Match when={field()}>
          {(known) =>
            meaning('header', () => ({ words: known().label, means: known().key, sure: false, text: known().text }), {
              isDoubt: true,
            })
          }
        </Match>
      </Switch>
    )
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

  const taking = createTaking(services, work, {
    item,
    take: async (now, after) => {
      const following = next()
      const taken = await verbs.take(now)
      if (!taken) return
      const plans = stateOf(taken, 'taken')?.plans ?? []
      if (after === 'next' && following) {
        toaster.show({ text: i18n.t('import.takenOne', { file: now.name }), icon: 'check' })
        navigate(`/import/${params.batch}/${following.position}`)
      } else if (plans.length === 1 && plans[0]) navigate(`/plans/${plans[0].id}`)
      else navigate(`/import/${params.batch}`)
    },
  })

  return (
    <main class="import-item" id="main" tabindex="-1" data-dragging={drag.dragged() === null ? undefined : ''}>
      <ItemHead
        batchId={params.batch}
        preview={preview()}
        isReading={work.isReading()}
        hasNext={next() !== undefined}
        taking={taking}
      >
        <Show when={isNarrow() && hasSides()}>
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
      </ItemHead>
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
              <ItemBanner item={now().item} onWanted={() => void verbs.readAgain(now().item).then(() => load())} />
              <div class="import-beside">
                <Show when={!isNarrow() || side() === 'original'}>
                  <Original preview={now()} pages={work.pages()} isNarrow={isNarrow} />
                </Show>
                <Show when={!isNarrow() || side() === 'result'}>
                  <section
                    class="import-result"
                    aria-label={i18n.t('import.result')}
                    aria-busy={work.isReading()}
                    data-region="result"
                  >
                    <Show when={!isReadOnly() || now().doubts.length > 0}>
                      <Doubts
                        preview={now()}
                        corrections={work.corrections() ?? now().corrections}
                        isReadOnly={isReadOnly()}
                        choice={choiceOf}
                        leftover={leftoverOf}
                        onPeriods={(periods) =>
                          void work.correct(
                            (corrections) => ({ ...corrections, periods }),
                            i18n.t(periods === 'one' ? 'import.periods.oneDone' : 'import.periods.severalDone'),
                          )
                        }
                        onMinutes={(periodMinutes) =>
                          void work.correct(
                            (corrections) => ({ ...corrections, periodMinutes }),
                            i18n.t('import.periods.lengthDone', { minutes: periodMinutes }),
                          )
                        }
                      />
                    </Show>
                    <Mapping
                      report={report()}
                      column={(one) => meaning('column', () => ({ ...one(), words: one().header, means: one().field }))}
                      section={(one) => meaning('section', () => ({ ...one(), words: one().label, means: one().key }))}
                      header={(one) => meaning('header', () => ({ ...one(), words: one().label, means: one().key }))}
                    />
                    <Kept kept={report().kept} />
                    <For each={now().drafts}>
                      {(draft) => (
                        <section class="paper import-draft" aria-label={draft.title}>
                          <p class="tiny muted">
                            {i18n.t('import.draft', { rows: draft.rowCount, minutes: draft.totalMinutes })}
                          </p>
                          <DraftPaper doc={draft.doc} label={draft.title} />
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
      <DragWord drag={drag} />
    </main>
  )
}
