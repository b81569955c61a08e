import type { PresenceUser } from '@gongyan/contract/collab'
import { type Result, ok, refuse } from '@gongyan/domain'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** Entries of one message beyond which nobody is honest: a y-websocket client echoes everyone it sees. */
const MOST_ENTRIES = 1024

/** Who may set the state of a presence client id: the person who showed it first, from the connection that shows it now. */
export interface PresenceOwner {
  readonly userId: string
  /** null while nobody shows it. */
  holder: object | null
}

export interface PresenceRules {
  /** The connection that speaks. */
  readonly holder: object
  readonly user: PresenceUser
  /** Of the document: client id → owner. Claims are added to it. */
  readonly owners: Map<number, PresenceOwner>
  /** Client ids this connection has shown so far; claims are added to it. */
  readonly claimed: Set<number>
  /** The clock the document knows for a client id, and whether it shows a state for it. */
  known(clientId: number): { readonly clock: number; readonly isShown: boolean } | null
  readonly largestState: number
  readonly mostClaims: number
}

/**
 * What of a presence message is let through: only states of client ids that are the speaker's own, with `user` replaced
 * by who he is. Others' states are dropped without a word, because honest clients echo them; null when nothing is left.
 * Refuses a state that is too large, and a speaker that shows more client ids than a person can have. Throws on bytes
 * that are not the protocol.
 */
export function admitPresence(
  update: Uint8Array,
  rules: PresenceRules,
): Result<Uint8Array | null, 'presence-too-large' | 'too-many-presences'> {
  const decoder = decoding.createDecoder(update)
  const count = decoding.readVarUint(decoder)
  if (count > MOST_ENTRIES) return refuse('too-many-presences')
  const entries: { clientId: number; clock: number; json: string }[] = []
  for (let i = 0; i < count; i++) {
    const clientId = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const json = decoding.readVarString(decoder)
    const owner = rules.owners.get(clientId)
    if (owner && owner.userId !== rules.user.id) continue
    if (!owner && json === 'null') continue
    if (Buffer.byteLength(json) > rules.largestState) return refuse('presence-too-large')
    if (!rules.claimed.has(clientId)) {
      if (rules.claimed.size >= rules.mostClaims) return refuse('too-many-presences')
      rules.claimed.add(clientId)
    }
    const isNull = json === 'null'
    if (owner) owner.holder = isNull ? null : rules.holder
    else rules.owners.set(clientId, { userId: rules.user.id, holder: rules.holder })
    entries.push({
      clientId,
      clock: newerClock(clock, isNull, rules.known(clientId)),
      json: isNull ? json : signed(json, rules.user),
    })
  }
  return ok(entries.length === 0 ? null : encode(entries))
}

/**
 * After a drop the server has removed the state but remembers its clock, so the same state shown again by the same
 * person would be ignored until the next heartbeat: give it the next clock.
 */
const newerClock = (clock: number, isNull: boolean, known: { clock: number; isShown: boolean } | null): number =>
  !isNull && known && !known.isShown && clock <= known.clock ? known.clock + 1 : clock

function signed(json: string, user: PresenceUser): string {
  const state: unknown = JSON.parse(json)
  if (typeof state !== 'object' || state === null || Array.isArray(state))
    throw new Error('a presence state is an object')
  return JSON.stringify({ ...state, user })
}

function encode(entries: readonly { clientId: number; clock: number; json: string }[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const { clientId, clock, json } of entries) {
    encoding.writeVarUint(encoder, clientId)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, json)
  }
  return encoding.toUint8Array(encoder)
}
