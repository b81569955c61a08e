import { Button, Checkbox, Dialog, TextField } from '@gongyan/ui'
import { For, Show, createEffect, createSignal, onCleanup, onMount, untrack } from 'solid-js'
import { drawFormula, loadKatex } from '../../../editor/formula.ts'
import { usePlan } from '../world.tsx'

/** What lessons need most: shown drawn, put in as LaTeX with its gap at the caret. */
const TEMPLATES: readonly (readonly [shown: string, put: string])[] = [
  ['\\frac{a}{b}', '\\frac{}{}'],
  ['x^{2}', '^{2}'],
  ['x^{n}', '^{}'],
  ['x_{n}', '_{}'],
  ['\\sqrt{x}', '\\sqrt{}'],
  ['\\times', '\\times '],
  ['\\div', '\\div '],
  ['\\pm', '\\pm '],
  ['\\leq', '\\leq '],
  ['\\geq', '\\geq '],
  ['\\neq', '\\neq '],
  ['\\approx', '\\approx '],
  ['\\pi', '\\pi '],
  ['\\angle', '\\angle '],
  ['\\triangle', '\\triangle '],
  ['\\perp', '\\perp '],
  ['\\parallel', '\\parallel '],
  ['\\overline{AB}', '\\overline{}'],
]

/** Writes or changes one formula, with its look beside it. */
export function FormulaDialog(props: { latex: string; isDisplay: boolean; pos: number | null; onClose: () => void }) {
  const { i18n, model } = usePlan()
  // Colleagues go on writing behind this window: where the formula stood says nothing when it is closed.
  const formula = untrack(() => (props.pos === null ? null : (model.editor()?.actions.bookmarkNode(props.pos) ?? null)))
  const [latex, setLatex] = createSignal(untrack(() => props.latex))
  const [isDisplay, setDisplay] = createSignal(untrack(() => props.isDisplay))
  const [isWrong, setWrong] = createSignal(false)
  let preview!: HTMLDivElement
  let input: HTMLInputElement | undefined
  onMount(() => {
    loadKatex().catch(() => undefined)
  })
  createEffect(() => {
    const now = latex()
    const target = document.createElement('span')
    target.dataset['latex'] = now
    preview.replaceChildren(target)
    if (now.trim() === '') {
      setWrong(false)
      return
    }
    drawFormula(target, now, isDisplay())
    let isLatest = true
    onCleanup(() => {
      isLatest = false
    })
    void loadKatex().then(
      (katex) => {
        if (!isLatest) return
        try {
          katex.renderToString(now, { throwOnError: true })
          setWrong(false)
        } catch {
          setWrong(true)
        }
      },
      () => undefined,
    )
  })
  const put = (text: string) => {
    if (!input) return
    const from = input.selectionStart ?? latex().length
    const to = input.selectionEnd ?? from
    setLatex(latex().slice(0, from) + text + latex().slice(to))
    const gap = text.indexOf('{}')
    const at = from + (gap >= 0 ? gap + 1 : text.length)
    queueMicrotask(() => {
      input?.focus()
      input?.setSelectionRange(at, at)
    })
  }
  const save = () => {
    if (latex().trim() === '') return
    model.editor()?.actions.insertFormula(latex().trim(), isDisplay(), formula)
    props.onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      closeLabel={i18n.t('plan.close')}
      title={i18n.t(props.pos === null ? 'plan.formula.title' : 'plan.formula.editTitle')}
      footer={
        <>
          <Show when={props.pos !== null}>
            <Button
              onClick={() => {
                if (formula) model.editor()?.actions.removeFormula(formula)
                props.onClose()
              }}
            >
              {i18n.t('plan.formula.remove')}
            </Button>
          </Show>
          <Button look="primary" disabled={latex().trim() === ''} onClick={save}>
            {i18n.t(props.pos === null ? 'plan.formula.insert' : 'plan.formula.change')}
          </Button>
        </>
      }
    >
      <div class="plan-form">
        <TextField
          ref={(element) => {
            input = element
          }}
          label={i18n.t('plan.formula.latex')}
          hint={i18n.t('plan.formula.hint')}
          error={isWrong() ? i18n.t('plan.formula.wrong') : undefined}
          value={latex()}
          autofocus
          spellcheck={false}
          autocapitalize="off"
          onInput={(event) => setLatex(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) {
              event.preventDefault()
              save()
            }
          }}
        />
        <div class="plan-templates" role="group" aria-label={i18n.t('plan.formula.templates')}>
          <For each={TEMPLATES}>
            {([shown, text]) => (
              <Button small onClick={() => put(text)}>
                <span ref={(element) => drawFormula(element, shown, false)} />
              </Button>
            )}
          </For>
        </div>
        <div class="plan-preview" ref={preview} role="img" aria-label={i18n.t('plan.formula.preview')} />
        <Checkbox checked={isDisplay()} onToggle={setDisplay}>
          {i18n.t('plan.formula.display')}
        </Checkbox>
      </div>
    </Dialog>
  )
}
