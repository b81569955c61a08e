import './recovery.css'
import { Icon, Notice, Seal, SearchField, SkeletonRows, hueOf } from '@gongyan/ui'
import { useSearchParams } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import { createAnswer, ProblemNotice, usePageTitle, useServices } from '../../shell/index.ts'
import { NotAllowed } from './NotAllowed.tsx'

/** /recovery: an administrator finds the plan a teacher asks about. */
export default function RecoverySearch() {
  const { api, i18n } = useServices()
  const [address, setAddress] = useSearchParams<{ q?: string }>()
  const query = () => (address.q ?? '').trim()
  usePageTitle(() => i18n.t('recovery.title'))
  const answer = createAnswer(
    () => `=${query()}`,
    (key) => api.listAuditablePlans({ query: { q: key.slice(1) } }),
  )
  const found = () => {
    const reply = answer.value()
    return reply?.ok ? reply.data : undefined
  }
  const problem = () => {
    const reply = answer.value()
    return reply && !reply.ok ? reply.problem : undefined
  }
  return (
    <Show
      when={problem()?.code !== 'permission/denied'}
      fallback={
        <main class="recovery-lone" id="main" tabindex="-1">
          <NotAllowed />
        </main>
      }
    >
      <main class="recovery-search" id="main" tabindex="-1">
        <section class="paper" aria-labelledby="recovery-title">
          <h1 id="recovery-title">{i18n.t('recovery.title')}</h1>
          <p class="soft small">{i18n.t('recovery.search.lead')}</p>
          <SearchField
            label={i18n.t('recovery.search.label')}
            placeholder={i18n.t('recovery.search.placeholder')}
            clearLabel={i18n.t('recovery.search.clear')}
            value={address.q ?? ''}
            onSearch={(q) => setAddress({ q }, { replace: true, scroll: false })}
            onEnter={() => document.querySelector<HTMLElement>('.found a')?.focus()}
          />
          <p class="recovery-count small muted" role="status">
            {answer.isLoading()
              ? i18n.t('recovery.search.waiting')
              : (found()?.items.length ?? 0) > 0
                ? i18n.t('recovery.search.count', { count: found()?.items.length ?? 0 })
                : ''}
          </p>
          <Switch>
            <Match when={problem()}>
              {(why) => (
                <ProblemNotice
                  title={i18n.t('recovery.search.failed')}
                  problem={why()}
                  onRetry={() => {
                    void answer.reload()
                  }}
                />
              )}
            </Match>
            <Match when={!found()}>
              <SkeletonRows label={i18n.t('recovery.search.waiting')} rows={6} />
            </Match>
            <Match when={found()?.items.length === 0}>
              <Notice icon="search" title={i18n.t('recovery.search.none', { query: query() })}>
                <p>{i18n.t('recovery.search.noneHelp')}</p>
              </Notice>
            </Match>
            <Match when={found()}>
              {(data) => (
                <ul class="found">
                  <For each={data().items}>
                    {(plan) => (
                      <li>
                        <a href={`/recovery/${plan.id}`}>{plan.title || i18n.t('plan.untitled')}</a>
                        <span class="found-state">
                          {plan.deletedAt === null ? (
                            i18n.t(`lessonPlan.state.${plan.state}`)
                          ) : (
                            <>
                              <Icon name="trash" size={14} /> {i18n.t('recovery.search.inBin')}
                            </>
                          )}
                        </span>
                        <span class="found-who">
                          <Seal name={plan.owner.name} hue={hueOf(plan.owner.id)} size="small" decorative />
                          {i18n.t('recovery.owner', { name: plan.owner.name, org: plan.orgName })}
                        </span>
                        <span class="found-when muted">
                          {i18n.t('recovery.search.changed', { when: i18n.format.when(plan.updatedAt) })}
                        </span>
                      </li>
                    )}
                  </For>
                </ul>
              )}
            </Match>
          </Switch>
          <Show when={found()?.hasMore}>
            <p class="small muted">{i18n.t('recovery.search.more')}</p>
          </Show>
        </section>
        <p class="small muted">{i18n.t('recovery.search.privacy')}</p>
      </main>
    </Show>
  )
}
