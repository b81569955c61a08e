import { DoubleRule } from '@gongyan/ui'
import { createMemo, createSignal, onCleanup, onMount } from 'solid-js'
import type { ShownRow } from './print-page.ts'
import { printedPageStyle, rowsLongerThanHalfAPage } from './print-page.ts'
import { usePlan } from './world.tsx'

/** What the printed page is beside the plan: which way the paper lies, running head, page of pages, rows that may run over. */
export function PrintPage() {
  const { i18n, model, plan } = usePlan()
  const isWide = createMemo(() =>
    model
      .outline()
      .tables.some(({ columns }) => columns.length >= 6 && columns.some(({ field }) => field === 'assistant')),
  )
  const [longRows, setLongRows] = createSignal<readonly string[]>([])
  onMount(() => {
    const measure = () => setLongRows(rowsLongerThanHalfAPage(shownRows(), isWide()))
    window.addEventListener('beforeprint', measure)
    onCleanup(() => window.removeEventListener('beforeprint', measure))
  })
  return (
    <style>
      {printedPageStyle({
        isWide: isWide(),
        head: [plan().orgName, model.outline().title, [plan().grade, plan().subject].filter(Boolean).join(' ')],
        code: i18n.t('plan.print.version', { id: plan().id.slice(0, 8), seq: plan().seq }),
        pageOfPages: i18n.t('plan.print.page', { page: '\uE000', pages: '\uE001' }),
        longRows: longRows(),
      })}
    </style>
  )
}

const shownRows = (): ShownRow[] =>
  [...document.querySelectorAll<HTMLElement>('.plan-doc tr[data-row-id]')].map((row) => ({
    rowId: row.dataset['rowId'] ?? '',
    height: row.offsetHeight,
    width: row.offsetWidth,
    textSize: Number.parseFloat(getComputedStyle(row).fontSize),
  }))

/** The running head of the printed plan. */
export function PrintHead() {
  const { i18n, plan } = usePlan()
  return (
    <div class="print-head" aria-hidden="true">
      <p>
        <span>{plan().orgName}</span>
        <span>{[plan().grade, plan().subject].filter(Boolean).join(' ')}</span>
      </p>
      <DoubleRule />
      <p class="by">
        {i18n.t(`lessonPlan.template.${plan().template}`)}　{plan().owner.name}
      </p>
    </div>
  )
}

/** The foot of the printed plan: signatures, and which version it is. */
export function PrintFoot() {
  const { i18n, plan } = usePlan()
  const today = new Date()
  return (
    <div class="print-foot" aria-hidden="true">
      <p class="sign">
        <span>{i18n.t('plan.print.sign.teacher')}</span>
        <span>{i18n.t('plan.print.sign.leader')}</span>
        <span>{i18n.t('plan.print.sign.check')}</span>
      </p>
      <p class="code">
        <span>{i18n.t('plan.print.version', { id: plan().id.slice(0, 8), seq: plan().seq })}</span>
        <span>
          {i18n.t('plan.print.printed', {
            date: new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'long' }).format(today),
          })}
        </span>
      </p>
    </div>
  )
}
