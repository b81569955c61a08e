import { fieldName } from '@gongyan/documents/layout'
import { planHtml } from '@gongyan/documents/html'
import { Show, createEffect, createSignal, getOwner, on, onCleanup, onMount, runWithOwner } from 'solid-js'
import { render } from 'solid-js/web'
import type { JSX } from 'solid-js'
import type { OnlyPart } from '../../editor/paper.ts'
import { busyRows } from '../../editor/busy-rows.ts'
import type { PlanEditor } from '../../editor/create-editor.ts'
import type { PlanDialog } from './dialogs.ts'
import { foldRendered } from '../../editor/fold-rendered.ts'
import { drawFormula, formulaMarkup, laysOutMath } from '../../editor/formula.ts'
import { FoldLine } from './FoldLine.tsx'
import { Overlay } from './Overlay.tsx'
import { uploadPictures } from './pictures.ts'
import { ProcessRuler } from './ProcessRuler.tsx'
import { takePreparedPlan } from '../../shell/index.ts'
import { PlanProvider, usePlan } from './world.tsx'

/**
 * The paper. First the plan as a page to read, made from what the server answered; then, when the editor's code and the shared
 * document are there, the editor in its place, at the same height and with the same elements.
 */
export function Sheet(props: {
  onDialog: (dialog: PlanDialog) => void
  /** A small screen shows one part alone, without handles. */ only?: OnlyPart | null
}) {
  const world = usePlan()
  const { i18n, model, plan } = world
  const owner = getOwner()
  const disposers: (() => void)[] = []
  let readable!: HTMLDivElement
  let editing!: HTMLDivElement
  let sheet!: HTMLElement
  const [isEditing, setEditing] = createSignal(false)

  /** Draws a part into an element that belongs to the readable page or to the editor. */
  const draw = (host: HTMLElement, part: () => JSX.Element) => {
    const dispose = runWithOwner(owner, () => render(() => <PlanProvider value={world}>{part()}</PlanProvider>, host))
    if (dispose) disposers.push(dispose)
  }
  const paperOptions = {
    fieldName,
    missingWord: i18n.t('plan.outline.missing'),
    onProcess: (host: HTMLElement, table: number) => draw(host, () => <ProcessRuler table={table} />),
    onFolds: (host: HTMLElement) => draw(host, () => <FoldLine />),
  }
  onCleanup(() => {
    for (const dispose of disposers) dispose()
  })

  onMount(() => {
    const prepared = takePreparedPlan(plan().id)
    if (prepared) readable.replaceChildren(...prepared.childNodes)
    else readable.innerHTML = planHtml(model.doc(), { formula: formulaMarkup })
    requestAnimationFrame(drawFormulas)
    for (const host of readable.querySelectorAll<HTMLElement>('.plan-folds')) paperOptions.onFolds(host)
    for (const host of readable.querySelectorAll<HTMLElement>('.plan-ruler'))
      paperOptions.onProcess(host, Number(host.dataset['table']))
    foldReadable()
  })
  /** What is beyond MathML markup, or a browser that does not lay it out. */
  const drawFormulas = () => {
    const formulas = [...readable.querySelectorAll<HTMLElement>('[data-latex]')]
    for (const formula of formulas)
      if (formula.dataset['state'] !== 'ready' || !laysOutMath())
        drawFormula(formula, formula.dataset['latex'] ?? '', formula.dataset['display'] === 'true')
  }
  const foldReadable = () => foldRendered(readable, model.folded(), props.only ?? null)
  createEffect(
    on(
      () => [model.folded(), props.only] as const,
      ([folded, only]) => {
        const now = model.editor()
        if (now) {
          now.actions.setFolded(folded)
          now.actions.setOnly(only ?? null)
        } else if (readable.isConnected) foldReadable()
      },
      { defer: true },
    ),
  )

  let editor: PlanEditor | null = null
  const code = import('../../editor/create-editor.ts')
  const begin = async () => {
    const session = model.session()
    if (!session || editor) return
    const { createPlanEditor } = await code
    if (editor || !editing.isConnected || model.session() !== session) return
    const canEdit = () => plan().abilities.edit && session.canWrite() !== false && session.link() !== 'forbidden'
    editor = createPlanEditor({
      element: editing,
      ydoc: session.ydoc,
      awareness: session.awareness,
      isEditable: canEdit(),
      label: i18n.t('plan.region.paper'),
      paper: paperOptions,
      keys: {
        onLeave: () =>
          document
            .querySelector<HTMLElement>('.plan-outline .entry, .plan-tools button:not(:disabled), .phone-foot button')
            ?.focus(),
        busyRows: () => busyRows(session.awareness),
        onLink: () => props.onDialog({ kind: 'link', href: editor?.actions.linkHref() ?? null }),
        onFormula: () => props.onDialog({ kind: 'formula', latex: '', isDisplay: false, pos: null }),
      },
      onPictures: (_view, files, pos) => void uploadPictures(world, files, pos),
      onEditFormula: (pos, node) =>
        props.onDialog({
          kind: 'formula',
          latex: String(node.attrs['latex'] ?? ''),
          isDisplay: node.attrs['display'] === true,
          pos,
        }),
      onComposing: (isComposing) => {
        if (isComposing) session.hold()
        else session.release()
      },
      onChange: (view, docChanged) => {
        if (!editor) return
        const here = editor.actions.here()
        model.setRowId(here.rowId)
        if (view.hasFocus()) model.setSection(here.section)
        if (docChanged) model.docChanged(() => view.state.doc.toJSON())
        model.moved()
      },
    })
    editor.actions.setFolded(model.folded())
    if (props.only) editor.actions.setOnly(props.only)
    const scroller = sheet.closest<HTMLElement>('[data-scroller]')
    const top = scroller?.scrollTop ?? 0
    model.docChanged(() => editor?.actions.docJson() ?? model.doc())
    setEditing(true)
    if (scroller) scroller.scrollTop = top
    model.setEditor(editor)
    runWithOwner(owner, () => createEffect(() => editor?.setEditable(canEdit())))
  }
  createEffect(() => {
    if (model.session()?.isReady()) void begin()
  })
  onCleanup(() => {
    model.setEditor(null)
    editor?.destroy()
    editor = null
  })

  return (
    <article class="plan-sheet paper" ref={sheet}>
      <div class="plan-text">
        <div class="plan-doc" ref={readable} hidden={isEditing()} lang="zh-CN" />
        <div class="plan-editing" ref={editing} hidden={!isEditing()} />
        <Show when={model.editor()}>
          {(now) => <Overlay editor={now()} onDialog={props.onDialog} hasHandles={props.only === undefined} />}
        </Show>
      </div>
    </article>
  )
}
