import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import { Socket } from 'node:net'
import type { CollabRefusal } from '@gongyan/contract/collab'
import { type Limits, readConfig } from '@gongyan/config'
import { type Sql, type StoredUpdate, createLog, createSql, listUpdates } from '@gongyan/db'
import { createUpdate, paragraphNode } from './plan.ts'
import { refuse, ok } from '@gongyan/domain'
import {
  HocuspocusProvider,
  HocuspocusProviderWebsocket,
  WebSocketStatus,
  type HocuspocusProviderConfiguration,
} from '@hocuspocus/provider'
import { onTestFinished } from 'vitest'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import {
  type CollabEvent,
  type CollabServer,
  type CollabServerOptions,
  type Grant,
  createCollabServer,
} from '../src/index.ts'

/** A person who exists in the database. */
export interface Person {
  readonly id: string
  readonly name: string
}

/** Tickets as the web application hands them out: each opens one document once. */
export class TicketOffice {
  readonly #tickets = new Map<string, { grant: Grant; document: string; state: 'good' | 'used' | 'expired' }>()
  /** Person and document → what he may do now; absent: what his ticket said. */
  readonly #rights = new Map<string, 'write' | 'read' | 'none'>()
  isAway = false

  issue(
    person: Person,
    document: string,
    { canWrite = true, isExpired = false, sessionId = `session-${person.id}` } = {},
  ): string {
    const ticket = randomUUID()
    const right = this.#rights.get(`${person.id} ${document}`)
    this.#tickets.set(ticket, {
      grant: { userId: person.id, name: person.name, sessionId, canWrite: right ? right === 'write' : canWrite },
      document,
      state: isExpired ? 'expired' : 'good',
    })
    return ticket
  }

  setRight(person: Person, document: string, right: 'write' | 'read' | 'none'): void {
    this.#rights.set(`${person.id} ${document}`, right)
  }

  async authorise(ticket: string, document: string) {
    if (this.isAway) throw new Error('the ticket office is away')
    const known = this.#tickets.get(ticket)
    const refusal = (code: CollabRefusal) => refuse(code)
    if (!known) return refusal('ticket-invalid')
    if (known.state === 'used') return refusal('ticket-used')
    if (known.state === 'expired') return refusal('ticket-expired')
    if (known.document !== document) return refusal('ticket-other-document')
    if (this.#rights.get(`${known.grant.userId} ${document}`) === 'none') return refusal('forbidden')
    known.state = 'used'
    return ok(known.grant)
  }

  async recheck(grant: Grant, document: string) {
    return this.#rights.get(`${grant.userId} ${document}`) ?? (grant.canWrite ? ('write' as const) : ('read' as const))
  }
}

/** Waits until a condition holds; fails with its text after `ms`. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, ms = 10_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`still not after ${ms} ms: ${what}`)
    await new Promise((resolve) => void setTimeout(resolve, 5))
  }
}

export const QUIET = { debug() {}, info() {}, warn() {}, error() {} }

/** People, a school and plans in an empty database. */
export async function populate(
  sql: Sql,
  people: number,
  plans: number,
): Promise<{ people: Person[]; documents: string[] }> {
  const unit = randomUUID()
  await sql`INSERT INTO org_units (id, path, kind, level, name, short_name) VALUES (${unit}, ARRAY[${unit}]::uuid[], 'school', 'school', '柳河镇中心小学', '柳河小学')`
  const persons = Array.from({ length: people }, (_, index) => ({ id: randomUUID(), name: `教师${index + 1}` }))
  for (const { id, name } of persons)
    await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${id}, ${`t${id}`}, ${name}, 'none')`
  const documents: string[] = []
  for (let index = 0; index < plans; index++)
    documents.push(await createPlan(sql, unit, persons[0]?.id ?? '', `教案 ${index + 1}`))
  return { people: persons, documents }
}

async function createPlan(sql: Sql, unit: string, ownerId: string, title: string): Promise<string> {
  const id = randomUUID()
  const name = `lessonPlan:${id}`
  await sql.begin(async (tx) => {
    await tx`INSERT INTO lesson_plans (id, org_id, org_path, owner_id, title) VALUES (${id}, ${unit}, ARRAY[${unit}]::uuid[], ${ownerId}, ${title})`
    await createLog(tx, {
      name,
      layout: 1,
      authorId: ownerId,
      source: 'template',
      at: new Date(),
      bytes: createUpdate(title),
    })
  })
  return name
}

export interface Stage {
  readonly sql: Sql
  readonly databaseUrl: string
  readonly server: CollabServer
  readonly office: TicketOffice
  readonly people: readonly Person[]
  readonly documents: readonly string[]
  /** What happened inside, with performance.now. */
  readonly events: (CollabEvent & { readonly happenedAt: number })[]
  readonly port: number
  /** The server's ends of all lines there were. */
  readonly streams: readonly Socket[]
  /** Waits until more is to be sent on one of them than it takes. */
  streamed(): Promise<void>
  /** Stops the server and starts another on the same database and port, as a deployment would. */
  restart(layouts?: CollabServerOptions['layouts']): Promise<void>
}

export interface StageOptions {
  readonly databaseUrl: string
  /** Through which the server reaches the database; the test itself goes straight. */
  readonly serverDatabaseUrl?: string
  readonly people?: number
  readonly plans?: number
  readonly limits?: Partial<Limits>
  readonly pace?: CollabServerOptions['pace']
  readonly layouts?: CollabServerOptions['layouts']
}

/** A collaboration server on a real port and database, taken down when the test ends. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const sql = createSql(options.databaseUrl, { max: 4 })
  const { people, documents } = await populate(sql, options.people ?? 3, options.plans ?? 1)
  const office = new TicketOffice()
  const events: Stage['events'] = []
  const limits = { ...readConfig({}).limits, ...options.limits }
  const serverSql = createSql(options.serverDatabaseUrl ?? options.databaseUrl, { max: 5 })
  const start = (layouts = options.layouts): CollabServer =>
    createCollabServer({
      ...(layouts && { layouts }),
      sql: serverSql,
      databaseUrl: options.serverDatabaseUrl ?? options.databaseUrl,
      ...(options.pace && { pace: options.pace }),
      limits,
      log: QUIET,
      authorise: (ticket, document) => office.authorise(ticket, document),
      recheck: (grant, document) => office.recheck(grant, document),
      observe: (event) => void events.push({ ...event, happenedAt: performance.now() }),
    })
  let server = start()
  const http: Server = createServer((_, response) => void response.writeHead(404).end())
  const streams: Socket[] = []
  http.on('upgrade', (request, socket, head) => {
    if (socket instanceof Socket) streams.push(socket)
    if (!server.handleUpgrade(request, socket, head)) socket.destroy()
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const address = http.address()
  onTestFinished(async () => {
    await server.close()
    http.close()
    http.closeAllConnections()
    await serverSql.end({ timeout: 1 })
    await sql.end({ timeout: 1 })
  })
  return {
    sql,
    databaseUrl: options.databaseUrl,
    office,
    people,
    documents,
    events,
    streams,
    streamed: () =>
      until(() => streams.some(({ writableLength }) => writableLength > 0), 'more is to be sent than a line takes'),
    port: typeof address === 'object' && address ? address.port : 0,
    get server() {
      return server
    },
    async restart(layouts) {
      await server.close()
      server = start(layouts)
    },
  }
}

/** Where clients come in, and with what. */
export interface Entrance {
  readonly port: number
  readonly office: Pick<TicketOffice, 'issue'>
}

export interface Peer {
  readonly provider: HocuspocusProvider
  readonly socket: HocuspocusProviderWebsocket
  readonly doc: Y.Doc
  /** Reasons of `authenticationFailed`, in order. */
  readonly failures: string[]
  /** Code and reason of each close of the socket. */
  readonly closes: { code: number; reason: string }[]
  /** Drops the line without a word, and waits until the provider knows; `connect` brings it back. */
  drop(): Promise<void>
  connect(): void
  destroy(): void
}

/** As in a browser: closing a socket that is still connecting is no uncaught error. */
class BrowserWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols, { perMessageDeflate: false })
    this.on('error', () => {})
  }
}

/** The official provider, with a new ticket for every connection. */
export function join(
  stage: Entrance,
  person: Person,
  document: string,
  { canWrite = true, ...more }: { canWrite?: boolean } & Partial<HocuspocusProviderConfiguration> = {},
): Peer {
  const failures: string[] = []
  const closes: { code: number; reason: string }[] = []
  const socket = new HocuspocusProviderWebsocket({
    url: `ws://127.0.0.1:${stage.port}/collab`,
    WebSocketPolyfill: BrowserWebSocket,
    delay: 30,
    minDelay: 30,
    maxDelay: 60,
    onClose: ({ event }) => void closes.push({ code: event.code, reason: event.reason }),
  })
  const doc = new Y.Doc()
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: document,
    document: doc,
    token: () => stage.office.issue(person, document, { canWrite }),
    onAuthenticationFailed: ({ reason }) => void failures.push(reason),
    ...more,
  })
  provider.attach()
  const destroy = (): void => {
    provider.destroy()
    socket.destroy()
  }
  onTestFinished(destroy)
  return {
    provider,
    socket,
    doc,
    failures,
    closes,
    destroy,
    async drop() {
      socket.shouldConnect = false
      const { webSocket } = socket
      if (webSocket && 'terminate' in webSocket && typeof webSocket.terminate === 'function') webSocket.terminate()
      await until(() => socket.status === WebSocketStatus.Disconnected, 'the line is down')
    },
    connect() {
      if (socket.status === WebSocketStatus.Disconnected) void socket.connect()
    },
  }
}

/** The official y-websocket client. */
export function joinYjs(
  stage: Entrance,
  person: Person,
  document: string,
  { canWrite = true, ticket = stage.office.issue(person, document, { canWrite }) } = {},
) {
  const doc = new Y.Doc()
  const closed: { code: number; reason: string }[] = []
  const provider = new WebsocketProvider(`ws://127.0.0.1:${stage.port}/yjs`, document, doc, {
    params: { ticket },
    disableBc: true,
    WebSocketPolyfill: BrowserWebSocket as unknown as typeof globalThis.WebSocket,
  })
  provider.on('closed', (event) => void closed.push(event))
  onTestFinished(() => provider.destroy())
  return { provider, doc, closed }
}

export const isSettled = ({ provider }: Peer): boolean => provider.isSynced && !provider.hasUnsyncedChanges

/** Waits until a peer has everything and everything of it is stored. */
export const settled = (peer: Peer, ms?: number): Promise<void> =>
  until(() => isSettled(peer), 'synchronised and stored', ms)

/** Writes a paragraph at the end of the plan, as an editor would. */
export function write(doc: Y.Doc, text: string): void {
  const body = doc.getXmlFragment('body')
  body.insert(body.length, [paragraphNode(text)])
}

export const textOf = (doc: Y.Doc): string => doc.getXmlFragment('body').toString()

/** What a fresh reader of the database would see. */
export async function committedText(stage: Pick<Stage, 'sql'>, document: string): Promise<string> {
  const doc = new Y.Doc()
  for (const { bytes } of await stored(stage, document)) Y.applyUpdate(doc, bytes)
  return textOf(doc)
}

/** The rows of a document's log, oldest first. */
export const stored = (stage: Pick<Stage, 'sql'>, document: string): Promise<StoredUpdate[]> =>
  listUpdates(stage.sql, document, 0n)
