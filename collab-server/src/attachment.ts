import type { CloseReason, CollabRefusal } from '@gongyan/contract/collab'
import type { Limits } from '@gongyan/config'
import type { Result } from '@gongyan/domain'
import type { Place } from './cluster/cluster.ts'
import type { OutgoingLink, Relay } from './cluster/relay.ts'
import { within } from './within.ts'
import { type Documents, OpenFailure } from './documents.ts'
import type { Line } from './line.ts'
import type { Packet } from './packet.ts'
import type { Access, Grant } from './port.ts'
import type { Speaker } from './presence.ts'
import type { Reader } from './audience.ts'
import type { Room } from './room.ts'
import { type Scan, scanUpdate } from './scan.ts'
import { type EarlyUpdates, Tally, keepEarly, noEarlyUpdates } from './tally.ts'
import { ownTurn } from './turns.ts'
import {
  type Message,
  ProtocolError,
  authenticatedFrame,
  awarenessFrame,
  deniedFrame,
  reading,
  statusFrame,
  step1Frame,
  withAddress,
} from './wire.ts'

const AUTHORISE_TIMEOUT_MS = 10_000
/** Without a change from a client for so long, a short reconnection disturbs nobody. */
const QUIET_MS = 1_000
/** An awareness update that names nobody. */
const NOBODY = Uint8Array.of(0)

export interface AttachmentServices {
  readonly limits: Limits
  readonly documents: Documents
  /** Acquires a document, or finds the neighbour that has it; throws OpenFailure. */
  place(name: string): Promise<Place>
  authorise(ticket: string, document: string): Promise<Result<Grant, CollabRefusal>>
  recheck(grant: Grant, document: string): Promise<Access>
  /** Counts the changes of rights so far: one that happens while a document is being opened must not be missed. */
  accessEpoch(): number
  /** Whether a person may have this socket beside those he has. */
  admitPerson(userId: string, socket: Line<Attachment>): boolean
}

/** What a client said about a document before it was open. Of each kind only the last counts; updates are only counted. */
export interface Prelude {
  step1: Uint8Array | null
  awareness: Uint8Array | null
  updates: EarlyUpdates
}
export const emptyPrelude = (): Prelude => ({ step1: null, awareness: null, updates: noEarlyUpdates() })

/** Keeps what matters of a message that comes too early. The client answers our first step with everything we lack. */
export function keepForLater(prelude: Prelude, message: Message): void {
  if (message.kind === 'step1') {
    // Copies: what is kept must not hold the frame it came in.
    prelude.step1 = message.stateVector.slice()
    prelude.updates = noEarlyUpdates()
  } else if (message.kind === 'awareness') prelude.awareness = message.update.slice()
  // Before the first step nothing is counted.
  else if (message.kind === 'update' && prelude.step1) keepEarly(prelude.updates, message.update)
}

/**
 * One document on one socket.
 *
 *     opening ──ticket good, document loaded──► open ──► closed
 *        └────────refused──────────────────────────────────┘
 */
export class Attachment implements Reader, Speaker {
  readonly socket: Line<Attachment>
  /** What stands in front of every frame: the document's name, perhaps with a session. */
  readonly address: string
  readonly name: string
  grant: Grant | null = null
  #state: 'opening' | 'open' | 'closed' = 'opening'
  #room: Room | null = null
  #relay: Relay | null = null
  /** Presence client ids it has shown. */
  readonly claimed = new Set<number>()
  readonly #services: AttachmentServices
  readonly #prelude: Prelude
  #stored: Uint8Array | null = null
  readonly #tally = new Tally()
  #recount: NodeJS.Timeout | null = null
  /** Counts the client's first steps: what was to be told from before the last one would be told twice. */
  #round = 0
  #isStep2Due = false
  #gaps = 0
  #gappedStep2s = 0
  #isHeldBack = false

  constructor(services: AttachmentServices, socket: Line<Attachment>, address: string, prelude: Prelude) {
    this.#services = services
    this.socket = socket
    this.address = address
    this.name = address.split('\0', 1)[0] ?? address
    this.#prelude = prelude
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  get userId(): string {
    return this.grant?.userId ?? ''
  }

  get userName(): string {
    return this.grant?.name ?? ''
  }

  /** Uses a ticket and opens the document; ends in the open state, in a refusal, or with the socket closed. */
  async open(ticket: string): Promise<void> {
    const epoch = this.#services.accessEpoch()
    let answer: Result<Grant, CollabRefusal>
    try {
      answer = await within(AUTHORISE_TIMEOUT_MS, this.#services.authorise(ticket, this.name))
    } catch {
      this.socket.cut('unavailable')
      return
    }
    if (!this.#isOpening()) return
    if (!answer.ok) return this.#refuse(answer.refusal)
    const grant = answer.value
    if (this.socket.userId !== null && this.socket.userId !== grant.userId) return this.#refuse('ticket-invalid')
    if (!this.#services.admitPerson(grant.userId, this.socket)) return this.#refuse('too-many-sockets')
    this.socket.identify(grant.userId)
    await this.enter(grant, epoch)
  }

  /** As `open`, for a person whose right was found at `epoch`. */
  async enter(grant: Grant, epoch: number): Promise<void> {
    this.grant = grant
    const place = await this.#place()
    if (!place) return
    await ownTurn()
    const isRight = epoch === this.#services.accessEpoch() || (await this.#isStillRight(grant))
    // Nothing awaits between these checks and the registration as a listener.
    const isWanted = this.#isOpening()
    if (isWanted && isRight) {
      if (place.kind === 'there') return this.#relayThrough(place.link, grant)
      if (this.#services.documents.isCurrent(place.room)) return this.#begin(place.room, grant)
    }
    if (place.kind === 'here') this.#services.documents.release(this.name)
    if (isWanted) this.socket.cut(isRight ? 'unavailable' : 'access-changed')
  }

  #isOpening(): boolean {
    return this.#state === 'opening'
  }

  async #place(): Promise<Place | null> {
    try {
      return await this.#services.place(this.name)
    } catch (failure) {
      if (failure instanceof OpenFailure && failure.reason === 'not-found') {
        if (this.#isOpening()) this.#refuse('not-found')
      } else if (this.#isOpening()) this.socket.cut('unavailable')
      return null
    }
  }

  async #isStillRight(grant: Grant): Promise<boolean> {
    try {
      return (
        (await within(AUTHORISE_TIMEOUT_MS, this.#services.recheck(grant, this.name))) ===
        (grant.canWrite ? 'write' : 'read')
      )
    } catch {
      return false
    }
  }

  /** From here on the neighbour talks to the client; who may stay is still decided here. */
  #relayThrough(link: OutgoingLink, grant: Grant): void {
    this.#state = 'open'
    const { address, socket } = this
    this.#relay = link.open({ address, door: socket.door, source: socket.id, grant }, this.#prelude, {
      deliver: (body) => socket.send(withAddress(address, body)),
      tell: (packet) => socket.deliver(address, packet),
      deliverState: (updates) => socket.sendState(address, updates),
      ended: (reason, isRefusal) => {
        if (!isRefusal) return socket.cut(reason)
        this.close()
        socket.refuse(address, reason, deniedFrame(address, reason))
      },
      setPaused: (isPaused) => (isPaused ? socket.pause() : socket.resume()),
    })
  }

  #begin(room: Room, grant: Grant): void {
    this.#room = room
    this.#state = 'open'
    room.audience.add(this)
    this.socket.send(authenticatedFrame(this.address, grant.canWrite))
    const everybody = room.presence.everybody()
    if (everybody) this.socket.send(awarenessFrame(this.address, everybody))
    const { step1, awareness, updates } = this.#prelude
    if (step1) this.receive({ kind: 'step1', stateVector: step1 })
    // A y-websocket server speaks first.
    else if (this.socket.door === 'yjs') this.#askForMissing(room.content.stateVector)
    if (grant.canWrite) this.#tally.countEarly(updates, (update) => this.#scan(update))
    if (awareness) this.receive({ kind: 'awareness', update: awareness })
  }

  deliver(packet: Packet): void {
    this.socket.deliver(this.address, packet)
  }

  lose(): void {
    this.socket.cut('unavailable')
  }

  #refuse(reason: CloseReason): void {
    this.close()
    this.socket.refuse(this.address, reason, deniedFrame(this.address, reason))
  }

  /** Handles one message; everything it changes is in the log when it returns. Throws on bytes that are not the protocol. */
  receive(message: Message): void {
    const room = this.#room
    const grant = this.grant
    if (this.#relay) return this.#relay.send(message)
    if (this.#state !== 'open' || !room || !grant) {
      if (this.#state === 'opening') keepForLater(this.#prelude, message)
      return
    }
    switch (message.kind) {
      case 'step1':
        if (message.stateVector.length > this.#services.limits.LIMIT_STATE_VECTOR_BYTES)
          throw new ProtocolError('a state vector that is too large')
        reading(() => this.#tally.begin(message.stateVector))
        this.#gappedStep2s = 0
        this.#round += 1
        // First of all: who has nothing must be asked before he has what we have.
        this.#askForMissing(room.content.vectorFor(message.stateVector))
        this.socket.sendState(this.address, room.content.missing(message.stateVector))
        return
      case 'update':
        if (grant.canWrite) this.#write(room, grant, message)
        else this.#answerReader(room, message)
        return
      case 'awareness':
        this.#showPresence(room, message.update)
        return
      case 'queryAwareness':
        this.socket.send(awarenessFrame(this.address, room.presence.everybody() ?? NOBODY))
        return
      case 'close':
      case 'auth':
      case 'ignored':
    }
  }

  #askForMissing(stateVector: Uint8Array): void {
    this.#isStep2Due = true
    this.socket.send(step1Frame(this.address, stateVector))
  }

  #write(room: Room, grant: Grant, { update, isStep2 }: { update: Uint8Array; isStep2: boolean }): void {
    const scan = this.#scan(update)
    const { LIMIT_DOCUMENT_BYTES } = this.#services.limits
    if (scan.inserts.length > 0 && room.content.wouldBeTooLarge(update.length, LIMIT_DOCUMENT_BYTES))
      return this.socket.cut('document-too-large')
    const origin = { authorId: grant.userId, source: this.socket.id }
    const { isGap } = room.write(update, scan, origin, this)
    if (isStep2) this.#isStep2Due = false
    if (isGap) {
      this.#gaps += 1
      if (this.#gaps > this.#services.limits.LIMIT_CLOCK_GAPS) return this.socket.cut('clock-gap')
    }
    if (isStep2) {
      // With a gap it leans on what the server lost. It is asked once more; a sender who lacks it too is told to start anew.
      if (isGap) {
        this.#gappedStep2s += 1
        if (this.#gappedStep2s > 1) return this.socket.cut('clock-gap')
        return this.#askForMissing(room.content.stateVector)
      }
      this.#gaps = 0
      this.#acknowledge(room, this.#tally.settle())
    } else if (this.#tally.isCounted(scan)) {
      if (isGap) this.#tally.postpone()
      else this.#acknowledge(room, 1)
    }
    // It came before its predecessors, as when somebody types during a reconnection: ask for all of it.
    if (isGap && !this.#isStep2Due) this.#askForMissing(room.content.stateVector)
    if (this.#tally.isUnsure) this.#recountWhenQuiet()
    this.#holdBack()
  }

  #scan(update: Uint8Array): Scan {
    return reading(() => scanUpdate(update, this.#services.limits.LIMIT_UPDATE_PARTS))
  }

  /** While too much waits for the database no more is read from who writes. */
  #holdBack(): void {
    const { backlog } = this.#services.documents
    if (this.#isHeldBack || !backlog.isFull) return
    this.#isHeldBack = true
    this.socket.pause()
    backlog.whenRelieved(() => {
      this.#isHeldBack = false
      this.socket.resume()
    })
  }

  /** A provider that may wait for one acknowledgement too many counts anew when it connects anew. */
  #recountWhenQuiet(): void {
    if (this.socket.door === 'yjs') return
    if (this.#recount) clearTimeout(this.#recount)
    this.#recount = setTimeout(() => this.socket.cut('recount'), QUIET_MS)
  }

  #answerReader(room: Room, { update, isStep2 }: { update: Uint8Array; isStep2: boolean }): void {
    const scan = this.#scan(update)
    if (isStep2 && room.content.covers(update, scan)) this.#acknowledge(room, this.#tally.settle())
    else this.socket.send(statusFrame(this.address, false))
  }

  /** Says "stored" as soon as everything the document holds now is committed. */
  #acknowledge(room: Room, count: number): void {
    if (count === 0) return
    const round = this.#round
    room.log.whenStored((outcome) => {
      if (outcome === 'lost' || this.#state !== 'open' || round !== this.#round) return
      this.#stored ??= statusFrame(this.address, true)
      for (let i = 0; i < count; i++) this.socket.send(this.#stored)
    })
  }

  #showPresence(room: Room, update: Uint8Array): void {
    const shown = reading(() => room.show(update, this))
    if (!shown.ok) this.socket.cut(shown.refusal)
  }

  /** Leaves the document; what it still waits for is not told any more. */
  close(): void {
    if (this.#state === 'closed') return
    const room = this.#room
    this.#state = 'closed'
    if (this.#recount) clearTimeout(this.#recount)
    this.socket.forget(this)
    this.#relay?.close()
    if (!room) return
    room.leave(this)
    this.#services.documents.release(this.name)
  }
}
