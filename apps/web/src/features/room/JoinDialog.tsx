import { Banner, Button, Checkbox, Dialog, Icon, Seal, Select } from '@gongyan/ui'
import { For, Show, createEffect, createMemo, createSignal, createUniqueId } from 'solid-js'
import {
  createDeviceList,
  createLevel,
  createPreview,
  hasDevices,
  playTestSound,
  type DeviceFailure,
} from '../../media/index.ts'
import { keepChoices, readChoices, type Choices } from './choices.ts'
import { useRoom } from './context.tsx'
import { DEVICE_KINDS, labelOf } from './device-names.ts'
import { LevelMeter } from './LevelMeter.tsx'

const VOICES = ['on', 'muted', 'none'] as const
/** How loud something must have been for the microphone to count as heard. */
const HEARD = 0.35

/** Before going in: see yourself, hear the loudspeaker, watch the microphone, and choose how to come in. */
export function JoinDialog(props: {
  isOpen: boolean
  userId: string
  onClose: () => void
  onJoin: (choices: Choices) => void
}) {
  const {
    i18n: { t },
  } = useRoom()
  const { maySpeak } = useRoom()
  return (
    <Show when={props.isOpen}>
      <Dialog
        isOpen
        shape="wide"
        class="room-check"
        onClose={() => props.onClose()}
        closeLabel={t('room.check.close')}
        title={maySpeak() && hasDevices() ? t('room.check.title') : t('room.check.titleListen')}
      >
        <Check {...props} />
      </Dialog>
    </Show>
  )
}

function Check(props: { userId: string; onClose: () => void; onJoin: (choices: Choices) => void }) {
  const {
    i18n: { t },
    maySpeak,
    myName,
    hueOf,
  } = useRoom()
  const canOpen = hasDevices()
  const [choices, setChoices] = createSignal(readChoices(localStorage))
  const mayOpen = () => canOpen && maySpeak()
  const voice = () => (mayOpen() ? choices().voice : 'none')
  const wantsCamera = () => mayOpen() && voice() !== 'none' && choices().camera
  const change = (part: Partial<Choices>) => setChoices((now) => ({ ...now, ...part }))
  const { devices, refresh } = createDeviceList()
  const microphone = createPreview(
    'audio',
    createMemo(() => (voice() === 'none' ? null : (choices().devices.microphone ?? ''))),
    refresh,
  )
  const camera = createPreview(
    'video',
    createMemo(() => (wantsCamera() ? (choices().devices.camera ?? '') : null)),
    refresh,
  )
  const level = createLevel(microphone.stream)
  const [hasBeenHeard, setHeard] = createSignal(false)
  createEffect(() => {
    if (level() > HEARD) setHeard(true)
  })
  const [isPlaying, setPlaying] = createSignal(false)
  const levelHintId = createUniqueId()

  /** The browser's own alias for one of the others is left out. */
  const named = <D extends { id: string }>(all: readonly D[]) => all.filter((device) => device.id !== 'default')
  const optionsOf = (kind: (typeof DEVICE_KINDS)[number]) => [
    { value: '', label: t('room.device.systemChoice') },
    ...named(devices()[kind]).map((device, index) => ({
      value: device.id,
      label: device.label || t('room.device.numbered', { kind: t(labelOf[kind]), number: index + 1 }),
    })),
  ]
  const choose = (key: keyof Choices['devices']) => (id: string) =>
    change({ devices: { ...choices().devices, [key]: id || null } })
  const test = async () => {
    setPlaying(true)
    await playTestSound(choices().devices.speaker).finally(() => setPlaying(false))
  }
  const join = () => {
    keepChoices(localStorage, choices())
    props.onJoin({ ...choices(), voice: voice(), camera: wantsCamera() })
  }
  const failed = (device: 'microphone' | 'camera', failure: DeviceFailure, tryAgain: () => void) => (
    <div class="failure" role="status">
      <Icon name="alert-triangle" />
      <span>{t(`room.failure.${device}.${failure}`)}</span>
      <Button small onClick={tryAgain}>
        {t('room.tryAgain')}
      </Button>
    </div>
  )

  return (
    <>
      <Show when={!canOpen && maySpeak()}>
        <Banner kind="attention" icon="lock" title={t('room.insecure.title')} role="status">
          <p>{t('room.insecure.detail')}</p>
        </Banner>
      </Show>
      <div class="columns" classList={{ single: !mayOpen() }}>
        <Show when={mayOpen()}>
          <div class="look">
            <div class="preview">
              <Show
                when={camera.stream()}
                fallback={
                  <div class="empty">
                    <Seal name={myName()} hue={hueOf(props.userId)} size="large" decorative />
                    <span>{camera.isOpening() ? t('room.check.opening') : t('room.check.noPreview')}</span>
                  </div>
                }
              >
                {(stream) => (
                  <video
                    class="room-picture mirrored"
                    ref={(video) =>
                      createEffect(() => {
                        video.srcObject = stream()
                      })
                    }
                    autoplay
                    playsinline
                    muted
                    aria-label={t('room.check.preview')}
                  />
                )}
              </Show>
            </div>
            <Checkbox
              checked={choices().camera && voice() !== 'none'}
              disabled={voice() === 'none'}
              onToggle={(isOn) => change({ camera: isOn })}
            >
              {t('room.check.camera')}
            </Checkbox>
            <Show when={camera.failure()}>{(failure) => failed('camera', failure(), camera.tryAgain)}</Show>
          </div>
        </Show>
        <div class="choose">
          <Show when={mayOpen()}>
            <fieldset class="how">
              <legend>{t('room.check.how')}</legend>
              <For each={VOICES}>
                {(option) => (
                  <Checkbox
                    kind="radio"
                    name="room-voice"
                    value={option}
                    checked={voice() === option}
                    autofocus={option === voice()}
                    onToggle={() => change({ voice: option })}
                  >
                    {t(`room.check.voice.${option}`)}
                  </Checkbox>
                )}
              </For>
            </fieldset>
            <Show when={voice() !== 'none'}>
              <Select
                label={t('room.device.microphone')}
                options={optionsOf('audioinput')}
                value={choices().devices.microphone ?? ''}
                onChoose={choose('microphone')}
                aria-describedby={levelHintId}
              />
              <Show
                when={microphone.failure()}
                fallback={
                  <>
                    <LevelMeter level={level()} label={t('room.check.level')} />
                    <p class="hint" id={levelHintId}>
                      {hasBeenHeard() ? t('room.check.levelHint') : t('room.check.levelSilent')}
                    </p>
                  </>
                }
              >
                {(failure) => failed('microphone', failure(), microphone.tryAgain)}
              </Show>
              <Show when={choices().camera}>
                <Select
                  label={t('room.device.camera')}
                  options={optionsOf('videoinput')}
                  value={choices().devices.camera ?? ''}
                  onChoose={choose('camera')}
                />
              </Show>
            </Show>
          </Show>
          <div class="speaker">
            <Select
              label={t('room.device.speaker')}
              options={optionsOf('audiooutput')}
              value={choices().devices.speaker ?? ''}
              onChoose={choose('speaker')}
            />
            <Button icon="volume" busy={isPlaying()} onClick={() => void test()}>
              {isPlaying() ? t('room.check.speakerPlaying') : t('room.check.speakerTest')}
            </Button>
          </div>
          <p class="hint">{t('room.check.speakerHint')}</p>
          <Checkbox checked={choices().savesData} onToggle={(saves) => change({ savesData: saves })}>
            {t('room.check.saveData')}
          </Checkbox>
        </div>
      </div>
      <div class="enter">
        <Button onClick={() => props.onClose()}>{t('room.check.close')}</Button>
        <Button look="primary" icon={voice() === 'none' ? 'headphones' : 'door-enter'} onClick={join}>
          {voice() === 'on'
            ? t('room.check.enter')
            : voice() === 'muted'
              ? t('room.check.enterMuted')
              : t('room.check.enterListening')}
        </Button>
      </div>
    </>
  )
}
