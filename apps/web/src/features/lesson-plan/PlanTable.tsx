import './lesson-plan.css'
import type { LessonPlanSummary } from '@gongyan/contract/client'
import { ListTable, type ListColumn } from '@gongyan/ui'
import { useServices } from '../../shell/index.ts'
import { createPlanActions } from './plan-actions.ts'
import { PlanMenu } from './PlanMenu.tsx'
import { PlanPhase } from './PlanPhase.tsx'
import { placeOfPlan, timeOfPlan } from './plan-words.ts'

/** Plans as a ruled table, for the home page. */
export function PlanTable(props: { label: string; plans: readonly LessonPlanSummary[]; onChange: () => void }) {
  const services = useServices()
  const { i18n } = services
  // The owner of the table never changes what a change means.
  // eslint-disable-next-line solid/reactivity
  const actions = createPlanActions(services, () => props.onChange())
  const columns = (): ListColumn<LessonPlanSummary>[] => [
    {
      key: 'title',
      head: i18n.t('lessonPlan.column.title'),
      isMain: true,
      cell: (plan) => (
        <>
          <a href={`/plans/${plan.id}`}>{plan.title}</a>{' '}
          <span class="tiny muted nowrap">{placeOfPlan(i18n, plan)}</span>
        </>
      ),
    },
    { key: 'phase', head: i18n.t('lessonPlan.column.phase'), cell: (plan) => <PlanPhase mini state={plan.state} /> },
    {
      key: 'time',
      head: i18n.t('lessonPlan.column.minutes'),
      hiddenOnPhone: true,
      cell: (plan) => {
        const time = timeOfPlan(i18n, plan)
        return <span class={time.isOff ? 'attention' : 'soft'}>{time.text}</span>
      },
    },
    {
      key: 'changed',
      head: i18n.t('lessonPlan.column.changed'),
      align: 'end',
      cell: (plan) => (
        <time class="muted nowrap" dateTime={plan.updatedAt} title={i18n.format.moment(plan.updatedAt)}>
          {i18n.format.when(plan.updatedAt)}
        </time>
      ),
    },
    {
      key: 'menu',
      head: i18n.t('lessonPlan.column.menu'),
      headHidden: true,
      align: 'end',
      width: '44px',
      cell: (plan) => <PlanMenu plan={plan} actions={actions} />,
    },
  ]
  return <ListTable label={props.label} columns={columns()} rows={props.plans} rowKey={(plan) => plan.id} />
}
