import type { LessonPlan, LessonPlanSummary } from '@gongyan/contract/client'
import { oneLine, phaseName } from '@gongyan/domain'
import { Button, ButtonLink, DoubleRule, LessonRuler, SkeletonPaper } from '@gongyan/ui'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { createAnswer, createMediaQuery, useApi, useI18n } from '../../shell/index.ts'
import type { PlanActions } from './plan-actions.ts'
import { periodsOf } from './plan-words.ts'

const ROWS_SHOWN = 8

/** A glance at the chosen plan beside the list, on screens that have the room: its facts, its ruler and its rows. */
export function PlanPreview(props: { plan: LessonPlanSummary | undefined; actions: PlanActions }) {
  const api = useApi()
  const i18n = useI18n()
  const isWide = createMediaQuery('(min-width: 75em)')
  // A plan that changes gets a new version in the list, and with it a new look.
  const key = createMemo(() => (isWide() && props.plan ? `${props.plan.id}@${props.plan.updatedAt}` : null))
  const answer = createAnswer(key, (current) => api.getLessonPlan({ params: { id: current.split('@')[0] ?? '' } }))
  const loaded = (): LessonPlan | undefined => {
    const reply = answer.value()
    return reply?.ok && reply.data.id === props.plan?.id ? reply.data : undefined
  }
  const failed = () => {
    const reply = answer.value()
    return !answer.isLoading() && reply !== undefined && !reply.ok
  }
  return (
    <aside class="preview" aria-label={i18n.t('lessonPlan.preview')} data-region="preview">
      <Show when={props.plan}>
        {(plan) => (
          <section class="paper">
            <h2>{plan().title}</h2>
            <DoubleRule thin />
            <dl>
              <dt>{i18n.t('lessonPlan.preview.lead')}</dt>
              <dd>
                {i18n.format.list([plan().owner.name])}
                <span class="muted">，{plan().orgName}</span>
              </dd>
              <dt>{i18n.t('lessonPlan.preview.state')}</dt>
              <dd>
                {i18n.t(`lessonPlan.state.${plan().state}`)}
                <span class="muted">
                  ，{i18n.t('lessonPlan.changedAt', { when: i18n.format.when(plan().updatedAt) })}
                </span>
              </dd>
              <dt>{i18n.t('lessonPlan.preview.period')}</dt>
              <dd>{i18n.t('lessonPlan.preview.minutes', { minutes: plan().periodMinutes })}</dd>
              <Show when={loaded()?.members.length}>
                <dt>{i18n.t('lessonPlan.preview.people')}</dt>
                <dd>
                  {loaded()
                    ?.members.map((member) => member.person.name)
                    .join('、')}
                </dd>
              </Show>
            </dl>
            <Switch fallback={<SkeletonPaper titled={false} lines={4} label={i18n.t('shell.opening')} />}>
              <Match when={loaded()}>{(full) => <Rows plan={full()} />}</Match>
              <Match when={failed()}>
                <p class="small soft">{i18n.t('lessonPlan.preview.failed')}</p>
              </Match>
            </Switch>
            <div class="preview-do">
              <ButtonLink look="primary" icon="notebook" href={`/plans/${plan().id}`}>
                {i18n.t('lessonPlan.open')}
              </ButtonLink>
              <Show when={plan().abilities.export}>
                <Button
                  icon="file-export"
                  onClick={() => {
                    void props.actions.exportWord(plan())
                  }}
                >
                  {i18n.t('lessonPlan.export')}
                </Button>
              </Show>
            </div>
          </section>
        )}
      </Show>
    </aside>
  )
}

/** The name of a row's phase in one line; its minutes stand beside it. */
const nameOf = (row: LessonPlan['rows'][number]): string => phaseName(oneLine(row.phase ?? ''))

/** The lesson as a ruler and its rows by name, of the first process table. */
function Rows(props: { plan: LessonPlan }) {
  const i18n = useI18n()
  const rows = () => props.plan.rows.filter((row) => row.table === (props.plan.rows[0]?.table ?? 0))
  const segments = () =>
    rows().map((row) => ({
      id: row.rowId,
      label: nameOf(row),
      minutes: row.continues.includes('minutes') ? null : row.minutes,
    }))
  const total = () => segments().reduce((sum, segment) => sum + (segment.minutes ?? 0), 0)
  const named = () => rows().filter((row) => (row.phase ?? '') !== '' && !row.continues.includes('phase'))
  const sentence = () =>
    i18n.t('lessonPlan.ruler', {
      minutes: total(),
      rows: segments()
        .filter((segment) => segment.minutes)
        .map((segment) => i18n.t('lessonPlan.ruler.row', { name: segment.label, minutes: segment.minutes ?? 0 }))
        .join('，'),
    })
  return (
    <Show when={named().length > 0} fallback={<p class="small soft">{i18n.t('lessonPlan.noRows')}</p>}>
      <Show when={total() > 0}>
        <LessonRuler
          compact
          segments={segments()}
          periodMinutes={periodsOf(total(), props.plan.periodMinutes) * props.plan.periodMinutes}
          label={sentence()}
          minuteMark={i18n.format.minuteMark}
          endMark={(minutes) => i18n.t('lessonPlan.ruler.end', { minutes })}
        />
      </Show>
      <ol class="preview-rows" aria-label={i18n.t('lessonPlan.preview.rows')}>
        <For each={named().slice(0, ROWS_SHOWN)}>
          {(row, at) => (
            <li>
              <span class="muted">{at() + 1}</span>
              <span class="ellipsis">{nameOf(row)}</span>
              <span class="muted">{row.minutes === null ? '' : i18n.format.minuteMark(row.minutes)}</span>
            </li>
          )}
        </For>
      </ol>
      <Show when={named().length > ROWS_SHOWN}>
        <p class="tiny muted">{i18n.t('lessonPlan.preview.moreRows', { count: named().length - ROWS_SHOWN })}</p>
      </Show>
    </Show>
  )
}
