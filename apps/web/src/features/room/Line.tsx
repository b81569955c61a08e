import { Button, Dialog, Icon, IconButton, Seals } from '@gongyan/ui'
import { For, Match, Show, Switch, createSignal } from 'solid-js'
import { hasDevices } from '../../media/index.ts'
import type { ShapeProps } from './Column.tsx'
import { Controls } from './Controls.tsx'
import { clockWords } from './clock-words.ts'
import { useRoom } from './context.tsx'
import { Notes, OnTheWay, Outside } from './Notes.tsx'
import { PersonTile } from './PersonTile.tsx'

/** The room as one line, for a phone or a narrow window; the people and the switches are in a sheet behind it. */
export function Line(props: ShapeProps) {
  const {
    i18n: { t },
    room,
    clock,
    focus,
    hueOf,
  } = useRoom()
  const [isOpen, setOpen] = createSignal(false)
  const isInside = () => room.link() === 'inside' || room.link() === 'resuming'
  const isVoiceOn = () => room.me()?.voice === 'on'
  const speaker = () => room.people.find((person) => person.isSpeaking && !person.isMe)
  const outsideWords = () => {
    if (room.link() !== 'outside') return t(room.hasBeenInside() ? 'room.returning' : 'room.asking')
    // Shown out, replaced, full: who was inside a moment ago is told here, and not only behind the button.
    const reason = room.outsideReason()
    if (reason !== null) return t(`room.outside.${reason}`)
    return t(props.status === 'preparing' ? 'room.preparing' : props.status === 'absent' ? 'room.absent' : 'room.name')
  }
  return (
    <div class="room-line" ref={focus.setPlace} data-link={room.link()}>
      <Show
        when={isInside()}
        fallback={
          <Show
            when={
              room.link() === 'outside' && room.outsideReason() === null && props.status === 'ready' && props.mayJoin
            }
            fallback={
              <button type="button" class="summary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
                <Icon name="headphones" />
                <span class="state">{outsideWords()}</span>
                <Icon name="chevron-up" size={14} />
              </button>
            }
          >
            <Button look="plain" icon="headphones" onClick={() => props.onCheck()}>
              {t('room.join')}
            </Button>
          </Show>
        }
      >
        <button
          type="button"
          class="summary"
          aria-haspopup="dialog"
          aria-label={`${t('room.open')}，${t('room.people', { count: room.people.length })}`}
          onClick={() => setOpen(true)}
        >
          <Seals
            label=""
            limit={3}
            people={room.people.map((person) => ({
              key: person.key,
              name: person.name,
              hue: hueOf(person.userId),
              size: 'small' as const,
              decorative: true,
              speaking: person.isSpeaking,
              state: person.voice === 'none' ? ('away' as const) : ('here' as const),
            }))}
          />
          <span class="ellipsis">
            {speaker()
              ? `${speaker()?.name} ${t('room.speaking')}`
              : clock.tMs() === null
                ? t('room.name')
                : t('room.inSince', { time: clockWords(clock.tMs() ?? 0) })}
          </span>
        </button>
        <Show when={room.isAudioBlocked()}>
          <Button small look="primary" onClick={() => void room.unlockAudio()}>
            {t('room.unlockAudio')}
          </Button>
        </Show>
        <Show when={room.canSpeak() && hasDevices()}>
          <IconButton
            look="plain"
            icon={isVoiceOn() ? 'microphone' : 'microphone-off'}
            label={isVoiceOn() ? t('room.mute') : t('room.unmute')}
            class={`room-control ${isVoiceOn() ? '' : 'off'}`}
            onClick={() => void room.toggleMicrophone()}
          />
        </Show>
      </Show>
      <Dialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={isInside() ? t('room.people', { count: room.people.length }) : t('room.name')}
        closeLabel={t('room.close')}
        class="room-sheet"
      >
        <Switch fallback={<OnTheWay />}>
          <Match when={room.link() === 'outside'}>
            <Outside
              status={props.status}
              mayJoin={props.mayJoin}
              onCheck={() => {
                setOpen(false)
                props.onCheck()
              }}
            />
          </Match>
          <Match when={isInside()}>
            <ul class="room-tiles" aria-label={t('room.people', { count: room.people.length })}>
              <For each={room.people}>
                {(person) => (
                  <PersonTile
                    person={person}
                    onEnlarge={(key, source) => {
                      setOpen(false)
                      props.onEnlarge(key, source)
                    }}
                  />
                )}
              </For>
            </ul>
            <Notes />
            <Controls words />
            <Button
              icon="door-exit"
              class="leave"
              onClick={() => {
                setOpen(false)
                focus.follow()
                void room.leave()
              }}
            >
              {t('room.leave')}
            </Button>
          </Match>
        </Switch>
      </Dialog>
    </div>
  )
}
