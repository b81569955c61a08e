import { randomBytes } from 'node:crypto'
import type { LiveKitConfig } from '@gongyan/config'
import { isUuid, type UserId } from '@gongyan/domain'
import { AccessToken, TrackSource } from 'livekit-server-sdk'

export const SPEAKERS_SOURCES = [
  TrackSource.CAMERA,
  TrackSource.MICROPHONE,
  TrackSource.SCREEN_SHARE,
  TrackSource.SCREEN_SHARE_AUDIO,
] as const

export interface Seat {
  readonly room: string
  readonly identity: string
  readonly userId: UserId
  readonly name: string
  /** What they are to this plan, shown beside their name. */
  readonly role: string
  readonly canSpeak: boolean
}

/**
 * A person on one device: who reconnects keeps the seat, who joins on a phone as well gets a second one. The same device twice
 * means that the newer takes over; null is a device of its own each time.
 */
export const identityOf = (userId: UserId, device: string | null): string =>
  `u:${userId}:${device ?? randomBytes(9).toString('base64url')}`

/** The person behind an identity of ours, or null for anything else in the room. */
export function userOf(identity: string): UserId | null {
  const [kind, userId] = identity.split(':')
  return kind === 'u' && userId !== undefined && isUuid(userId) ? (userId as UserId) : null
}

/**
 * A LiveKit token for one seat in one room. It never lets its holder govern the room or rewrite the name, role and
 * attributes given here, and says nothing about other rooms.
 */
export async function mintToken(liveKit: LiveKitConfig, seat: Seat, ttlSeconds: number): Promise<string> {
  const token = new AccessToken(liveKit.apiKey, liveKit.apiSecret, {
    identity: seat.identity,
    name: seat.name,
    attributes: { uid: seat.userId, role: seat.role },
    ttl: ttlSeconds,
  })
  token.addGrant({
    room: seat.room,
    roomJoin: true,
    canSubscribe: true,
    canPublish: seat.canSpeak,
    canPublishData: seat.canSpeak,
    canUpdateOwnMetadata: false,
    ...(seat.canSpeak ? { canPublishSources: [...SPEAKERS_SOURCES] } : {}),
  })
  return token.toJwt()
}
