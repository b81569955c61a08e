import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConfig } from '@gongyan/config'
import { createSql } from '@gongyan/db'
import type { Sql } from '@gongyan/db'
import type { UserId } from '@gongyan/domain'
import { createTestDatabase, startTestLiveKit } from '@gongyan/testing'
import type { TestLiveKit } from '@gongyan/testing'
import { AccessToken, RoomServiceClient, TokenVerifier } from 'livekit-server-sdk'
import type { ClaimGrants } from 'livekit-server-sdk'
import { pino } from 'pino'
import { createBackground } from '../src/background.ts'
import type { Background } from '../src/background.ts'
import { createMedia } from '../src/features/media/index.ts'
import type { Media } from '../src/features/media/index.ts'
import { createLiveKitState } from '../src/livekit-state.ts'
import type { LiveKitStateStore } from '../src/livekit-state.ts'
import { makeTestCounty } from '../src/testing/county.ts'
import type { PersonKey, TestCounty } from '../src/testing/county.ts'

/** The server instant at which every test begins. */
export const START = 1_800_000_000_000

/** A real LiveKit beside our part of the rooms, with a server clock set by hand. */
export class TestRooms {
  readonly state: LiveKitStateStore = createLiveKitState({ state: 'ready' })
  /** Every notice LiveKit has sent since `begin`, as it came. */
  readonly notices: { body: string; authorization: string | undefined; status: number }[] = []
  readonly sql: Sql
  readonly liveKit: TestLiveKit
  media: Media
  nowMs = START
  /** While false, LiveKit's notices find nobody. */
  isListening = true
  readonly #hooks: Server
  readonly #underway = new Set<Promise<void>>()
  readonly #background: Background = createBackground(pino({ level: 'silent' }))
  readonly #drop: () => Promise<void>
  #county: TestCounty | null = null

  private constructor(parts: { sql: Sql; liveKit: TestLiveKit; hooks: Server; drop: () => Promise<void> }) {
    this.sql = parts.sql
    this.liveKit = parts.liveKit
    this.#hooks = parts.hooks
    this.#drop = parts.drop
    this.media = this.createMedia()
    parts.hooks.on('request', (request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        if (!this.isListening) return void response.writeHead(204).end()
        const receiving = this.#receive(Buffer.concat(pieces).toString(), request.headers.authorization)
          .then((status) => void response.writeHead(status).end())
          .finally(() => this.#underway.delete(receiving))
        this.#underway.add(receiving)
      })
    })
  }

  static async open(): Promise<TestRooms> {
    const database = await createTestDatabase()
    const hooks = createServer()
    await new Promise<void>((resolve) => void hooks.listen(0, '127.0.0.1', resolve))
    const liveKit = await startTestLiveKit({ webhookUrl: `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/` })
    return new TestRooms({ sql: createSql(database.url), liveKit, hooks, drop: () => database.drop() })
  }

  /** Our part of the rooms over the same LiveKit and database; `env` overrides. */
  createMedia(env: Readonly<Record<string, string>> = {}): Media {
    const { url, apiKey, apiSecret } = this.liveKit
    return createMedia({
      config: readConfig({ LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret, ...env }),
      sql: this.sql,
      clock: { nowMs: () => this.nowMs },
      liveKit: this.state,
      background: this.#background,
      log: pino({ level: 'silent' }),
    })
  }

  /** Before each test: people and a plan that nobody else knows. */
  async begin(): Promise<void> {
    this.#county = await makeTestCounty(this.sql)
    this.state.set({ state: 'ready' })
    this.nowMs = START
    this.isListening = true
    this.notices.length = 0
  }

  async close(): Promise<void> {
    await this.liveKit.stop()
    this.#hooks.close()
    // LiveKit says goodbye to its rooms as it stops: those notices are still being kept.
    await Promise.all(this.#underway)
    await this.#background.close()
    await this.sql.end({ timeout: 5 })
    await this.#drop()
  }

  async #receive(body: string, authorization: string | undefined): Promise<number> {
    const status = (await this.media.receive(body, authorization)).ok ? 200 : 401
    this.notices.push({ body, authorization, status })
    return status
  }

  get county(): TestCounty {
    if (!this.#county) throw new Error('the test has not begun')
    return this.#county
  }

  get room(): string {
    return `lessonPlan:${this.county.planId}`
  }

  /** Asks for a ticket to the plan's room, or as `body` says. */
  ask(
    userId: UserId,
    { room = this.room, device, origin = 'http://127.0.0.1:3000', from = this.media }: AskOptions = {},
  ): ReturnType<Media['handlers']['createMediaTicket']> {
    return from.handlers.createMediaTicket({
      params: undefined,
      query: undefined,
      headers: undefined,
      file: undefined,
      body: { room, ...(device === undefined ? {} : { device }) },
      origin,
      address: '127.0.0.1',
      traceId: 't',
      caller: { actor: { userId, identities: [] }, sessionId: 's' },
      signal: new AbortController().signal,
    })
  }

  async ticketOf(person: PersonKey, device?: string): Promise<string> {
    const asked = await this.ask(this.county.people[person], device === undefined ? {} : { device })
    if (!asked.ok) throw new Error(asked.refusal.code)
    return asked.value.body.token
  }

  claimsOf(token: string): Promise<ClaimGrants> {
    return new TokenVerifier(this.liveKit.apiKey, this.liveKit.apiSecret).verify(token)
  }

  /** Somebody who only speaks LiveKit's signalling: in the room, without media. */
  joinBySignal(token: string): { isIn: () => boolean; isOut: () => boolean; close: () => void } {
    const socket = new WebSocket(
      `${this.liveKit.url}/rtc?access_token=${token}&protocol=15&auto_subscribe=1&sdk=js&version=2.23.0`,
    )
    socket.binaryType = 'arraybuffer'
    let joined = false
    let closed = false
    socket.addEventListener('message', () => {
      joined = true
    })
    socket.addEventListener('close', () => {
      closed = true
    })
    return { isIn: () => joined && !closed, isOut: () => closed, close: () => socket.close() }
  }

  get client(): RoomServiceClient {
    const { url, apiKey, apiSecret } = this.liveKit
    return new RoomServiceClient(url.replace('ws:', 'http:'), apiKey, apiSecret)
  }

  /** A notice as LiveKit would sign it, for what only happens with media. */
  signed(notice: Readonly<Record<string, unknown>>, secret?: string): Promise<{ body: string; authorization: string }> {
    return this.signedText(JSON.stringify({ createdAt: '1800000000', ...notice }), secret)
  }

  async signedText(body: string, secret = this.liveKit.apiSecret): Promise<{ body: string; authorization: string }> {
    const token = new AccessToken(this.liveKit.apiKey, secret)
    token.sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))).toString('base64')
    return { body, authorization: await token.toJwt() }
  }
}

interface AskOptions {
  readonly room?: string
  readonly device?: string
  readonly origin?: string
  readonly from?: Media
}
