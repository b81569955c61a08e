import type { Endpoint, ENDPOINTS, OperationId, ProblemCode, ReplyShape } from '@gongyan/contract'
import type { Actor, Result } from '@gongyan/domain'
import type * as z from 'zod'

/** The person whose session carried the request. */
export interface Caller {
  readonly actor: Actor
  readonly sessionId: string
}

/** A file as it came in, read whole; its length is already within LIMIT_UPLOAD_BYTES. */
export interface Upload {
  readonly name: string
  /** What the sender says it is; to be judged by the bytes. */
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** The operations that answer without a session. A test holds it equal to `public` in ENDPOINTS. */
export type PublicOperationId = 'signIn' | 'getInstallation' | 'setUpInstallation' | 'getServerTime'

type Of<K extends OperationId> = (typeof ENDPOINTS)[K]
type Output<S> = S extends z.ZodType ? z.output<S> : never
type Part<R, Name extends string> = R extends { [N in Name]: infer S } ? Output<S> : undefined

/** One request of one operation, checked against its schemas. */
export interface Call<K extends OperationId> {
  readonly params: Part<Of<K>['request'], 'params'>
  readonly query: Part<Of<K>['request'], 'query'>
  readonly headers: Part<Of<K>['request'], 'headers'>
  readonly body: Part<Of<K>['request'], 'json'>
  readonly file: Of<K>['request'] extends { multipart: unknown } ? Upload : undefined
  readonly caller: K extends PublicOperationId ? Caller | null : Caller
  /** How browsers reach us, such as `https://gy.example.cn`: PUBLIC_URL, else from the request. */
  readonly origin: string
  /** The client's address, behind a proxy the one it names. */
  readonly address: string
  readonly traceId: string
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
}

/** Refusals any operation may give, beside those it lists. */
export type CommonCode = Extract<ProblemCode, `request/${string}` | `session/${string}` | `server/${string}`>

export interface Refusal<C extends ProblemCode = ProblemCode> {
  readonly code: C
  /** One sentence for the person, when there is more to say than the code's own. */
  readonly detail?: string
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly message?: string }[]
  readonly retryAfterSeconds?: number
}

type Body<R extends ReplyShape> = R extends { kind: 'json'; schema: infer S }
  ? S extends z.ZodType
    ? z.input<S>
    : never
  : R extends { kind: 'file' }
    ? Uint8Array | ReadableStream<Uint8Array>
    : undefined
export interface Reply<K extends OperationId> {
  readonly body: Body<Of<K>['reply']>
  readonly headers?: Readonly<Record<string, string>>
}

type Codes<K extends OperationId> = Of<K> extends Endpoint<infer _R, infer _S, infer _O, infer C> ? C : never
export type Handler<K extends OperationId> = (
  call: Call<K>,
) => Promise<Result<Reply<K>, Refusal<Codes<K> | CommonCode>>>
/** Every operation of the contract, implemented; a missing one does not compile. */
export type Handlers = { readonly [K in OperationId]: Handler<K> }

/** A successful answer with its JSON body. */
export const reply = <const B>(
  body: B,
  headers?: Record<string, string>,
): { ok: true; value: { body: B; headers?: Record<string, string> } } => ({
  ok: true,
  value: headers ? { body, headers } : { body },
})
/** A refusal by its code. */
export const deny = <const C extends ProblemCode>(
  code: C,
  more: Omit<Refusal<C>, 'code'> = {},
): { ok: false; refusal: Refusal<C> } => ({ ok: false, refusal: { code, ...more } })
