import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { LogDamage } from '@gongyan/db/collab'
import { LESSON_PLAN_LAYOUTS } from '@gongyan/documents'
import { createReplica } from '@gongyan/documents/replica'
import * as Y from 'yjs'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Cluster, createCluster } from './cluster/cluster.ts'
import { createReview } from './cluster/review.ts'
import { within } from './within.ts'
import { createCompactor } from './compaction/compactor.ts'
import { PACE } from './compaction/pace.ts'
import { readState } from './compaction/state.ts'
import { createWorkerThread } from './compaction/thread.ts'
import { type History, createHistory } from './history/history.ts'
import { OpenFailure, createDocuments } from './documents.ts'
import { type CollabMetrics, createCounters } from './metrics.ts'
import { type AccessScope, type CollabEvent, CollabFault, type CollabServerOptions } from './port.ts'
import type { Door } from './line.ts'
import { mergeAll } from './merge.ts'
import { type Raising, raisingOf, raisingUpdate } from './raising.ts'
import type { Room, UpdateOrigin } from './room.ts'
import { scanUpdate } from './scan.ts'
import { CollabSocket, type SocketServices } from './socket.ts'
import type { Attachment } from './attachment.ts'

const HEARTBEAT_MS = 30_000
/** A change of rights takes effect within a second; whoever cannot be judged by then is let go. */
const RECHECK_TIMEOUT_MS = 800
const EDIT_TIMEOUT_MS = 10_000
/** Of the five seconds a stop may take: for storing what waits, and for saying goodbye. */
const DRAIN_MS = 2_800
const GOODBYE_MS = 600

export interface CollabServer {
  /** Takes over an upgrade to /collab, /yjs/… or /peer; false: the path is not ours, and nothing was done. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Says under which address (ws://host:port) the other servers reach this one; until then nothing is served. */
  join(peerUrl: string): void
  /**
   * Re-decides every connection that a change of rights may concern, and has the other servers do so; done when ours are,
   * within a second.
   */
  accessChanged(scope: AccessScope): Promise<void>
  /**
   * Changes a document on the server, through the same log; resolves after the commit. Nothing changes when `change` throws.
   * Rejects with a CollabFault when the document cannot be opened, or when the commit takes too long: it may then follow.
   */
  edit(name: string, origin: UpdateOrigin, change: (ydoc: Y.Doc) => void): Promise<{ seq: bigint }>
  /** The document as committed now. Rejects with a CollabFault when there is none. */
  read(name: string): Promise<{ update: Uint8Array; seq: bigint }>
  /** What was, and who did it. */
  readonly history: History
  metrics(): CollabMetrics
  /** Stores what waits if the database is there, tells nobody anything untrue, and ends within four seconds. */
  close(): Promise<void>
}

/** The collaboration server: both doors, on the caller's HTTP server and database. */
export function createCollabServer(options: CollabServerOptions): CollabServer {
  const { sql, limits, layouts = LESSON_PLAN_LAYOUTS } = options
  const counters = createCounters()
  const observe = (event: CollabEvent): void => {
    counters.observe(event)
    options.observe?.(event)
  }
  const sockets = new Set<CollabSocket>()
  let epoch = 0
  let isStopping = false

  const serverId = options.peerKey ? randomUUID() : null

  const attachments = (): Attachment[] => [...sockets].flatMap((socket) => [...socket.attachments.values()])

  const thread = createWorkerThread({ databaseUrl: options.databaseUrl })
  const now = (): Date => options.now?.() ?? new Date()
  const compactor = createCompactor({ thread, pace: { ...PACE, ...options.pace }, log: options.log, observe, now })
  const documents = createDocuments({
    sql,
    log: options.log,
    limits,
    layouts,
    observe,
    compactor,
    serverId,
    now,
    onTitle: (document, title) => options.onTitle?.(document, title),
  })

  const services: SocketServices = {
    limits,
    documents,
    log: options.log,
    observe,
    guard: () => cluster?.guard(),
    place: async (name) => (cluster ? cluster.place(name) : { kind: 'here', room: await documents.acquire(name) }),
    authorise: (ticket, document) => options.authorise(ticket, document),
    recheck: (grant, document) => options.recheck(grant, document),
    accessEpoch: () => epoch,
    admitPerson: (userId, socket) => {
      let count = 0
      for (const other of sockets) if (other !== socket && other.userId === userId) count += 1
      return count < limits.LIMIT_SOCKETS_PER_PERSON
    },
    onGone: (socket) => void sockets.delete(socket),
  }

  const cluster: Cluster | null =
    serverId !== null && options.peerKey
      ? createCluster({
          serverId,
          key: options.peerKey,
          sql,
          limits,
          log: options.log,
          observe,
          documents,
          services,
          edit,
          nowMs: () => now().getTime(),
        })
      : null

  const upgrader = new WebSocketServer({
    noServer: true,
    maxPayload: limits.LIMIT_COLLAB_FRAME_BYTES,
    perMessageDeflate: false,
  })
  const heartbeat = setInterval(() => {
    for (const socket of sockets) socket.beat(HEARTBEAT_MS)
  }, HEARTBEAT_MS)
  heartbeat.unref()

  function accept(ws: WebSocket, stream: Duplex, { door, document, ticket }: Target): void {
    const socket = new CollabSocket(services, ws, stream, door)
    sockets.add(socket)
    if (isStopping) socket.cut('server-stopping')
    else if (door === 'yjs') socket.attach(document ?? '', ticket)
  }

  async function redecide(attachment: Attachment, scope: AccessScope): Promise<void> {
    const { grant, socket } = attachment
    if (!grant) return
    try {
      const access = await within(RECHECK_TIMEOUT_MS, options.recheck(grant, attachment.name))
      if (access === (grant.canWrite ? 'write' : 'read')) return
      socket.cut(access === 'none' && scope.sessionIds?.includes(grant.sessionId) ? 'signed-out' : 'access-changed')
    } catch {
      socket.cut('unavailable')
    }
  }

  async function redecideAll(scope: AccessScope): Promise<void> {
    epoch += 1
    const concerned = attachments().filter(
      ({ name, grant }) =>
        grant !== null &&
        (scope.documents?.includes(name) ||
          scope.userIds?.includes(grant.userId) ||
          scope.sessionIds?.includes(grant.sessionId)),
    )
    const paused = new Set(concerned.map(({ socket }) => socket))
    for (const socket of paused) socket.pause()
    await Promise.all(concerned.map((attachment) => redecide(attachment, scope)))
    for (const socket of paused) socket.resume()
  }

  const review = createReview({
    attachments,
    recheck: (grant, document) => options.recheck(grant, document),
    ...(options.reviewEveryMs === undefined ? {} : { everyMs: options.reviewEveryMs }),
  })
  options.bus?.start({
    onAccess: (scope) => void redecideAll(scope),
    onGap: () => {
      epoch += 1
      review.urgently()
    },
  })

  /** Changes a document in memory; resolves after the commit. */
  async function edit(room: Room, origin: UpdateOrigin, change: (ydoc: Y.Doc) => void) {
    const { log } = room
    const update = changeOf(room.content.state(), change)
    room.write(update, scanUpdate(update, Number.POSITIVE_INFINITY), origin, null)
    const seq = log.head + BigInt(log.appended - log.committed)
    const outcome = await within(EDIT_TIMEOUT_MS, new Promise((resolve) => log.whenStored(resolve))).catch(() => 'late')
    if (outcome !== 'committed') throw new CollabFault(log.name, 'unavailable')
    return { seq }
  }

  /** What is committed, in the layout in which it is. */
  async function stateForReading(
    name: string,
  ): Promise<{ updates: readonly Uint8Array[]; seq: bigint; raising: Raising }> {
    cluster?.guard()
    // Another server may have gone on with it while this one was not known to be alive.
    const room = cluster && !cluster.isSure() ? null : documents.storedInMemory(name)
    if (room) return { updates: [room.content.state()], seq: room.log.head, raising: { kind: 'nothing' } }
    const state = await readState(sql, name, {
      onDamaged: () => options.log.warn('a snapshot is damaged and passed over', { document: name }),
    }).catch((error: unknown) => {
      if (!(error instanceof LogDamage)) throw error
      options.log.error('a document cannot be read', { document: name, seq: error.seq })
      throw new CollabFault(name, 'unavailable')
    })
    if (!state) throw new CollabFault(name, 'not-found')
    const raising = raisingOf(state, layouts)
    if (raising.kind === 'too-new') throw new CollabFault(name, 'unavailable')
    return { updates: state.updates, seq: state.seq, raising }
  }

  async function read(name: string): Promise<{ update: Uint8Array; seq: bigint }> {
    const { updates, seq, raising } = await stateForReading(name)
    // Whoever only reads it sees the newest layout too; on record it comes with the next opening.
    const raised = raising.kind === 'raise' ? raisingUpdate(updates, raising.from, layouts) : null
    return { update: mergeAll(raised ? [...updates, raised] : updates), seq }
  }

  return {
    handleUpgrade(request, socket, head) {
      if (cluster?.handleUpgrade(request, socket, head)) return true
      const target = readTarget(request.url ?? '')
      if (!target) return false
      let unknown = 0
      for (const { userId } of sockets) if (userId === null) unknown += 1
      if (unknown >= limits.LIMIT_UNAUTHENTICATED_SOCKETS) {
        observe({ kind: 'refused', reason: 'unauthenticated' })
        socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n\r\n')
        return true
      }
      upgrader.handleUpgrade(request, socket, head, (ws) => accept(ws, socket, target))
      return true
    },

    join: (peerUrl) => cluster?.join(peerUrl),

    async accessChanged(scope) {
      // An empty scope matches everyone, so it is a mistake rather than a wish.
      assert(
        Object.values(scope).some((list) => list !== undefined && list.length > 0),
        'an access scope must not be empty',
      )
      await Promise.all([redecideAll(scope), options.bus?.publish(scope)])
    },

    async edit(name, { authorId, source }, change) {
      const origin: UpdateOrigin = { authorId, source }
      const place = await services.place(name).catch((failure: unknown) => {
        throw failure instanceof OpenFailure ? new CollabFault(name, failure.reason) : failure
      })
      if (place.kind === 'there') {
        const update = changeOf(mergeAll((await stateForReading(name)).updates), change)
        const seq = await within(EDIT_TIMEOUT_MS, place.link.edit(name, origin, update)).catch(() => null)
        if (seq === null) throw new CollabFault(name, 'unavailable')
        return { seq }
      }
      try {
        return await edit(place.room, origin, change)
      } finally {
        documents.release(name)
      }
    },

    read,

    history: createHistory(sql, thread, options.log),

    metrics: () => ({
      ...counters.read(),
      documents: documents.count,
      sockets: sockets.size,
      connections: attachments().filter(({ isOpen }) => isOpen).length,
      neighbourConnections: cluster?.attachments().filter(({ isOpen }) => isOpen).length ?? 0,
      isStoreFailing: documents.committer.isFailing(),
    }),

    async close() {
      if (isStopping) return
      isStopping = true
      clearInterval(heartbeat)
      review.stop()
      const deaf = options.bus && within(GOODBYE_MS, options.bus.close()).catch(() => null)
      for (const socket of sockets) socket.pause()
      const isStored = await documents.committer.drain(performance.now() + DRAIN_MS)
      if (!isStored) options.log.warn('stopping while updates could not be stored; nobody was told they were')
      for (const socket of sockets) socket.cut('server-stopping')
      cluster?.cut('server-stopping')
      const handedOver = cluster?.leave()
      const end = performance.now() + GOODBYE_MS
      while (sockets.size > 0 && performance.now() < end) await new Promise((resolve) => void setTimeout(resolve, 20))
      for (const socket of sockets) socket.terminate()
      documents.destroy()
      upgrader.close()
      await Promise.all([deaf, handedOver])
      compactor.close()
      await thread.close()
    },
  }
}

/** What an upgrade asks for; on /collab documents and tickets come later. */
interface Target {
  readonly door: Door
  readonly document: string | null
  readonly ticket: string
}

/** What `change` makes of a state, as an update; on a copy, so that what it has done before it threw does not stay. */
function changeOf(state: Uint8Array, change: (ydoc: Y.Doc) => void): Uint8Array {
  const copy = createReplica()
  try {
    Y.applyUpdate(copy, state)
    const before = Y.encodeStateVector(copy)
    copy.transact(() => change(copy))
    return Y.encodeStateAsUpdate(copy, before)
  } finally {
    copy.destroy()
  }
}

/** Which door an upgrade knocks at; null: none of ours. */
function readTarget(url: string): Target | null {
  const at = url.indexOf('?')
  const path = at === -1 ? url : url.slice(0, at)
  if (path === '/collab') return { door: 'collab', document: null, ticket: '' }
  if (!path.startsWith('/yjs/')) return null
  return {
    door: 'yjs',
    document: decode(path.slice(5)),
    ticket: new URLSearchParams(at === -1 ? '' : url.slice(at)).get('ticket') ?? '',
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
