import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import { failureOf, hasDevices, type DeviceFailure } from './failure.ts'

export interface DeviceChoice {
  readonly id: string
  /** As the system names it; empty until the person has let the page use one. */
  readonly label: string
}

export interface DeviceList {
  readonly audioinput: readonly DeviceChoice[]
  readonly videoinput: readonly DeviceChoice[]
  readonly audiooutput: readonly DeviceChoice[]
}

const NONE: DeviceList = { audioinput: [], videoinput: [], audiooutput: [] }

/** The devices of this computer, followed as they are plugged in and out. */
export function createDeviceList(): { devices: Accessor<DeviceList>; refresh: () => void } {
  const [devices, setDevices] = createSignal(NONE)
  const refresh = async () => {
    if (!hasDevices()) return
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => [])
    const ofKind = (kind: MediaDeviceKind) =>
      all
        .filter((device) => device.kind === kind && device.deviceId !== '')
        .map((device) => ({ id: device.deviceId, label: device.label }))
    setDevices({
      audioinput: ofKind('audioinput'),
      videoinput: ofKind('videoinput'),
      audiooutput: ofKind('audiooutput'),
    })
  }
  const onChange = () => void refresh()
  onChange()
  if (hasDevices()) {
    navigator.mediaDevices.addEventListener('devicechange', onChange)
    onCleanup(() => navigator.mediaDevices.removeEventListener('devicechange', onChange))
  }
  return { devices, refresh: onChange }
}

export interface Preview {
  stream: Accessor<MediaStream | null>
  failure: Accessor<DeviceFailure | null>
  isOpening: Accessor<boolean>
  tryAgain: () => void
}

/**
 * A device opened for a look before joining; `wanted` is null (closed) or the id (empty: the system's own choice). Closed
 * again with its owner.
 */
export function createPreview(kind: 'audio' | 'video', wanted: Accessor<string | null>, onOpened: () => void): Preview {
  const [stream, setStream] = createSignal<MediaStream | null>(null)
  const [failure, setFailure] = createSignal<DeviceFailure | null>(null)
  const [isOpening, setOpening] = createSignal(false)
  const [tries, setTries] = createSignal(0)
  const stop = (old: MediaStream | null) => {
    for (const track of old?.getTracks() ?? []) track.stop()
  }
  createEffect(
    on([wanted, tries], ([id]) => {
      let isOver = false
      onCleanup(() => {
        isOver = true
      })
      stop(stream())
      setStream(null)
      setFailure(null)
      setOpening(false)
      if (id === null) return
      if (!hasDevices()) return setFailure('insecure')
      setOpening(true)
      const device = id ? { deviceId: { ideal: id } } : {}
      navigator.mediaDevices
        .getUserMedia(kind === 'audio' ? { audio: device } : { video: { ...device, width: 640, height: 360 } })
        .then(
          (opened) => {
            if (isOver) return stop(opened)
            setStream(opened)
            setOpening(false)
            onOpened()
          },
          (error: unknown) => {
            if (isOver) return
            setFailure(failureOf(error))
            setOpening(false)
          },
        )
    }),
  )
  onCleanup(() => stop(stream()))
  return { stream, failure, isOpening, tryAgain: () => setTries((n) => n + 1) }
}

const LOOK_MS = 60

/** How loud a microphone is now, 0 to 1, on a scale on which speech fills most of the bar. */
export function createLevel(stream: Accessor<MediaStream | null>): Accessor<number> {
  const [level, setLevel] = createSignal(0)
  createEffect(
    on(stream, (current) => {
      setLevel(0)
      if (!current || current.getAudioTracks().length === 0) return
      const context = new AudioContext()
      const analyser = context.createAnalyser()
      analyser.fftSize = 1024
      context.createMediaStreamSource(current).connect(analyser)
      // A page that nobody has clicked in yet starts its audio suspended.
      void context.resume()
      const samples = new Float32Array(analyser.fftSize)
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples)
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
        // From -60 dB (a quiet room) to -10 dB (speaking close by).
        const decibels = 10 * Math.log10(power + 1e-12)
        setLevel((before) => Math.max(Math.min(1, Math.max(0, (decibels + 60) / 50)), before * 0.82))
      }, LOOK_MS)
      onCleanup(() => {
        clearInterval(timer)
        void context.close()
      })
    }),
  )
  return level
}

/** Plays two short notes on a loudspeaker, so that somebody knows they will hear the others. */
export async function playTestSound(speakerId: string | null): Promise<void> {
  const context = new AudioContext()
  const player = new Audio()
  try {
    await playNotes(context, player, speakerId)
  } finally {
    player.pause()
    player.srcObject = null
    await context.close()
  }
}

async function playNotes(context: AudioContext, player: HTMLAudioElement, speakerId: string | null): Promise<void> {
  const out = context.createMediaStreamDestination()
  const volume = context.createGain()
  volume.connect(out)
  volume.gain.value = 0
  const begin = context.currentTime + 0.1
  for (const [at, pitch] of [
    [0, 660],
    [0.28, 880],
  ] as const) {
    const note = context.createOscillator()
    note.frequency.value = pitch
    note.connect(volume)
    note.start(begin + at)
    note.stop(begin + at + 0.2)
    volume.gain.setTargetAtTime(0.25, begin + at, 0.01)
    volume.gain.setTargetAtTime(0, begin + at + 0.14, 0.02)
  }
  player.srcObject = out.stream
  if (speakerId && 'setSinkId' in player) await player.setSinkId(speakerId).catch(() => {})
  await context.resume()
  await player.play()
  await new Promise((resolve) => setTimeout(resolve, 800))
}
