import {
  AudioPresets,
  ConnectionError,
  ConnectionErrorReason,
  DisconnectReason,
  Room,
  RoomEvent,
  ScreenSharePresets,
  Track,
  VideoPresets,
  setLogLevel,
  type CreateLocalTracksOptions,
  type RemoteTrack,
} from 'livekit-client'
import type { OutsideReason } from './link.ts'
import { peopleIn, qualityOf, type PersonInRoom } from './people.ts'
import type { Quality } from './economy.ts'

setLogLevel('silent')

export interface Ticket {
  readonly token: string
  readonly url: string
}

export interface Devices {
  readonly microphone: string | null
  readonly camera: string | null
  readonly speaker: string | null
}

export interface SessionEvents {
  /** Anything a tile shows has changed. */
  changed(): void
  shaky(): void
  steady(): void
  /** The end of this session; null: come back with a fresh ticket. */
  ended(reason: OutsideReason | null): void
}

/** One connection to a room. Over for good after `ended` or `close`. */
export interface MediaSession {
  people(): readonly PersonInRoom[]
  canSpeak(): boolean
  myQuality(): Quality
  isAudioBlocked(): boolean
  unlockAudio(): Promise<void>
  setMicrophone(to: 'on' | 'muted'): Promise<void>
  setCamera(isOn: boolean): Promise<void>
  setScreen(isOn: boolean): Promise<void>
  setDevice(kind: MediaDeviceKind, id: string): Promise<void>
  activeDevice(kind: MediaDeviceKind): string | null
  /** Whether the others' cameras come over the network at all; hiding them would not save anything. */
  setOthersCameras(areWanted: boolean): void
  /** Shows a picture in an element until the answer is called. */
  attach(key: string, source: 'camera' | 'screen', video: HTMLVideoElement): () => void
  close(): Promise<void>
}

const EXPELLED = new Map<DisconnectReason, OutsideReason>([
  [DisconnectReason.PARTICIPANT_REMOVED, 'removed'],
  [DisconnectReason.DUPLICATE_IDENTITY, 'replaced'],
  [DisconnectReason.ROOM_DELETED, 'closed'],
  [DisconnectReason.ROOM_CLOSED, 'closed'],
])

/** Why LiveKit did not let somebody in, or null when it may do so later. */
export function refusalOf(error: unknown): OutsideReason | null {
  if (!(error instanceof ConnectionError)) return null
  if (error.reason === ConnectionErrorReason.LeaveRequest)
    return EXPELLED.get(error.context as DisconnectReason) ?? null
  return null
}

/**
 * Connects to a room and resolves when inside; rejects with LiveKit's error. Sound of the others is played from elements in
 * `speakers`. Small pictures beside a page of text: 360 lines are sent, and each viewer takes as little as its tile shows.
 */
export async function openSession(
  ticket: Ticket,
  devices: Devices,
  speakers: HTMLElement,
  events: SessionEvents,
): Promise<MediaSession> {
  const room = new Room({
    adaptiveStream: true,
    dynacast: true,
    audioCaptureDefaults: {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      ...(devices.microphone ? { deviceId: devices.microphone } : {}),
    },
    videoCaptureDefaults: {
      resolution: VideoPresets.h360.resolution,
      ...(devices.camera ? { deviceId: devices.camera } : {}),
    },
    ...(devices.speaker ? { audioOutput: { deviceId: devices.speaker } } : {}),
    publishDefaults: {
      videoCodec: 'vp8',
      simulcast: true,
      red: true,
      dtx: true,
      audioPreset: AudioPresets.speech,
      videoSimulcastLayers: [VideoPresets.h180],
      screenShareEncoding: ScreenSharePresets.h1080fps15.encoding,
      screenShareSimulcastLayers: [],
    },
  })
  let othersCameras = true
  const subscribe = () => {
    for (const other of room.remoteParticipants.values())
      for (const publication of other.trackPublications.values())
        if (publication.source === Track.Source.Camera && publication.isDesired !== othersCameras)
          publication.setSubscribed(othersCameras)
  }
  const play = (track: RemoteTrack) => {
    if (track.kind === Track.Kind.Audio) speakers.append(track.attach())
  }
  const silence = (track: RemoteTrack) => {
    if (track.kind === Track.Kind.Audio) for (const element of track.detach()) element.remove()
  }

  for (const event of [
    RoomEvent.ParticipantConnected,
    RoomEvent.ParticipantDisconnected,
    RoomEvent.TrackSubscribed,
    RoomEvent.TrackUnsubscribed,
    RoomEvent.TrackMuted,
    RoomEvent.TrackUnmuted,
    RoomEvent.TrackUnpublished,
    RoomEvent.LocalTrackPublished,
    RoomEvent.LocalTrackUnpublished,
    RoomEvent.ActiveSpeakersChanged,
    RoomEvent.ConnectionQualityChanged,
    RoomEvent.AudioPlaybackStatusChanged,
    RoomEvent.ParticipantPermissionsChanged,
    RoomEvent.ParticipantNameChanged,
    RoomEvent.ParticipantAttributesChanged,
    RoomEvent.TrackStreamStateChanged,
    RoomEvent.ActiveDeviceChanged,
  ] as const)
    room.on(event, () => events.changed())
  room
    .on(RoomEvent.TrackPublished, subscribe)
    .on(RoomEvent.TrackSubscribed, play)
    .on(RoomEvent.TrackUnsubscribed, silence)
    .on(RoomEvent.SignalReconnecting, () => events.shaky())
    .on(RoomEvent.Reconnecting, () => events.shaky())
    .on(RoomEvent.Reconnected, () => events.steady())

  let isInside = false
  room.on(RoomEvent.Disconnected, (reason) => {
    speakers.replaceChildren()
    // Before that, `connect` rejects with the same news.
    if (isInside && reason !== DisconnectReason.CLIENT_INITIATED)
      events.ended(reason === undefined ? null : (EXPELLED.get(reason) ?? null))
    isInside = false
  })
  await room.connect(ticket.url, ticket.token, { autoSubscribe: true })
  isInside = true

  const me = room.localParticipant
  let isClosed = false
  /**
   * Opens a device and shows it to the others. The browser may ask its person first, and by the time they say yes they may
   * have left: then the device is let go at once, where LiveKit would hold it until its own patience ends.
   */
  const publish = async (device: CreateLocalTracksOptions, isMuted: boolean) => {
    if (isClosed) return
    const [track] = await me.createTracks(device)
    if (!track) return
    try {
      if (isMuted) await track.mute()
      if (isClosed) track.stop()
      else await me.publishTrack(track)
    } catch (error) {
      track.stop()
      throw error
    }
  }
  return {
    people: () => peopleIn(room),
    canSpeak: () => me.permissions?.canPublish ?? false,
    myQuality: () => qualityOf(me),
    isAudioBlocked: () => !room.canPlaybackAudio,
    unlockAudio: () => room.startAudio(),
    async setMicrophone(to) {
      if (me.getTrackPublication(Track.Source.Microphone)) await me.setMicrophoneEnabled(to === 'on')
      // Muted before the first word: the device is there and can be opened at once, and the others see that.
      else await publish({ audio: true }, to === 'muted')
    },
    async setCamera(isOn) {
      if (!isOn || me.getTrackPublication(Track.Source.Camera)) await me.setCameraEnabled(isOn)
      else await publish({ video: true }, false)
    },
    async setScreen(isOn) {
      await me.setScreenShareEnabled(isOn, {
        audio: true,
        contentHint: 'detail',
        selfBrowserSurface: 'include',
        surfaceSwitching: 'include',
      })
    },
    async setDevice(kind, id) {
      await room.switchActiveDevice(kind, id)
    },
    activeDevice: (kind) => room.getActiveDevice(kind) ?? null,
    setOthersCameras(areWanted) {
      othersCameras = areWanted
      subscribe()
    },
    attach(key, source, video) {
      const track = room
        .getParticipantByIdentity(key)
        ?.getTrackPublication(source === 'camera' ? Track.Source.Camera : Track.Source.ScreenShare)?.videoTrack
      track?.attach(video)
      return () => {
        track?.detach(video)
      }
    },
    async close() {
      isClosed = true
      isInside = false
      await room.disconnect()
      speakers.replaceChildren()
    },
  }
}
