import { Match, Switch } from 'solid-js'
import { DeleteDialog, PeriodDialog } from './dialogs/plan-dialogs.tsx'
import { FormulaDialog } from './dialogs/FormulaDialog.tsx'
import { LinkDialog } from './dialogs/LinkDialog.tsx'
import { MembersDialog } from './dialogs/MembersDialog.tsx'
import { MoveRowDialog, RowObjectivesDialog } from './dialogs/row-dialogs.tsx'
import { ExportDialog } from '../word-form/door.ts'
import type { PlanDialog } from './dialogs.ts'
import { readReport } from './report.ts'
import { usePlan } from './world.tsx'

/** Everything that opens in front of the plan, in one file of its own. */
export default function Dialogs(props: { dialog: PlanDialog; onClose: () => void }) {
  const { model, plan } = usePlan()
  const of = <K extends PlanDialog['kind']>(kind: K) =>
    props.dialog.kind === kind && (props.dialog as PlanDialog & { kind: K })
  return (
    <Switch>
      <Match when={of('members')}>
        <MembersDialog onClose={props.onClose} />
      </Match>
      <Match when={of('formula')}>{(dialog) => <FormulaDialog {...dialog()} onClose={props.onClose} />}</Match>
      <Match when={of('link')}>{(dialog) => <LinkDialog href={dialog().href} onClose={props.onClose} />}</Match>
      <Match when={of('moveRow')}>{(dialog) => <MoveRowDialog rowId={dialog().rowId} onClose={props.onClose} />}</Match>
      <Match when={of('rowObjectives')}>
        {(dialog) => <RowObjectivesDialog rowId={dialog().rowId} onClose={props.onClose} />}
      </Match>
      <Match when={of('period')}>
        <PeriodDialog onClose={props.onClose} />
      </Match>
      <Match when={of('forms')}>
        <ExportDialog
          planId={plan().id}
          title={model.outline().title}
          comments={readReport(plan().importReport).comments.length}
          settle={() => model.session()?.settle(2_000) ?? Promise.resolve()}
          onClose={props.onClose}
        />
      </Match>
      <Match when={of('delete')}>
        <DeleteDialog onClose={props.onClose} />
      </Match>
    </Switch>
  )
}
