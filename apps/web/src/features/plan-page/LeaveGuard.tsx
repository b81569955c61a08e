import { Button, Dialog } from '@gongyan/ui'
import { useBeforeLeave } from '@solidjs/router'
import { createSignal, onCleanup, untrack } from 'solid-js'
import { useServices } from '../../shell/index.ts'
import { saveUnsentFile } from './use-session.ts'
import { usePlan } from './world.tsx'

/** A last key needs a moment to be acknowledged; only longer than this is asked about, ms. */
const SETTLE_MS = 1_500

/**
 * Asks before leaving the page inside the app, only while something of mine is not on the server; and where this machine keeps
 * no copy of it, holds the page when the session ends.
 */
export function LeaveGuard() {
  const world = usePlan()
  const { i18n, model, plan } = world
  const [go, setGo] = createSignal<(() => void) | null>(null)
  useBeforeLeave((event) => {
    const session = model.session()
    if (!session || session.unsentCount() === 0 || event.defaultPrevented) return
    event.preventDefault()
    void session.settle(SETTLE_MS).then((isSettled) => {
      if (isSettled) event.retry(true)
      else setGo(() => () => event.retry(true))
    })
  })
  const { session } = useServices()
  const atStake = () => {
    const now = model.session()
    if (!now || now.isStored() || now.unsentCount() === 0) return null
    return {
      planId: plan().id,
      title: model.outline().title || i18n.t('plan.untitled'),
      since: now.unsentSince() ?? Date.now(),
      count: now.unsentCount(),
    }
  }
  onCleanup(session.hold(() => untrack(atStake)))
  return (
    <Dialog
      isOpen={go() !== null}
      onClose={() => setGo(null)}
      closeLabel={i18n.t('plan.close')}
      title={i18n.t('plan.leave.title', { count: model.session()?.unsentCount() ?? 0 })}
      footer={
        <>
          <Button
            onClick={() => {
              const leave = go()
              setGo(null)
              leave?.()
            }}
          >
            {i18n.t('plan.leave.go')}
          </Button>
          <Button onClick={() => void saveUnsentFile(world)}>{i18n.t('plan.save.details.file')}</Button>
          <Button look="primary" autofocus onClick={() => setGo(null)}>
            {i18n.t('plan.leave.stay')}
          </Button>
        </>
      }
    >
      <p>{i18n.t(model.session()?.isStored() ? 'plan.leave.stored' : 'plan.leave.unstored')}</p>
    </Dialog>
  )
}
