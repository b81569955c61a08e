import { randomBytes } from 'node:crypto'
import { CollabFault } from '@gongyan/collab-server'
import { ENDPOINTS } from '@gongyan/contract'
import type { Endpoint, OperationId, ProblemCode } from '@gongyan/contract'
import type { Result } from '@gongyan/domain'
import { ok } from '@gongyan/domain'
import type { Context } from 'hono'
import type * as z from 'zod'
import type { Deps } from '../deps.ts'
import { clientAddress, publicOrigin, throttleAddress } from './address.ts'
import { findUnstorable, readJson, readUpload } from './body.ts'
import { isSameSite } from './csrf.ts'
import { once, requestHash } from './idempotency.ts'
import { deny } from './operation.ts'
import type { Caller, Refusal, Upload } from './operation.ts'
import { invalidField, invalidRequest, isStorageFault, problemResponse } from './problem.ts'
import type { RateLimiter } from './rate-limit.ts'
import { findCaller } from './session.ts'
import { createUploadGate } from './upload-gate.ts'
import { fieldName, serverWord } from './words.ts'

/** A handler as the pipeline sees it; `Handlers` gives each operation its own types. */
export type AnyHandler = (
  call: LooseCall,
) => Promise<Result<{ body: unknown; headers?: Readonly<Record<string, string>> }, Refusal>>
interface LooseCall {
  params: unknown
  query: unknown
  headers: unknown
  body: unknown
  file: Upload | undefined
  caller: Caller | null
  origin: string
  address: string
  traceId: string
  signal: AbortSignal
}

type Answer = { status: number; headers: Record<string, string>; body: unknown }
type Environment = { incoming?: { socket?: { remoteAddress?: string } } }

/** When a person sends more files at a time than allowed. */
const UPLOAD_WAIT_SECONDS = 3
/** As nginx counts it: the client closed the connection before it was answered. */
const CLIENT_GONE = 499

/** The id under which a request is found in the log: a trusted proxy's, else our own. */
export function traceIdOf(headers: Headers, trustProxy: boolean): string {
  const given = trustProxy ? headers.get('x-request-id') : null
  return given && /^[\w-]{8,64}$/.test(given) ? given : randomBytes(16).toString('hex')
}

/** The code that says "there is no such thing" for an operation. */
const notFoundCode = (endpoint: Endpoint): ProblemCode =>
  endpoint.refusals.find((code) => code.endsWith('/not-found')) ?? 'request/not-found'

const acceptsJson = (accept: string | null): boolean =>
  accept === null ||
  /(^|,)\s*(\*\/\*|application\/(\*|json|problem\+json))\s*(;(?!\s*q=0(\.0*)?\s*(,|$))[^,]*)?(,|$)/i.test(accept)

/** What every operation shares, in order: who, how often, from where, in what shape; then the handler; then the reply. */
export function createPipeline(deps: Deps, limiter: RateLimiter) {
  const { config, sql, clock, log } = deps
  const uploads = createUploadGate(config.limits.LIMIT_UPLOADS_MEMORY_BYTES, config.limits.LIMIT_UPLOADS_PER_PERSON)

  async function answer(
    operationId: OperationId,
    handler: AnyHandler,
    c: Context,
    traceId: string,
  ): Promise<Result<Answer, Refusal>> {
    const endpoint: Endpoint = ENDPOINTS[operationId]
    const request = c.req.raw
    const peer = {
      remoteAddress: (c.env as Environment | undefined)?.incoming?.socket?.remoteAddress,
      headers: request.headers,
    }
    const address = clientAddress(peer, config.trustProxy)
    const origin = publicOrigin(peer, config)

    const caller = await findCaller(sql, request.headers.get('cookie'), clock.nowMs())
    const wait = limiter.take(
      caller ? `session ${caller.sessionId}` : `address ${throttleAddress(address)}`,
      performance.now(),
    )
    if (wait !== null) return deny('request/rate-limited', { retryAfterSeconds: wait })
    if (!isSameSite(request.method, request.headers, origin)) return deny('request/cross-site')
    if (!caller && !endpoint.public) return deny('session/required')
    if (endpoint.reply.kind === 'json' && !acceptsJson(request.headers.get('accept')))
      return deny('request/not-acceptable')

    const shape = endpoint.request
    const params = shape.params?.safeParse(c.req.param())
    if (params && !params.success) return deny(notFoundCode(endpoint))
    const query = shape.query?.safeParse(c.req.query())
    if (query && !query.success) return { ok: false, refusal: invalidRequest(query.error) }
    const headers = shape.headers?.safeParse(Object.fromEntries(request.headers))
    if (headers && !headers.success) return { ok: false, refusal: invalidRequest(headers.error) }
    const body = await readBody(request, shape.json)
    if (!body.ok) return body
    const checked = {
      params: params?.data,
      query: query?.data,
      headers: headers?.data,
      body: body.value.value,
      caller,
      origin,
      address,
      traceId,
      signal: request.signal,
    }
    const done = { operationId, endpoint, handler, path: new URL(request.url).pathname, bytes: body.value.bytes }
    if (!shape.multipart || !caller) return perform(done, { ...checked, file: undefined })
    // The bytes are in memory until the handler has done with them.
    const limit = config.limits.LIMIT_UPLOAD_BYTES
    const result = await uploads.pass(
      caller.sessionId,
      Math.min(limit, Number(request.headers.get('content-length') ?? limit)),
      async () => {
        const upload = await readUpload(request, limit, shape.takesEmpty)
        return upload.ok ? perform(done, { ...checked, file: upload.value }) : upload
      },
    )
    return result ?? deny('request/rate-limited', { retryAfterSeconds: UPLOAD_WAIT_SECONDS })
  }

  /** Runs the handler on a checked call; under an Idempotency-Key, once. */
  async function perform(
    operation: { operationId: OperationId; endpoint: Endpoint; handler: AnyHandler; path: string; bytes: Uint8Array },
    call: LooseCall,
  ): Promise<Result<Answer, Refusal>> {
    const wrong = findUnstorable({ query: call.query, headers: call.headers, body: call.body, name: call.file?.name })
    if (wrong)
      return {
        ok: false,
        refusal: invalidField(wrong.slice(1), 'nul', serverWord('server.nul', { field: fieldName(wrong) })),
      }
    const run = async (): Promise<Result<Answer, Refusal>> => {
      const result = await operation.handler(call)
      return result.ok
        ? ok({ status: operation.endpoint.status, headers: { ...result.value.headers }, body: result.value.body })
        : result
    }
    const key = (call.headers as { 'idempotency-key'?: string } | undefined)?.['idempotency-key']
    if (key === undefined || !call.caller) return run()
    const hash = requestHash(operation.path, operation.bytes, call.file?.name ?? '', call.file?.bytes ?? '')
    const result = await once(
      sql,
      { userId: call.caller.actor.userId, operation: operation.operationId, key },
      hash,
      clock.nowMs(),
      run,
    )
    if (!result.ok) return result
    const { status, headers, body } = result.value
    return ok({
      status,
      headers: { ...headers, ...('isRepeated' in result.value ? { 'idempotency-replayed': 'true' } : {}) },
      body,
    })
  }

  async function readBody(
    request: Request,
    schema: z.ZodType | undefined,
  ): Promise<Result<{ value: unknown; bytes: Uint8Array }, Refusal>> {
    if (!schema) return ok({ value: undefined, bytes: new Uint8Array() })
    const json = await readJson(request, config.limits.LIMIT_HTTP_BODY_BYTES)
    if (!json.ok) return json
    const parsed = schema.safeParse(json.value.value)
    return parsed.success
      ? ok({ value: parsed.data, bytes: json.value.bytes })
      : { ok: false, refusal: invalidRequest(parsed.error) }
  }

  /** One operation as a Hono handler. */
  return (operationId: OperationId, handler: AnyHandler) =>
    async (c: Context): Promise<Response> => {
      const traceId = traceIdOf(c.req.raw.headers, config.trustProxy)
      const begun = performance.now()
      const instance = c.req.path
      const context = { traceId, instance, headers: { 'x-request-id': traceId } }
      let response: Response
      try {
        const result = await answer(operationId, handler, c, traceId)
        response = result.ok
          ? present(revalidated(operationId, c.req.raw, result.value), traceId)
          : problemResponse(result.refusal, context)
      } catch (error) {
        // The client has gone and its work was given up: nobody reads this, and it is no fault.
        if (c.req.raw.signal.aborted) return new Response(null, { status: CLIENT_GONE })
        response = faultResponse(deps, error, { ...context, operationId })
      }
      c.set('operationId', operationId)
      log.debug(
        { operationId, status: response.status, traceId, ms: Math.round(performance.now() - begun) },
        'answered',
      )
      return response
    }
}

/** The answer, or that what the browser has is still right. */
function revalidated(operationId: OperationId, request: Request, answer: Answer): Answer {
  const { reply }: Endpoint = ENDPOINTS[operationId]
  const { etag, 'content-length': _, ...headers } = answer.headers
  const known = request.headers.get('if-none-match')
  if (reply.kind !== 'file' || !reply.revalidates || !etag || !known) return answer
  const isKnown = known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  return isKnown ? { status: 304, headers: { ...headers, etag }, body: undefined } : answer
}

function present(answer: Answer, traceId: string): Response {
  const headers = { 'cache-control': 'no-store', 'x-request-id': traceId, ...answer.headers }
  const { body } = answer
  if (body === undefined || answer.status === 204) return new Response(null, { status: answer.status, headers })
  if (body instanceof Uint8Array || body instanceof ReadableStream)
    return new Response(body as BodyInit, { status: answer.status, headers })
  return new Response(JSON.stringify(body), {
    status: answer.status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  })
}

const PLAN_AWAY_SECONDS = 30

/** What a thrown error becomes: 503 while PostgreSQL is away or a plan's document cannot be read, else 500 with a trace id and an alarm in the log. */
export function faultResponse(
  deps: Pick<Deps, 'log'>,
  error: unknown,
  context: { traceId: string; instance: string; headers?: Record<string, string>; operationId?: string },
): Response {
  const { traceId, operationId } = context
  if (isStorageFault(error)) {
    deps.log.warn({ traceId, operationId, code: (error as { code?: unknown }).code }, 'a store does not answer')
    return problemResponse({ code: 'server/unavailable', retryAfterSeconds: 2 }, context)
  }
  if (error instanceof CollabFault) {
    deps.log.warn({ traceId, operationId, reason: error.reason }, 'the document of a plan could not be read')
    return problemResponse(unreadable(error), context)
  }
  deps.log.error({ traceId, operationId, err: describeError(error) }, 'a request failed')
  return problemResponse({ code: 'server/fault' }, context)
}

/** A plan that was found, and whose document is gone meanwhile or cannot be read now. */
const unreadable = ({ reason }: CollabFault): Refusal =>
  reason === 'not-found'
    ? { code: 'lesson-plan/not-found' }
    : { code: 'server/unavailable', detail: serverWord('server.planAway'), retryAfterSeconds: PLAN_AWAY_SECONDS }

/** An error for the log. PostgreSQL quotes values in its messages, so of its errors only what cannot hold content. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const { severity, code, table_name: table, constraint_name: constraint } = error as Error & Record<string, unknown>
  const where = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .join('\n')
  if (severity !== undefined) return { name: error.name, code, table, constraint, where }
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  // Drizzle writes the parameters of a failed query into its message.
  return {
    name: error.name,
    ...(error.message.startsWith('Failed query') ? {} : { message: error.message }),
    where,
    ...cause,
  }
}
