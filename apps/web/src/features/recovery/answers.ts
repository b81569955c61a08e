import type { Api } from '@gongyan/contract/client'

type Good<K extends keyof Api> = Extract<Awaited<ReturnType<Api[K]>>, { ok: true }>['data']
export type Activity = Good<'getPlanActivity'>
export type Author = Activity['authors'][number]
export type PlanState = Good<'getPlanState'>
export type PlanChange = Good<'listPlanChanges'>['items'][number]
export type PlanUpdate = Good<'listPlanUpdates'>['items'][number]
export type FoundPlan = Good<'listAuditablePlans'>['items'][number]

export const ZOOMS = { all: null, day: 86_400_000, hour: 3_600_000, minutes: 600_000 } as const
export type Zoom = keyof typeof ZOOMS

/** Columns of the picture. */
export const CELLS = 180
/** What one change may take away without being worth a word of its own. */
const BIG = 8

export interface BigErasure {
  readonly name: string
  readonly count: number
  readonly at: number
  /** The change before it. */
  readonly before: number
}

/** When most was erased, by whom; the three largest, largest first. */
export function bigErasures(activity: Activity, nameOf: (author: Author) => string): BigErasure[] {
  return activity.authors
    .flatMap((author) =>
      author.cells.flatMap(({ erased, erasedSeq, erasedAt }) =>
        erased >= BIG && erasedSeq !== null && erasedAt !== null
          ? [{ name: nameOf(author), count: erased, at: Date.parse(erasedAt), before: erasedSeq - 1 }]
          : [],
      ),
    )
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
}
