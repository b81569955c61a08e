import { fileNameOf, problemText, saveFile } from '../../shell/index.ts'
import type { PlanWorld } from './world.tsx'

/** Takes the plan away as a Word file: what the server has, so the last keys are waited for first. */
export async function exportWord({ api, i18n, model, plan, toaster }: PlanWorld): Promise<void> {
  await model.session()?.settle(2_000)
  const reply = await api.exportLessonPlan({ params: { id: plan().id } })
  if (reply.ok) saveFile(reply.data, `${fileNameOf(model.outline().title, i18n.t('plan.untitled'))}.docx`)
  else
    toaster.show({ text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }), icon: 'alert-hexagon' })
}

/** Takes the plan away as a PDF; a server that cannot make one says what to do instead. */
export async function exportPdf({ api, i18n, model, plan, toaster }: PlanWorld): Promise<void> {
  toaster.show({ text: i18n.t('plan.tool.makingPdf'), icon: 'printer' })
  await model.session()?.settle(2_000)
  const reply = await api.exportLessonPlanPdf({ params: { id: plan().id } })
  if (reply.ok) saveFile(reply.data, `${fileNameOf(model.outline().title, i18n.t('plan.untitled'))}.pdf`)
  else
    toaster.show({ text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }), icon: 'alert-hexagon' })
}

/** The file the plan was imported from, as it came. */
export async function downloadSource({ api, i18n, plan, toaster }: PlanWorld): Promise<void> {
  const reply = await api.getSourceFile({ params: { id: plan().id } })
  if (reply.ok)
    saveFile(reply.data, i18n.t('plan.tool.sourceName', { title: fileNameOf(plan().title, i18n.t('plan.untitled')) }))
  else
    toaster.show({ text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }), icon: 'alert-hexagon' })
}
