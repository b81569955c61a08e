import { DoubleRule } from '@gongyan/ui'
import { usePlan } from './world.tsx'

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
