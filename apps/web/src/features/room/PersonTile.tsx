import { Icon, Seal, VisuallyHidden } from '@gongyan/ui'
import { Show, createMemo } from 'solid-js'
import type { PersonInRoom } from '../../media/index.ts'
import { useRoom } from './context.tsx'
import { Picture } from './Picture.tsx'

/** One person of the room: picture or seal, name, microphone, and a ring while they speak. */
export function PersonTile(props: {
  person: PersonInRoom
  onEnlarge: (key: string, source: 'camera' | 'screen') => void
}) {
  const {
    i18n: { t },
    hueOf,
  } = useRoom()
  const hue = createMemo(() => hueOf(props.person.userId))
  const name = () => (props.person.isMe ? t('room.me', { name: props.person.name }) : props.person.name)
  const network = () =>
    props.person.network === 'poor'
      ? t('room.networkPoor')
      : props.person.network === 'lost'
        ? t('room.networkLost')
        : null
  return (
    <li
      class="room-tile"
      data-voice={props.person.voice}
      data-speaking={props.person.isSpeaking ? '' : undefined}
      data-person={props.person.key}
      style={{ '--who': `var(--presence-${hue()})` }}
    >
      <span class="face">
        <Show
          when={props.person.camera}
          fallback={
            <Seal
              name={props.person.name}
              hue={hue()}
              state={props.person.voice === 'none' ? 'away' : 'here'}
              size="medium"
              decorative
            />
          }
        >
          {(camera) => (
            <button
              type="button"
              class="picture"
              aria-label={t('room.enlarge', { name: props.person.name })}
              onClick={() => props.onEnlarge(props.person.key, 'camera')}
            >
              <Picture personKey={props.person.key} source="camera" track={camera()} isMirrored={props.person.isMe} />
            </button>
          )}
        </Show>
      </span>
      <span class="label">
        <span class="name" title={name()}>
          {props.person.isMe ? t('room.meShort') : props.person.name}
        </span>
        <Show when={network()}>
          {(words) => (
            <>
              <Icon name="wifi-off" size={14} class="network" />
              <VisuallyHidden>{words()}</VisuallyHidden>
            </>
          )}
        </Show>
        <Icon
          name={
            props.person.voice === 'on'
              ? 'microphone'
              : props.person.voice === 'muted'
                ? 'microphone-off'
                : 'headphones'
          }
          size={14}
        />
        <VisuallyHidden>
          {t(`room.voice.${props.person.voice}`)}
          <Show when={props.person.isSpeaking}>{`，${t('room.speaking')}`}</Show>
        </VisuallyHidden>
      </span>
      <Show when={props.person.screen && !props.person.isMe}>
        <button
          type="button"
          class="screen"
          onClick={() => props.onEnlarge(props.person.key, 'screen')}
          aria-label={t('room.screen.view', { name: props.person.name })}
        >
          <Icon name="screen-share" size={14} />
          {t('room.screen.short')}
        </button>
      </Show>
    </li>
  )
}
