import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { CloseReason } from '@gongyan/contract/collab'
import type { Limits } from '@gongyan/config'
import type { Sql } from '@gongyan/db'
import { type WebSocket, WebSocketServer } from 'ws'
import type * as Y from 'yjs'
import type { Attachment, AttachmentServices } from '../attachment.ts'
import { within } from '../within.ts'
import { type Documents, Elsewhere, OpenFailure } from '../documents.ts'
import type { Log, Observe } from '../port.ts'
import type { Room, UpdateOrigin } from '../room.ts'
import { IncomingLink, type IncomingServices } from './incoming-link.ts'
import { Neighbours } from './neighbours.ts'
import { createOwnership } from './ownership.ts'
import { PEER_HEADER, PEER_PATH, createCallJudge } from './peer-handshake.ts'
import { PeerSocket } from './peer-socket.ts'
import type { OutgoingLink } from './relay.ts'

/** How long a document is looked for, how often, and from when on it is taken from a living server that cannot be reached. */
const LOOK_FOR_MS = 4_500
const LOOK_AGAIN_MS = 250
const FORCE_AFTER_MS = 2_000

/** Where a document is served: here, already acquired, or by a neighbour. */
export type Place =
  | { readonly kind: 'here'; readonly room: Room }
  | { readonly kind: 'there'; readonly link: OutgoingLink }

export interface ClusterOptions {
  readonly serverId: string
  /** Of the installation: who has it is one of its servers. */
  readonly key: Uint8Array
  readonly sql: Sql
  readonly limits: Limits
  readonly log: Log
  readonly observe: Observe
  readonly documents: Documents
  /** For the clients of neighbours. */
  readonly services: Omit<AttachmentServices, 'place'>
  /** Changes a document that is here, for a neighbour. */
  edit(room: Room, origin: UpdateOrigin, change: (ydoc: Y.Doc) => void): Promise<{ seq: bigint }>
  nowMs(): number
}

/** The servers of one installation: each document is served by one of them, and every one of them gives access to all. */
export interface Cluster {
  join(url: string): void
  /** Finds a document or opens it here; throws OpenFailure. */
  place(name: string): Promise<Place>
  isSure(): boolean
  guard(): void
  /** Those of the neighbours' clients. */
  attachments(): Attachment[]
  /** Takes over an upgrade to /peer; false: another path. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Lets the neighbours' clients go. */
  cut(reason: CloseReason): void
  /** Hands all documents over and closes the lines. */
  leave(): Promise<void>
}

export function createCluster(options: ClusterOptions): Cluster {
  const { serverId, key, log, limits, documents } = options
  const incoming = new Set<IncomingLink>()
  const judge = createCallJudge(key, serverId)
  const answers = new WeakMap<IncomingMessage, string>()
  let isLeaving = false
  // A whole document, or the largest message of a client, must never end the line of all others.
  const maxPayload = 2 * limits.LIMIT_DOCUMENT_BYTES + limits.LIMIT_COLLAB_FRAME_BYTES
  const upgrader = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false })
  upgrader.on('headers', (headers, request) => headers.push(`${PEER_HEADER}: ${answers.get(request) ?? ''}`))

  const socket = {
    mostUnsent: limits.LIMIT_PEER_BUFFER_BYTES,
    log,
    observe: options.observe,
    guard: () => ownership.guard(),
  }
  const neighbours = new Neighbours({ serverId, key, maxPayload, socket, nowMs: () => options.nowMs() })
  const ownership = createOwnership({
    serverId,
    sql: options.sql,
    log,
    held: () => documents.held(),
    drop: (names) => documents.drop(names),
    neighbours: () => neighbours.ids,
    onDead: (id) => neighbours.cut(id),
  })

  /** What a neighbour asks for is not passed on a second time. */
  async function acquireHere(name: string): Promise<Room> {
    try {
      return await documents.acquire(name)
    } catch (error) {
      throw error instanceof Elsewhere ? new OpenFailure('unavailable') : error
    }
  }
  const services: IncomingServices = {
    ...options.services,
    log,
    place: async (name) => ({ kind: 'here', room: await acquireHere(name) }),
    edit: async (name, origin, change) => {
      const room = await acquireHere(name)
      try {
        return await options.edit(room, origin, change)
      } finally {
        documents.release(name)
      }
    },
  }

  async function place(name: string): Promise<Place> {
    ownership.guard()
    const serving = neighbours.serving(name)
    if (serving) return { kind: 'there', link: serving }
    const begun = performance.now()
    let force = false
    for (;;) {
      try {
        return { kind: 'here', room: await documents.acquire(name, force) }
      } catch (error) {
        if (!(error instanceof Elsewhere)) throw error
        const reached = error.server.url === '' ? performance.now() : await neighbours.reach(error.server)
        if (typeof reached !== 'number') return { kind: 'there', link: reached }
        const hadForce = force
        force = performance.now() - reached >= FORCE_AFTER_MS
        if (force && !hadForce) continue
      }
      if (isLeaving || performance.now() - begun > LOOK_FOR_MS) throw new OpenFailure('unavailable')
      await new Promise((resolve) => void setTimeout(resolve, LOOK_AGAIN_MS))
    }
  }

  function accept(ws: WebSocket): void {
    const link: IncomingLink = new IncomingLink(
      services,
      ({ onFrame, onClose }) =>
        new PeerSocket(ws, {
          ...socket,
          onFrame,
          onClose: () => {
            incoming.delete(link)
            onClose()
          },
        }),
    )
    incoming.add(link)
  }

  return {
    join: (url) => ownership.join(url),
    async place(name) {
      await within(LOOK_FOR_MS, ownership.ready()).catch(() => {
        throw new OpenFailure('unavailable')
      })
      return place(name)
    },
    isSure: () => ownership.isSure(),
    guard: () => ownership.guard(),
    attachments: () => [...incoming].flatMap((link) => link.attachments()),
    handleUpgrade(request, socket, head) {
      if (request.url !== PEER_PATH) return false
      const answer = isLeaving ? null : judge(request.headers[PEER_HEADER], options.nowMs())
      if (answer === null) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return true
      }
      answers.set(request, answer)
      upgrader.handleUpgrade(request, socket, head, accept)
      return true
    },
    cut(reason) {
      isLeaving = true
      for (const link of incoming) link.close(reason)
    },
    async leave() {
      isLeaving = true
      await ownership.leave()
      neighbours.close()
      upgrader.close()
    },
  }
}
