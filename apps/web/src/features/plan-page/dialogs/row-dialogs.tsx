import { Button, Checkbox, Dialog } from '@gongyan/ui'
import { Index, Show, createSignal, untrack } from 'solid-js'
import { explainRefusal } from '../refusals.ts'
import { usePlan } from '../world.tsx'

/** Where a row is to go: before which other, or to the end. */
export function MoveRowDialog(props: { rowId: string; onClose: () => void }) {
  const world = usePlan()
  const { i18n, model } = world
  const row = () => model.outline().rows.find(({ rowId }) => rowId === props.rowId)
  const others = () =>
    model
      .outline()
      .rows.filter(({ rowId, table, continues }) => rowId !== props.rowId && table === row()?.table && !continues)
  const name = (phase: string) => phase || i18n.t('plan.row.noPhase')
  const go = (before: string | null) => {
    const result = model.editor()?.actions.moveRowBefore(props.rowId, before)
    if (result) explainRefusal(world, result)
    props.onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      closeLabel={i18n.t('plan.close')}
      title={i18n.t('plan.row.moveTitle', { phase: name(row()?.phase ?? '') })}
      footer={
        <Button autofocus onClick={props.onClose}>
          {i18n.t('plan.cancel')}
        </Button>
      }
    >
      <div class="plan-choice">
        {/* Drawn by place: a colleague's change makes new rows, and the keyboard may be on one of their buttons. */}
        <Index each={others()}>
          {(other) => (
            <Button look="ghost" onClick={() => go(other().rowId)}>
              {other().number} {i18n.t('plan.row.moveBefore', { phase: name(other().phase) })}
            </Button>
          )}
        </Index>
        <Button look="ghost" onClick={() => go(null)}>
          {i18n.t('plan.row.moveEnd')}
        </Button>
      </div>
    </Dialog>
  )
}

/** Which objectives a row serves. */
export function RowObjectivesDialog(props: { rowId: string; onClose: () => void }) {
  const { i18n, model } = usePlan()
  const row = () => model.outline().rows.find(({ rowId }) => rowId === props.rowId)
  const [chosen, setChosen] = createSignal<readonly string[]>(
    untrack(() => model.editor()?.actions.rowObjectives(props.rowId) ?? []),
  )
  const toggle = (id: string, isOn: boolean) => {
    const order = model.outline().objectives.map((objective) => objective.id)
    const next = order.filter((one) => (one === id ? isOn : chosen().includes(one)))
    setChosen(next)
    model.editor()?.actions.setObjectives(props.rowId, next)
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      closeLabel={i18n.t('plan.close')}
      title={i18n.t('plan.row.objectivesTitle', { phase: row()?.phase || i18n.t('plan.row.noPhase') })}
      footer={
        <Button look="primary" autofocus onClick={props.onClose}>
          {i18n.t('plan.members.close')}
        </Button>
      }
    >
      <Show when={model.outline().objectives.length > 0} fallback={<p>{i18n.t('plan.row.noObjectives')}</p>}>
        <div class="plan-form">
          <Index each={model.outline().objectives}>
            {(objective) => (
              <Checkbox checked={chosen().includes(objective().id)} onToggle={(isOn) => toggle(objective().id, isOn)}>
                {objective().text}
              </Checkbox>
            )}
          </Index>
        </div>
      </Show>
    </Dialog>
  )
}
