import { laysOutMath, mathOf } from './mathml.ts'

type Katex = typeof import('katex').default
let katex: Katex | null = null
let loading: Promise<Katex> | null = null

/** KaTeX, loaded when a formula needs it for the first time; its fonts and styles only where the browser cannot draw MathML. */
export function loadKatex(): Promise<Katex> {
  loading ??= Promise.all([import('katex'), laysOutMath() ? null : import('katex/dist/katex.min.css')]).then(
    ([module]) => (katex = module.default),
  )
  return loading
}

/**
 * Draws a formula into an element: at once as MathML where that is possible, else with KaTeX as soon as it is there. Until
 * then, and where the LaTeX is wrong, the LaTeX itself stands there: it is never blank.
 */
export function drawFormula(target: HTMLElement, latex: string, isDisplay: boolean): void {
  target.dataset['state'] = 'ready'
  const math = laysOutMath() ? mathOf(latex, isDisplay) : null
  if (math) {
    target.replaceChildren(math)
    return
  }
  target.textContent = latex
  const withKatex = (engine: Katex) => {
    if (target.dataset['latex'] !== undefined && target.dataset['latex'] !== latex) return
    try {
      engine.render(latex, target, {
        displayMode: isDisplay,
        output: laysOutMath() ? 'mathml' : 'htmlAndMathml',
        throwOnError: true,
        maxExpand: 200,
        maxSize: 20,
        trust: false,
      })
    } catch {
      target.textContent = latex
      target.dataset['state'] = 'wrong'
    }
  }
  if (katex) withKatex(katex)
  else void loadKatex().then(withKatex, () => undefined)
}
