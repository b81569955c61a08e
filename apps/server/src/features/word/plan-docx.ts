import type { LessonPlanRecord } from '@gongyan/db'
import { readLessonPlan } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { writeDocx } from '@gongyan/word'
import type { ExportMeta, StoredMedia, WrittenPlan } from '@gongyan/word'

/** A plan as a Word file in our own layout, which names its owner and its school. */
export const inOwnLayout = (
  doc: DocJson,
  plan: LessonPlanRecord,
  media: ReadonlyMap<string, StoredMedia>,
  more: Pick<ExportMeta, 'comments' | 'files'> = {},
): WrittenPlan =>
  writeDocx(doc, (fileId) => media.get(fileId), { authors: [plan.owner.name], school: plan.orgName, ...more })

/** What a plan is called in the name of a file: its title as it is written, or as it was last kept in the list. */
export const fileTitleOf = (doc: DocJson, plan: LessonPlanRecord): string => readLessonPlan(doc).title || plan.title
