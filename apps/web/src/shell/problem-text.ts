import type { Problem, ProblemCode } from '@gongyan/contract/client'
import type { I18n } from '@gongyan/i18n'

/** A refusal as the client hands it out: the server's, or the network's. */
export type AnyProblem = Partial<Pick<Problem, 'detail' | 'traceId' | 'errors' | 'retryAfterSeconds'>> & {
  code: ProblemCode | 'network/unreachable'
}

/**
 * What a refusal says to the reader. The server's own sentence is preferred where it has one (it knows which field and how
 * much) and the reader reads Chinese, the only language it speaks.
 */
export function problemText(i18n: I18n, problem: AnyProblem): string {
  const [first] = problem.errors ?? []
  if (i18n.locale === 'zh-CN' && problem.code !== 'server/fault') {
    if (first?.message) return first.message
    if (problem.detail) return problem.detail
  }
  return i18n.t(`problem.${problem.code}`, { traceId: problem.traceId ?? '' })
}
