import { For, Index, Show, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js'
import type { CaretBox, HeadBox, RowBox } from '../../editor/boxes.ts'
import type { PlanEditor } from '../../editor/create-editor.ts'
import type { PlanDialog } from './dialogs.ts'
import { HeadMenu } from './HeadMenu.tsx'
import { RowHandles } from './RowHandles.tsx'
import { canWrite, usePlan } from './world.tsx'

/** After this the name beside a caret that stands still fades, ms. */
const NAME_MS = 2_000

/**
 * The layer above the paper: row handles, heads' menus, and where the others are. Nothing in it is inside the text, so
 * nothing in it can disturb an input method.
 */
export function Overlay(props: { editor: PlanEditor; onDialog: (dialog: PlanDialog) => void; hasHandles: boolean }) {
  const world = usePlan()
  const { model } = world
  let layer!: HTMLDivElement
  const [rows, setRows] = createSignal<readonly RowBox[]>([])
  const [heads, setHeads] = createSignal<readonly HeadBox[]>([])
  const [carets, setCarets] = createSignal<readonly CaretBox[]>([])
  const canEdit = () => canWrite(world)

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
        <RowHandles rows={rows()} editor={props.editor} onDialog={props.onDialog} layer={() => layer} />
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
