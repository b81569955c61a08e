import type * as z from 'zod'
import type { ProblemCode } from './problems.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What a request may carry; `multipart` bodies are described as a schema of their fields. */
export interface RequestShape {
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly headers?: z.ZodObject
  readonly json?: z.ZodType
  readonly multipart?: z.ZodObject
  /** A file of no bytes is taken in as well: the operation has something to say about it. */
  readonly takesEmpty?: boolean
}

/** A successful reply: a JSON body, a file, or nothing. */
export type ReplyShape =
  | { readonly kind: 'json'; readonly schema: z.ZodType; readonly description: string }
  | {
      readonly kind: 'file'
      /** Several where the request decides which one it is. */
      readonly mediaType: string | readonly string[]
      readonly description: string
      /** Its ETag stands for its bytes: with If-None-Match it is answered 304, after the same questions as ever. */
      readonly revalidates?: boolean
    }
  | { readonly kind: 'empty'; readonly description: string }

export interface Endpoint<
  Request extends RequestShape = RequestShape,
  Status extends number = number,
  Reply extends ReplyShape = ReplyShape,
  Code extends ProblemCode = ProblemCode,
> {
  readonly operationId: string
  readonly method: Method
  /** Below /api/v1, with {parameters}. */
  readonly path: `/${string}`
  readonly tags: readonly string[]
  readonly summary: string
  readonly request: Request
  readonly status: Status
  readonly reply: Reply
  /** Every refusal the operation may answer with. */
  readonly refusals: readonly Code[]
  /** Open to people who have not signed in. */
  readonly public?: boolean
}

/** One operation of the HTTP API as data; server, browser client and OpenAPI document read the same object. */
export const endpoint = <
  const Request extends RequestShape,
  const Status extends number,
  const Reply extends ReplyShape,
  const Code extends ProblemCode,
>(
  description: Endpoint<Request, Status, Reply, Code>,
): Endpoint<Request, Status, Reply, Code> => description

export const json = <S extends z.ZodType>(schema: S, description = '好了') =>
  ({ kind: 'json', schema, description }) as const
export const file = (
  mediaType: string | readonly string[],
  description: string,
  options: { revalidates?: boolean } = {},
) => ({ kind: 'file', mediaType, description, ...options }) as const
export const empty = (description = '好了') => ({ kind: 'empty', description }) as const
