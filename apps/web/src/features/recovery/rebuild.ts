import { createSignal, type Accessor } from 'solid-js'
import { problemText, type Services } from '../../shell/index.ts'
import type { FoundPlan } from './answers.ts'

export interface Rebuild {
  readonly isBusy: Accessor<boolean>
  /** Makes a new plan of its owner out of how this one stood after a change; the note that says so can take it back. */
  readonly run: (plan: FoundPlan, seq: number) => Promise<void>
}

export function createRebuild({ api, i18n, toaster }: Services): Rebuild {
  const [isBusy, setBusy] = createSignal(false)
  const withdraw = async (plan: FoundPlan, rebuiltId: string) => {
    const reply = await api.withdrawRebuild({ params: { id: plan.id, rebuiltId } })
    toaster.show(
      reply.ok
        ? { text: i18n.t('recovery.rebuild.undone', { name: plan.owner.name }), icon: 'trash' }
        : {
            text:
              reply.problem.code === 'lesson-plan/not-found'
                ? i18n.t('recovery.rebuild.undoTaken')
                : i18n.t('recovery.rebuild.undoFailed', { reason: problemText(i18n, reply.problem) }),
            icon: 'alert-hexagon',
          },
    )
  }
  return {
    isBusy,
    run: async (plan, seq) => {
      setBusy(true)
      const reply = await api.rebuildPlan({ params: { id: plan.id }, body: { seq } })
      setBusy(false)
      toaster.show(
        reply.ok
          ? {
              text: i18n.t('recovery.rebuild.done', { title: reply.data.title, name: plan.owner.name }),
              icon: 'restore',
              action: {
                label: (left) => i18n.t('shell.undo', { seconds: left }),
                run: () => {
                  void withdraw(plan, reply.data.id)
                },
              },
            }
          : {
              text: i18n.t('recovery.rebuild.failed', { reason: problemText(i18n, reply.problem) }),
              icon: 'alert-hexagon',
            },
      )
    },
  }
}
