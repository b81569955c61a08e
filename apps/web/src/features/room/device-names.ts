import type { TextKey } from '@gongyan/i18n'

export const DEVICE_KINDS = ['audioinput', 'videoinput', 'audiooutput'] as const
/** The word for each kind of device. */
export const labelOf = {
  audioinput: 'room.device.microphone',
  videoinput: 'room.device.camera',
  audiooutput: 'room.device.speaker',
} as const satisfies Record<(typeof DEVICE_KINDS)[number], TextKey>
