import { randomUUID } from 'node:crypto'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { CLOSE_REASONS, type CloseReason } from '@gongyan/contract/collab'
import { documentName, parseDocumentName } from '@gongyan/domain'
import * as decoding from 'lib0/decoding'
import type { RawData, WebSocket } from 'ws'
import { Attachment, type AttachmentServices, type Prelude, emptyPrelude, keepForLater } from './attachment.ts'
import { frameHeader } from './framing.ts'
import type { Door, Line } from './line.ts'
import type { Packet } from './packet.ts'
import type { Log, Observe } from './port.ts'
import {
  type Message,
  ProtocolError,
  deniedFrame,
  isForYjs,
  isPong,
  readAddress,
  readMessage,
  reading,
  stateHead,
  withoutAddress,
} from './wire.ts'
import { WorkShare } from './work-share.ts'

/** A name is a kind and a UUID, perhaps with a provider's session behind it. */
const LONGEST_ADDRESS = 200
/** How long a client may take to answer a close before its socket is torn down. */
const CLOSE_GRACE_MS = 2_000
/** Pings that may go unanswered while nothing waits to be sent: the last of a document may still lie in a slow line. */
const UNANSWERED_PINGS = 2
/** Presence is dropped for a reader from this part of the limit on. */
const PRESENCE_SHARE = 0.125
/** Up to this many bytes are copied behind their header; more go out as they are. */
const COPIED_BYTES = 16_000

export interface SocketServices extends AttachmentServices {
  readonly observe: Observe
  readonly log: Log
  /** Called before anything that has come is handled. */
  guard(): void
  onGone(socket: CollabSocket): void
}

/** One client's socket behind either door. */
export class CollabSocket implements Line<Attachment> {
  /** The `source` of every update that comes through it. */
  readonly id = randomUUID()
  readonly door: Door
  readonly attachments = new Map<string, Attachment>()
  userId: string | null = null
  #unanswered = 0
  readonly #ws: WebSocket
  /** What the socket was upgraded on: frames that are made once for many go straight to it. */
  readonly #stream: Duplex
  readonly #services: SocketServices
  readonly #preludes = new Map<string, Prelude>()
  #earlyMessages = 0
  #earlyBytes = 0
  #refusals = 0
  #isOpen = true
  #pauses = 0
  /** Bytes of whole documents on their way, by address: a slow line may have each unsent once without being cut. */
  readonly #joins = new Map<string, number>()
  #grace = 0
  readonly #work: WorkShare
  readonly #deadline: NodeJS.Timeout

  constructor(services: SocketServices, ws: WebSocket, stream: Duplex, door: Door) {
    this.#services = services
    this.#ws = ws
    this.#stream = stream
    this.door = door
    this.#work = new WorkShare(this, services.limits.LIMIT_SOCKET_MS_PER_SECOND)
    this.#deadline = setTimeout(() => this.cut('unauthenticated'), services.limits.LIMIT_UNAUTHENTICATED_SECONDS * 1000)
    // The library would close with 1009 by itself, after which the official clients send the same frame again for ever.
    const close = ws.close.bind(ws)
    ws.close = (code, reason) => {
      if (code !== 1009) return close(code, reason)
      this.#end('frame-too-large')
      close(CLOSE_REASONS['frame-too-large'], 'frame-too-large')
    }
    ws.on('message', (data, isBinary) => this.#receive(data, isBinary))
    ws.on('pong', () => (this.#unanswered = 0))
    ws.on('error', () => this.cut('bad-frame'))
    stream.on('timeout', () => {
      if (ws.bufferedAmount > 0) this.terminate()
    })
    ws.on('close', () => {
      this.#end(null)
      services.onGone(this)
    })
  }

  /** Remembers whose socket it is; from then on it may be idle. */
  identify(userId: string): void {
    this.userId = userId
    clearTimeout(this.#deadline)
  }

  /** Opens the only document of a y-websocket client. */
  attach(address: string, ticket: string): void {
    if (!this.#isDocument(address)) return this.refuse(address, 'not-found', null)
    this.#startAttachment(address, ticket)
  }

  #isDocument(address: string): boolean {
    const name = address.split('\0', 1)[0] ?? ''
    const ref = parseDocumentName(name)
    // Two spellings of one name would be two documents in memory with one log.
    return ref !== null && documentName(ref) === name
  }

  #startAttachment(address: string, ticket: string): void {
    const attachment = new Attachment(this.#services, this, address, this.#preludes.get(address) ?? emptyPrelude())
    this.#preludes.delete(address)
    this.attachments.set(address, attachment)
    // What was kept of a client until its document was open may turn out to be no protocol at all.
    attachment.open(ticket).catch((error: unknown) => this.#fail(error))
  }

  #receive(data: RawData, isBinary: boolean): void {
    // Frames that were on their way when the decision to close fell: neither applied nor acknowledged.
    if (!this.#isOpen) return
    if (!isBinary || !(data instanceof Uint8Array)) return this.cut('bad-frame')
    this.#services.guard()
    if (!this.#isOpen) return
    this.#services.observe({ kind: 'received', bytes: data.length })
    this.#work.begin()
    try {
      if (this.door === 'yjs') this.#receiveYjs(data)
      else if (!isPong(data)) this.#receiveCollab(data)
    } catch (error) {
      this.#fail(error)
    }
    this.#work.charge()
  }

  /** Bytes that are no protocol are the client's fault; everything else is ours, and the client may come back. */
  #fail(error: unknown): void {
    if (error instanceof ProtocolError) return this.cut('bad-frame')
    this.#services.log.error('a message could not be handled', {
      error: error instanceof Error ? (error.stack ?? error.name) : String(error),
    })
    this.cut('unavailable')
  }

  #receiveYjs(frame: Uint8Array): void {
    const message = reading(() => readMessage(decoding.createDecoder(frame)))
    const [attachment] = this.attachments.values()
    if (!attachment) return
    if (!attachment.isOpen) this.#countEarly(message, frame)
    if (message.kind === 'close' || message.kind === 'auth') return this.cut('bad-frame')
    attachment.receive(message)
  }

  #receiveCollab(frame: Uint8Array): void {
    const { address, decoder } = reading(() => readAddress(frame))
    if (address.length > LONGEST_ADDRESS) return this.cut('bad-frame')
    const message = reading(() => readMessage(decoder))
    const attachment = this.attachments.get(address)
    if (!attachment?.isOpen) this.#countEarly(message, frame)
    if (message.kind === 'auth') {
      if (!attachment) this.#authenticate(address, message.ticket)
    } else if (!attachment) this.#keepPrelude(address, message)
    else if (message.kind === 'close') attachment.close()
    else attachment.receive(message)
  }

  #authenticate(address: string, ticket: string): void {
    if (!this.#isDocument(address)) return this.refuse(address, 'not-found', null)
    if (this.attachments.size >= this.#services.limits.LIMIT_DOCUMENTS_PER_SOCKET)
      return this.refuse(address, 'too-many-documents', null)
    this.#startAttachment(address, ticket)
  }

  #keepPrelude(address: string, message: Message): void {
    if (message.kind === 'close') return void this.#preludes.delete(address)
    let prelude = this.#preludes.get(address)
    if (!prelude) {
      const [oldest] = this.#preludes.keys()
      if (oldest !== undefined && this.#preludes.size >= this.#services.limits.LIMIT_DOCUMENTS_PER_SOCKET)
        this.#preludes.delete(oldest)
      prelude = emptyPrelude()
      this.#preludes.set(address, prelude)
    }
    keepForLater(prelude, message)
  }

  /** Bounds what a socket can make us keep before its ticket has been found good. Updates are not kept, only counted. */
  #countEarly(message: Message, frame: Uint8Array): void {
    if (message.kind === 'update' || this.userId !== null) return
    this.#earlyMessages += 1
    this.#earlyBytes += frame.length
    const { LIMIT_UNAUTHENTICATED_MESSAGES, LIMIT_UNAUTHENTICATED_BYTES } = this.#services.limits
    if (this.#earlyMessages > LIMIT_UNAUTHENTICATED_MESSAGES || this.#earlyBytes > LIMIT_UNAUTHENTICATED_BYTES)
      this.cut('unauthenticated')
  }

  /**
   * Refuses one document. On /collab the others on the socket live on and the provider is told; on /yjs the socket is
   * the document.
   */
  refuse(address: string, reason: CloseReason, denied: Uint8Array | null): void {
    this.#services.observe({ kind: 'refused', reason })
    if (this.door === 'yjs') return this.cut(reason)
    this.#preludes.delete(address)
    this.send(denied ?? deniedFrame(address, reason))
    this.#refusals += 1
    if (this.#refusals >= this.#services.limits.LIMIT_UNAUTHENTICATED_MESSAGES) this.cut(reason)
  }

  forget(attachment: Attachment): void {
    if (this.attachments.get(attachment.address) === attachment) this.attachments.delete(attachment.address)
  }

  send(frame: Uint8Array): void {
    if (!this.#mayHave()) return
    if (this.door === 'collab') this.#write([frame])
    else {
      const message = withoutAddress(frame)
      if (isForYjs(message)) this.#write([message])
    }
  }

  sendState(address: string, updates: readonly Uint8Array[]): void {
    if (!this.#mayHave()) return
    const length = updates.reduce((sum, update) => sum + update.length, 0)
    // Whoever asks for a document again before he has read the last answer does not read.
    if (this.#joins.has(address) && this.#unsent() > this.#services.limits.LIMIT_SOCKET_BUFFER_BYTES)
      return this.cut('slow-reader')
    this.#grace += Math.max(0, length - (this.#joins.get(address) ?? 0))
    this.#joins.set(address, length)
    updates.forEach((update, index) => {
      const head = stateHead(address, update.length, index === updates.length - 1)
      this.#write([this.door === 'collab' ? head : withoutAddress(head), update])
    })
  }

  deliver(address: string, packet: Packet): void {
    const isBusy = this.#unsent() > this.#services.limits.LIMIT_SOCKET_BUFFER_BYTES * PRESENCE_SHARE
    if (isBusy && packet.presence) this.#services.observe({ kind: 'presenceDropped' })
    if ((isBusy && packet.update === null) || !this.#mayHave()) return
    const frames = packet.frames(address, this.door, !isBusy)
    this.#stream.write(frames)
    if (packet.update) this.#services.observe({ kind: 'broadcast', bytes: frames.length })
  }

  /** A method, as a private accessor would be looked up by the runtime for every reader of every change. */
  #unsent(): number {
    return this.#stream.writableLength
  }

  /** Whether the socket can be sent anything; one whose reader is too far behind is cut. */
  #mayHave(): boolean {
    // Once the client has said goodbye nothing may follow.
    if (!this.#isOpen || this.#ws.readyState !== this.#ws.OPEN) return false
    const unsent = this.#unsent()
    if (unsent === 0 && this.#grace > 0) {
      this.#joins.clear()
      this.#grace = 0
    }
    if (unsent <= this.#services.limits.LIMIT_SOCKET_BUFFER_BYTES + this.#grace) return true
    this.cut('slow-reader')
    return false
  }

  /** Sends one message, given in parts. */
  #write(parts: readonly Uint8Array[]): void {
    const length = parts.reduce((sum, part) => sum + part.length, 0)
    const all = [frameHeader(length), ...parts]
    if (length <= COPIED_BYTES) this.#stream.write(Buffer.concat(all))
    else {
      this.#stream.cork()
      for (const part of all) this.#stream.write(part)
      this.#stream.uncork()
    }
  }

  /** Closes the whole socket with a reason: closing one document leaves the official provider unsynchronised for good. */
  cut(reason: CloseReason): void {
    if (!this.#isOpen) return
    this.#end(reason)
    this.#ws.close(CLOSE_REASONS[reason], reason)
  }

  #end(reason: CloseReason | null): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    clearTimeout(this.#deadline)
    this.#preludes.clear()
    for (const attachment of this.attachments.values()) attachment.close()
    if (reason === null) return
    this.#services.observe({ kind: 'cut', reason })
    // The close frame can only be answered by a socket that is read.
    this.#ws.resume()
    setTimeout(() => this.#ws.terminate(), CLOSE_GRACE_MS).unref()
  }

  /** Stops reading, so that nothing is applied while the right to it is being decided. */
  get isPaused(): boolean {
    return this.#pauses > 0
  }

  pause(): void {
    this.#pauses += 1
    if (this.#isOpen) this.#ws.pause()
  }

  resume(): void {
    this.#pauses -= 1
    if (this.#pauses === 0 && this.#isOpen) this.#ws.resume()
  }

  /**
   * Asks whether the client is there. Behind a document on a slow line it hears that late, so while something waits to be sent
   * no answer is missed: a line on which nothing moves for `everyMs` is ended instead.
   */
  beat(everyMs: number): void {
    const isBehind = this.#ws.bufferedAmount > 0
    this.#watch(isBehind ? everyMs : 0)
    // What is not read cannot answer.
    if (this.isPaused || isBehind) this.#unanswered = 0
    if (this.#unanswered >= UNANSWERED_PINGS) return this.terminate()
    this.#unanswered += 1
    this.#ws.ping()
  }

  /**
   * The stream's own timer knows of parts of a frame that have gone out, which the amount that waits does not show; wound up
   * by every write, it runs only for who is behind.
   */
  #watch(ms: number): void {
    if (this.#stream instanceof Socket && (this.#stream.timeout ?? 0) !== ms) this.#stream.setTimeout(ms)
  }

  terminate(): void {
    this.#ws.terminate()
  }
}
