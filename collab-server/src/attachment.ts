import type { CloseReason, CollabRefusal } from '@gongyan/contract/collab'
import type { Limits } from '@gongyan/config'
import type { Result } from '@gongyan/domain'
import { Connection, type WebSocketLike } from '@hocuspocus/server'
import { applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Place } from './cluster/cluster.ts'
import type { OutgoingLink, Relay } from './cluster/relay.ts'
import { within } from './committer.ts'
import { type Documents, OpenFailure, type UpdateOrigin } from './documents.ts'
import { type OpenDocument, colourOf, takePending, wouldBeTooLarge } from './open-document.ts'
import type { Line } from './line.ts'
import type { Access, Grant } from './port.ts'
import { type PresenceRules, admitPresence } from './presence.ts'
import { type Scan, scanUpdate } from './scan.ts'
import { type EarlyUpdates, Tally, keepEarly, noEarlyUpdates } from './tally.ts'
import {
  type Message,
  ProtocolError,
  authenticatedFrame,
  awarenessFrame,
  deniedFrame,
  reading,
  statusFrame,
  step1Frame,
  step2Frame,
  withAddress,
} from './wire.ts'

const AUTHORISE_TIMEOUT_MS = 10_000
/** Without a change from a client for so long, a short reconnection disturbs nobody. */
const QUIET_MS = 1_000
/** The engine wants the request a connection came with; ours look at it before, so one serves all. */
const REQUEST = new Request('http://localhost/collab')

/** A line as the engine sends to it; ours closes lines only by `cut`. */
const engineSocket = (line: Line<Attachment>): WebSocketLike => ({
  readyState: 1,
  send: (data) => {
    if (data instanceof Uint8Array) line.send(data)
  },
  close: () => line.cut('unavailable'),
})

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

/** Says how long the next change of a document is gathered with others before its readers are told. */
function gather({ document, window }: OpenDocument): void {
  document.flushDelay = window.count(performance.now(), document.connections.size)
}

/**
 * One document on one socket.
 *
 *     opening ──ticket good, document loaded──► open ──► closed
 *        └────────refused──────────────────────────────────┘
 */
export class Attachment {
  readonly socket: Line<Attachment>
  /** What stands in front of every frame: the document's name, perhaps with a session. */
  readonly address: string
  readonly name: string
  grant: Grant | null = null
  #state: 'opening' | 'open' | 'closed' = 'opening'
  #open: OpenDocument | null = null
  #connection: Connection | null = null
  #relay: Relay | null = null
  readonly #services: AttachmentServices
  readonly #prelude: Prelude
  readonly #claimed = new Set<number>()
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

  opens(open: OpenDocument): boolean {
    return this.#open === open
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
    const isRight = epoch === this.#services.accessEpoch() || (await this.#isStillRight(grant))
    // Nothing awaits between these checks and the registration as a listener.
    const isWanted = this.#isOpening()
    if (isWanted && isRight) {
      if (place.kind === 'there') return this.#relayThrough(place.link, grant)
      if (this.#services.documents.isCurrent(place.open)) return this.#begin(place.open, grant)
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
      ended: (reason, isRefusal) => {
        if (!isRefusal) return socket.cut(reason)
        this.close()
        socket.refuse(address, reason, deniedFrame(address, reason))
      },
      setPaused: (isPaused) => (isPaused ? socket.pause() : socket.resume()),
    })
  }

  #begin(open: OpenDocument, grant: Grant): void {
    this.#open = open
    this.#state = 'open'
    const session = this.address.slice(this.name.length + 1)
    this.#connection = new Connection(
      engineSocket(this.socket),
      REQUEST,
      open.document,
      this.socket.id,
      {},
      !grant.canWrite,
      session || null,
    )
    this.socket.send(authenticatedFrame(this.address, grant.canWrite))
    const { step1, awareness, updates } = this.#prelude
    if (step1) this.receive({ kind: 'step1', stateVector: step1 })
    else this.#askForMissing(open)
    if (grant.canWrite) this.#tally.countEarly(updates, (update) => this.#scan(update))
    if (awareness) this.receive({ kind: 'awareness', update: awareness })
  }

  #refuse(reason: CloseReason): void {
    this.close()
    this.socket.refuse(this.address, reason, deniedFrame(this.address, reason))
  }

  /** Handles one message; everything it changes is in the log when it returns. Throws on bytes that are not the protocol. */
  receive(message: Message): void {
    const open = this.#open
    const grant = this.grant
    if (this.#relay) return this.#relay.send(message)
    if (this.#state !== 'open' || !open || !grant) {
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
        this.#askForMissing(open)
        this.socket.send(step2Frame(this.address, Y.encodeStateAsUpdate(open.document, message.stateVector)))
        return
      case 'update':
        if (grant.canWrite) this.#write(open, grant, message)
        else this.#answerReader(open, message)
        return
      case 'awareness':
        this.#showPresence(open, grant, message.update)
        return
      case 'queryAwareness':
        this.socket.send(
          awarenessFrame(
            this.address,
            encodeAwarenessUpdate(open.document.awareness, [...open.document.awareness.getStates().keys()]),
          ),
        )
        return
      case 'close':
      case 'auth':
      case 'ignored':
    }
  }

  #askForMissing(open: OpenDocument): void {
    this.#isStep2Due = true
    this.socket.send(step1Frame(this.address, Y.encodeStateVector(open.document)))
  }

  #write(open: OpenDocument, grant: Grant, { update, isStep2 }: { update: Uint8Array; isStep2: boolean }): void {
    // Read before it is applied: the engine's protocol library swallows an update it cannot read.
    const scan = this.#scan(update)
    const { LIMIT_DOCUMENT_BYTES } = this.#services.limits
    if (scan.inserts.length > 0 && wouldBeTooLarge(open, update.length, LIMIT_DOCUMENT_BYTES))
      return this.socket.cut('document-too-large')
    const origin: UpdateOrigin = { authorId: grant.userId, source: this.socket.id }
    gather(open)
    reading(() => Y.applyUpdate(open.document, update, origin))
    if (isStep2) this.#isStep2Due = false
    const isGap = takePending(open.document)
    if (isGap) {
      this.#gaps += 1
      if (this.#gaps > this.#services.limits.LIMIT_CLOCK_GAPS) return this.socket.cut('clock-gap')
    }
    if (isStep2) {
      // With a gap it leans on what the server lost. It is asked once more; a sender who lacks it too is told to start anew.
      if (isGap) {
        this.#gappedStep2s += 1
        if (this.#gappedStep2s > 1) return this.socket.cut('clock-gap')
        return this.#askForMissing(open)
      }
      this.#gaps = 0
      this.#acknowledge(open, this.#tally.settle())
    } else if (this.#tally.isCounted(scan)) {
      if (isGap) this.#tally.postpone()
      else this.#acknowledge(open, 1)
    }
    // It came before its predecessors, as when somebody types during a reconnection: ask for all of it.
    if (isGap && !this.#isStep2Due) this.#askForMissing(open)
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

  #answerReader(open: OpenDocument, { update, isStep2 }: { update: Uint8Array; isStep2: boolean }): void {
    this.#scan(update)
    if (isStep2 && Y.snapshotContainsUpdate(Y.snapshot(open.document), update))
      this.#acknowledge(open, this.#tally.settle())
    else this.socket.send(statusFrame(this.address, false))
  }

  /** Says "stored" as soon as everything the document holds now is committed. */
  #acknowledge(open: OpenDocument, count: number): void {
    if (count === 0) return
    const round = this.#round
    open.log.whenStored((outcome) => {
      if (outcome === 'lost' || this.#state !== 'open' || round !== this.#round) return
      for (let i = 0; i < count; i++) this.socket.send(statusFrame(this.address, true))
    })
  }

  #showPresence(open: OpenDocument, grant: Grant, update: Uint8Array): void {
    const { awareness } = open.document
    const rules: PresenceRules = {
      holder: this,
      user: { id: grant.userId, name: grant.name, color: colourOf(open, grant.userId) },
      owners: open.owners,
      claimed: this.#claimed,
      known: (clientId) => {
        const meta = awareness.meta.get(clientId)
        return meta ? { clock: meta.clock, isShown: awareness.states.has(clientId) } : null
      },
      largestState: this.#services.limits.LIMIT_AWARENESS_BYTES,
      mostClaims: this.#services.limits.LIMIT_AWARENESS_CLIENTS,
    }
    const admitted = reading(() => admitPresence(update, rules))
    if (!admitted.ok) return this.socket.cut(admitted.refusal)
    gather(open)
    if (admitted.value) applyAwarenessUpdate(awareness, admitted.value, null)
  }

  /** Leaves the document; what it still waits for is not told any more. */
  close(): void {
    if (this.#state === 'closed') return
    const open = this.#open
    this.#state = 'closed'
    if (this.#recount) clearTimeout(this.#recount)
    this.socket.forget(this)
    this.#relay?.close()
    if (!open) return
    this.#connection?.document.removeConnection(this.#connection)
    const shown = [...this.#claimed].filter((clientId) => open.owners.get(clientId)?.holder === this)
    for (const clientId of shown) {
      const owner = open.owners.get(clientId)
      if (owner) owner.holder = null
    }
    if (!open.document.isDestroyed) removeAwarenessStates(open.document.awareness, shown, null)
    this.#services.documents.release(this.name)
  }
}
