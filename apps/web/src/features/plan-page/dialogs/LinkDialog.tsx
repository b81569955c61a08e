import { Button, Dialog, TextField } from '@gongyan/ui'
import { Show, createSignal, untrack } from 'solid-js'
import { usePlan } from '../world.tsx'

/** Sets, changes or takes away the link of the selected words. */
export function LinkDialog(props: { href: string | null; onClose: () => void }) {
  const { i18n, model } = usePlan()
  const [href, setHref] = createSignal(untrack(() => props.href ?? ''))
  const [isWrong, setWrong] = createSignal(false)
  const save = () => {
    const address = href().trim()
    if (!/^https?:\/\/\S+$/i.test(address)) {
      setWrong(true)
      return
    }
    model.editor()?.actions.setLink(address)
    props.onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      closeLabel={i18n.t('plan.close')}
      title={i18n.t('plan.linkDialog.title')}
      footer={
        <>
          <Show when={props.href !== null}>
            <Button
              onClick={() => {
                model.editor()?.actions.setLink(null)
                props.onClose()
              }}
            >
              {i18n.t('plan.linkDialog.remove')}
            </Button>
          </Show>
          <Button look="primary" onClick={save}>
            {i18n.t('plan.linkDialog.set')}
          </Button>
        </>
      }
    >
      <TextField
        label={i18n.t('plan.linkDialog.href')}
        hint={i18n.t('plan.linkDialog.hint')}
        error={isWrong() ? i18n.t('plan.linkDialog.wrong') : undefined}
        type="url"
        value={href()}
        autofocus
        onInput={(event) => {
          setHref(event.currentTarget.value)
          setWrong(false)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) {
            event.preventDefault()
            save()
          }
        }}
      />
    </Dialog>
  )
}
