import type { LessonPlanSummary } from '@gongyan/contract/client'
import { fileNameOf, problemText, saveFile, type Services } from '../../shell/index.ts'

type Plan = Pick<LessonPlanSummary, 'id' | 'title'>

export interface PlanActions {
  /** Puts a plan into the bin; the note that says so can take it back. Resolves to whether it went. */
  remove: (plan: Plan) => Promise<boolean>
  restore: (plan: Plan) => Promise<boolean>
  exportWord: (plan: Plan) => Promise<void>
}

/** What can be done to a plan from a list; `onChange` is told after each change. */
export function createPlanActions({ api, i18n, toaster, announcer }: Services, onChange: () => void): PlanActions {
  const restore = async (plan: Plan) => {
    const reply = await api.restoreLessonPlan({ params: { id: plan.id } })
    toaster.show(
      reply.ok
        ? { text: i18n.t('lessonPlan.restored', { title: plan.title }), icon: 'restore' }
        : {
            text: i18n.t('lessonPlan.restoreFailed', { title: plan.title, reason: problemText(i18n, reply.problem) }),
            icon: 'alert-hexagon',
          },
    )
    if (reply.ok) onChange()
    return reply.ok
  }
  return {
    restore,
    remove: async (plan) => {
      const reply = await api.deleteLessonPlan({ params: { id: plan.id } })
      toaster.show(
        reply.ok
          ? {
              text: i18n.t('lessonPlan.deleted', { title: plan.title }),
              icon: 'trash',
              action: {
                label: (seconds) => i18n.t('shell.undo', { seconds }),
                run: () => {
                  void restore(plan)
                },
              },
            }
          : {
              text: i18n.t('lessonPlan.deleteFailed', { title: plan.title, reason: problemText(i18n, reply.problem) }),
              icon: 'alert-hexagon',
            },
      )
      if (reply.ok) onChange()
      return reply.ok
    },
    exportWord: async (plan) => {
      announcer.announce(i18n.t('lessonPlan.exporting', { title: plan.title }))
      const reply = await api.exportLessonPlan({ params: { id: plan.id } })
      if (reply.ok) saveFile(reply.data, `${fileNameOf(plan.title, i18n.t('lessonPlan.one'))}.docx`)
      toaster.show(
        reply.ok
          ? { text: i18n.t('lessonPlan.exported', { title: plan.title }), icon: 'file-export' }
          : {
              text: i18n.t('lessonPlan.exportFailed', { title: plan.title, reason: problemText(i18n, reply.problem) }),
              icon: 'alert-hexagon',
            },
      )
    },
  }
}
