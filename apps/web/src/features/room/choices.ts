import type { Devices, Entrance } from '../../media/index.ts'

/** How somebody last came in on this computer. */
export type Choices = Entrance

const KEY = 'gongyan.room.choices'
const FIRST: Choices = {
  voice: 'on',
  camera: false,
  savesData: false,
  devices: { microphone: null, camera: null, speaker: null },
}

/** The choices of the last time; with the microphone on and the camera off where there was none. */
export function readChoices(storage: Pick<Storage, 'getItem'>): Choices {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '{}') as Partial<Choices> & { devices?: Partial<Devices> }
    const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
    return {
      voice: kept.voice === 'muted' || kept.voice === 'none' ? kept.voice : 'on',
      camera: kept.camera === true,
      savesData: kept.savesData === true,
      devices: {
        microphone: text(kept.devices?.microphone),
        camera: text(kept.devices?.camera),
        speaker: text(kept.devices?.speaker),
      },
    }
  } catch {
    return FIRST
  }
}

/** Remembers the choices; a full or forbidden storage only means that they are asked again. */
export function keepChoices(storage: Pick<Storage, 'setItem'>, choices: Choices): void {
  try {
    storage.setItem(KEY, JSON.stringify(choices))
  } catch {
    return
  }
}
