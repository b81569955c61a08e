import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '@gongyan/config'
import { ENDPOINTS } from '@gongyan/contract'
import type { Endpoint, OperationId } from '@gongyan/contract'
import { createLog, createSession, createSql, insertLessonPlan } from '@gongyan/db'
import type { Sql } from '@gongyan/db'
import { createUpdate, LESSON_PLAN_LAYOUT, lessonPlanTemplate } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { documentName } from '@gongyan/domain'
import type { LessonPlanId, LessonPlanState, MemberRole, OrgId, Role, UserId } from '@gongyan/domain'
import { createTestDatabase } from '@gongyan/testing'
import { pino } from 'pino'
import { assemble } from '../src/assemble.ts'
import type { Assembly } from '../src/assemble.ts'
import { hashSecret, newToken } from '../src/http/session-cookie.ts'
import { createLiveKitState } from '../src/livekit-state.ts'

export interface Person {
  readonly id: UserId
  readonly account: string
  readonly name: string
  /** A Cookie header of a session of theirs. */
  readonly cookie: string
  readonly sessionId: string
}
export interface Place {
  readonly id: OrgId
  readonly path: readonly OrgId[]
}

export interface Harness extends Assembly {
  readonly sql: Sql
  readonly databaseUrl: string
  /** Moves the server's clock. */
  advance(ms: number): void
  request(path: string, init?: RequestInit & { as?: Person | null }): Promise<Response>
  /** Calls an operation by name; JSON bodies are written, parameters put into the path. */
  call(operationId: OperationId, options?: CallOptions): Promise<Response>
  aPlace(name: string, parent?: Place | null, level?: 'county' | 'school'): Promise<Place>
  aPerson(
    place: Place,
    role: Role,
    options?: {
      name?: string
      subject?: string | null
      stage?: string | null
      passwordHash?: string
      account?: string
    },
  ): Promise<Person>
  aPlan(owner: Person, place: Place, options?: PlanOptions): Promise<LessonPlanId>
  close(): Promise<void>
}
export interface CallOptions {
  readonly as?: Person | null
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly form?: FormData
  readonly headers?: Readonly<Record<string, string>>
}
export interface PlanOptions {
  readonly title?: string
  readonly state?: LessonPlanState
  readonly subject?: string | null
  readonly stage?: string | null
  readonly grade?: string | null
  readonly deletedAt?: Date | null
  readonly members?: readonly (readonly [Person, MemberRole])[]
  readonly doc?: DocJson
}

/** The whole server in this process over a database of its own; LiveKit is absent unless the environment names one. */
export async function makeHarness(env: Record<string, string> = {}): Promise<Harness> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'gongyan-app-'))
  const config = readConfig({
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    SOFFICE_PATH: 'absent',
    ...env,
  })
  const sql = createSql(database.url, { max: 8 })
  let ahead = 0
  const clock = { nowMs: () => Date.now() + ahead }
  const assembly = await assemble({
    config,
    sql,
    databaseUrl: database.url,
    clock,
    liveKit: createLiveKitState({ state: 'absent', reason: null }),
    log: pino({ level: env['LOG_LEVEL'] ?? 'silent' }),
    webFolder: join(dataDir, 'web'),
  })
  // Only who has taken a place among the servers may open documents; nobody looks for this one.
  assembly.collab.join('ws://127.0.0.1:1/peer')

  const request: Harness['request'] = async (path, { as, ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (as) headers.set('cookie', as.cookie)
    if (!headers.has('host')) headers.set('host', '127.0.0.1:3000')
    return assembly.app.request(path, { ...init, headers })
  }

  return {
    ...assembly,
    sql,
    databaseUrl: database.url,
    request,
    advance: (ms) => {
      ahead += ms
    },
    call(operationId, { as = null, params = {}, query = {}, body, form, headers = {} } = {}) {
      const endpoint: Endpoint = ENDPOINTS[operationId]
      const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(params[name] ?? randomUUID()),
      )
      const search = new URLSearchParams(query).toString()
      return request(`/api/v1${path}${search && `?${search}`}`, {
        as,
        method: endpoint.method.toUpperCase(),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(form ? { body: form } : {}),
      })
    },
    async aPlace(name, parent = null, level = parent ? 'school' : 'county') {
      const id = randomUUID() as OrgId
      const path = [...(parent?.path ?? []), id]
      await sql`INSERT INTO org_units (id, parent_id, path, kind, level, name, short_name) VALUES (${id}, ${parent?.id ?? null}, ${path}, ${level === 'county' ? 'eduBureau' : 'school'}, ${level}, ${name}, ${name})`
      return { id, path }
    },
    async aPerson(
      place,
      role,
      {
        name = `${role}老师`,
        subject = null,
        stage = null,
        passwordHash = '',
        account = `u${randomUUID().slice(0, 13)}`,
      } = {},
    ) {
      const id = randomUUID() as UserId
      await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${id}, ${account}, ${name}, ${passwordHash})`
      await sql`INSERT INTO identities (user_id, org_id, role, subject, stage, is_default) VALUES (${id}, ${place.id}, ${role}, ${subject}, ${stage}, true)`
      const token = newToken()
      await createSession(sql, {
        id: token.id,
        secretHash: hashSecret(token.secret),
        userId: id,
        createdAt: new Date(clock.nowMs()),
        expiresAt: new Date(clock.nowMs() + 365 * 24 * 3600_000),
        remember: false,
      })
      return { id, account, name, cookie: `gongyan_session=${token.id}.${token.secret}`, sessionId: token.id }
    },
    async aPlan(owner, place, options = {}) {
      const id = randomUUID() as LessonPlanId
      const title = options.title ?? '一份教案'
      const at = new Date(clock.nowMs())
      const { state = 'drafting', subject = '数学', stage = '小学', grade = null } = options
      const doc = options.doc ?? lessonPlanTemplate('standard', { title, subject, grade, lead: owner.name })
      await sql.begin(async (tx) => {
        await insertLessonPlan(tx, {
          id,
          orgId: place.id,
          orgPath: place.path,
          ownerId: owner.id,
          title,
          template: 'standard',
          subject,
          stage,
          grade,
          periodMinutes: 40,
          createdAt: at,
          state,
        })
        await createLog(tx, {
          name: documentName({ kind: 'lessonPlan', id }),
          layout: LESSON_PLAN_LAYOUT,
          authorId: owner.id,
          source: 'template',
          at,
          bytes: createUpdate(doc),
        })
        for (const [person, role] of options.members ?? [])
          await tx`INSERT INTO lesson_plan_members (plan_id, user_id, role, invited_by) VALUES (${id}, ${person.id}, ${role}, ${owner.id})`
        if (options.deletedAt) await tx`UPDATE lesson_plans SET deleted_at = ${options.deletedAt} WHERE id = ${id}`
      })
      return id
    },
    async close() {
      await assembly.close()
      await sql.end({ timeout: 5 })
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A multipart body with one file. */
export function aForm(name: string, bytes: Uint8Array, type = 'application/octet-stream'): FormData {
  const form = new FormData()
  form.append('file', new File([new Uint8Array(bytes)], name, { type }))
  return form
}

/** The smallest PNG: one transparent pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
