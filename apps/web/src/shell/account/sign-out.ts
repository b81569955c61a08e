import { createSignal, type Accessor } from 'solid-js'
import { listUnsent, wipeLocalCopies, type UnsentPlan } from '../../collab/index.ts'
import type { Services } from '../services.tsx'

export interface SignOut {
  /** Signs out, or shows what would be lost and waits for an answer. */
  ask: () => Promise<void>
  /** The plans that would lose work; null while nobody asked. */
  unsent: Accessor<readonly UnsentPlan[] | null>
  isLeaving: Accessor<boolean>
  stay: () => void
  leave: () => Promise<void>
}

/** Leaving a computer that others use: the session ends and nothing of the plans stays behind. */
export function createSignOut({ session, toaster, i18n }: Services): SignOut {
  const [unsent, setUnsent] = createSignal<readonly UnsentPlan[] | null>(null)
  const [isLeaving, setLeaving] = createSignal(false)
  const leave = async () => {
    const me = session.me()
    if (!me || isLeaving()) return
    setLeaving(true)
    // The cookie first: as long as it lives, a page that is open could write a new copy.
    const problem = await session.signOut()
    await wipeLocalCopies(me.id)
    setLeaving(false)
    setUnsent(null)
    toaster.show(
      problem
        ? { text: i18n.t('account.signOutFailed'), icon: 'alert-triangle' }
        : { text: i18n.t('account.signedOut'), icon: 'check' },
    )
  }
  return {
    unsent,
    isLeaving,
    leave,
    stay: () => setUnsent(null),
    ask: async () => {
      const me = session.me()
      if (!me) return
      const stored = await listUnsent(me.id)
      const only = session.held().filter(({ planId }) => !stored.some((plan) => plan.planId === planId))
      const waiting = [...stored, ...only]
      if (waiting.length > 0) setUnsent(waiting)
      else await leave()
    },
  }
}
