import type { PlanChoices } from '@gongyan/contract/client'
import { LESSON_PLAN_STATES, type LessonPlanState } from '@gongyan/domain'
import { Button, Checkbox, SegmentedControl, Select } from '@gongyan/ui'
import { createSignal, For, Show, type JSX } from 'solid-js'
import { useI18n, useSession } from '../../shell/index.ts'
import { chosenUnitName, groupName, termInList, unitName } from './choice-words.ts'
import { GRADES, SCOPES, SUBJECTS, type PlanFilters } from './filters.ts'

/** The person's own subjects first, then the others. */
const withMineFirst = (all: readonly string[], mine: readonly (string | null)[]) => [
  ...new Set([...mine.flatMap((each) => each ?? []), ...all]),
]

type UnitOf = Pick<PlanFilters, 'subject' | 'grade'> & { unit: string }

/** What narrows the list; on a phone behind one button. */
export function FilterColumn(props: {
  filters: PlanFilters
  choices: PlanChoices
  chosenCount: number
  /** How many plans there are now, in words; empty while they are being looked for. */
  found: string
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
  const named = (
    known: readonly { value: string; label: string }[],
    any: string,
    chosen: string | null,
    nameOf: (value: string) => string,
  ) => [
    { value: '', label: any },
    ...known,
    ...(chosen === null || known.some(({ value }) => value === chosen)
      ? []
      : [{ value: chosen, label: nameOf(chosen) }]),
  ]
  // A unit is one of a subject and a grade: choosing it chooses them.
  const unitValue = ({ subject, grade, unit }: UnitOf) => JSON.stringify([subject, grade, unit])
  const unitOf = (value: string): UnitOf => {
    const [subject, grade, unit] = JSON.parse(value) as [string | null, string | null, string]
    return { subject, grade, unit }
  }
  const chosenUnit = () => {
    const { unit, subject, grade } = props.filters
    return unit === null ? '' : unitValue({ unit, subject, grade })
  }
  const unitOptions = () => {
    const isOneSubject = props.filters.subject !== null && props.filters.grade !== null
    return props.choices.units.map((choice) => ({
      value: unitValue(choice),
      label: i18n.t('lessonPlan.filters.counted', {
        name: `${isOneSubject ? '' : `${choice.grade ?? ''}${choice.subject ?? ''} `}${unitName(choice)}`.trim(),
        count: choice.count,
      }),
    }))
  }
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
              label={i18n.t('lessonPlan.filters.group')}
              value={props.filters.group ?? ''}
              onChoose={(value) => props.onChoose({ group: value || null })}
              options={named(
                props.choices.groups.map(({ id, name }) => ({ value: id, label: name })),
                i18n.t('lessonPlan.filters.anyGroup'),
                props.filters.group,
                (id) => groupName(i18n, props.choices.groups, id),
              )}
            />
            <Select
              label={i18n.t('lessonPlan.filters.term')}
              value={props.filters.term ?? ''}
              onChoose={(value) => props.onChoose({ term: value || null })}
              options={named(
                props.choices.terms.map(({ term, count }) => ({
                  value: term,
                  label: i18n.t('lessonPlan.filters.counted', { name: termInList(i18n, term), count }),
                })),
                i18n.t('lessonPlan.filters.anyTerm'),
                props.filters.term,
                (term) => termInList(i18n, term),
              )}
            />
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
            <Select
              label={i18n.t('lessonPlan.filters.unit')}
              value={chosenUnit()}
              onChoose={(value) => props.onChoose(value === '' ? { unit: null } : unitOf(value))}
              options={named(unitOptions(), i18n.t('lessonPlan.filters.anyUnit'), chosenUnit() || null, () =>
                chosenUnitName(props.choices, props.filters),
              )}
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
        <Show when={isOpen()}>
          <Button class="filters-done" look="primary" onClick={() => setOpen(false)}>
            {props.found === ''
              ? i18n.t('lessonPlan.filters.show')
              : i18n.t('lessonPlan.filters.showCounted', { count: props.found })}
          </Button>
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
