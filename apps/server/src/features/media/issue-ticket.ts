import type { LiveKitConfig } from '@gongyan/config'
import { ok, parseDocumentName, refuse, type Result, type UserId } from '@gongyan/domain'
import type { LiveKitState } from '../../livekit-state.ts'
import { addressForBrowser } from './address.ts'
import { identityOf, mintToken } from './grants.ts'
import { LiveKitFault, type Rooms } from './rooms.ts'
import { roleInRoom, seatingOf, type FindAsker } from './seats.ts'

/** Ten minutes, whatever is configured: LiveKit cannot take a token back. */
const LONGEST_SECONDS = 600
const TRY_AGAIN_SECONDS = 3

export interface TicketRequest {
  readonly room: string
  readonly device: string | null
  readonly userId: UserId
  /** How the browser reached us. */
  readonly origin: string
}

export interface TicketWorld {
  readonly liveKit: LiveKitConfig | null
  readonly state: LiveKitState
  readonly rooms: Rooms | null
  readonly findAsker: FindAsker
  readonly ttlSeconds: number
  readonly maxParticipants: number
  readonly nowMs: number
}

export interface MediaTicket {
  readonly token: string
  readonly url: string
  readonly expiresAt: string
}

export interface TicketRefusal {
  readonly code: 'media/unknown-room' | 'permission/denied' | 'media/full' | 'media/absent' | 'media/preparing'
  readonly detail?: string
  readonly retryAfterSeconds?: number
}

/**
 * A ticket for the room of a plan, which is opened for it. Who may not know of the plan is told that there is no such
 * room, before anything about the media service.
 */
export async function issueTicket(
  world: TicketWorld,
  request: TicketRequest,
): Promise<Result<MediaTicket, TicketRefusal>> {
  const document = parseDocumentName(request.room)
  const asker = document && (await world.findAsker(request.userId, document.id))
  const seating = asker ? seatingOf(asker) : 'unaware'
  if (!document || !asker || seating === 'unaware') return refuse({ code: 'media/unknown-room' })
  if (seating === 'outside') return refuse({ code: 'permission/denied' })

  const { liveKit, rooms, state } = world
  if (state.state === 'preparing') return refuse({ code: 'media/preparing', retryAfterSeconds: TRY_AGAIN_SECONDS })
  if (state.state === 'absent' || !liveKit || !rooms)
    return refuse({
      code: 'media/absent',
      ...(state.state === 'absent' && state.reason ? { detail: state.reason } : {}),
    })

  const room = `${document.kind}:${document.id}`
  const identity = identityOf(request.userId, request.device)
  try {
    await rooms.open(room)
    // LiveKit holds the limit too, but cuts the connection without a word.
    const people = await rooms.people(room)
    if (people.length >= world.maxParticipants && !people.some((person) => person.identity === identity))
      return refuse({ code: 'media/full' })
  } catch (error) {
    // It is being restarted, or the network to it is away for a moment; the page asks again by itself.
    if (error instanceof LiveKitFault) return refuse({ code: 'media/preparing', retryAfterSeconds: TRY_AGAIN_SECONDS })
    throw error
  }
  const ttlSeconds = Math.min(world.ttlSeconds, LONGEST_SECONDS)
  const seat = {
    room,
    identity,
    userId: request.userId,
    name: asker.name,
    role: roleInRoom(asker),
    canSpeak: seating === 'speaks',
  }
  return ok({
    token: await mintToken(liveKit, seat, ttlSeconds),
    url: addressForBrowser(liveKit.url, request.origin),
    expiresAt: new Date(world.nowMs + ttlSeconds * 1000).toISOString(),
  })
}
