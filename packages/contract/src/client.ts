import type * as z from 'zod'
import type { ENDPOINTS } from './endpoints/index.ts'
import type { Endpoint, ReplyShape, RequestShape } from './endpoint.ts'
import type { ProblemCode } from './problems.ts'
import type { Problem } from './schemas.ts'

type In<S> = S extends z.ZodType ? z.input<S> : never
type Input<R extends RequestShape> = (R extends { params: infer P } ? { params: In<P> } : unknown) &
  (R extends { query: infer Q } ? { query?: In<Q> } : unknown) &
  (R extends { json: infer J } ? { body: In<J> } : unknown) &
  (R extends { multipart: unknown } ? { form: FormData } : unknown) & {
    headers?: Record<string, string>
    signal?: AbortSignal
  }
type Output<R extends ReplyShape> = R extends { kind: 'json'; schema: infer S }
  ? S extends z.ZodType
    ? z.output<S>
    : never
  : R extends { kind: 'file' }
    ? Blob
    : undefined

/** A network that failed is told apart from a server that refused. */
export interface Unreachable {
  readonly code: 'network/unreachable'
  readonly status: 0
}
export type Reply<E> =
  E extends Endpoint<infer _R, infer _S, infer Out, infer _C>
    ? | { ok: true; data: Output<Out>; etag: string | null }
      | { ok: false; problem: (Problem & { code: ProblemCode }) | Unreachable }
    : never
type Call<E> =
  E extends Endpoint<infer R, infer _S, infer _O, infer _C> ? (input: Input<R>) => Promise<Reply<E>> : never
export type Api = { [K in keyof typeof ENDPOINTS]: Call<(typeof ENDPOINTS)[K]> }

interface LooseInput {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  form?: FormData
  headers?: Record<string, string>
  signal?: AbortSignal
}
/** What the browser needs of an endpoint: no schemas, so that zod stays out of the first load. */
export interface Route {
  method: string
  path: string
  reply: ReplyShape['kind']
}

/** The typed client over routes: `api.getLessonPlan({ params: { id } })` answers data or a problem, and never throws for either. */
export function createApi(routes: Record<string, Route>, options: { base?: string; fetch?: typeof fetch } = {}): Api {
  const send = options.fetch ?? fetch.bind(globalThis)
  return Object.fromEntries(
    Object.entries(routes).map(([operationId, route]) => [
      operationId,
      async (input: LooseInput) => {
        const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(input.params?.[name] ?? ''),
        )
        const query = new URLSearchParams(
          Object.entries(input.query ?? {})
            .filter(([, v]) => v !== undefined && v !== '')
            .map(([k, v]): [string, string] => [k, String(v)]),
        ).toString()
        try {
          const response = await send(`${options.base ?? ''}/api/v1${path}${query && `?${query}`}`, {
            method: route.method.toUpperCase(),
            credentials: 'same-origin',
            headers: {
              accept: 'application/json',
              ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
              ...input.headers,
            },
            ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
            ...(input.form ? { body: input.form } : {}),
            ...(input.signal ? { signal: input.signal } : {}),
          })
          if (!response.ok) return { ok: false, problem: await response.json() }
          const data =
            route.reply === 'json' ? await response.json() : route.reply === 'file' ? await response.blob() : undefined
          return { ok: true, data, etag: response.headers.get('etag') }
        } catch {
          return { ok: false, problem: { code: 'network/unreachable', status: 0 } }
        }
      },
    ]),
  ) as unknown as Api
}
