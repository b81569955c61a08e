import { PROBLEMS } from '@gongyan/contract'
import type { Problem } from '@gongyan/contract'
import type * as z from 'zod'
import type { Refusal } from './operation.ts'
import { fieldName, serverWord } from './words.ts'

export interface ProblemContext {
  readonly traceId: string
  /** The path that was asked, without its query. */
  readonly instance: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The only place that turns a refusal into RFC 9457 problem details. */
export function problemResponse(refusal: Refusal, context: ProblemContext): Response {
  const [status, title] = PROBLEMS[refusal.code]
  const problem: Problem = {
    type: `/api/docs#problem-${refusal.code.replace('/', '-')}`,
    title,
    status,
    code: refusal.code,
    traceId: context.traceId,
    instance: context.instance,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors.map((error) => ({ ...error })) }),
    ...(refusal.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: refusal.retryAfterSeconds }),
  }
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(refusal.retryAfterSeconds === undefined ? {} : { 'retry-after': String(refusal.retryAfterSeconds) }),
      ...context.headers,
    },
  })
}

/** RFC 6901 */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

function sentenceOf(issue: z.core.$ZodIssue): string {
  const field = fieldName(issue.path)
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? serverWord('server.tooLong', { field, max: Number(issue.maximum) })
        : serverWord('server.most', { field, high: Number(issue.maximum) })
    case 'too_small':
      if (issue.origin !== 'string') return serverWord('server.least', { field, low: Number(issue.minimum) })
      return Number(issue.minimum) <= 1
        ? serverWord('server.empty', { field })
        : serverWord('server.tooShort', { field, min: Number(issue.minimum) })
    case 'invalid_value':
      return serverWord('server.oneOf', { field, values: issue.values.map(String).join('、') })
    case 'invalid_type':
      return issue.input === undefined ? serverWord('server.missing', { field }) : serverWord('server.wrong', { field })
    default:
      return serverWord('server.wrong', { field })
  }
}

/** What is wrong with a request's shape, the first thing in one sentence, everything by pointer. */
export function invalidRequest(error: z.ZodError): Refusal<'request/invalid'> {
  const errors = error.issues
    .slice(0, 50)
    .map((issue) => ({ pointer: pointerOf(issue.path), code: issue.code, message: sentenceOf(issue) }))
  return { code: 'request/invalid', errors, ...(errors[0] ? { detail: errors[0].message } : {}) }
}

/** One wrong field, found by a rule that is no schema. */
export const invalidField = (
  path: readonly PropertyKey[],
  code: string,
  message: string,
): Refusal<'request/invalid'> => ({
  code: 'request/invalid',
  detail: message,
  errors: [{ pointer: pointerOf(path), code, message }],
})

const PASSING =
  /^(FILE_STORAGE|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_|08|53|57P0|57014|55P03|40001|40P01)/

/** Whether a thrown error means that PostgreSQL or the file store is away or busy, so that asking again later may help. */
export function isStorageFault(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = (at as { code?: unknown }).code
    if (typeof code === 'string' && PASSING.test(code)) return true
  }
  return false
}
