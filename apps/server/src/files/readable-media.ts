import { findFiles, findLessonPlanFacts } from '@gongyan/db'
import { canLessonPlan, parseDocumentName } from '@gongyan/domain'
import type { Actor } from '@gongyan/domain'
import type { StoredMedia } from '@gongyan/word'
import type { Deps } from '../deps.ts'

/** The files this person may see; a picture copied in from a plan they may not read stays out of their copy. */
export async function loadReadableMedia(
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
