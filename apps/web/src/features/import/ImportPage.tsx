import './import.css'
import { DoubleRule, Notice, SkeletonRows } from '@gongyan/ui'
import { A, useNavigate, useParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js'
import {
  createMediaQuery,
  createPart,
  problemText,
  ProblemNotice,
  usePageTitle,
  useServices,
} from '../../shell/index.ts'
import type { Import } from './answers.ts'
import { createBatch } from './batch.ts'
import { BatchList } from './BatchList.tsx'
import { BatchSums } from './BatchSums.tsx'
import { BatchVerbs } from './BatchVerbs.tsx'
import { Chooser } from './Chooser.tsx'
import { EarlierImports } from './EarlierImports.tsx'
import { grouped, sumsOf } from './groups.ts'
import type { Picked } from './pick-files.ts'
import { isStuck, sendingOf } from './sending.ts'
import { ONE_COLUMN } from './one-column.ts'
import { createVerbs } from './verbs.ts'

/** A plan's text needs the plan's words, which this page has fetched. */
const reading = createPart(async () => (await import('../plan-page/door.ts')).SavedTextDialog)

/** /import and /import/:batch: files in, one line each, what wants a person first. */
export default function ImportPage() {
  const params = useParams<{ batch?: string }>()
  const services = useServices()
  const { api, i18n, session, toaster, announcer } = services
  const navigate = useNavigate()
  const userId = () => session.me()?.id ?? ''
  const [savedText, setSavedText] = createSignal<File | null>(null)
  const [isBeginning, setBeginning] = createSignal(false)
  usePageTitle(() => i18n.t('import.title'))

  const batch = createBatch(services, () => params.batch)
  const sending = createMemo(() => (params.batch === undefined ? undefined : sendingOf(userId(), params.batch)))
  const outgoing = () => sending()?.entries() ?? []
  const verbs = createVerbs(services, (value?: Import) => (value ? batch.take(value) : void batch.reload()))
  const items = () => batch.value()?.items ?? []
  const groups = createMemo(() => grouped(items(), i18n.format.compare))
  const sums = createMemo(() => {
    const stuck = outgoing().filter(isStuck).length
    return sumsOf(items(), outgoing().length - stuck, stuck)
  })
  createEffect(
    on(
      () => sending()?.arrived(),
      () => void batch.reload(),
      { defer: true },
    ),
  )
  // Said once all of it has been read, and for each that could not be: not with every file that moves.
  createEffect(
    on(
      () => [sums().toCome, sums().all] as const,
      ([toCome, all], before) => {
        if (before && before[0] > 0 && toCome === 0 && all > 0)
          announcer.announce(
            i18n.t('import.spoken.read', { sure: sums().sure, look: sums().look, refused: sums().refused }),
            'form',
          )
      },
    ),
  )

  const onPicked = async ({ files, savedText: saved, leftAside }: Picked) => {
    if (saved) setSavedText(saved)
    if (leftAside > 0) toaster.show({ text: i18n.t('import.leftAside', { count: leftAside }), icon: 'info-circle' })
    if (files.length === 0) {
      if (!saved) toaster.show({ text: i18n.t('import.nothingPicked'), icon: 'info-circle' })
      return
    }
    const known = sending()
    if (known) {
      // Until the batch is known, so is no limit: what is too large is refused by the server.
      known.add(files, batch.value()?.limits.fileBytes ?? Infinity)
      announcer.announce(i18n.t('import.spoken.added', { count: files.length }), 'form')
      return
    }
    setBeginning(true)
    const reply = await api.createImport({})
    setBeginning(false)
    if (!reply.ok) {
      toaster.show({
        text: i18n.t('import.failed', { reason: problemText(i18n, reply.problem) }),
        icon: 'alert-hexagon',
      })
      return
    }
    sendingOf(userId(), reply.data.id).add(files, reply.data.limits.fileBytes)
    announcer.announce(i18n.t('import.spoken.added', { count: files.length }), 'form')
    navigate(`/import/${reply.data.id}`)
  }
  const isNarrow = createMediaQuery(ONE_COLUMN)
  const chooser = () => <Chooser isFirst={params.batch === undefined} onPicked={(picked) => void onPicked(picked)} />
  /** In one column what has come stands first, and what is chosen or undone for all of it after the list. */
  const hasListFirst = () => isNarrow() && sums().all > 0
  const isMissing = () => batch.problem()?.code === 'import/not-found'

  return (
    <main class="import" id="main" tabindex="-1">
      <Switch>
        <Match when={isMissing()}>
          <section class="paper import-main">
            <Notice
              level={1}
              title={i18n.t('import.gone.title')}
              actions={
                <A class="link" href="/import">
                  {i18n.t('import.back')}
                </A>
              }
            >
              <p>{i18n.t('import.gone.body')}</p>
            </Notice>
          </section>
        </Match>
        <Match when={true}>
          <section class="paper import-main" aria-labelledby="import-title" data-region="list">
            <h1 id="import-title" class="page-title">
              {i18n.t('import.title')}
            </h1>
            <Show when={!hasListFirst()}>
              <p class="soft small">{i18n.t('import.lead')}</p>
            </Show>
            <DoubleRule thin />
            <Show when={hasListFirst() ? batch.value() : undefined} fallback={chooser()}>
              {(value) => <BatchSums batch={value()} sums={sums()} verbs={verbs} brief />}
            </Show>
            <p class="visually-hidden" role="status">
              {isBeginning() ? i18n.t('import.beginning') : ''}
            </p>
            <Show when={params.batch} fallback={<p class="small muted">{i18n.t('import.saved')}</p>}>
              <Show when={batch.problem()}>
                {(problem) => (
                  <ProblemNotice
                    title={i18n.t('import.notAsked')}
                    problem={problem()}
                    onRetry={() => void batch.reload()}
                  />
                )}
              </Show>
              <Show
                when={batch.value()}
                fallback={
                  <Show when={!batch.problem()}>
                    <SkeletonRows rows={6} label={i18n.t('import.loading')} />
                  </Show>
                }
              >
                <Show when={sums().all === 0}>
                  <Notice title={i18n.t('import.empty.title')}>
                    <p>{i18n.t('import.empty.body')}</p>
                  </Notice>
                </Show>
                <BatchList groups={groups()} sending={sending} verbs={verbs} />
                <Show when={hasListFirst()}>{chooser()}</Show>
              </Show>
            </Show>
          </section>
          <aside class="import-side" aria-label={i18n.t('import.side')} data-region="side">
            <Show
              when={batch.value()}
              fallback={
                <Show when={params.batch === undefined}>
                  <EarlierImports />
                </Show>
              }
            >
              {(value) => (
                <section class="paper">
                  <Show when={!hasListFirst() && sums().all > 0}>
                    <BatchSums batch={value()} sums={sums()} verbs={verbs} />
                  </Show>
                  <BatchVerbs batch={value()} sums={sums()} sending={sending()} verbs={verbs} />
                </section>
              )}
            </Show>
          </aside>
        </Match>
      </Switch>
      <Show when={savedText()} keyed>
        {(file) => <reading.Part file={file} onClose={() => setSavedText(null)} onMissing={() => setSavedText(null)} />}
      </Show>
    </main>
  )
}
