import { LESSON_PLAN_STATES, type LessonPlanState } from '@gongyan/domain'
import { Button, Checkbox, SegmentedControl, Select } from '@gongyan/ui'
import { createSignal, For, Show, type JSX } from 'solid-js'
import { useI18n, useSession } from '../../shell/index.ts'
import { GRADES, SCOPES, SUBJECTS, type PlanFilters } from './filters.ts'

/** The person's own subjects first, then the others. */
const withMineFirst = (all: readonly string[], mine: readonly (string | null)[]) => [
  ...new Set([...mine.flatMap((each) => each ?? []), ...all]),
]

/** What narrows the list; on a phone behind one button. */
export function FilterColumn(props: {
  filters: PlanFilters
  chosenCount: number
  onChoose: (change: Partial<PlanFilters>) => void
}) {
  const i18n = useI18n()
  const session = useSession()
  const [isOpen, setOpen] = createSignal(false)
  const identities = () => session.me()?.identities ?? []
  const options = (values: readonly string[], any: string, chosen: string | null) => [
    { value: '', label: any },
    ...[...new Set([...values, ...(chosen ? [chosen] : [])])].map((value) => ({ value, label: value })),
  ]
  return (
    <aside
      class="filters"
      aria-label={i18n.t('lessonPlan.filters')}
      data-region="filters"
      data-open={isOpen() ? '' : undefined}
    >
      <Button class="filters-toggle" aria-expanded={isOpen()} onClick={() => setOpen(!isOpen())}>
        {props.chosenCount > 0
          ? i18n.t('lessonPlan.filters.open', { count: props.chosenCount })
          : i18n.t('lessonPlan.filters')}
      </Button>
      <span class="filters-quick">
        <SegmentedControl
          label={i18n.t('lessonPlan.filters.scope')}
          value={props.filters.scope}
          onChoose={(scope) => props.onChoose({ scope })}
          options={SCOPES.map((value) => ({ value, label: i18n.t(`lessonPlan.filters.scope.${value}`) }))}
        />
      </span>
      <div class="filters-body">
        <Group class="filters-scope" title={i18n.t('lessonPlan.filters.scope')}>
          <For each={SCOPES}>
            {(scope) => (
              <Checkbox
                kind="radio"
                name="scope"
                checked={props.filters.scope === scope}
                onToggle={() => props.onChoose({ scope })}
              >
                {i18n.t(`lessonPlan.filters.scope.${scope}`)}
              </Checkbox>
            )}
          </For>
        </Group>
        <Show when={props.filters.scope !== 'bin'}>
          <div class="filters-selects">
            <Select
              label={i18n.t('lessonPlan.filters.subject')}
              value={props.filters.subject ?? ''}
              onChoose={(value) => props.onChoose({ subject: value || null })}
              options={options(
                withMineFirst(
                  SUBJECTS,
                  identities().map((identity) => identity.subject),
                ),
                i18n.t('lessonPlan.filters.anySubject'),
                props.filters.subject,
              )}
            />
            <Select
              label={i18n.t('lessonPlan.filters.grade')}
              value={props.filters.grade ?? ''}
              onChoose={(value) => props.onChoose({ grade: value || null })}
              options={options(GRADES, i18n.t('lessonPlan.filters.anyGrade'), props.filters.grade)}
            />
          </div>
          <Group title={i18n.t('lessonPlan.filters.state')}>
            <For each={[null, ...LESSON_PLAN_STATES] as (LessonPlanState | null)[]}>
              {(state) => (
                <Checkbox
                  kind="radio"
                  name="state"
                  checked={props.filters.state === state}
                  onToggle={() => props.onChoose({ state })}
                >
                  {state ? i18n.t(`lessonPlan.state.${state}`) : i18n.t('lessonPlan.filters.anyState')}
                </Checkbox>
              )}
            </For>
          </Group>
        </Show>
      </div>
    </aside>
  )
}

const Group = (props: { title: string; class?: string | undefined; children: JSX.Element }) => (
  <fieldset class={`filters-group ${props.class ?? ''}`}>
    <legend>{props.title}</legend>
    {props.children}
  </fieldset>
)
