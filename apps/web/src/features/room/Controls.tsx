import { Icon, IconButton, Menu, MenuGroup, MenuItem, MenuSeparator, Tooltip, type IconName } from '@gongyan/ui'
import { For, Show } from 'solid-js'
import { canShareScreen, createDeviceList, hasDevices } from '../../media/index.ts'
import { DEVICE_KINDS, labelOf } from './device-names.ts'
import { useRoom } from './context.tsx'

/** Microphone, camera, screen, devices. `words` shows their names beside the icons. */
export function Controls(props: { words?: boolean }) {
  const {
    i18n: { t },
    room,
  } = useRoom()
  const isVoiceOn = () => room.me()?.voice === 'on'
  const isCameraOn = () => room.me()?.camera != null
  const isSharing = () => room.me()?.screen != null
  return (
    <div class="room-controls" role="group" aria-label={t('room.controls')} data-words={props.words ? '' : undefined}>
      <Show when={room.canSpeak() && hasDevices()}>
        <Control
          icon={isVoiceOn() ? 'microphone' : 'microphone-off'}
          label={isVoiceOn() ? t('room.mute') : t('room.unmute')}
          isOff={!isVoiceOn()}
          words={props.words}
          onClick={() => void room.toggleMicrophone()}
        />
        <Control
          icon={isCameraOn() ? 'video' : 'video-off'}
          label={isCameraOn() ? t('room.cameraOff') : t('room.cameraOn')}
          isOff={!isCameraOn()}
          words={props.words}
          onClick={() => void room.toggleCamera()}
        />
        <Show when={canShareScreen()}>
          <Control
            icon={isSharing() ? 'screen-share-off' : 'screen-share'}
            label={isSharing() ? t('room.screenOff') : t('room.screenOn')}
            isActive={isSharing()}
            words={props.words}
            onClick={() => void room.toggleScreen()}
          />
        </Show>
      </Show>
      <DevicesMenu words={props.words} />
    </div>
  )
}

function Control(props: {
  icon: IconName
  label: string
  isOff?: boolean
  isActive?: boolean
  words?: boolean | undefined
  onClick: () => void
}) {
  return (
    <Show
      when={props.words}
      fallback={
        <IconButton
          look="plain"
          icon={props.icon}
          label={props.label}
          class={`room-control ${props.isOff ? 'off' : ''} ${props.isActive ? 'active' : ''}`}
          onClick={() => props.onClick()}
        />
      }
    >
      <button
        type="button"
        class={`ui-button room-control ${props.isOff ? 'off' : ''} ${props.isActive ? 'active' : ''}`}
        onClick={() => props.onClick()}
      >
        <Icon name={props.icon} />
        {props.label}
      </button>
    </Show>
  )
}

function DevicesMenu(props: { words?: boolean | undefined }) {
  const {
    i18n: { t },
    room,
  } = useRoom()
  const { devices, refresh } = createDeviceList()
  return (
    <Menu
      label={t('room.more')}
      align="end"
      trigger={(attributes) => (
        <Tooltip text={t('room.more')}>
          <button
            type="button"
            {...attributes}
            onClick={() => {
              refresh()
              attributes.onClick()
            }}
            class={`ui-button room-control ${props.words ? '' : 'icon-only'}`}
            aria-label={t('room.more')}
          >
            <Icon name="settings" />
            {props.words ? t('room.more') : null}
          </button>
        </Tooltip>
      )}
    >
      <MenuItem
        checked={room.saving() !== 'none'}
        onSelect={() => room.saveData(room.saving() === 'none')}
        detail={t('room.saveData.detail')}
      >
        {t('room.saveData')}
      </MenuItem>
      <For
        each={DEVICE_KINDS.filter((kind) => devices()[kind].length > 0 && (kind === 'audiooutput' || room.canSpeak()))}
      >
        {(kind) => (
          <>
            <MenuSeparator />
            <MenuGroup label={t(labelOf[kind])}>
              <For each={devices()[kind]}>
                {(device, index) => (
                  <MenuItem
                    group
                    checked={device.id === room.activeDevice(kind)}
                    onSelect={() => void room.chooseDevice(kind, device.id)}
                  >
                    {device.label || t('room.device.numbered', { kind: t(labelOf[kind]), number: index() + 1 })}
                  </MenuItem>
                )}
              </For>
            </MenuGroup>
          </>
        )}
      </For>
    </Menu>
  )
}
