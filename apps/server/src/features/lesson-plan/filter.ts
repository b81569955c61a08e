import { findPrepGroup } from '@gongyan/db'
import type { LessonPlanFilter, Queryable } from '@gongyan/db'
import { ok } from '@gongyan/domain'
import type { Actor, LessonPlanState, Result, Term } from '@gongyan/domain'
import { deny } from '../../http/operation.ts'
import type { Refusal } from '../../http/operation.ts'

/** A filter as requests carry it (`planFilter` of the contract). */
interface AskedFilter {
  readonly state?: LessonPlanState | undefined
  readonly subject?: string | undefined
  readonly grade?: string | undefined
  readonly term?: string | undefined
  readonly unit?: string | undefined
  readonly group?: string | undefined
  readonly mine?: 'owned' | 'shared' | undefined
  readonly bin?: 'true' | undefined
}

/** What narrows a list for this person; refused for a group whose plans they may not ask for. */
export async function filterFor(
  sql: Queryable,
  actor: Actor,
  asked: AskedFilter,
  terms: readonly string[] = [],
): Promise<Result<LessonPlanFilter, Refusal<'prep-group/not-found'>>> {
  const { bin, term, ...rest } = asked
  if (rest.group !== undefined && !(await findPrepGroup(sql, rest.group, actor))) return deny('prep-group/not-found')
  return ok({ ...rest, term: term as Term | undefined, terms, bin: bin === 'true' })
}
