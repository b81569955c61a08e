import { ConnectionQuality, Track, type Participant, type Room, type TrackPublication } from 'livekit-client'
import type { Quality } from './economy.ts'

/** Somebody in the room, as a tile shows them. */
export interface PersonInRoom {
  /** Of this person on this device. */
  readonly key: string
  readonly userId: string
  readonly name: string
  readonly role: string
  readonly isMe: boolean
  /** none: they only listen, by choice or because the plan lets them. */
  readonly voice: 'on' | 'muted' | 'none'
  readonly isSpeaking: boolean
  /** Of the picture that can be attached now; a new one is a new picture. */
  readonly camera: string | null
  readonly screen: string | null
  readonly network: Quality
}

const QUALITY: Record<ConnectionQuality, Quality> = {
  [ConnectionQuality.Excellent]: 'good',
  [ConnectionQuality.Good]: 'good',
  [ConnectionQuality.Poor]: 'poor',
  [ConnectionQuality.Lost]: 'lost',
  [ConnectionQuality.Unknown]: 'unknown',
}
export const qualityOf = (participant: Participant): Quality => QUALITY[participant.connectionQuality]

const playing = (publication: TrackPublication | undefined): string | null =>
  publication?.track && !publication.isMuted ? (publication.track.sid ?? publication.trackSid) : null

function personOf(participant: Participant, speaking: ReadonlySet<string>): PersonInRoom {
  const microphone = participant.getTrackPublication(Track.Source.Microphone)
  return {
    key: participant.identity,
    userId: participant.attributes.uid ?? participant.identity,
    name: participant.name ?? '',
    role: participant.attributes.role ?? 'guest',
    isMe: participant.isLocal,
    voice: microphone ? (microphone.isMuted ? 'muted' : 'on') : 'none',
    isSpeaking: speaking.has(participant.identity) && microphone?.isMuted === false,
    camera: playing(participant.getTrackPublication(Track.Source.Camera)),
    screen: playing(participant.getTrackPublication(Track.Source.ScreenShare)),
    network: qualityOf(participant),
  }
}

/** Everybody in the room: me first, the others in the order in which they came. */
export function peopleIn(room: Room): PersonInRoom[] {
  const speaking = new Set(room.activeSpeakers.map((speaker) => speaker.identity))
  const others = [...room.remoteParticipants.values()].sort(
    (a, b) => (a.joinedAt?.getTime() ?? 0) - (b.joinedAt?.getTime() ?? 0),
  )
  return [room.localParticipant, ...others].map((participant) => personOf(participant, speaking))
}
