import type { LessonPlanSummary } from '@gongyan/contract/client'
import { excerptOf, searchTerms } from '@gongyan/domain'
import { Button, Tag } from '@gongyan/ui'
import { For, onMount, Show } from 'solid-js'
import { useI18n, useSession } from '../../shell/index.ts'
import { MarkedText } from './MarkedText.tsx'
import type { PlanActions } from './plan-actions.ts'
import { daysLeftInBin, placeOfPlan, timeOfPlan } from './plan-words.ts'
import { PlanMenu } from './PlanMenu.tsx'
import { PlanPhase } from './PlanPhase.tsx'

const WHOLE_TITLE = 400

export interface ResultListProps {
  plans: readonly LessonPlanSummary[]
  query: string
  isBin: boolean
  /** The answer to newer filters is on its way. */
  isStale: boolean
  selectedId: string | undefined
  onSelect: (id: string) => void
  actions: PlanActions
}

/** The plans found: title with its hits, whose it is, the place of the hit, and where it stands. J and K go down and up. */
export function ResultList(props: ResultListProps) {
  const i18n = useI18n()
  let list!: HTMLUListElement
  const follow = (event: Event) => {
    const id =
      event.target instanceof Element ? event.target.closest<HTMLElement>('li[data-id]')?.dataset['id'] : undefined
    if (id) props.onSelect(id)
  }
  // Choosing a line for the preview is only a convenience over its link, so the lines themselves are no controls.
  onMount(() => {
    list.addEventListener('click', follow)
    list.addEventListener('focusin', follow)
    list.addEventListener('keydown', onKey)
  })
  const onKey = (event: KeyboardEvent) => {
    const step =
      event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0
    if (
      step === 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.isComposing ||
      !(event.target instanceof HTMLAnchorElement)
    )
      return
    const links = [...list.querySelectorAll<HTMLAnchorElement>('h2 a')]
    links[links.indexOf(event.target) + step]?.focus()
    event.preventDefault()
  }
  return (
    <section class="paper" aria-busy={props.isStale || undefined}>
      <ul class="results" ref={list} aria-label={i18n.t('lessonPlan.results')}>
        <For each={props.plans}>
          {(plan) => <Result plan={plan} {...props} isSelected={plan.id === props.selectedId} />}
        </For>
      </ul>
    </section>
  )
}

function Result(props: ResultListProps & { plan: LessonPlanSummary; isSelected: boolean }) {
  const i18n = useI18n()
  const session = useSession()
  const title = () => excerptOf(props.plan.title, searchTerms(props.query), WHOLE_TITLE) ?? props.plan.title
  const isMine = () => props.plan.owner.id === session.me()?.id
  const who = () =>
    isMine()
      ? i18n.t('lessonPlan.byMe')
      : i18n.t('lessonPlan.byOwner', { name: props.plan.owner.name, org: props.plan.orgName })
  const facts = () =>
    [
      placeOfPlan(i18n, props.plan),
      props.plan.unit ?? '',
      who(),
      ...(props.plan.memberCount > 1 ? [i18n.t('lessonPlan.members', { count: props.plan.memberCount })] : []),
    ].filter((each) => each !== '')
  const time = () => timeOfPlan(i18n, props.plan)
  return (
    <li data-id={props.plan.id} data-current={props.isSelected ? '' : undefined}>
      <div class="result-head">
        <h2>
          <Show
            when={!props.isBin}
            fallback={
              <span>
                <MarkedText text={title()} />
              </span>
            }
          >
            <a href={`/plans/${props.plan.id}`}>
              <MarkedText text={title()} />
            </a>
          </Show>
          <Show when={props.plan.template !== 'standard'}>
            <Tag>{i18n.t(`lessonPlan.template.${props.plan.template}`)}</Tag>
          </Show>
          <Show when={!props.isBin && !props.plan.abilities.edit}>
            <Tag look="line" icon="lock">
              {i18n.t(props.plan.abilities.comment ? 'lessonPlan.canComment' : 'lessonPlan.readOnly')}
            </Tag>
          </Show>
        </h2>
        <p class="tiny muted">{facts().join('，')}</p>
      </div>
      <div class="result-side">
        <Show
          when={!props.isBin}
          fallback={
            <>
              <span class="tiny muted">
                {i18n.t('lessonPlan.binLeft', { days: daysLeftInBin(props.plan.deletedAt ?? '', Date.now()) })}
              </span>
              <Show when={props.plan.abilities.restore}>
                <Button
                  small
                  icon="restore"
                  onClick={() => {
                    void props.actions.restore(props.plan)
                  }}
                >
                  {i18n.t('lessonPlan.restore')}
                </Button>
              </Show>
            </>
          }
        >
          <span class="result-place">
            <PlanPhase mini state={props.plan.state} />
            <time
              class="tiny muted nowrap"
              dateTime={props.plan.updatedAt}
              title={i18n.format.moment(props.plan.updatedAt)}
            >
              {i18n.format.when(props.plan.updatedAt)}
            </time>
          </span>
          <PlanMenu plan={props.plan} actions={props.actions} />
        </Show>
      </div>
      <Show
        when={props.plan.excerpt}
        fallback={
          <p class="result-time tiny" classList={{ attention: time().isOff, soft: !time().isOff }}>
            <span class="phone-only">
              {i18n.t('lessonPlan.stateAndWhen', {
                state: i18n.t(`lessonPlan.state.${props.plan.state}`),
                when: i18n.format.when(props.plan.updatedAt),
              })}
            </span>
            {time().text}
          </p>
        }
      >
        {(excerpt) => (
          <p class="result-hit">
            <MarkedText text={excerpt()} />
          </p>
        )}
      </Show>
    </li>
  )
}
