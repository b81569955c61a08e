import { Button, Dialog } from '@gongyan/ui'
import { useBeforeLeave } from '@solidjs/router'
import { createSignal } from 'solid-js'
import { saveUnsentFile } from './use-session.ts'
import { usePlan } from './world.tsx'

/** A last key needs a moment to be acknowledged; only longer than this is asked about, ms. */
const SETTLE_MS = 1_500

/** Asks before leaving the page inside the app, only while something of mine is not on the server. */
export function LeaveGuard() {
  const world = usePlan()
  const { i18n, model } = world
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
  const isStored = () => {
    const save = model.session()?.save()
    return !save || !('isStored' in save) || save.isStored
  }
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
      <p>{i18n.t(isStored() ? 'plan.leave.stored' : 'plan.leave.unstored')}</p>
    </Dialog>
  )
}
