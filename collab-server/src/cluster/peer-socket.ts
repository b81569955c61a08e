import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { WebSocket } from 'ws'
import type { Log, Observe } from '../port.ts'
import { type PeerFrame, readFrame, writeFrame } from './peer-frames.ts'

/** How often each end says that it is there, and after how many unanswered times the other counts as gone. */
const BEAT_MS = 500
const MOST_MISSED = 3
/** What is said in one turn goes out as one message, up to about this size. */
const MESSAGE_BYTES = 256_000

export interface PeerSocketOptions {
  /** Unsent bytes beyond which the other end is not worth waiting for. */
  readonly mostUnsent: number
  readonly log: Log
  readonly observe: Observe
  /** Called before anything that has come is handled. */
  guard(): void
  onFrame(frame: PeerFrame): void
  /** Called once, whatever ended it; told since when the other end has been silent, if that was it (performance.now). */
  onClose(silentSince: number | null): void
}

/** One end of a line between two servers. */
export class PeerSocket {
  readonly #ws: WebSocket
  readonly #options: PeerSocketOptions
  readonly #beat: NodeJS.Timeout
  #missed = 0
  #heardAt = performance.now()
  #isOpen = true
  #encoder: encoding.Encoder | null = null

  constructor(ws: WebSocket, options: PeerSocketOptions) {
    this.#ws = ws
    this.#options = options
    // Counted, not timed: after a pause of this process the other's answers are still unread.
    this.#beat = setInterval(() => {
      this.#missed += 1
      if (this.#missed > MOST_MISSED) {
        options.log.warn('a neighbour does not answer')
        this.#end(this.#heardAt)
      } else ws.ping()
    }, BEAT_MS)
    this.#beat.unref()
    ws.on('pong', () => this.#hear())
    ws.on('message', (data) => this.#receive(data))
    ws.on('error', () => this.close())
    ws.on('close', () => this.close())
  }

  #hear(): void {
    this.#missed = 0
    this.#heardAt = performance.now()
  }

  #receive(data: unknown): void {
    if (!this.#isOpen) return
    this.#hear()
    this.#options.guard()
    try {
      if (!(data instanceof Uint8Array)) throw new Error('not bytes')
      const decoder = decoding.createDecoder(data)
      while (this.#isOpen && decoding.hasContent(decoder)) this.#options.onFrame(readFrame(decoder))
    } catch (error) {
      this.#options.log.error('a neighbour could not be understood', {
        error: error instanceof Error ? (error.stack ?? error.name) : String(error),
      })
      this.close()
    }
  }

  /** Says something behind what was said before; at the latest when the turn ends it is on its way. */
  send(frame: PeerFrame): void {
    if (!this.#isOpen) return
    if (!this.#encoder) {
      this.#encoder = encoding.createEncoder()
      queueMicrotask(() => this.flush())
    }
    writeFrame(this.#encoder, frame)
    if (encoding.length(this.#encoder) > MESSAGE_BYTES) this.flush()
  }

  flush(): void {
    const encoder = this.#encoder
    this.#encoder = null
    if (!encoder || !this.#isOpen) return
    if (this.#ws.bufferedAmount > this.#options.mostUnsent) {
      this.#options.log.warn('a neighbour reads too slowly')
      return this.close()
    }
    this.#write(encoder)
  }

  #write(encoder: encoding.Encoder): void {
    const bytes = encoding.toUint8Array(encoder)
    this.#ws.send(bytes)
    this.#options.observe({ kind: 'relayed', bytes: bytes.length })
  }

  close(): void {
    this.#end(null)
  }

  #end(silentSince: number | null): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    if (this.#encoder) this.#write(this.#encoder)
    this.#encoder = null
    clearInterval(this.#beat)
    // What was said last may still go out; a neighbour that does not answer is not waited for.
    this.#ws.close()
    setTimeout(() => this.#ws.terminate(), BEAT_MS).unref()
    this.#options.onClose(silentSince)
  }
}
