import { Button, Icon } from '@gongyan/ui'
import { For, Match, Show, Switch } from 'solid-js'
import { hasDevices, type OutsideReason } from '../../media/index.ts'
import type { MediaServiceState } from './media-status.ts'
import { useRoom } from './context.tsx'

export interface OutsideProps {
  status: MediaServiceState
  mayJoin: boolean
  onCheck: () => void
}

/** Reasons that may have passed by the time somebody presses a button. */
const COME_BACK: ReadonlySet<OutsideReason> = new Set(['removed', 'replaced', 'closed', 'full'])

/** What is true while this page is not in the room, and the one thing to do. */
export function Outside(props: OutsideProps) {
  const {
    i18n: { t },
    room,
    maySpeak,
  } = useRoom()
  const canEnter = () => {
    const reason = room.outsideReason()
    return props.mayJoin && props.status === 'ready' && (reason === null || COME_BACK.has(reason))
  }
  return (
    <div class="room-outside">
      <Switch fallback={<p>{maySpeak() ? t('room.notJoined') : t('room.notJoined.listener')}</p>}>
        <Match when={!props.mayJoin}>
          <p>{t('room.outside.denied')}</p>
        </Match>
        <Match when={room.outsideReason()}>
          {(reason) => (
            <p class="reason">
              <Icon name="alert-triangle" size={14} />
              {t(`room.outside.${reason()}`)}
            </p>
          )}
        </Match>
        <Match when={props.status === 'preparing'}>
          <p>
            <b>{t('room.preparing')}</b>
            {t('room.preparing.detail')}
          </p>
        </Match>
        <Match when={props.status === 'absent'}>
          <p>
            <b>{t('room.absent')}</b>
            {t('room.absent.detail')}
          </p>
        </Match>
        <Match when={props.status === 'unknown'}>
          <p>{t('room.statusUnknown')}</p>
        </Match>
      </Switch>
      <Show when={canEnter() && maySpeak() && !hasDevices()}>
        <p class="attention">{t('room.insecure.short')}</p>
      </Show>
      <Show when={canEnter()}>
        <Button look="primary" class="enter" onClick={() => props.onCheck()}>
          {room.outsideReason() ? t('room.joinAgain') : t('room.join')}
        </Button>
      </Show>
    </div>
  )
}

/** While going in or coming back: what happens, and a way to give up. */
export function OnTheWay() {
  const {
    i18n: { t },
    room,
  } = useRoom()
  const words = () => {
    if (room.hasBeenInside()) return t('room.returning')
    if (room.link() !== 'waiting') return t('room.asking')
    return room.waitsFor() === 'service' ? t('room.waitingService') : t('room.waitingNetwork')
  }
  return (
    <div class="room-outside" role="status">
      <p>
        <b>
          <i class="room-dots" aria-hidden="true" />
          {words()}
        </b>
        <Show when={room.hasBeenInside()}>{t('room.returning.detail')}</Show>
      </p>
      <Button small onClick={() => void room.leave()}>
        {t('room.leave')}
      </Button>
    </div>
  )
}

/** What there is to know about sound, network and devices while inside; nothing when all is well. */
export function Notes() {
  const {
    i18n: { t },
    room,
  } = useRoom()
  const saving = () =>
    room.saving() === 'none'
      ? null
      : room.savesByChoice()
        ? t('room.saving.chosen')
        : t(`room.saving.${room.saving() as 'others' | 'mine'}`)
  return (
    <div class="room-notes" aria-live="polite">
      <Show when={room.link() === 'resuming'}>
        <p class="attention">{t('room.shaky')}</p>
      </Show>
      <Show when={room.isAudioBlocked()}>
        <Button look="primary" small class="unlock" icon="volume" onClick={() => void room.unlockAudio()}>
          {t('room.unlockAudio')}
        </Button>
      </Show>
      <Show when={saving()}>
        {(words) => (
          <p>
            {words()}{' '}
            <button type="button" class="link" onClick={() => room.saveData(false)}>
              {t('room.showAgain')}
            </button>
          </p>
        )}
      </Show>
      <For each={room.deviceFailures()}>
        {(failed) => (
          <p class="attention">
            <Icon name="alert-triangle" size={14} />
            {t(`room.failure.${failed.device}.${failed.failure}`)}
          </p>
        )}
      </For>
      <Show when={room.me()?.screen}>
        <p>{t('room.screen.mine')}</p>
      </Show>
      <Show when={room.canSpeak() && !hasDevices()}>
        <p class="attention">{t('room.insecure.short')}</p>
      </Show>
      <Show when={!room.canSpeak()}>
        <p>{t('room.listenOnly')}</p>
      </Show>
    </div>
  )
}
