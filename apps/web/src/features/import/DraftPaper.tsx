import '../plan-page/plan-doc.css'
import { planHtml } from '@gongyan/documents/html'
import type { DocJson } from '@gongyan/documents/read'
import { createEffect } from 'solid-js'
import { SCROLLS } from './scrolls.ts'
import { drawFormula, formulaMarkup, laysOutMath } from '../../editor/formula.ts'

/** A plan that a file becomes, to be read; its sections are places for what is left over. */
export function DraftPaper(props: { doc: unknown; label: string }) {
  let paper!: HTMLDivElement
  createEffect(() => {
    paper.innerHTML = planHtml(props.doc as DocJson, { formula: formulaMarkup })
    for (const furniture of paper.querySelectorAll('.plan-folds, .plan-ruler')) furniture.remove()
    for (const folded of paper.querySelectorAll('.is-folded')) folded.classList.remove('is-folded')
    if (!laysOutMath())
      for (const formula of paper.querySelectorAll<HTMLElement>('[data-latex]'))
        drawFormula(formula, formula.dataset['latex'] ?? '', formula.dataset['display'] === 'true')
    // Every block says to which part it belongs, so that something can be let go anywhere on it.
    let section: string | undefined
    for (const block of paper.children) {
      if (!(block instanceof HTMLElement)) continue
      section = block.dataset['section'] ?? section
      if (section !== undefined && section !== 'unmapped' && !section.startsWith('extra:'))
        block.dataset['place'] = section
    }
  })
  return <div class="plan-doc import-doc" ref={paper} lang="zh-CN" {...SCROLLS} role="group" aria-label={props.label} />
}
