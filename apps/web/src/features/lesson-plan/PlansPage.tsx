import './lesson-plan.css'
import type { LessonPlanSummary } from '@gongyan/contract/client'
import { Button, FilterChips, Notice, SearchField, SkeletonRows } from '@gongyan/ui'
import { Navigate, useNavigate, useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js'
import { createPart, ProblemNotice, usePageTitle, useServices } from '../../shell/index.ts'
import { FilterColumn } from './FilterColumn.tsx'
import { bookTitle, bookVerb, chosenUnitName, groupName, termName } from './choice-words.ts'
import { addressOf, changed, filtersOf, isNarrowed, UNCHOSEN, type PlanFilters } from './filters.ts'
import { createPlanActions } from './plan-actions.ts'
import { createPlanChoices } from './plan-choices.ts'
import { createPlanList } from './plan-list.ts'
import { PlanPreview } from './PlanPreview.tsx'
import { ResultList } from './ResultList.tsx'

const create = createPart(async () => (await import('./CreateDialog.tsx')).CreateDialog)
const printBook = createPart(async () => (await import('./PrintBookDialog.tsx')).PrintBookDialog)

type Address = Partial<Record<keyof PlanFilters | 'do', string>>

/** /plans: filters, the list with its search, and a preview where there is room. */
export function PlansPage() {
  const services = useServices()
  const { api, i18n, announcer } = services
  const [address, setAddress] = useSearchParams<Address>()
  const filters = createMemo((): PlanFilters => filtersOf(address), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  })
  const navigate = useNavigate()
  const list = createPlanList(api, filters)
  const choices = createPlanChoices(api, filters)
  const actions = createPlanActions(services, () => {
    void list.reload()
  })
  const [isPrinting, setPrinting] = createSignal(false)
  const [selectedId, setSelectedId] = createSignal<string>()
  const selected = (): LessonPlanSummary | undefined =>
    list.plans()?.find((plan) => plan.id === selectedId()) ?? list.plans()?.[0]
  usePageTitle(() => i18n.t('lessonPlan.list.title'))

  // Each choice is a step one can go back from; the letters of a search are not.
  const choose = (change: Partial<PlanFilters>, { isStep = true } = {}) =>
    setAddress(addressOf(changed(filters(), change)), { replace: !isStep, scroll: false })
  const clear = () => choose(UNCHOSEN)
  const openDialog = (which: 'new' | undefined) => setAddress({ do: which }, { replace: true, scroll: false })
  const isBin = () => filters().scope === 'bin'

  const count = () => {
    const found = list.plans()
    if (!found || list.problem()) return ''
    const holes = { count: found.length, query: filters().q.trim() }
    if (holes.query) return i18n.t(list.hasMore() ? 'lessonPlan.searchCountMore' : 'lessonPlan.searchCount', holes)
    return i18n.t(list.hasMore() ? 'lessonPlan.countMore' : 'lessonPlan.count', holes)
  }
  createEffect(
    on(list.isSearching, (isSearching, wasSearching) => {
      if (wasSearching && !isSearching && !list.problem()) announcer.announce(count(), 'form')
    }),
  )

  const chips = () => {
    const { state, subject, grade, group, term, unit } = filters()
    const labels = [
      ...(group ? [{ key: 'group', label: groupName(i18n, choices().groups, group) }] : []),
      ...(term ? [{ key: 'term', label: termName(i18n, term) }] : []),
      ...(state ? [{ key: 'state', label: i18n.t(`lessonPlan.state.${state}`) }] : []),
      ...(subject ? [{ key: 'subject', label: subject }] : []),
      ...(grade ? [{ key: 'grade', label: grade }] : []),
      ...(unit ? [{ key: 'unit', label: chosenUnitName(choices(), filters()) }] : []),
    ]
    return labels.map((chip) => ({ ...chip, removeLabel: i18n.t('lessonPlan.filters.remove', { name: chip.label }) }))
  }

  return (
    <main class="plans" id="main" tabindex="-1">
      <FilterColumn
        filters={filters()}
        choices={choices()}
        chosenCount={chips().length}
        found={list.isSearching() ? '' : count()}
        onChoose={choose}
      />
      <div class="plans-middle" data-region="list">
        <h1 class="visually-hidden">{i18n.t('lessonPlan.list.title')}</h1>
        <div class="plans-head">
          <SearchField
            label={i18n.t('lessonPlan.search.label')}
            placeholder={i18n.t('lessonPlan.search.placeholder')}
            clearLabel={i18n.t('lessonPlan.search.clear')}
            value={filters().q}
            onSearch={(q) => choose({ q }, { isStep: false })}
            onEnter={() => document.querySelector<HTMLElement>('.results a')?.focus()}
          />
          <Button icon="file-import" onClick={() => navigate('/import')}>
            {i18n.t('lessonPlan.import')}
          </Button>
          <Button look="primary" icon="plus" onClick={() => openDialog('new')}>
            {i18n.t('lessonPlan.new')}
          </Button>
        </div>
        <div class="plans-line">
          <b>{list.isSearching() && !list.plans() ? '' : count()}</b>
          <Show when={list.isSearching() && list.plans()}>
            <span class="muted">{i18n.t('lessonPlan.searching')}</span>
          </Show>
          <FilterChips
            label={i18n.t('lessonPlan.filters.chosen')}
            chips={chips()}
            clearLabel={i18n.t('lessonPlan.filters.clear')}
            onClear={clear}
            onRemove={(key) => choose({ [key]: null })}
          />
          <span class="plans-do">
            <Show when={!isBin() && (list.plans()?.length ?? 0) > 0}>
              <Button icon="printer" disabled={list.isSearching()} onClick={() => setPrinting(true)}>
                {i18n.t(bookVerb(filters()))}
              </Button>
            </Show>
            <Show when={(list.plans()?.length ?? 0) > 1}>
              <span class="tiny muted nowrap">
                {i18n.t(filters().q.trim() ? 'lessonPlan.orderHits' : 'lessonPlan.order')}
              </span>
            </Show>
          </span>
        </div>
        <Show when={list.problem()}>
          {(problem) => (
            <div class="plans-problem">
              <ProblemNotice
                title={i18n.t('lessonPlan.failed.title')}
                problem={problem()}
                onRetry={() => {
                  void list.reload()
                }}
              />
            </div>
          )}
        </Show>
        <Switch>
          <Match when={!list.plans() && !list.problem()}>
            <section class="paper results-wait">
              <SkeletonRows rows={7} label={i18n.t('shell.openingPage', { page: i18n.t('lessonPlan.list.title') })} />
            </section>
          </Match>
          <Match when={list.plans()?.length === 0}>
            <section class="paper">
              <Empty
                filters={filters()}
                onClear={clear}
                onNew={() => openDialog('new')}
                onImport={() => navigate('/import')}
              />
            </section>
          </Match>
          <Match when={list.plans()}>
            {(plans) => (
              <>
                <ResultList
                  plans={plans()}
                  query={filters().q}
                  isBin={isBin()}
                  isStale={list.isSearching() || list.problem() !== null}
                  selectedId={selected()?.id}
                  onSelect={setSelectedId}
                  actions={actions}
                />
                <Show when={list.hasMore()}>
                  <p class="plans-more">
                    <Button
                      busy={list.isLoadingMore()}
                      onClick={() => {
                        void list
                          .more()
                          .then((came) => announcer.announce(i18n.t('lessonPlan.moreLoaded', { count: came }), 'form'))
                      }}
                    >
                      {i18n.t(list.isLoadingMore() ? 'lessonPlan.moreLoading' : 'lessonPlan.more')}
                    </Button>
                  </p>
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </div>
      <PlanPreview plan={isBin() ? undefined : selected()} actions={actions} />
      <Show when={address.do === 'import'}>
        <Navigate href="/import" />
      </Show>
      <Show when={isPrinting()}>
        <printBook.Part
          filters={filters()}
          title={bookTitle(i18n, filters(), choices())}
          onClose={() => setPrinting(false)}
          onMissing={() => setPrinting(false)}
        />
      </Show>
      <Show when={address.do === 'new'}>
        <create.Part onClose={() => openDialog(undefined)} onMissing={() => openDialog(undefined)} />
      </Show>
    </main>
  )
}

/** Why the list is empty, and the one or two things that change that. */
function Empty(props: { filters: PlanFilters; onClear: () => void; onNew: () => void; onImport: () => void }) {
  const services = useServices()
  const { i18n } = services
  const begin = () => (
    <>
      <Button look="primary" icon="plus" onClick={() => props.onNew()}>
        {i18n.t('lessonPlan.new')}
      </Button>
      <Button icon="file-import" onClick={() => props.onImport()}>
        {i18n.t('lessonPlan.import')}
      </Button>
    </>
  )
  return (
    <Switch
      fallback={
        <Notice class="roomy" title={i18n.t('lessonPlan.empty.title')} actions={begin()}>
          <p>{i18n.t('lessonPlan.empty.body')}</p>
        </Notice>
      }
    >
      <Match when={props.filters.q.trim()}>
        {(query) => (
          <Notice
            class="roomy"
            title={i18n.t('lessonPlan.empty.search.title', { query: query() })}
            actions={<Button onClick={() => props.onClear()}>{i18n.t('lessonPlan.filters.clear')}</Button>}
          >
            <p>{i18n.t('lessonPlan.empty.search.body')}</p>
          </Notice>
        )}
      </Match>
      <Match when={isNarrowed(props.filters)}>
        <Notice
          class="roomy"
          title={i18n.t('lessonPlan.empty.filtered.title')}
          actions={<Button onClick={() => props.onClear()}>{i18n.t('lessonPlan.filters.clear')}</Button>}
        >
          <p>{i18n.t('lessonPlan.empty.filtered.body')}</p>
        </Notice>
      </Match>
      <Match when={props.filters.scope === 'bin'}>
        <Notice class="roomy" title={i18n.t('lessonPlan.empty.bin.title')}>
          <p>{i18n.t('lessonPlan.empty.bin.body')}</p>
        </Notice>
      </Match>
      <Match when={props.filters.scope === 'shared'}>
        <Notice class="roomy" title={i18n.t('lessonPlan.empty.shared.title')}>
          <p>{i18n.t('lessonPlan.empty.shared.body')}</p>
        </Notice>
      </Match>
    </Switch>
  )
}
