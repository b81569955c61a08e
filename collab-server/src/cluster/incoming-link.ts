import type { CloseReason } from '@gongyan/contract/collab'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { Attachment, type AttachmentServices } from '../attachment.ts'
import type { UpdateOrigin } from '../room.ts'
import type { Door, Line } from '../line.ts'
import type { Packet } from '../packet.ts'
import { CollabFault, type Log } from '../port.ts'
import { ProtocolError, readMessage, reading, withoutAddress } from '../wire.ts'
import { WorkShare } from '../work-share.ts'
import type { Opening, PeerFrame } from './peer-frames.ts'
import type { PeerSocket } from './peer-socket.ts'

export interface IncomingServices extends AttachmentServices {
  readonly log: Log
  /** Changes a document that is here; resolves after the commit. */
  edit(name: string, origin: UpdateOrigin, change: (ydoc: Y.Doc) => void): Promise<{ seq: bigint }>
}

/** An update and presence, and a few acknowledgements between them. */
const MOST_GROUPS = 4

/** A neighbour whose clients have documents open here. */
export class IncomingLink {
  readonly #socket: PeerSocket
  readonly #services: IncomingServices
  readonly #lines = new Map<number, RelayedLine>()
  /** By the neighbour's number of the document: the channels that have been sent something, as the neighbour counts too. */
  readonly #documents = new Map<number, Set<number>>()
  /** What waits to be said to several, in order. */
  readonly #groups: { readonly document: number; readonly body: Uint8Array; readonly channels: Set<number> }[] = []

  constructor(
    services: IncomingServices,
    connect: (handlers: { onFrame(frame: PeerFrame): void; onClose(): void }) => PeerSocket,
  ) {
    this.#services = services
    this.#socket = connect({ onFrame: (frame) => this.#receive(frame), onClose: () => this.#end() })
  }

  attachments(): Attachment[] {
    return [...this.#lines.values()].map(({ attachment }) => attachment)
  }

  #receive(frame: PeerFrame): void {
    switch (frame.kind) {
      case 'open': {
        const line = new RelayedLine(this.#services, this, frame)
        this.#lines.set(frame.channel, line)
        return line.begin(frame.opening)
      }
      case 'message':
        return this.#lines.get(frame.channel)?.receive(frame.body)
      case 'leave':
        return this.#lines.get(frame.channel)?.attachment.close()
      case 'edit':
        return void this.#edit(frame)
      case 'state':
      case 'broadcast':
      case 'closed':
      case 'flow':
      case 'edited':
        throw new Error(`${frame.kind} is not for a server that has the document`)
    }
  }

  async #edit({ number, document, origin, update }: Extract<PeerFrame, { kind: 'edit' }>): Promise<void> {
    const stored = await this.#services
      .edit(document, origin, (ydoc) => Y.applyUpdate(ydoc, update))
      .catch((error: unknown) => {
        if (!(error instanceof CollabFault))
          this.#services.log.error('a neighbour’s edit failed', { error: String(error) })
        return null
      })
    this.say({ kind: 'edited', number, seq: stored?.seq ?? null })
  }

  /** Sends a body to one channel. What follows with the same body for others of the document goes out as one. */
  deliver({ channel, document }: RelayedLine, body: Uint8Array): void {
    const known = this.#documents.get(document)
    if (!known?.has(channel)) {
      this.say({ kind: 'message', channel, body })
      if (known) known.add(channel)
      else this.#documents.set(document, new Set([channel]))
      return
    }
    // The last one that has something for this channel, and those behind it: nothing overtakes what was said before.
    const last = this.#groups.findLastIndex((group) => group.channels.has(channel))
    const same = this.#groups.findIndex(
      (group, index) => index > last && group.document === document && isSame(group.body, body),
    )
    if (same >= 0) return void this.#groups[same]?.channels.add(channel)
    if (this.#groups.length >= MOST_GROUPS) this.#sendGroups()
    if (this.#groups.length === 0) queueMicrotask(() => this.#sendGroups())
    this.#groups.push({ document, body, channels: new Set([channel]) })
  }

  #sendGroups(): void {
    for (const group of this.#groups.splice(0)) this.#sendGroup(group)
  }

  #sendGroup(group: { readonly document: number; readonly body: Uint8Array; readonly channels: Set<number> }): void {
    const { document, body } = group
    const channels = [...group.channels]
    const [channel] = channels
    if (channel !== undefined && channels.length === 1) return this.#socket.send({ kind: 'message', channel, body })
    const others = [...(this.#documents.get(document) ?? [])].filter((one) => !group.channels.has(one))
    const isAllBut = others.length <= channels.length
    this.#socket.send({ kind: 'broadcast', document, isAllBut, channels: isAllBut ? others : channels, body })
  }

  /** Says something about a channel, behind what was delivered before. */
  say(frame: PeerFrame): void {
    this.#sendGroups()
    this.#socket.send(frame)
  }

  forget({ channel, document }: RelayedLine): void {
    // Those that are left are told together by leaving out the others, so what was gathered with this one goes first.
    this.#sendGroups()
    this.#lines.delete(channel)
    const channels = this.#documents.get(document)
    channels?.delete(channel)
    if (channels?.size === 0) this.#documents.delete(document)
  }

  #end(): void {
    for (const { attachment } of this.#lines.values()) attachment.close()
  }

  /** Lets every client go, then the neighbour. */
  close(reason: CloseReason): void {
    for (const line of this.#lines.values()) line.cut(reason)
    this.#socket.close()
  }
}

/** A client of a neighbour, as the document sees it. */
class RelayedLine implements Line<Attachment> {
  readonly id: string
  readonly door: Door
  readonly userId: string
  readonly channel: number
  readonly document: number
  readonly attachment: Attachment
  readonly #services: IncomingServices
  readonly #link: IncomingLink
  readonly #work: WorkShare
  #isOpen = true
  #pauses = 0

  constructor(services: IncomingServices, link: IncomingLink, frame: Extract<PeerFrame, { kind: 'open' }>) {
    const { channel, document, opening, prelude } = frame
    this.#services = services
    this.#link = link
    this.channel = channel
    this.document = document
    this.id = opening.source
    this.door = opening.door
    this.userId = opening.grant.userId
    this.#work = new WorkShare(this, services.limits.LIMIT_SOCKET_MS_PER_SECOND)
    this.attachment = new Attachment(services, this, opening.address, prelude)
  }

  begin({ grant }: Opening): void {
    this.attachment.enter(grant, this.#services.accessEpoch()).catch((error: unknown) => this.#fail(error))
  }

  receive(body: Uint8Array): void {
    if (!this.#isOpen) return
    this.#work.begin()
    try {
      this.attachment.receive(reading(() => readMessage(decoding.createDecoder(body))))
    } catch (error) {
      this.#fail(error)
    }
    this.#work.charge()
  }

  #fail(error: unknown): void {
    if (error instanceof ProtocolError) return this.cut('bad-frame')
    this.#services.log.error('a message of a neighbour could not be handled', {
      error: error instanceof Error ? (error.stack ?? error.name) : String(error),
    })
    this.cut('unavailable')
  }

  /** Whose line it is was known from the beginning. */
  identify(): void {}

  send(frame: Uint8Array): void {
    if (this.#isOpen) this.#link.deliver(this, withoutAddress(frame))
  }

  sendState(_address: string, updates: readonly Uint8Array[]): void {
    if (this.#isOpen) this.#link.say({ kind: 'state', channel: this.channel, updates })
  }

  deliver(_address: string, packet: Packet): void {
    if (this.#isOpen) for (const message of packet.messages) this.#link.deliver(this, message)
  }

  cut(reason: CloseReason): void {
    this.#end(reason, false)
  }

  refuse(_address: string, reason: CloseReason): void {
    this.#end(reason, true)
  }

  #end(reason: CloseReason, isRefusal: boolean): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#link.say({ kind: 'closed', channel: this.channel, reason, isRefusal })
    this.attachment.close()
    this.#link.forget(this)
  }

  /** The attachment has closed. */
  forget(): void {
    // Refused: the neighbour is told why before it is forgotten.
    queueMicrotask(() => {
      this.#isOpen = false
      this.#link.forget(this)
    })
  }

  pause(): void {
    this.#pauses += 1
    if (this.#pauses === 1 && this.#isOpen) this.#link.say({ kind: 'flow', channel: this.channel, isPaused: true })
  }

  resume(): void {
    this.#pauses -= 1
    if (this.#pauses === 0 && this.#isOpen) this.#link.say({ kind: 'flow', channel: this.channel, isPaused: false })
  }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a === b || Buffer.compare(a, b) === 0
