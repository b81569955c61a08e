import { Icon, IconButton } from '@gongyan/ui'
import { Show, createMemo, onCleanup } from 'solid-js'
import { useRoom } from './context.tsx'
import { Picture } from './Picture.tsx'

export interface OnStage {
  readonly key: string
  readonly source: 'camera' | 'screen'
}

/** A picture or a shared screen, large, beside the plan and never over the whole of it unless asked. */
export function Stage(props: { shown: OnStage; onClose: () => void }) {
  const {
    i18n: { t },
    room,
  } = useRoom()
  let section: HTMLElement | undefined
  let enlarge: HTMLElement | undefined
  // Esc folds it away while focus is in it; the browser's own full screen takes that key first.
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !document.fullscreenElement && section?.contains(document.activeElement))
      props.onClose()
  }
  // In full screen nothing but the picture can have focus; afterwards it is where it was.
  const onFullscreen = () => {
    if (!document.fullscreenElement && document.activeElement === document.body) enlarge?.focus()
  }
  document.addEventListener('keydown', onKey)
  document.addEventListener('fullscreenchange', onFullscreen)
  onCleanup(() => {
    document.removeEventListener('keydown', onKey)
    document.removeEventListener('fullscreenchange', onFullscreen)
  })
  const person = createMemo(() => room.people.find((one) => one.key === props.shown.key))
  const track = () => (props.shown.source === 'screen' ? person()?.screen : person()?.camera)
  const title = () =>
    t(props.shown.source === 'screen' ? 'room.screen.title' : 'room.picture.title', { name: person()?.name ?? '' })
  return (
    <Show when={track()}>
      {(current) => (
        <section ref={section} class="room-stage" aria-label={title()}>
          <header>
            <Icon name={props.shown.source === 'screen' ? 'screen-share' : 'video'} />
            <h3>{title()}</h3>
            <Show when={document.fullscreenEnabled}>
              <IconButton
                ref={(element) => {
                  enlarge = element
                }}
                bare
                icon="maximize"
                label={t('room.screen.full')}
                onClick={() => void section?.querySelector('video')?.requestFullscreen()}
              />
            </Show>
            <IconButton bare icon="x" label={t('room.screen.fold')} onClick={() => props.onClose()} />
          </header>
          <Picture personKey={props.shown.key} source={props.shown.source} track={current()} />
        </section>
      )}
    </Show>
  )
}
