import type { ServerAddress } from '@gongyan/db'
import WebSocket from 'ws'
import { callPeer, PEER_HEADER, PEER_PATH } from './peer-handshake.ts'
import { PeerSocket, type PeerSocketOptions } from './peer-socket.ts'
import { OutgoingLink } from './relay.ts'

const CONNECT_MS = 1_000
/** One that could not be reached is not tried again for so long. */
const REST_MS = 750
/** What was found longer ago says nothing about now. */
const STALE_MS = 5_000

export interface NeighboursOptions {
  readonly serverId: string
  readonly key: Uint8Array
  readonly maxPayload: number
  readonly socket: Omit<PeerSocketOptions, 'onFrame' | 'onClose'>
  nowMs(): number
}

interface Trouble {
  /** Since when it cannot be reached (performance.now). */
  readonly since: number
  readonly triedAt: number
}

/** The lines to other servers, one to each that has documents our clients want. */
export class Neighbours {
  readonly #options: NeighboursOptions
  readonly #links = new Map<string, Promise<OutgoingLink>>()
  readonly #open = new Set<OutgoingLink>()
  readonly #troubles = new Map<string, Trouble>()
  #isClosed = false

  constructor(options: NeighboursOptions) {
    this.#options = options
  }

  /** The servers there are lines to. */
  get ids(): string[] {
    return [...this.#links.keys()]
  }

  /** The line through which clients of ours have a document open; null: none has. */
  serving(name: string): OutgoingLink | null {
    for (const link of this.#open) if (link.has(name)) return link
    return null
  }

  /** The line to a server, or since when it cannot be reached (performance.now). */
  async reach(server: ServerAddress): Promise<OutgoingLink | number> {
    const begun = performance.now()
    const last = this.#troubles.get(server.id)
    const trouble = last && begun - last.triedAt <= STALE_MS ? last : null
    if (trouble && begun - trouble.triedAt < REST_MS && !this.#links.has(server.id)) return trouble.since
    try {
      const link = await this.#linkTo(server)
      this.#troubles.delete(server.id)
      return link
    } catch (error) {
      if (!trouble)
        this.#options.socket.log.warn('a neighbour cannot be reached', {
          url: server.url,
          error: error instanceof Error ? error.message : String(error),
        })
      const since = trouble?.since ?? begun
      this.#troubles.set(server.id, { since, triedAt: performance.now() })
      return since
    }
  }

  #linkTo(server: ServerAddress): Promise<OutgoingLink> {
    const known = this.#links.get(server.id)
    if (known) return known
    const made = this.#connect(server)
    this.#links.set(server.id, made)
    made.catch(() => this.#links.delete(server.id))
    return made
  }

  async #connect(server: ServerAddress): Promise<OutgoingLink> {
    const { serverId, key, maxPayload, nowMs } = this.#options
    const call = callPeer(key, { from: serverId, to: server.id, nowMs: nowMs() })
    const ws = new WebSocket(`${server.url}${PEER_PATH}`, {
      headers: { [PEER_HEADER]: call.header },
      handshakeTimeout: CONNECT_MS,
      maxPayload,
      perMessageDeflate: false,
    })
    ws.on('error', () => {})
    const isAnswered = await new Promise<boolean>((resolve, reject) => {
      let isRight = false
      ws.once('upgrade', (response) => (isRight = call.isAnswer(response.headers[PEER_HEADER])))
      ws.once('open', () => resolve(isRight))
      ws.once('error', reject)
    })
    if (!isAnswered || this.#isClosed) {
      ws.terminate()
      throw new Error('not a server of this installation')
    }
    const link: OutgoingLink = new OutgoingLink(
      ({ onFrame, onClose }) =>
        new PeerSocket(ws, {
          ...this.#options.socket,
          onFrame,
          onClose: (silentSince) => {
            this.#links.delete(server.id)
            this.#open.delete(link)
            onClose()
            if (this.#isClosed) return
            const now = performance.now()
            this.#troubles.set(server.id, { since: silentSince ?? now, triedAt: now - REST_MS })
            // Those who come back soon are to find out at once whether it can be reached.
            if (silentSince !== null) void this.reach(server)
          },
        }),
    )
    this.#open.add(link)
    return link
  }

  /** Gives up the line to a server; its documents' clients come back and are placed anew. */
  cut(id: string): void {
    this.#links.get(id)?.then(
      (link) => link.close(),
      () => null,
    )
  }

  close(): void {
    this.#isClosed = true
    for (const id of this.#links.keys()) this.cut(id)
  }
}
