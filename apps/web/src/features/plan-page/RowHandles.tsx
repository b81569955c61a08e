import { Icon, Menu, MenuItem, MenuSeparator, trackDrag } from '@gongyan/ui'
import { For, Show, createSignal, onCleanup } from 'solid-js'
import type { RowBox } from '../../editor/boxes.ts'
import type { PlanEditor } from '../../editor/create-editor.ts'
import type { PlanDialog } from './dialogs.ts'
import { explainRefusal } from './refusals.ts'
import { removeRow } from './row-verbs.ts'
import { usePlan } from './world.tsx'

/** A row on its way, and the height at which it would land. */
interface Drag {
  readonly rowId: string
  readonly y: number
}

/** The handles beside the rows: a number at rest, a grip when pointed at, a menu when pressed, a drag when pulled. */
export function RowHandles(props: {
  rows: readonly RowBox[]
  editor: PlanEditor
  onDialog: (dialog: PlanDialog) => void
  layer: () => HTMLDivElement
}) {
  const world = usePlan()
  const { i18n, model } = world
  const actions = () => props.editor.actions
  const [drag, setDrag] = createSignal<Drag | null>(null)
  const rowIds = () => props.rows.map((row) => row.rowId)
  const boxOf = (rowId: string) => props.rows.find((row) => row.rowId === rowId)
  const name = (row: RowBox) => row.phase || i18n.t('plan.row.noPhase')
  const step = (row: RowBox, by: -1 | 1) => {
    if (explainRefusal(world, actions().stepRow(row.rowId, by)))
      world.announce(i18n.t('plan.row.moved', { phase: name(row), number: row.number + by }), 'form')
  }
  let endDrag = () => {}
  onCleanup(() => endDrag())
  const onPointerDown = (event: PointerEvent & { currentTarget: HTMLElement }, rowId: string) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    let target: string | null = rowId
    endDrag = trackDrag(event, event.currentTarget, {
      threshold: 6,
      onMove: (at) => {
        const mine = boxOf(rowId)
        if (!mine) return endDrag()
        const y = at.y - props.layer().getBoundingClientRect().top
        const rows = props.rows.filter((row) => row.tableTop === mine.tableTop)
        const before = rows.find((row) => y < row.top + row.height / 2)
        const last = rows.at(-1) ?? mine
        target = before?.rowId ?? null
        setDrag({ rowId, y: before ? before.top : last.top + last.height })
      },
      onEnd: (isKept) => {
        setDrag(null)
        if (!isKept || target === rowId) return
        const result = actions().moveRowBefore(rowId, target)
        // Put down where it was taken up: nothing to explain.
        if (result.ok || result.refusal !== 'atEdge') explainRefusal(world, result)
      },
    })
  }
  return (
    <>
      <For each={rowIds()}>
        {(rowId) => (
          <Show when={boxOf(rowId)}>
            {(row) => (
              <div
                class="row-handle"
                classList={{ here: model.rowId() === rowId, dragging: drag()?.rowId === rowId }}
                style={{ top: `${row().top}px`, left: `${row().left - 28}px` }}
              >
                <Menu
                  label={i18n.t('plan.row.menu', { number: row().number })}
                  trigger={(attributes) => (
                    <button
                      type="button"
                      {...attributes}
                      tabindex={model.rowId() === rowId ? 0 : -1}
                      aria-label={i18n.t('plan.row.handle', { number: row().number, phase: name(row()) })}
                      onPointerDown={(event) => onPointerDown(event, rowId)}
                      onKeyDown={(event) => {
                        if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
                          event.preventDefault()
                          step(row(), event.key === 'ArrowUp' ? -1 : 1)
                        } else attributes.onKeyDown(event)
                      }}
                    >
                      <span class="grip">
                        <Icon name="grip-vertical" size={16} />
                      </span>
                      <span class="n">{row().number}</span>
                    </button>
                  )}
                >
                  <MenuItem
                    icon="row-insert-top"
                    onSelect={() => explainRefusal(world, actions().insertRow(rowId, 'above'))}
                  >
                    {i18n.t('plan.row.above')}
                  </MenuItem>
                  <MenuItem
                    icon="row-insert-bottom"
                    onSelect={() => explainRefusal(world, actions().insertRow(rowId, 'below'))}
                  >
                    {i18n.t('plan.row.below')}
                  </MenuItem>
                  <MenuItem icon="arrows-split-2" onSelect={() => explainRefusal(world, actions().splitRow(rowId))}>
                    {i18n.t('plan.row.split')}
                  </MenuItem>
                  <MenuItem icon="arrow-merge" onSelect={() => explainRefusal(world, actions().mergeRowUp(rowId))}>
                    {i18n.t('plan.row.mergeUp')}
                  </MenuItem>
                  <MenuSeparator />
                  <MenuItem icon="arrow-up" detail="Alt+↑" onSelect={() => step(row(), -1)}>
                    {i18n.t('plan.row.up')}
                  </MenuItem>
                  <MenuItem icon="arrow-down" detail="Alt+↓" onSelect={() => step(row(), 1)}>
                    {i18n.t('plan.row.down')}
                  </MenuItem>
                  <MenuItem onSelect={() => props.onDialog({ kind: 'moveRow', rowId })}>
                    {i18n.t('plan.row.moveTo')}
                  </MenuItem>
                  <MenuItem icon="target" onSelect={() => props.onDialog({ kind: 'rowObjectives', rowId })}>
                    {i18n.t('plan.row.objectives')}
                  </MenuItem>
                  <MenuSeparator />
                  <MenuItem icon="trash" onSelect={() => removeRow(world, row())}>
                    {i18n.t('plan.row.delete')}
                  </MenuItem>
                </Menu>
              </div>
            )}
          </Show>
        )}
      </For>
      <Show when={drag()}>{(now) => <i class="drop-line" style={{ top: `${now().y}px` }} />}</Show>
    </>
  )
}
