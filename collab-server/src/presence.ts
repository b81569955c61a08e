import { PRESENCE_COLOURS, type PresenceUser } from '@gongyan/contract/collab'
import { type Result, ok, refuse } from '@gongyan/domain'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** Entries of one message beyond which nobody is honest: a y-websocket client echoes everyone it sees. */
const MOST_ENTRIES = 1024
/** A state that was not shown again for so long is nobody's any more (y-protocols/awareness). */
const OUTDATED_MS = 30_000
/** How long a client id stays its person's after he stopped showing it. */
const REMEMBERED_MS = 60_000

/** What one client id shows, and who may say so: the person who showed it first, from the connection that shows it now. */
interface Shown {
  readonly userId: string
  clock: number
  /** null while nobody shows it. */
  json: string | null
  /** null while nobody shows it. */
  holder: object | null
  seenAt: number
  /** As the awareness protocol writes it, once it was asked for. */
  bytes: Uint8Array | null
}

/** A connection that shows presence. */
export interface Speaker {
  readonly userId: string
  /** As others see it at the cursor. */
  readonly userName: string
  /** Client ids it has shown so far; claims are added to it. */
  readonly claimed: Set<number>
}

export interface PresenceLimits {
  /** Of one state, bytes. */
  readonly largestState: number
  /** Client ids of one connection. */
  readonly mostClaims: number
}

/** Who is in a document and where: the last state of every client id, as the awareness protocol of Yjs has it. */
export class Presence {
  readonly #shown = new Map<number, Shown>()
  /** Person → colour. */
  readonly #colours = new Map<string, number>()
  readonly #changed = new Set<number>()
  readonly #limits: PresenceLimits

  constructor(limits: PresenceLimits) {
    this.#limits = limits
  }

  /**
   * Lets a presence message in and answers whether there is news in it: only states of client ids that are the speaker's own,
   * with `user` replaced by who he is. Others' states are dropped without a word, because honest clients echo them. Refuses
   * a state that is too large, and a speaker that shows more client ids than a person can have. Throws on bytes that are
   * not the protocol.
   */
  show(
    update: Uint8Array,
    speaker: Speaker,
    now: number,
  ): Result<boolean, 'presence-too-large' | 'too-many-presences'> {
    const decoder = decoding.createDecoder(update)
    const count = decoding.readVarUint(decoder)
    if (count > MOST_ENTRIES) return refuse('too-many-presences')
    let isNews = false
    for (let i = 0; i < count; i++) {
      const clientId = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const json = decoding.readVarString(decoder)
      const known = this.#shown.get(clientId)
      const isNull = json === 'null'
      if (known ? known.userId !== speaker.userId : isNull) continue
      if (Buffer.byteLength(json) > this.#limits.largestState) return refuse('presence-too-large')
      if (!speaker.claimed.has(clientId)) {
        if (speaker.claimed.size >= this.#limits.mostClaims) return refuse('too-many-presences')
        speaker.claimed.add(clientId)
      }
      const state = isNull ? null : this.#sign(json, speaker)
      if (this.#set(clientId, clock, state, speaker, now)) isNews = true
    }
    return ok(isNews)
  }

  #set(clientId: number, clock: number, json: string | null, speaker: Speaker, now: number): boolean {
    const known = this.#shown.get(clientId)
    if (!known)
      this.#shown.set(clientId, { userId: speaker.userId, clock, json, holder: speaker, seenAt: now, bytes: null })
    else {
      if (json !== null) known.holder = speaker
      if (json === null ? clock < known.clock || known.json === null : clock <= known.clock && known.json !== null)
        return false
      if (json === null) known.holder = null
      // After a drop the state was taken away but its clock is remembered, here and by everybody who saw it: shown again
      // as it was it would be ignored until the next heartbeat.
      known.clock = json !== null && known.json === null ? Math.max(clock, known.clock + 1) : clock
      known.json = json
      known.seenAt = now
      known.bytes = null
    }
    this.#changed.add(clientId)
    return true
  }

  #sign(json: string, { userId, userName }: Speaker): string {
    const state: unknown = JSON.parse(json)
    if (typeof state !== 'object' || state === null || Array.isArray(state))
      throw new Error('a presence state is an object')
    const user: PresenceUser = { id: userId, name: userName, color: this.#colourOf(userId) }
    return JSON.stringify({ ...state, user })
  }

  /** Given in the order people joined, and a person's own while the document is open. */
  #colourOf(userId: string): number {
    const known = this.#colours.get(userId)
    if (known !== undefined) return known
    const colour = (this.#colours.size % PRESENCE_COLOURS) + 1
    this.#colours.set(userId, colour)
    return colour
  }

  /** Takes away what a connection still shows; answers whether it showed anything. */
  leave(speaker: Speaker, now: number): boolean {
    let isNews = false
    for (const clientId of speaker.claimed) {
      const known = this.#shown.get(clientId)
      if (known?.holder !== speaker) continue
      this.#hide(clientId, known, now)
      isNews = true
    }
    return isNews
  }

  #hide(clientId: number, known: Shown, now: number): void {
    known.holder = null
    known.json = null
    known.seenAt = now
    known.bytes = null
    this.#changed.add(clientId)
  }

  /** Takes away what was not shown again for too long, and forgets who has not been there for longer; as `leave`. */
  expire(now: number): boolean {
    let isNews = false
    for (const [clientId, known] of this.#shown) {
      if (known.json === null) {
        if (now - known.seenAt >= REMEMBERED_MS && !this.#changed.has(clientId)) this.#shown.delete(clientId)
      } else if (now - known.seenAt >= OUTDATED_MS) {
        this.#hide(clientId, known, now)
        isNews = true
      }
    }
    return isNews
  }

  /** The client ids that have something new since it was asked the last time. */
  takeChanged(): readonly number[] {
    const changed = [...this.#changed]
    this.#changed.clear()
    return changed
  }

  /** Everybody who is shown, as an awareness update; null when nobody is. */
  everybody(): Uint8Array | null {
    const shown = [...this.#shown].filter(([, { json }]) => json !== null).map(([clientId]) => clientId)
    return shown.length === 0 ? null : this.statesOf(shown)
  }

  /** What these client ids show, as an awareness update. */
  statesOf(clientIds: readonly number[]): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, clientIds.length)
    for (const clientId of clientIds) {
      const shown = this.#shown.get(clientId)
      const bytes = shown?.bytes ?? entry(clientId, shown)
      if (shown) shown.bytes = bytes
      encoding.writeUint8Array(encoder, bytes)
    }
    return encoding.toUint8Array(encoder)
  }
}

/** One client id with what it shows. */
function entry(clientId: number, shown: Shown | undefined): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clientId)
  encoding.writeVarUint(encoder, shown?.clock ?? 0)
  encoding.writeVarString(encoder, shown?.json ?? 'null')
  return encoding.toUint8Array(encoder)
}
