import { fileNameOf, problemText, saveFile } from '../../shell/index.ts'
import type { DocJson } from '@gongyan/documents/read'
import type { PlanWorld } from './world.tsx'

const hasFiles = (node: DocJson): boolean => node.type === 'attachment' || (node.content ?? []).some(hasFiles)

/** Takes the plan away as a Word file: what the server has, so the last keys are waited for first. */
export async function exportWord({ api, i18n, model, plan, toaster }: PlanWorld): Promise<void> {
  await model.session()?.settle(2_000)
  const asked = { params: { id: plan().id } }
  const reply = await api.exportLessonPlan(asked)
  if (!reply.ok) {
    toaster.show({ text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }), icon: 'alert-hexagon' })
    return
  }
  saveFile(reply.data, `${fileNameOf(model.outline().title, i18n.t('plan.untitled'))}.docx`)
  if (!hasFiles(model.doc())) return
  const left = await api.listLeftParts(asked)
  const names = left.ok ? left.data.items.map(({ label }) => label) : []
  if (names.length > 0)
    toaster.show({ text: i18n.t('plan.tool.exportedWithout', { files: i18n.format.list(names) }), icon: 'file-export' })
}

/** Takes the plan away with the comments of the file it came from, and says which of them stand elsewhere now. */
export async function exportWithComments({ api, i18n, model, plan, toaster }: PlanWorld): Promise<void> {
  await model.session()?.settle(2_000)
  const asked = { params: { id: plan().id }, query: { comments: 'yes' } } as const
  const reply = await api.exportLessonPlan(asked)
  if (!reply.ok) {
    toaster.show({ text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }), icon: 'alert-hexagon' })
    return
  }
  saveFile(reply.data, `${fileNameOf(model.outline().title, i18n.t('plan.untitled'))}.docx`)
  const places = await api.listLeftParts(asked)
  const moved = places.ok ? places.data.moved.length : 0
  toaster.show({
    text: moved > 0 ? i18n.t('plan.comments.movedShort', { count: moved }) : i18n.t('plan.comments.done'),
    icon: 'file-export',
  })
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
