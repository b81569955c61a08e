import { randomUUID } from 'node:crypto'
import type { Import } from '@gongyan/contract'
import {
  appendAudit,
  countAhead,
  discardImportBatch,
  findDiscardedBatch,
  findImportBatch,
  findImportItem,
  insertImportBatch,
  listImportBatches,
  listImportItems,
  parseImportDocument,
  reclaimImportBatch,
} from '@gongyan/db'
import type { CountedBatch, ImportItemRecord, Queryable } from '@gongyan/db'
import { canCreateLessonPlan, canImport, ok } from '@gongyan/domain'
import type { Actor, Result } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers, Refusal } from '../../http/operation.ts'
import { serverWord } from '../../http/words.ts'
import type { ImportQueue } from './import-queue.ts'
import { presentImport, presentSummary } from './present-import.ts'
import { createTaking } from './taking.ts'
import { createUploads } from './uploads.ts'

export interface ImportDeps extends Pick<Deps, 'config' | 'sql' | 'clock' | 'files'> {
  readonly queue: ImportQueue
  /** Tells sockets and rooms that rights to a plan may have changed. */
  readonly accessChanged: (planId: string) => Promise<void>
}

/** An import of this person; for everybody else it does not exist. */
export async function requireImport(
  sql: Queryable,
  id: string,
  actor: Actor,
): Promise<Result<CountedBatch, Refusal<'import/not-found'>>> {
  const batch = await findImportBatch(sql, id)
  return batch && canImport(actor, batch) ? ok(batch) : deny('import/not-found')
}

/** A file of an import of this person. */
export async function requireItem(
  sql: Queryable,
  { importId, position }: { readonly importId: string; readonly position: number },
  actor: Actor,
): Promise<Result<{ batch: CountedBatch; item: ImportItemRecord }, Refusal<'import/not-found'>>> {
  const batch = await requireImport(sql, importId, actor)
  if (!batch.ok) return batch
  const item = await findImportItem(sql, importId, position, actor)
  return item ? ok({ batch: batch.value, item }) : deny('import/not-found')
}

/** Whether a kept file is one of an import of this person: pictures of what was read are shown like those of plans. */
export async function mayReadImportFile(sql: Queryable, document: string, actor: Actor): Promise<boolean> {
  const of = parseImportDocument(document)
  return of !== null && (await requireImport(sql, of.batchId, actor)).ok
}

/** An import as it is now, for the person whose it is. */
async function presentNow(deps: Pick<ImportDeps, 'sql' | 'config'>, id: string, actor: Actor): Promise<Import | null> {
  const [batch, items, ahead] = await Promise.all([
    findImportBatch(deps.sql, id),
    listImportItems(deps.sql, id, actor),
    countAhead(deps.sql, id),
  ])
  return batch ? presentImport(batch, items, ahead, deps.config.limits) : null
}

type Operation =
  | 'createImport'
  | 'listImports'
  | 'getImport'
  | 'discardImport'
  | 'reclaimImport'
  | 'uploadImportFile'
  | 'takeImport'
  | 'undoImport'
  | 'restoreImport'

/** Whole imports over HTTP; all that happens in one is its owner's alone. */
export function createImportHandlers(deps: ImportDeps): Pick<Handlers, Operation> {
  const { config, sql, clock, queue } = deps
  const uploads = createUploads(deps)
  const taking = createTaking(deps)

  const replyNow = async (id: string, actor: Actor) => {
    const now = await presentNow(deps, id, actor)
    return now ? reply(now) : deny('import/not-found')
  }

  return {
    async createImport({ caller: { actor } }) {
      const place = actor.identities[0]
      if (!canCreateLessonPlan(actor) || !place)
        return deny('permission/denied', { detail: serverWord('server.noUnit') })
      const batch = { id: randomUUID(), ownerId: actor.userId, orgId: place.orgId, at: new Date(clock.nowMs()) }
      const most = { open: config.limits.LIMIT_IMPORTS_PER_PERSON, kept: config.limits.LIMIT_IMPORTS_KEPT_PER_PERSON }
      const isBegun = await sql.begin((tx) => insertImportBatch(tx, batch, most))
      if (!isBegun) return deny('import/too-many-imports')
      const begun = await presentNow(deps, batch.id, actor)
      if (!begun) throw new Error('an import that was just begun is not there')
      return reply(begun, { location: `/api/v1/imports/${batch.id}` })
    },

    async listImports({ caller: { actor } }) {
      const batches = await listImportBatches(sql, actor.userId)
      return reply({
        items: batches.filter((batch) => canImport(actor, batch)).map((batch) => presentSummary(batch, config.limits)),
      })
    },

    async getImport({ params, caller: { actor } }) {
      const found = await requireImport(sql, params.importId, actor)
      return found.ok ? replyNow(params.importId, actor) : found
    },

    async discardImport({ params, caller: { actor } }) {
      const found = await requireImport(sql, params.importId, actor)
      if (!found.ok) return found
      const at = new Date(clock.nowMs())
      await sql.begin(async (tx) => {
        await discardImportBatch(tx, params.importId, at)
        await appendAudit(tx, {
          actorId: actor.userId,
          action: 'import.discarded',
          subject: `import:${params.importId}`,
          at,
        })
      })
      return reply(undefined)
    },

    async reclaimImport({ params, caller: { actor } }) {
      const batch = await findDiscardedBatch(sql, params.importId)
      // One that is back already is answered as it is.
      if (!batch) {
        const found = await requireImport(sql, params.importId, actor)
        return found.ok ? replyNow(params.importId, actor) : found
      }
      if (!canImport(actor, batch)) return deny('import/not-found')
      const at = new Date(clock.nowMs())
      const isBack = await sql.begin(async (tx) => {
        if (!(await reclaimImportBatch(tx, batch, at, config.limits.LIMIT_IMPORTS_PER_PERSON))) return false
        await appendAudit(tx, { actorId: actor.userId, action: 'import.reclaimed', subject: `import:${batch.id}`, at })
        return true
      })
      if (!isBack) return deny('import/too-many-imports')
      queue.kick()
      return replyNow(params.importId, actor)
    },

    async uploadImportFile({ params, query, file, caller: { actor } }) {
      const found = await requireImport(sql, params.importId, actor)
      if (!found.ok) return found
      const sent = await uploads.receive(found.value, actor, { ...file, folder: query.folder ?? null })
      if (!sent.ok) return sent
      queue.kick()
      return reply(sent.value)
    },

    async takeImport({ params, caller: { actor } }) {
      const found = await requireImport(sql, params.importId, actor)
      if (!found.ok) return found
      const taken = await taking.takePlain(found.value, actor)
      return taken.ok ? replyNow(params.importId, actor) : taken
    },

    async undoImport({ params, caller: { actor } }) {
      const found = await requireImport(sql, params.importId, actor)
      if (!found.ok) return found
      await taking.undo(found.value, actor)
      return replyNow(params.importId, actor)
    },

    async restoreImport({ params, caller: { actor } }) {
      const found = await requireImport(sql, params.importId, actor)
      if (!found.ok) return found
      await taking.restore(found.value, actor)
      return replyNow(params.importId, actor)
    },
  }
}
