import { PROCESS_FIELDS } from '@gongyan/domain'
import type { ProcessField } from '@gongyan/domain'
import { Icon, Menu, MenuGroup, MenuItem, MenuSeparator, trackDrag } from '@gongyan/ui'
import { For, Index, Show, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js'
import type { CaretBox, HeadBox, RowBox } from '../../editor/boxes.ts'
import type { PlanEditor } from '../../editor/create-editor.ts'
import type { PlanDialog } from './dialogs.ts'
import { explainRefusal } from './refusals.ts'
import { usePlan } from './world.tsx'

/** After this the name beside a caret that stands still fades, ms. */
const NAME_MS = 2_000

/**
 * The layer above the paper: row handles, heads' menus, and where the others are. Nothing in it is inside the text, so
 * nothing in it can disturb an input method.
 */
export function Overlay(props: { editor: PlanEditor; onDialog: (dialog: PlanDialog) => void; hasHandles: boolean }) {
  const world = usePlan()
  const { model, plan } = world
  let layer!: HTMLDivElement
  const [rows, setRows] = createSignal<readonly RowBox[]>([])
  const [heads, setHeads] = createSignal<readonly HeadBox[]>([])
  const [carets, setCarets] = createSignal<readonly CaretBox[]>([])
  const canEdit = () => plan().abilities.edit && model.session()?.canWrite() !== false

  let frame = 0
  const measure = () => {
    frame = 0
    if (!layer.isConnected) return
    const origin = layer.getBoundingClientRect()
    if (props.hasHandles) {
      setRows(props.editor.actions.rowBoxes(origin))
      setHeads(props.editor.actions.headBoxes(origin))
    }
    setCarets(props.editor.actions.caretBoxes(origin))
    keepStuck()
  }
  /** The ruler stays at the top without its words, and the table's head right below it; both heights follow text zoom. */
  const keepStuck = () => {
    const ruler = layer.parentElement?.querySelector<HTMLElement>('.plan-editing .plan-ruler')
    const scroller = layer.closest<HTMLElement>('[data-scroller]')
    if (!ruler || !scroller) return
    const words = ruler.querySelector<HTMLElement>('.plan-minutes')?.offsetHeight ?? 0
    const padding = Number.parseFloat(getComputedStyle(scroller).paddingTop) || 0
    layer.parentElement?.style.setProperty('--ruler-top', `${-padding - words}px`)
    layer.parentElement?.style.setProperty('--head-top', `${ruler.offsetHeight - words - padding - 1}px`)
  }
  let headFrame = 0
  const onScroll = () => {
    headFrame ||= requestAnimationFrame(() => {
      headFrame = 0
      if (props.hasHandles && layer.isConnected) setHeads(props.editor.actions.headBoxes(layer.getBoundingClientRect()))
    })
  }
  const planMeasure = () => {
    frame ||= requestAnimationFrame(measure)
  }
  onMount(() => {
    const observer = new ResizeObserver(planMeasure)
    observer.observe(props.editor.view.dom)
    const scroller = layer.closest<HTMLElement>('[data-scroller]')
    scroller?.addEventListener('scroll', onScroll, { passive: true })
    const awareness = model.session()?.awareness
    awareness?.on('change', planMeasure)
    document.fonts?.addEventListener?.('loadingdone', planMeasure)
    planMeasure()
    onCleanup(() => {
      observer.disconnect()
      scroller?.removeEventListener('scroll', onScroll)
      cancelAnimationFrame(headFrame)
      awareness?.off('change', planMeasure)
      document.fonts?.removeEventListener?.('loadingdone', planMeasure)
      cancelAnimationFrame(frame)
    })
  })
  createEffect(on([model.tick, model.folded], planMeasure))

  return (
    <div class="plan-overlay" ref={layer}>
      <For each={carets().map((caret) => caret.cursor.clientId)}>
        {(clientId) => (
          <Show when={carets().find((caret) => caret.cursor.clientId === clientId)}>
            {(caret) => <RemoteCaret caret={caret()} />}
          </Show>
        )}
      </For>
      <Show when={props.hasHandles && canEdit()}>
        <Handles rows={rows()} editor={props.editor} onDialog={props.onDialog} layer={() => layer} />
        <Index each={heads()}>{(head) => <HeadMenu head={head()} editor={props.editor} />}</Index>
      </Show>
      <Show when={props.hasHandles && !canEdit()}>
        <For each={rows()}>
          {(row) => (
            <span class="row-number" style={{ top: `${row.top}px`, left: `${row.left - 26}px` }} aria-hidden="true">
              {row.number}
            </span>
          )}
        </For>
      </Show>
    </div>
  )
}

/** A colleague's caret and selection; their name shows while they move. */
function RemoteCaret(props: { caret: CaretBox }) {
  const [isNamed, setNamed] = createSignal(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(
      () => `${props.caret.cursor.head}`,
      () => {
        setNamed(true)
        clearTimeout(timer)
        timer = setTimeout(() => setNamed(false), NAME_MS)
      },
    ),
  )
  onCleanup(() => clearTimeout(timer))
  const hue = () => ({ '--hue': `var(--presence-${((props.caret.cursor.user.color - 1) % 12) + 1})` })
  return (
    <div class="remote" style={hue()} aria-hidden="true">
      <For each={props.caret.rects}>
        {(rect) => (
          <i
            class="selected"
            style={{
              left: `${rect.left}px`,
              top: `${rect.top}px`,
              width: `${rect.width}px`,
              height: `${rect.height}px`,
            }}
          />
        )}
      </For>
      <Show when={props.caret.cell}>
        {(cell) => (
          <i
            class="their-cell"
            style={{ left: `${cell().left}px`, top: `${cell().top}px`, height: `${cell().height}px` }}
          />
        )}
      </Show>
      <i
        class="caret"
        classList={{ named: isNamed(), below: props.caret.isFirstLine }}
        style={{ left: `${props.caret.x}px`, top: `${props.caret.top}px`, height: `${props.caret.height}px` }}
      >
        <b>{props.caret.cursor.user.name}</b>
      </i>
    </div>
  )
}

/** A row on its way, and the height at which it would land. */
interface Drag {
  readonly rowId: string
  readonly y: number
}

/** The handles beside the rows: a number at rest, a grip when pointed at, a menu when pressed, a drag when pulled. */
function Handles(props: {
  rows: readonly RowBox[]
  editor: PlanEditor
  onDialog: (dialog: PlanDialog) => void
  layer: () => HTMLDivElement
}) {
  const world = usePlan()
  const { i18n, model, toaster } = world
  const actions = () => props.editor.actions
  const [drag, setDrag] = createSignal<Drag | null>(null)
  const rowIds = () => props.rows.map((row) => row.rowId)
  const boxOf = (rowId: string) => props.rows.find((row) => row.rowId === rowId)
  const name = (row: RowBox) => row.phase || i18n.t('plan.row.noPhase')
  const remove = (row: RowBox) => {
    if (!explainRefusal(world, actions().deleteRow(row.rowId))) return
    toaster.show({
      text: i18n.t('plan.row.deleted', { number: row.number, phase: name(row) }),
      icon: 'trash',
      action: { label: (seconds) => i18n.t('plan.row.undo', { seconds }), run: () => actions().undo() },
    })
  }
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
                  <MenuItem icon="trash" onSelect={() => remove(row())}>
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

/** What a column means, and columns beside it. */
function HeadMenu(props: { head: HeadBox; editor: PlanEditor }) {
  const world = usePlan()
  const { i18n, toaster } = world
  const actions = () => props.editor.actions
  const fields = Object.entries(PROCESS_FIELDS) as [ProcessField, string][]
  const remove = () => {
    actions().deleteColumn(props.head.tablePos, props.head.index)
    toaster.show({
      text: i18n.t('plan.column.deleted', { label: props.head.label }),
      icon: 'trash',
      action: { label: (seconds) => i18n.t('plan.row.undo', { seconds }), run: () => actions().undo() },
    })
  }
  return (
    <div
      class="head-menu"
      style={{
        left: `${props.head.right - 22}px`,
        top: `${props.head.top + 3}px`,
        height: `${props.head.height - 6}px`,
      }}
    >
      <Menu
        label={i18n.t('plan.column.menu', { label: props.head.label })}
        align="end"
        trigger={(attributes) => (
          <button type="button" {...attributes} aria-label={i18n.t('plan.column.menu', { label: props.head.label })}>
            <Icon name="chevron-down" size={14} />
          </button>
        )}
      >
        <MenuGroup label={i18n.t('plan.column.means')}>
          <For each={fields}>
            {([field, label]) => (
              <MenuItem
                group
                checked={(props.head.field ?? 'extra') === field}
                onSelect={() => actions().setColumnField(props.head.headPos, field)}
              >
                {label}
              </MenuItem>
            )}
          </For>
        </MenuGroup>
        <MenuSeparator />
        <MenuItem
          icon="plus"
          onSelect={() =>
            actions().insertColumn(props.head.tablePos, props.head.index, 'extra', i18n.t('plan.column.new'))
          }
        >
          {i18n.t('plan.column.addRight')}
        </MenuItem>
        <Show when={props.head.columns > 1}>
          <MenuItem icon="trash" onSelect={remove}>
            {i18n.t('plan.column.delete')}
          </MenuItem>
        </Show>
      </Menu>
    </div>
  )
}
