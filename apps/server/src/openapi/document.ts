import { ENDPOINTS, PROBLEMS, Problem } from '@gongyan/contract'
import type { Endpoint, ProblemCode } from '@gongyan/contract'
import { OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'

const PROBLEM = { 'application/problem+json': { schema: Problem } }

/** Refusals that any operation of its kind may give, beside those it lists. */
function commonRefusals(endpoint: Endpoint): ProblemCode[] {
  const { request, method } = endpoint
  return [
    ...(request.query || request.json || request.multipart || request.headers ? ['request/invalid' as const] : []),
    ...(request.json || request.multipart
      ? ['request/malformed' as const, 'request/too-large' as const, 'request/unsupported-media' as const]
      : []),
    ...(endpoint.public ? [] : ['session/required' as const]),
    ...(method === 'get' ? [] : ['request/cross-site' as const]),
    ...(endpoint.reply.kind === 'json' ? ['request/not-acceptable' as const] : []),
    'request/rate-limited',
    'server/fault',
    'server/unavailable',
  ]
}

/** Problem responses by status, each with the codes it may carry. */
function problemResponses(endpoint: Endpoint) {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of new Set([...endpoint.refusals, ...commonRefusals(endpoint)])) {
    const [status] = PROBLEMS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\` ${PROBLEMS[code][1]}`).join('；'),
        content: PROBLEM,
        ...(status === 429 || status === 503
          ? { headers: { 'retry-after': { schema: { type: 'integer' as const }, description: 'seconds' } } }
          : {}),
      },
    ]),
  )
}

function successResponse(endpoint: Endpoint) {
  const { reply } = endpoint
  if (reply.kind === 'empty') return { description: reply.description }
  if (reply.kind === 'json')
    return { description: reply.description, content: { 'application/json': { schema: reply.schema } } }
  return {
    description: reply.description,
    content: Object.fromEntries(
      [reply.mediaType].flat().map((type) => [type, { schema: z.string().meta({ format: 'binary' }) }]),
    ),
  }
}

function requestOf({ request }: Endpoint) {
  return {
    ...(request.params ? { params: request.params } : {}),
    ...(request.query ? { query: request.query } : {}),
    ...(request.headers ? { headers: request.headers } : {}),
    ...(request.json ? { body: { required: true, content: { 'application/json': { schema: request.json } } } } : {}),
    ...(request.multipart
      ? {
          body: {
            required: true,
            content: { 'multipart/form-data': { schema: z.object({ file: z.string().meta({ format: 'binary' }) }) } },
          },
        }
      : {}),
  }
}

/** The OpenAPI 3.1 document of everything below /api/v1, from ENDPOINTS. */
export function openApiDocument(): Record<string, unknown> {
  const app = new OpenAPIHono()
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'gongyan_session',
    description: 'POST /session 登录后得到',
  })
  for (const endpoint of Object.values(ENDPOINTS) as Endpoint[])
    registry.registerPath({
      method: endpoint.method,
      path: endpoint.path,
      operationId: endpoint.operationId,
      tags: [...endpoint.tags],
      summary: endpoint.summary,
      security: endpoint.public ? [] : [{ session: [] }],
      request: requestOf(endpoint),
      responses: {
        [endpoint.status]: successResponse(endpoint),
        ...(endpoint.reply.kind === 'file' && endpoint.reply.revalidates
          ? { 304: { description: 'If-None-Match 里的还是最新的' } }
          : {}),
        ...problemResponses(endpoint),
      },
    })
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: '共研 Gongyan',
      version: '1',
      license: { name: 'AGPL-3.0-or-later', url: 'https://www.gnu.org/licenses/agpl-3.0.html' },
      description: [
        '共研的 HTTP 接口。凡拒绝都是 RFC 9457 `application/problem+json`，按 `code` 判断，不按文字判断。',
        '时间是 RFC 3339 UTC；列表用 `cursor` 翻页；新建可带 `Idempotency-Key`（保留 24 小时）；只有标明的操作要 `If-Match`。',
        '浏览器用会话 cookie，改动的请求必须来自本站页面（Sec-Fetch-Site、Origin）。',
        '实时协作在 `/collab`（Hocuspocus）和 `/yjs/{document}`（y-websocket），票从 `POST /collab-tickets` 取，一分钟内用一次；会议房间的票从 `POST /media-tickets` 取。',
      ].join('\n\n'),
    },
    servers: [{ url: '/api/v1' }],
  }) as unknown as Record<string, unknown>
}
