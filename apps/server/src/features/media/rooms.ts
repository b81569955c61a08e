import type { LiveKitConfig } from '@gongyan/config'
import { ParticipantInfo_State, RoomServiceClient, ServerError } from 'livekit-server-sdk'
import type { ParticipantInfo } from 'livekit-server-sdk'
import { SPEAKERS_SOURCES } from './grants.ts'

/** LiveKit did not do what we asked; asking again later may help. */
export class LiveKitFault extends Error {
  readonly retryable = true
  constructor(what: string, cause: unknown) {
    super(`LiveKit: ${what}`, { cause })
    this.name = 'LiveKitFault'
  }
}

export interface PersonInRoom {
  readonly identity: string
  readonly canPublish: boolean
  /** LiveKit's id of this stay; another one after leaving and coming back. */
  readonly sid: string
  /** On LiveKit's clock. */
  readonly joinedAtMs: number
  readonly isHidden: boolean
  /** False while somebody is still on the way in. */
  readonly isIn: boolean
}

export interface OpenRoom {
  readonly name: string
  /** LiveKit's id of this life of the room. */
  readonly sid: string
}

/** The rooms of one LiveKit, as our server moves them. */
export interface Rooms {
  /** Opens a room, or leaves an open one as it is. Rooms never open by somebody joining. */
  open(room: string): Promise<void>
  /** Every room that is open now. */
  list(): Promise<readonly OpenRoom[]>
  /** Who is in a room; nobody when it is not open. */
  people(room: string): Promise<readonly PersonInRoom[]>
  /** Shows somebody out; it is no fault when they have left by themselves. */
  remove(room: string, identity: string): Promise<void>
  /** Lets somebody be heard, or only listen; what they publish ends at once. */
  setSpeaking(room: string, identity: string, canSpeak: boolean): Promise<void>
}

/** When somebody came in, on LiveKit's clock; older ones of it know it in seconds only. */
export const joinedAtMs = (person: Pick<ParticipantInfo, 'joinedAt' | 'joinedAtMs'>): number =>
  Number(person.joinedAtMs || person.joinedAt * 1000n)

/** A break of the network at a school must not end the room for those who come back (LiveKit's own default is 20 s). */
const EMPTY_SECONDS = 900
const DEPARTURE_SECONDS = 300
const ANSWER_SECONDS = 3

/** Rooms of the LiveKit at this address, at most `maxParticipants` people in each. */
export function createRooms(liveKit: LiveKitConfig, maxParticipants: number): Rooms {
  const client = new RoomServiceClient(liveKit.url.replace(/^ws/, 'http'), liveKit.apiKey, liveKit.apiSecret, {
    requestTimeout: ANSWER_SECONDS,
    failover: false,
  })
  const ask = async <T>(what: string, question: Promise<T>): Promise<T> => {
    try {
      return await question
    } catch (error) {
      throw new LiveKitFault(what, error)
    }
  }
  const unlessGone = (error: unknown): void => {
    if (!(error instanceof ServerError && error.status === 404)) throw error
  }
  return {
    async open(room) {
      await ask(
        'open a room',
        client.createRoom({
          name: room,
          emptyTimeout: EMPTY_SECONDS,
          departureTimeout: DEPARTURE_SECONDS,
          maxParticipants,
        }),
      )
    },
    async people(room) {
      const people = (await ask('list people', client.listParticipants(room).catch(unlessGone))) ?? []
      return people.map((person) => ({
        identity: person.identity,
        canPublish: person.permission?.canPublish ?? false,
        sid: person.sid,
        joinedAtMs: joinedAtMs(person),
        isHidden: person.permission?.hidden ?? false,
        isIn: person.state === ParticipantInfo_State.ACTIVE,
      }))
    },
    async list() {
      return (await ask('list rooms', client.listRooms())).map(({ name, sid }) => ({ name, sid }))
    },
    async remove(room, identity) {
      await ask('remove somebody', client.removeParticipant(room, identity).catch(unlessGone))
    },
    async setSpeaking(room, identity, canSpeak) {
      // LiveKit replaces the permission whole: what is left out here is taken away.
      const permission = {
        canSubscribe: true,
        canPublish: canSpeak,
        canPublishData: canSpeak,
        ...(canSpeak ? { canPublishSources: [...SPEAKERS_SOURCES] } : {}),
      }
      await ask(
        'change what somebody may do',
        client.updateParticipant(room, identity, { permission }).then(() => {}, unlessGone),
      )
    },
  }
}
