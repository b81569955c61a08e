import { findFiles, findLessonPlanFacts } from '@gongyan/db'
import type { LessonPlanRecord } from '@gongyan/db'
import { readLessonPlan } from '@gongyan/documents'
import { canLessonPlan, parseDocumentName } from '@gongyan/domain'
import type { Actor } from '@gongyan/domain'
import { exportDocx } from '@gongyan/word'
import type { StoredMedia } from '@gongyan/word'
import type { Deps } from '../../deps.ts'
import { fileIdsOf } from '../../files/file-ids.ts'
import { readCommittedPlan } from '../lesson-plan/index.ts'

export interface PlanDocx {
  readonly title: string
  readonly bytes: Uint8Array
}

/** A plan as a Word file in our own layout, as it is committed now and with the pictures this person may see. */
export async function planAsDocx(
  { sql, files, collab }: Pick<Deps, 'sql' | 'files' | 'collab'>,
  plan: LessonPlanRecord,
  actor: Actor,
): Promise<PlanDocx> {
  const { doc } = await readCommittedPlan(collab, plan.facts.id)
  const media = await loadMedia({ sql, files }, [...fileIdsOf(doc)], actor)
  const bytes = exportDocx(doc, (fileId) => media.get(fileId), { authors: [plan.owner.name], school: plan.orgName })
  return { title: readLessonPlan(doc).title || plan.title, bytes }
}

/** The files this person may see; a picture copied in from a plan they may not read stays out of their copy. */
async function loadMedia(
  { sql, files }: Pick<Deps, 'sql' | 'files'>,
  ids: readonly string[],
  actor: Actor,
): Promise<ReadonlyMap<string, StoredMedia>> {
  const found = await findFiles(sql, ids)
  const readable = new Map<string, boolean>()
  for (const document of new Set(found.map((file) => file.document))) {
    const ref = parseDocumentName(document)
    const facts = ref && (await findLessonPlanFacts(sql, ref.id, actor.userId))
    readable.set(document, facts ? canLessonPlan(actor, 'read', facts) : false)
  }
  const loaded = await Promise.all(
    found
      .filter((file) => readable.get(file.document))
      .map(async (file) => ({ file, bytes: await files.get(file.sha256) })),
  )
  return new Map(
    loaded.flatMap(({ file, bytes }) => (bytes ? [[file.id, { bytes, mediaType: file.mediaType }] as const] : [])),
  )
}
