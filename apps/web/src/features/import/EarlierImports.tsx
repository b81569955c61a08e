import { SkeletonRows } from '@gongyan/ui'
import { For, Match, Show, Switch } from 'solid-js'
import { createAnswer, ProblemNotice, useServices } from '../../shell/index.ts'
import type { ImportSummary } from './answers.ts'

/** My imports that are still kept: those that wait for me first, to go on with on this computer or another. */
export function EarlierImports() {
  const { api, i18n } = useServices()
  const answer = createAnswer(
    () => 'mine',
    () => api.listImports({}),
  )
  const reply = () => answer.value()
  const items = () => {
    const now = reply()
    return now?.ok ? now.data.items : undefined
  }
  const problem = () => {
    const now = reply()
    return now && !now.ok ? now.problem : undefined
  }
  const open = () => (items() ?? []).filter(({ state }) => state === 'open')
  const others = () => (items() ?? []).filter(({ state }) => state !== 'open')
  const count = ({ counts }: ImportSummary) =>
    Object.entries(counts).reduce(
      (sum, [key, value]) => sum + (key === 'doubtful' || key === 'discarded' ? 0 : value),
      0,
    )
  const line = (one: ImportSummary) => (
    <li>
      <a href={`/import/${one.id}`}>
        {i18n.t('import.earlier.name', { file: one.firstName ?? i18n.t('import.earlier.nameless'), count: count(one) })}
      </a>
      <span class="tiny muted">
        {one.state === 'open'
          ? i18n.t('import.earlier.open', {
              when: i18n.format.when(one.changedAt),
              look: one.counts.doubtful,
              ready: one.counts.ready,
            })
          : i18n.t(one.state === 'done' ? 'import.earlier.done' : 'import.earlier.undone', {
              when: i18n.format.when(one.changedAt),
              count: one.state === 'done' ? one.counts.taken : one.counts.undone,
            })}
      </span>
    </li>
  )
  return (
    <section class="import-earlier" aria-labelledby="import-earlier">
      <h2 id="import-earlier" class="section-title">
        {i18n.t('import.earlier.title')}
      </h2>
      <Switch>
        <Match when={problem()}>
          {(why) => (
            <ProblemNotice
              title={i18n.t('import.earlier.failed')}
              problem={why()}
              onRetry={() => void answer.reload()}
            />
          )}
        </Match>
        <Match when={!items()}>
          <SkeletonRows rows={3} label={i18n.t('import.loading')} />
        </Match>
        <Match when={items()?.length === 0}>
          <p class="small muted">{i18n.t('import.earlier.none')}</p>
        </Match>
        <Match when={items()}>
          <Show when={open().length > 0}>
            <h3>{i18n.t('import.earlier.unfinished')}</h3>
            <ul>
              <For each={open()}>{line}</For>
            </ul>
          </Show>
          <Show when={others().length > 0}>
            <h3>{i18n.t('import.earlier.finished')}</h3>
            <ul>
              <For each={others()}>{line}</For>
            </ul>
          </Show>
        </Match>
      </Switch>
    </section>
  )
}
