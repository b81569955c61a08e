import { ENDPOINTS } from '@gongyan/contract'
import type { Endpoint, OperationId } from '@gongyan/contract'
import { Hono } from 'hono'
import type { Context } from 'hono'
import type { Deps } from './deps.ts'
import { addressForBrowser } from './features/media/index.ts'
import { clientAddress, publicOrigin, throttleAddress } from './http/address.ts'
import { readLimitedText } from './http/body.ts'
import type { Handlers } from './http/operation.ts'
import { createPipeline, faultResponse, traceIdOf } from './http/pipeline.ts'
import type { AnyHandler } from './http/pipeline.ts'
import { problemResponse } from './http/problem.ts'
import { createRateLimiter } from './http/rate-limit.ts'
import { contentSecurityPolicy, scriptHashes, securityHeaders } from './http/security-headers.ts'
import { tokenOf } from './http/session-cookie.ts'
import type { Metrics } from './metrics.ts'
import { openApiDocument } from './openapi/document.ts'
import { referencePage } from './openapi/reference.ts'
import { personalPage } from './web/prepared-page.ts'
import type { PreparedPages } from './web/prepared-page.ts'
import type { StaticWeb } from './web/static.ts'

export interface AppParts {
  readonly deps: Deps
  readonly handlers: Handlers
  readonly metrics: Metrics
  readonly web: StaticWeb
  readonly prepared: PreparedPages
  /** A notice of LiveKit, judged by its signature. */
  receiveNotice(body: string, authorization: string | undefined): Promise<{ ok: boolean }>
  /** Whether PostgreSQL answers now. */
  isReady(): Promise<boolean>
}

type Variables = { operationId?: string }
type App = Hono<{ Variables: Variables }>
const REFERENCE_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
const honoPath = (path: string): string => `/api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`

/** Everything this server answers over HTTP, on one origin. */
export function createApp(parts: AppParts): App {
  const { deps, handlers, metrics, web } = parts
  const { config } = deps
  const app: App = new Hono<{ Variables: Variables }>()
  const limiter = createRateLimiter(config.limits.LIMIT_REQUESTS_PER_MINUTE)
  const secure = config.publicUrl?.startsWith('https:') ?? false
  const always = Object.entries(securityHeaders(secure))

  app.use('*', async (c, next) => {
    const begun = performance.now()
    await next()
    for (const [name, value] of always) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    metrics.observeRequest(c.get('operationId') ?? kindOf(c.req.path), c.res.status, (performance.now() - begun) / 1000)
  })
  app.onError((error, c) =>
    faultResponse(deps, error, { traceId: traceIdOf(c.req.raw.headers, config.trustProxy), instance: c.req.path }),
  )

  app.get('/healthz', (c) => c.json({ status: 'ok' }, 200, { 'cache-control': 'no-store' }))
  app.get('/readyz', async (c) => {
    const isReady = await parts.isReady()
    return c.json({ status: isReady ? 'ready' : 'unavailable' }, isReady ? 200 : 503, {
      'cache-control': 'no-store',
      ...(isReady ? {} : { 'retry-after': '2' }),
    })
  })
  app.get(
    '/metrics',
    async () =>
      new Response(await metrics.text(), {
        headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
      }),
  )
  app.post('/hooks/livekit', async (c) => {
    const context = { traceId: traceIdOf(c.req.raw.headers, config.trustProxy), instance: c.req.path }
    const body = await readLimitedText(c.req.raw, config.limits.LIMIT_WEBHOOK_BYTES)
    if (body === null) return problemResponse({ code: 'request/too-large' }, context)
    const received = await parts.receiveNotice(body, c.req.header('authorization'))
    return received.ok ? c.body(null, 204) : problemResponse({ code: 'hook/unverified' }, context)
  })

  const document = openApiDocument()
  const reference = referencePage(document)
  app.get('/api/openapi.json', (c) => c.json(document, 200, { 'cache-control': 'no-cache' }))
  app.get('/api/docs', (c) =>
    c.html(reference, 200, { 'cache-control': 'no-cache', 'content-security-policy': REFERENCE_CSP }),
  )

  const serve = createPipeline(deps, limiter)
  // Fixed segments before parameters: /lesson-plans/import is not a plan called import.
  const byLiteral = (Object.keys(ENDPOINTS) as OperationId[]).toSorted(
    (one, other) => parameterCount(one) - parameterCount(other),
  )
  for (const operationId of byLiteral) {
    const endpoint: Endpoint = ENDPOINTS[operationId]
    app.on(
      endpoint.method.toUpperCase(),
      honoPath(endpoint.path),
      serve(operationId, handlers[operationId] as unknown as AnyHandler),
    )
  }

  app.all('*', (c) => notFoundOrPage(c))
  return app

  async function notFoundOrPage(c: Context): Promise<Response> {
    const { path, method } = c.req
    const peer = {
      remoteAddress: c.env?.incoming?.socket?.remoteAddress as string | undefined,
      headers: c.req.raw.headers,
    }
    const context = { traceId: traceIdOf(c.req.raw.headers, config.trustProxy), instance: path }
    const allowed = allowedMethods(path)
    if (allowed.length > 0)
      return problemResponse(
        { code: 'request/method-not-allowed' },
        { ...context, headers: { allow: allowed.join(', ') } },
      )
    if (/^\/(api|hooks|collab|yjs)(\/|$)/.test(path)) {
      // Guessing addresses counts like any other request.
      const wait = limiter.take(`address ${throttleAddress(clientAddress(peer, config.trustProxy))}`, performance.now())
      return problemResponse(
        wait === null ? { code: 'request/not-found' } : { code: 'request/rate-limited', retryAfterSeconds: wait },
        context,
      )
    }
    if (method !== 'GET' && method !== 'HEAD')
      return problemResponse({ code: 'request/method-not-allowed' }, { ...context, headers: { allow: 'GET, HEAD' } })
    const file = await web.file(c, path)
    if (file) return file
    // A name with an ending is a file that is not there, not an address of the app.
    if (/\.[a-z0-9]{2,8}$/i.test(path)) return problemResponse({ code: 'request/not-found' }, context)
    const origin = publicOrigin(peer, config)
    const headersFor = (html: string) => ({
      'content-security-policy': contentSecurityPolicy({
        origin,
        liveKitUrl: config.liveKit && addressForBrowser(config.liveKit.url, origin),
        scriptHashes: scriptHashes(html),
      }),
    })
    const html = await web.html()
    const prepared = html === null ? null : await parts.prepared.prepare(html, path, questionsOf(c))
    if (html !== null && prepared !== null)
      return personalPage(prepared, c.req.header('accept-encoding'), headersFor(html))
    const page = await web.page(c, headersFor)
    return page ?? problemResponse({ code: 'request/not-found' }, context)
  }

  /** Questions to the API in the name of whoever asks for a page; null for someone without a session. */
  function questionsOf(c: Context): ((path: string) => Promise<Response>) | null {
    const cookie = c.req.header('cookie')
    if (tokenOf(cookie ?? null) === null) return null
    const headers = new Headers({ accept: 'application/json', 'sec-fetch-site': 'same-origin' })
    for (const name of ['cookie', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'host']) {
      const value = c.req.header(name)
      if (value !== undefined) headers.set(name, value)
    }
    return async (path) => app.request(new Request(new URL(path, c.req.url), { headers }), undefined, c.env)
  }
}

const parameterCount = (operationId: OperationId): number => (ENDPOINTS[operationId].path.match(/\{/g) ?? []).length

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  ...(Object.values(ENDPOINTS) as Endpoint[]).map(
    (endpoint) =>
      [
        new RegExp(`^/api/v1${endpoint.path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
        endpoint.method.toUpperCase(),
      ] as const,
  ),
  [/^\/(healthz|readyz|metrics|api\/docs|api\/openapi\.json)$/, 'GET'],
  [/^\/hooks\/livekit$/, 'POST'],
]
const allowedMethods = (path: string): string[] => [
  ...new Set(
    PATTERNS.filter(([pattern]) => pattern.test(path)).flatMap(([, method]) =>
      method === 'GET' ? ['GET', 'HEAD'] : [method],
    ),
  ),
]

/** What a request was for, when it was no operation: a word for the metrics. */
const kindOf = (path: string): string =>
  path.startsWith('/assets/')
    ? 'asset'
    : /^\/(healthz|readyz|metrics)$/.test(path)
      ? path.slice(1)
      : path.startsWith('/api') || path.startsWith('/hooks')
        ? 'other'
        : 'page'
