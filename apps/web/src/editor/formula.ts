import { mathmlOf } from '@gongyan/word/mathml'

type Katex = typeof import('katex').default
let katex: Katex | null = null
let loading: Promise<Katex> | null = null

/** KaTeX, loaded when a formula needs it for the first time; its fonts and styles only where the browser cannot draw MathML. */
export function loadKatex(): Promise<Katex> {
  if (loading) return loading
  loading = Promise.all([import('katex'), laysOutMath() ? null : import('katex/dist/katex.min.css')]).then(
    ([module]) => (katex = module.default),
  )
  // Without a line it cannot be fetched; the next formula tries again.
  loading.catch(() => {
    loading = null
  })
  return loading
}

let support: boolean | null = null
/** Whether this browser lays MathML out (Chrome does from 109 on): the denominator must stand below the numerator. */
export function laysOutMath(): boolean {
  if (support !== null) return support
  const probe = document.createElement('div')
  probe.style.cssText = 'position:absolute;visibility:hidden'
  probe.innerHTML = '<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>'
  document.body.append(probe)
  const [above, below] = [...probe.querySelectorAll('mn')].map((part) => part.getBoundingClientRect())
  support =
    above !== undefined && below !== undefined && above.height > 0 && below.bottom >= above.top + above.height / 2
  probe.remove()
  return support
}

/** A formula as markup where this browser and the subset allow it; else null, and `drawFormula` is for it. */
export const formulaMarkup = (latex: string, isDisplay: boolean): string | null =>
  laysOutMath() ? mathmlOf(latex, isDisplay) : null

/**
 * Draws a formula into an element: at once as MathML where that is possible, else with KaTeX as soon as it is there. Until
 * then, and where the LaTeX is wrong, the LaTeX itself stands there: it is never blank.
 */
export function drawFormula(target: HTMLElement, latex: string, isDisplay: boolean): void {
  target.dataset['state'] = 'ready'
  const math = formulaMarkup(latex, isDisplay)
  if (math !== null) {
    target.innerHTML = math
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
