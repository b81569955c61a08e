import { Button, Dialog, SaveChip } from '@gongyan/ui'
import type { SaveChipState as ChipState } from '@gongyan/ui'
import { Show, createSignal } from 'solid-js'
import { saveUnsentFile } from './use-session.ts'
import { usePlan } from './world.tsx'

/** The save chip of this page, with its details. Shown as soon as there is something it may say. */
export function SaveState() {
  const world = usePlan()
  const { i18n, model } = world
  const [isOpen, setOpen] = createSignal(false)
  const save = () => model.session()?.save() ?? null
  const chip = (): ChipState => save() ?? { kind: 'saved' }
  /** Whether what waits goes out by itself. */
  const isTrying = () => !['forbidden', 'rejected', 'signedOut'].includes(model.session()?.link() ?? 'opening')
  const label = (state: ChipState) => {
    switch (state.kind) {
      case 'saved':
        return i18n.t('plan.save.saved')
      case 'saving':
        return i18n.t('plan.save.saving')
      case 'waiting':
        if (isTrying()) return i18n.t(state.isStored ? 'plan.save.waiting' : 'plan.save.waitingUnstored')
        return i18n.t(state.isStored ? 'plan.save.held' : 'plan.save.heldUnstored')
      case 'unsent':
        return i18n.t('plan.save.unsent', { minutes: state.minutes })
    }
  }
  const count = () => model.session()?.unsentCount() ?? 0
  // Before the server has been heard there is nothing to claim.
  const isKnown = () => {
    const session = model.session()
    return session !== null && (session.link() !== 'opening' || session.unsentCount() > 0)
  }
  return (
    <Show when={isKnown()}>
      <SaveChip state={chip()} label={label} onDetails={() => setOpen(true)} />
      <Dialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        closeLabel={i18n.t('plan.close')}
        title={i18n.t('plan.save.details.title')}
        footer={
          <>
            <Show when={count() > 0}>
              <Button onClick={() => void saveUnsentFile(world)}>{i18n.t('plan.save.details.file')}</Button>
              <Button onClick={() => model.session()?.retry()}>{i18n.t('plan.save.details.retry')}</Button>
            </Show>
            <Button look="primary" autofocus onClick={() => setOpen(false)}>
              {i18n.t('plan.close')}
            </Button>
          </>
        }
      >
        <Show when={count() > 0} fallback={<p>{i18n.t('plan.save.details.saved')}</p>}>
          <p>{i18n.t(isTrying() ? 'plan.save.details.unsent' : 'plan.save.details.held', { count: count() })}</p>
          <p>{i18n.t(model.session()?.isStored() ? 'plan.save.details.stored' : 'plan.save.details.unstored')}</p>
        </Show>
      </Dialog>
    </Show>
  )
}
