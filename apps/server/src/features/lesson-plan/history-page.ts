import { listCommittedUpdates } from '@gongyan/db'
import { documentName } from '@gongyan/domain'
import type { LessonPlanId } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'

/** One page of what was received for a plan, newest first, as it is told and as it was kept; refused when the cursor is not one of its own. */
export async function historyPage(
  { sql, cursors }: Pick<Deps, 'sql' | 'cursors'>,
  planId: LessonPlanId,
  query: { readonly cursor?: string | undefined; readonly limit: number; readonly upTo?: number | undefined },
) {
  const document = documentName({ kind: 'lessonPlan', id: planId })
  const before = cursors.decode(`history ${document}`, query.cursor)
  if (!before.ok) return before
  const end = query.upTo === undefined ? null : query.upTo + 1
  const updates = await listCommittedUpdates(sql, document, (before.value as number | null) ?? end, query.limit + 1)
  const page = updates.slice(0, query.limit)
  const last = updates.length > page.length ? page.at(-1) : undefined
  return {
    ok: true as const,
    value: {
      updates: page,
      page: {
        items: page.map(({ seq, author, at, source, bytes, tMs }) => ({
          seq,
          author: author ? { ...author } : null,
          at: at.toISOString(),
          source,
          byteSize: bytes.length,
          tMs,
        })),
        nextCursor: last ? cursors.encode(`history ${document}`, last.seq) : null,
      },
    },
  }
}
