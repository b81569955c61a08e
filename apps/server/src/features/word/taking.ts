import { randomUUID } from 'node:crypto'
import {
  appendAudit,
  binImportedPlans,
  findItemReading,
  findLessonPlanFacts,
  holdImportedPlans,
  holdImportItem,
  importDocuments,
  listFilesOf,
  listPlainItems,
  nameFilesAgain,
  noteTaken,
  restoreImportedPlans,
  touchImportBatch,
} from '@gongyan/db'
import type { CountedBatch, ItemReading, StoredFile, TransactionSql } from '@gongyan/db'
import type { DocJson } from '@gongyan/documents'
import { canCreateLessonPlan, canLessonPlan, documentName, ok } from '@gongyan/domain'
import type { Actor, Identity, LessonPlanId, Result } from '@gongyan/domain'
import { commentsAmong, commentsIn } from '@gongyan/word'
import { fileIdsOf, renameFiles } from '../../files/file-ids.ts'
import { deny } from '../../http/operation.ts'
import type { Refusal } from '../../http/operation.ts'
import { serverWord } from '../../http/words.ts'
import { correctionsOf } from './import-queue.ts'
import type { ImportDeps } from './imports.ts'
import { makePlan } from './make-plan.ts'

const USUAL_MINUTES = 40

type Denied = Refusal<'permission/denied'>

/** Makes plans of what was read, and puts them into the bin and back, each in one transaction. */
export function createTaking({ sql, clock, accessChanged }: Pick<ImportDeps, 'sql' | 'clock' | 'accessChanged'>) {
  /** The identity in whose unit the plans are made: where the import was begun, if the person still works there. */
  function placeOf(batch: CountedBatch, actor: Actor): Identity | null {
    if (!canCreateLessonPlan(actor)) return null
    return actor.identities.find(({ orgId }) => orgId === batch.orgId) ?? actor.identities[0] ?? null
  }

  async function makePlans(
    tx: TransactionSql,
    at: { readonly batch: CountedBatch; readonly position: number; readonly actor: Actor; readonly place: Identity },
    reading: ItemReading & { readonly corrections: unknown },
  ): Promise<void> {
    const { batch, position, actor, place } = at
    const documents = importDocuments(batch.id, position)
    const [source] = await listFilesOf(tx, documents.source)
    if (!source) throw new Error('the file of an item that was read is not there')
    const pictures = new Map((await listFilesOf(tx, documents.pictures)).map((file) => [file.id, file]))
    const createdAt = new Date(clock.nowMs())
    const planIds: LessonPlanId[] = []
    for (const [index, draft] of reading.drafts.entries()) {
      const id = randomUUID() as LessonPlanId
      const shown = [...fileIdsOf(draft.doc as DocJson)].flatMap((fileId) => pictures.get(fileId) ?? [])
      const kept: (StoredFile & { newId: string })[] = [source, ...shown].map((file) => ({
        ...file,
        newId: randomUUID(),
      }))
      const document = documentName({ kind: 'lessonPlan', id })
      await nameFilesAgain(tx, kept, { document, createdBy: actor.userId, createdAt })
      await makePlan(tx, {
        id,
        ownerId: actor.userId,
        place,
        doc: renameFiles(draft.doc as DocJson, new Map(kept.map((file) => [file.id, file.newId]))),
        report: reportFor(reading, index),
        periodMinutes: correctionsOf(reading.corrections).periodMinutes ?? USUAL_MINUTES,
        source: { id: kept[0]?.newId ?? '', byteSize: source.byteSize },
        at: createdAt,
      })
      planIds.push(id)
    }
    await noteTaken(tx, batch.id, position, planIds)
    await touchImportBatch(tx, batch.id, createdAt)
  }

  async function takeAt(batch: CountedBatch, position: number, actor: Actor, place: Identity): Promise<boolean> {
    return sql.begin(async (tx) => {
      // Two who take the same file wait for each other here; the second finds it taken.
      const held = await holdImportItem(tx, batch.id, position)
      if (held?.state === 'taken') return true
      if (held?.state !== 'ready') return false
      const reading = await findItemReading(tx, batch.id, position)
      await makePlans(tx, { batch, position, actor, place }, { ...reading, corrections: held.corrections })
      return true
    })
  }

  const noPlace = (): { ok: false; refusal: Denied } =>
    deny('permission/denied', { detail: serverWord('server.noUnit') })

  return {
    /** Takes one file; taken twice it is the same plan. */
    async take(
      batch: CountedBatch,
      position: number,
      actor: Actor,
    ): Promise<Result<null, Denied | Refusal<'import/not-ready'>>> {
      const place = placeOf(batch, actor)
      if (!place) return noPlace()
      return (await takeAt(batch, position, actor, place)) ? ok(null) : deny('import/not-ready')
    },

    /** Takes all that leave nothing to ask. Each is whole by itself: what a crash leaves is taken by asking again. */
    async takePlain(batch: CountedBatch, actor: Actor): Promise<Result<null, Denied>> {
      const place = placeOf(batch, actor)
      if (!place) return noPlace()
      for (const position of await listPlainItems(sql, batch.id)) await takeAt(batch, position, actor, place)
      return ok(null)
    },

    /** Puts the plans of an import into the bin, all in one step. */
    async undo(batch: CountedBatch, actor: Actor): Promise<void> {
      const at = new Date(clock.nowMs())
      const binned = await sql.begin(async (tx) => {
        const mine: LessonPlanId[] = []
        for (const id of await holdImportedPlans(tx, batch.id)) {
          const facts = await findLessonPlanFacts(tx, id, actor.userId)
          if (facts && canLessonPlan(actor, 'delete', facts)) mine.push(id)
        }
        await binImportedPlans(tx, batch.id, mine, at)
        await note(tx, actor, 'import.undone', 'lessonPlan.binned', batch, mine, at)
        return mine
      })
      for (const id of binned) await accessChanged(id)
    },

    /** Takes back out of the bin what undoing put there. */
    async restore(batch: CountedBatch, actor: Actor): Promise<void> {
      const at = new Date(clock.nowMs())
      const restored = await sql.begin(async (tx) => {
        const plans = await restoreImportedPlans(tx, batch.id)
        await note(tx, actor, 'import.restored', 'lessonPlan.restored', batch, plans, at)
        return plans
      })
      for (const id of restored) await accessChanged(id)
    },
  }
}

/** The report of one of the plans of a file: of the comments those that are about it. */
function reportFor({ report, drafts }: ItemReading, index: number): unknown {
  if (drafts.length < 2 || typeof report !== 'object' || report === null) return report
  const docs = drafts.map(({ doc }) => doc as DocJson)
  return { ...report, comments: commentsAmong(commentsIn(report), docs, index) }
}

async function note(
  tx: TransactionSql,
  actor: Actor,
  whole: string,
  each: string,
  batch: CountedBatch,
  planIds: readonly LessonPlanId[],
  at: Date,
): Promise<void> {
  const actorId = actor.userId
  await appendAudit(tx, {
    actorId,
    action: whole,
    subject: `import:${batch.id}`,
    detail: { plans: planIds.length },
    at,
  })
  for (const id of planIds)
    await appendAudit(tx, { actorId, action: each, subject: documentName({ kind: 'lessonPlan', id }), at })
  if (planIds.length > 0) await touchImportBatch(tx, batch.id, at)
}
