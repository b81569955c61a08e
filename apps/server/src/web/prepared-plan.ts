import { planHtml } from '@gongyan/documents/html'
import type { DocJson } from '@gongyan/documents/read'
import { mathmlOf } from '@gongyan/word/mathml'

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char)

/**
 * A plan as its page shows it before the app is there: the bars empty but for the plan's name, the paper with its text. The
 * app takes the text over as it is, so nothing is drawn twice and a line that breaks here leaves something to read.
 */
export function preparedPlan(plan: { readonly id: string; readonly title: string }, doc: DocJson): string {
  const text = planHtml(doc, { formula: mathmlOf })
  return [
    `<div class="plan-page prepared" data-plan="${escape(plan.id)}" aria-busy="true">`,
    `<header class="plan-top"><strong class="plan-name ellipsis">${escape(plan.title)}</strong></header>`,
    '<div class="plan-tools"></div>',
    '<div class="plan-main"><div class="plan-outline"></div>',
    '<main class="plan-scroller" id="main" tabindex="-1"><article class="plan-sheet paper"><div class="plan-text">',
    `<div class="plan-doc" lang="zh-CN">${text}</div>`,
    '</div></article></main><div class="plan-dock column"></div></div></div>',
  ].join('')
}
